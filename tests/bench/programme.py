"""The programme's pages and the report, set beside the bare answer A in the same run."""

import argparse
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import django
import psycopg
from django.core.management import call_command

DAY, PAST = "2016-06-30", "2014-06-30"
CODE = "0.2.05"


@contextmanager
def _database() -> Iterator[None]:
    """A database of this run only, on the server that DATABASE_URL names."""
    url = os.environ["DATABASE_URL"]
    name = f"bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        head, mark, tail = url.partition("?")
        os.environ["DATABASE_URL"] = f"{head.rpartition('/')[0]}/{name}{mark}{tail}"
        try:
            yield
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _server(application: str) -> Iterator[tuple[int, int]]:
    """One gunicorn process with one thread; (port, pid)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}",
            "--workers", "1", "--worker-class", "gthread", "--threads", "1",
            "--keep-alive", "120", "--timeout", "600", "--log-level", "critical",
        ],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _try in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _pages() -> list[tuple[str, str, str]]:
    """(name, path of A, path of the page)."""
    line = "line=0.2"
    return [
        ("list of one line", f"/list?on={DAY}&{line}", f"/acties/?as_of={DAY}&{line}"),
        ("list, one word", f"/list?on={DAY}&word=fietsen", f"/acties/?as_of={DAY}&q=fietsen"),
        ("whole list", f"/list?on={DAY}", f"/acties/?as_of={DAY}"),
        (
            "list by computed status",
            f"/list?on={DAY}",
            f"/acties/?as_of={DAY}&computed=attention",
        ),
        ("first page", f"/home?on={DAY}", f"/?as_of={DAY}"),
        ("page of an action", f"/action?on={DAY}&code={CODE}", f"/acties/{CODE}/?as_of={DAY}"),
    ]


def _live() -> list[tuple[str, str, str]]:
    """(name, live path, path at a past day): an `as_of` page may cost 1.3 times the live one."""
    past = f"as_of={PAST}&known_at={DAY}"
    return [
        ("list", "/acties/?line=0.2", f"/acties/?line=0.2&{past}"),
        ("first page", "/", f"/?{past}"),
        ("action", f"/acties/{CODE}/", f"/acties/{CODE}/?{past}"),
    ]


def _queries(path: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    client.get(path)
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def _say(*cells: Any) -> None:
    widths = [26, 10, 10, 10, 9, 9, 8]
    text = "".join(str(cell).ljust(width) for cell, width in zip(cells, widths, strict=False))
    sys.stdout.write(f"{text.rstrip()}\n")
    sys.stdout.flush()


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _measure(rounds: int) -> None:
    from tests.bench.timing import Contestant, compare

    with _server("tests.bench.bare:application") as a, _server("slimsamenwerken.wsgi") as c:
        bare, page = Contestant("A", *a), Contestant("page", *c)
        _say("page", "A median", "median", "p95", "page/A", "page−A", "queries")
        for name, path_a, path_c in _pages():
            first, second = compare([(bare, path_a), (page, path_c)], rounds)
            _say(
                name, _ms(first.median), _ms(second.median), _ms(second.p95),
                f"{second.ratio:.2f}", _ms(second.median - first.median), _queries(path_c),
            )  # fmt: skip
        _say("")
        _say("as_of beside live", "live", "as_of", "p95", "ratio", "", "queries")
        for name, live, past in _live():
            first, second = compare([(page, live), (page, past)], rounds)
            _say(name, _ms(first.median), _ms(second.median), _ms(second.p95),
                 f"{second.ratio:.2f}", "", f"{_queries(live)}/{_queries(past)}")  # fmt: skip


def _figures(rounds: int) -> None:
    """The page that opens a figure of a report; after the others, since its report takes room."""
    from tests.bench.figure_page import publish
    from tests.bench.timing import Contestant, compare

    pages = publish(date(2015, 12, 31))
    with _server("slimsamenwerken.wsgi") as server:
        page = Contestant("page", *server)
        _say("")
        _say("page", "", "median", "p95", "", "", "queries")
        for name, path in pages:
            [found] = compare([(page, path)], rounds)
            _say(name, "", _ms(found.median), _ms(found.p95), "", "", _queries(path))


def _statuses() -> None:
    """What computing every status costs when nothing is remembered, and when it is."""
    from slimsamenwerken.programme.queries import remembered

    day = date.fromisoformat(DAY)
    remembered.forget()
    started = time.perf_counter()
    count = len(remembered.all_states(day).states)
    cold = time.perf_counter() - started
    started = time.perf_counter()
    remembered.all_states(day)
    warm = time.perf_counter() - started
    _say("")
    _say("statuses of all actions", f"{count}", _ms(cold), f"again {_ms(warm)}")


def _report() -> None:
    """Building the document and its files from the database, by number of actions."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from slimsamenwerken.reports.document import build_content
    from slimsamenwerken.reports.render import FORMATS
    from slimsamenwerken.reports.render import Given as Rendering
    from tests.bench.report_order import order

    with CaptureQueriesContext(connection) as captured:
        started = time.perf_counter()
        content, _versions = build_content(order(date.fromisoformat(DAY)))
        taken = time.perf_counter() - started
    _say("")
    _say("report", "time", "queries", "size")
    _say("build", _ms(taken), len(captured), f"{len(content) // 1024} kB")
    for form in FORMATS.values():
        started = time.perf_counter()
        size = len(form.render(Rendering(content, "voortgang-2015", "http://127.0.0.1/")))
        _say(f"render {form.key}", _ms(time.perf_counter() - started), "", f"{size // 1024} kB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    _say("memory at most", f"{peak} MiB")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench programme")
    parser.add_argument("--scale", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--rounds", type=int, default=40)
    wanted = parser.parse_args(arguments)
    if len(wanted.scale) > 1:  # a database and a fresh process per scale
        for scale in wanted.scale:
            command = [sys.executable, "-m", "tests.bench.programme", "--scale", str(scale)]
            subprocess.run([*command, "--rounds", str(wanted.rounds)], check=True)
        return
    scale = wanted.scale[0]
    with _database():
        _bench(scale, wanted.rounds)


def _bench(scale: int, rounds: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "slimsamenwerken.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.db import connection

    from tests.bench.programme_rows import load

    with connection.cursor() as cursor:
        started = time.perf_counter()
        load(cursor, scale)
        cursor.execute("VACUUM ANALYZE")
    _say(f"═ {500 * scale} actions", f"loaded in {time.perf_counter() - started:.0f} s")
    _measure(rounds)
    _figures(rounds)
    _statuses()
    _report()
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1:])
