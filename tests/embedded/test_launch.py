"""``make run`` as a process, on a portal of a few lines: what it starts, writes and stops."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from slimsamenwerken.embedded.layout import Layout

pytestmark = [
    pytest.mark.services,
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

MANAGE = """
import os, sys
import psycopg
command = sys.argv[1]
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute("create table if not exists done (command text)")
    connection.execute("insert into done values (%s)", [command])
if command == "demo_logins":
    print('[{"role": "lead", "email": "lead@example.org", "password": "tien"}]')
elif command == "build_year_report":
    print("building\\n/rapporten/1/")
elif command == os.environ.get("BROKEN"):
    sys.exit(f"Unknown command: {command!r}")
"""
WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]
"""
CELERY = """
import os
from celery import Celery
path = os.environ["REDIS_URL"].removeprefix("unix://")
app = Celery("stub", broker=f"redis+socket://{path}")
"""
# Everything but the installation, for this run's .venv must stay as it is.
DRIVER = """
import sys
from pathlib import Path
from slimsamenwerken.embedded import __main__, backing, install, layout
install.install = lambda *arguments: None
for module in (layout, backing):
    module.ROOT_BASE = Path(sys.argv[2])
sys.exit(__main__.main(["run"], Path(sys.argv[1])))
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Launch:
    """One launcher process on a stub project."""

    def __init__(self, layout: Layout, **env: str) -> None:
        self.layout = layout
        self.port = _free_port()
        self.demo = layout.var / "demo.json"
        self.screen = layout.root / "screen"
        clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        repository = str(Path(__file__).parents[2])
        with self.screen.open("w") as screen:
            self.process = subprocess.Popen(
                [sys.executable, "-c", DRIVER, layout.root, layout.root.parent / "outside"],
                cwd=repository,
                env={**clean, "PYTHONPATH": repository, "PORT": str(self.port), **env},
                stdout=screen,
                stderr=subprocess.STDOUT,
                # As a background shell starts it.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509
            )

    def said(self) -> str:
        return self.screen.read_text()

    def wait_until_ready(self) -> dict[str, object]:
        until = time.monotonic() + 60
        while not self.demo.exists() and time.monotonic() < until:
            assert self.process.poll() is None, self.said()
            time.sleep(0.05)
        content: dict[str, object] = json.loads(self.demo.read_text())
        return content

    def processes(self) -> list[str]:
        """The command lines that still name this project's folder."""
        found = subprocess.run(
            ["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True
        )
        return [line for line in found.stdout.splitlines() if str(self.layout.root) in line]

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)


@pytest.fixture
def project(layout: Layout) -> Iterator[Layout]:
    package = layout.root / "slimsamenwerken"
    package.mkdir()
    (layout.root / "manage.py").write_text(MANAGE)
    (package / "__init__.py").write_text("")
    (package / "settings.py").write_text(
        "SECRET_KEY = 'stub'\nINSTALLED_APPS = []\nUSE_TZ = True\n"
    )
    (package / "wsgi.py").write_text(WSGI)
    (package / "celery.py").write_text(CELERY)
    (package / "core").mkdir()
    (package / "core" / "server_logs.py").write_text(
        "from gunicorn.glogging import Logger as ServerLogger\n"
    )
    return layout


def test_run_serves_and_stops_on_an_interrupt_that_the_shell_ignored(project):
    (project.var / "demo.json").write_text("left by a killed run")
    launch = Launch(project)
    try:
        until = time.monotonic() + 10
        while (project.var / "demo.json").exists() and time.monotonic() < until:
            time.sleep(0.01)  # the old file must go before anything else
        assert launch.wait_until_ready() == {
            "address": f"http://127.0.0.1:{launch.port}",
            "logins": [{"role": "lead", "email": "lead@example.org", "password": "tien"}],
            "report": "/rapporten/1/",
        }
        assert f"http://127.0.0.1:{launch.port}/rapporten/1/" in launch.said()
        running = " ".join(launch.processes())
        for name in ("gunicorn", "celery", "postgres", "valkey-server"):
            assert name in running
        launch.process.send_signal(signal.SIGINT)
        assert launch.process.wait(timeout=30) == 0
        assert not launch.demo.exists()
        assert launch.processes() == []
    finally:
        launch.end()


def test_run_takes_all_its_processes_along_when_killed(project):
    launch = Launch(project)
    try:
        launch.wait_until_ready()
        launch.process.kill()
        launch.process.wait()
        until = time.monotonic() + 20
        while launch.processes() and time.monotonic() < until:
            time.sleep(0.1)
        assert launch.processes() == []
    finally:
        launch.end()


def test_missing_command_ends_the_run_with_its_words(project):
    launch = Launch(project, BROKEN="load_start_data")
    try:
        assert launch.process.wait(timeout=60) == 1
        assert "manage.py load_start_data failed" in launch.said()
        assert "Unknown command: 'load_start_data'" in launch.said()
        assert not launch.demo.exists()
        assert launch.processes() == []
    finally:
        launch.end()
