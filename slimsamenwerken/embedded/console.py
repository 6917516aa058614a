"""What the launcher says, and the one way in which it gives up."""

import sys


class LaunchError(Exception):
    """Something the reader can mend; its text is the one sentence shown."""


def say(text: str = "") -> None:
    """Write one line to the screen at once, also when it is a file or a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Write one line to standard error."""
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
