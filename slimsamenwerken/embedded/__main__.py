"""``python3 -m slimsamenwerken.embedded setup|run|test|check|fix``; what the Makefile calls."""

import sys
from pathlib import Path

from slimsamenwerken.embedded import install, process, run, verify
from slimsamenwerken.embedded.console import LaunchError, complain
from slimsamenwerken.embedded.layout import Layout

USAGE = (
    "Choose one of: setup [--production], run, test [--tests-only] [-- pytest options], check, fix."
)


PROJECT = Path(__file__).resolve().parents[2]


def main(arguments: list[str], root: Path = PROJECT) -> int:
    """Run one command on the project in ``root``; returns its exit code."""
    process.SIGNALS.install()
    layout = Layout(root)
    command, options = (arguments[0], arguments[1:]) if arguments else ("", [])
    try:
        return _dispatch(layout, command, options)
    except LaunchError as problem:
        complain(str(problem))
        return 1
    except PermissionError as error:
        complain(f"No permission for {error.filename}: it belongs to another user.")
        return 1
    except process.Stop as stop:
        # Being stopped is how `make run` ends well.
        return 0 if command == "run" else 128 + stop.signum


def _dispatch(layout: Layout, command: str, options: list[str]) -> int:
    layout.prepare()
    if command == "setup":
        names = [install.RUNTIME]
        if "--production" not in options:
            names += [install.EMBEDDED, install.DEV]
        install.install(layout, *names)
        return 0
    if command == "run":
        return run.run(layout)
    if command in ("test", "check", "fix"):
        return verify.verify(layout, command, options)
    complain(USAGE)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
