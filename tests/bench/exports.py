"""Files of 100,000 measurements beside a plain COPY of the same rows, by turns.

A is `COPY (the same SELECT) TO STDOUT` passed on to a file, without BOM, guards, hash or decimal
comma. Memory is the most that a process of its own held, of a small file and of a large one.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import django
from django.core.management import call_command

from tests.bench.programme import _database, _say

DAY = date(2016, 6, 30)
SMALL, LARGE = "2012-06-30", "2015-05-31"  # until this day: some 14,700 rows, and 100,450
MEMORY = ("csv", "json", "xlsx")


def _asked(until: str) -> Any:
    from django.http import QueryDict

    from slimsamenwerken.accounts.permissions import Viewer
    from slimsamenwerken.api.exports.definitions import Asked
    from slimsamenwerken.core.moments import Moment

    return Asked(Viewer(), Moment(DAY, None, DAY), QueryDict(f"untilValidOn={until}"))


def _plain(target: Any, export: Any, asked: Any) -> int:
    from slimsamenwerken.api.exports.statements import plain_copy
    from slimsamenwerken.api.exports.writing import copied, reading

    with reading():
        return copied(plain_copy(export, asked), target.write)


def _writers() -> dict[str, Callable[..., int]]:
    from slimsamenwerken.api.exports.writing import FORMATS, Sink

    def into_sink(write: Any) -> Callable[..., int]:
        return lambda file, export, asked: int(write(Sink(file), export, asked))

    return {"A": _plain, **{name: into_sink(form.write) for name, form in FORMATS.items()}}


def _timed(name: str, until: str) -> tuple[float, int]:
    """Seconds, and rows."""
    from slimsamenwerken.api.exports.definitions import by_name

    export, asked = by_name()["measurements"], _asked(until)
    with tempfile.TemporaryFile() as file:
        started = time.perf_counter()
        count = _writers()[name](file, export, asked)
        return time.perf_counter() - started, count


def _measure(rounds: int) -> None:
    names = ["A", "csv", "json"]
    taken: dict[str, list[float]] = {name: [] for name in names}
    count = 0
    for number in range(rounds + 1):
        for name in names:
            seconds, count = _timed(name, LARGE)
            if number:  # the first turn does not count
                taken[name].append(seconds)
    seconds, _count = _timed("xlsx", LARGE)
    taken["xlsx"] = [seconds]
    _say(f"{count} rows", "median", "time ÷ A", "rows/s", "rows/s ÷ A")
    for name, found in taken.items():
        pairs = [mine / first for mine, first in zip(found, taken["A"], strict=False)]
        ratio, median = statistics.median(pairs), statistics.median(found)
        speed = f"{count / median:,.0f}"
        _say(name, f"{median * 1000:.0f} ms", f"{ratio:.2f}", speed, f"{1 / ratio:.2f}")


def _memory() -> None:
    """Each file in a process of its own: what one held says nothing of the next."""
    _say("")
    _say("memory at most", "small", "large")
    for name in MEMORY:
        found = []
        for until in (SMALL, LARGE):
            command = [sys.executable, "-m", "tests.bench.exports", "--one", name, until]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found.append(f"{int(done.stdout.split()[-1])} MiB")
        _say(name, *found)


def _one(name: str, until: str) -> None:
    _timed(name, until)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{peak}\n")


def _bench(rounds: int) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection

    from tests.bench.programme_rows import load

    with connection.cursor() as cursor:
        load(cursor, 1)
        cursor.execute("VACUUM ANALYZE")
    _measure(rounds)
    _memory()
    connection.close()


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench exports")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    wanted = parser.parse_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "slimsamenwerken.settings"
    if wanted.one:
        django.setup()
        _one(*wanted.one)
        return
    with _database():
        _bench(wanted.rounds)


if __name__ == "__main__":
    main(sys.argv[1:])
