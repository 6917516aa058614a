"""Launcher of ``make run`` and ``make test``; standard library only.

It runs before anything is installed, on whatever ``python3`` the machine has, so this file keeps
to syntax that an old Python can read and ends such a run with one sentence.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the old Python is the one that must read this
    sys.stderr.write(
        "Slim samenwerken needs Python 3.11 or newer, and this python3 is "
        + ".".join(str(part) for part in sys.version_info[:3])
        + ": install a newer one and run 'make PYTHON=python3.11 ...'.\n"
    )
    raise SystemExit(1)
