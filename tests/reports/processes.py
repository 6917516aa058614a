"""Real processes beside the test: they see its database, and have a broker of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from slimsamenwerken.celery import app
from slimsamenwerken.core.env import redis_urls
from slimsamenwerken.embedded.binaries import embedded_valkey, server_environment, system_redis
from slimsamenwerken.embedded.layout import Layout
from slimsamenwerken.reports.queries import due_run_ids
from slimsamenwerken.reports.tasks import build_report

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds; a machine that does other things too is slow


def database_url() -> str:
    """The address of the test database as this test uses it."""
    found = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(found._replace(path=f"/{connection.settings_dict['NAME']}"))


def environment(**more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "slimsamenwerken.settings",
        "PYTHONPATH": str(ROOT),
        "SITE_ROOT": settings.SITE_ROOT,
        **more,
    }


def run_python(code: str, **more: str) -> str:
    """What a Python process of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(**more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait for it; fails when it does not come."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@dataclass
class Broker:
    """A Redis or Valkey of the test's own: it may be emptied, killed and started again."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.folder / "b.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        program = embedded_valkey(Layout(ROOT)) or system_redis(os.environ)
        if program is None:
            pytest.skip("there is no Redis or Valkey program on this machine")
        self.socket.unlink(missing_ok=True)
        options = {"port": "0", "unixsocket": str(self.socket), "save": "", "appendonly": "no",
                   "dir": str(self.folder)}  # fmt: skip
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        self.process = subprocess.Popen(
            [program.path, *flags], env=server_environment(os.environ), stdout=subprocess.DEVNULL
        )
        until(lambda: self.talk("PING") == b"+PONG\r\n")

    def talk(self, command: str) -> bytes:
        """One command in Redis's own words; nothing when nobody answers."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            try:
                client.connect(str(self.socket))
                client.sendall(command.encode() + b"\r\n")
                return client.recv(4096)
            except OSError:
                return b""

    def waiting(self, queue: str) -> int:
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            return int(client.llen(queue))

    def empty(self) -> None:
        assert self.talk("FLUSHALL") == b"+OK\r\n"

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@contextmanager
def own_broker() -> Iterator[Broker]:
    folder = Path(tempfile.mkdtemp(prefix="ssw-"))  # short: a socket's path has 107 bytes
    broker = Broker(folder)
    try:
        broker.start()
        yield broker
    finally:
        if broker.process is not None:
            broker.kill()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Crew:
    """Workers and beats of the test; all of them end with it, also the ones that stand still."""

    broker: Broker
    logs: Path
    prefix: str = "crew"
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def queue(self) -> str:
        return f"{self.prefix}-work"

    def env(self, **more: str) -> dict[str, str]:
        return environment(REDIS_URL=self.broker.url, REDIS_PREFIX=self.prefix, **more)

    def offer(self) -> None:
        """What the tick does each minute: put every due run in the queue."""
        self.send(due_run_ids(timezone.now()))

    def send(self, run_ids: Iterable[int]) -> None:
        with app.connection_for_write(redis_urls(self.broker.url).broker) as broker:
            for pk in run_ids:
                build_report.apply_async(
                    kwargs={"run_id": pk}, connection=broker, queue=self.queue, retry=False
                )

    def worker(self, *options: str, **more: str) -> subprocess.Popen[bytes]:
        """`options` after `celery worker`; by default one process that does all by itself."""
        chosen = options or ("--pool", "solo")
        name = f"w{len(self.processes)}@test"
        quick = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        return self._start(["worker", "--hostname", name, *quick, *chosen], more)

    def beat(self, every: float = 1) -> subprocess.Popen[bytes]:
        schedule = self.logs / f"beat-{len(self.processes)}"
        arguments = ["beat", "--schedule", str(schedule), "--pidfile", ""]
        return self._start(arguments, {"TEST_TICK": str(every)})

    def _start(self, arguments: list[str], more: dict[str, str]) -> subprocess.Popen[bytes]:
        log = (self.logs / f"{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "tests.reports.celery_entry", *arguments],
            env=self.env(**more),
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        self.processes.append(process)
        return process

    def log_of(self, process: subprocess.Popen[bytes]) -> str:
        return (self.logs / f"{self.processes.index(process)}.log").read_text(errors="replace")

    def until(self, condition: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait for it; when it does not come, what the processes said tells why."""
        try:
            until(condition, patience)
        except AssertionError as error:
            raise AssertionError(self.everything_said()) from error

    def everything_said(self) -> str:
        return "\n\n".join(self.log_of(process) for process in self.processes)

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
