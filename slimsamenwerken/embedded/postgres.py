"""A PostgreSQL server on a unix socket, started without the wheel's own launcher.

That one changes the mode of root's home, creates a system user, trips over a LANG that was never
generated and leaves its server behind when its owner is killed.
"""

import os
import shutil
import signal
import socket
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from slimsamenwerken.embedded.binaries import Program, server_environment
from slimsamenwerken.embedded.console import LaunchError
from slimsamenwerken.embedded.layout import own_folder, socket_folder
from slimsamenwerken.embedded.process import (
    Child,
    Identity,
    command_line,
    die_with,
    is_running,
    spawn,
)

OWNER = "slimsamenwerken"
DATABASE = "slimsamenwerken"
BUILTIN_LOCALE_SINCE = 17
CANNOT_CONNECT_NOW = b"C57P03\0"
DISPOSABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass
class PostgresServer:
    """A cluster in ``home``: ``home``/data, a socket folder, the lock.

    ``durable`` False is for data that may be lost with the machine: no fsync.
    """

    program: Program
    home: Path
    log: Path
    identity: Identity | None = None
    durable: bool = True
    name: str = "PostgreSQL"
    stop_signals: tuple[int, ...] = (signal.SIGINT, signal.SIGQUIT)

    @property
    def lock(self) -> Path:
        return self.home / "server.lock"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def sockets(self) -> Path:
        return socket_folder(self.home)

    @property
    def url(self) -> str:
        """Address for Django: postgresql://owner@/database?host=/folder."""
        return f"postgresql://{OWNER}@/{DATABASE}?host={quote(str(self.sockets))}"

    def prepare(self) -> None:
        """Make the folders, owned by the user that the server runs as."""
        uid = self.identity.uid if self.identity else os.geteuid()
        gid = self.identity.gid if self.identity else os.getegid()
        own_folder(self.home, uid=uid, gid=gid)
        own_folder(self.sockets, uid=uid, gid=gid)

    def answers(self) -> bool:
        """Connect: ``pg_ctl status`` takes an unreaped zombie for a live server."""
        return takes_connections(self.sockets / ".s.PGSQL.5432")

    def start(self, lock: int) -> subprocess.Popen[bytes]:
        """Start on data that no process holds; makes the cluster the first time."""
        remove_leftovers(self.data, self.sockets)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={quoted_folder(self.sockets)}",
            "unix_socket_permissions=0700",
            "timezone=UTC",
            "log_timezone=UTC",
            "jit=off",
            *(() if self.durable else DISPOSABLE),
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        return spawn(self._child([self.program.path, "-D", self.data, *options], keep=(lock,)))

    def _child(self, argv: list[str | Path], *, keep: tuple[int, ...] = ()) -> Child:
        return Child(
            argv=argv,
            env=server_environment(os.environ),
            cwd=self.home,
            log=self.log,
            identity=self.identity,
            death_signal=signal.SIGINT,  # fast shutdown
            keep=keep,
        )

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there, so that a kill leaves no half one."""
        for rest in [self.data, *self.home.glob("new-*")]:
            shutil.rmtree(rest, ignore_errors=True)
        fresh = self.home / f"new-{os.getpid()}"
        locale = ["--no-locale"]
        if self.program.major >= BUILTIN_LOCALE_SINCE:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._finish(
            self.program.folder / "initdb", "-D", fresh, f"--username={OWNER}", "--auth=trust",
            "--encoding=UTF8", *locale, "--no-instructions", *([] if self.durable else ["--no-sync"]),
        )  # fmt: skip
        self._finish(
            *(self.program.path, "--single", "-D", fresh, "-c", "fsync=off", "postgres"),
            typed=f"CREATE DATABASE {DATABASE}\n",
        )
        fresh.rename(self.data)

    def _finish(self, *argv: str | Path, typed: str = "") -> None:
        child = self._child(list(argv))
        who = child.identity
        done = subprocess.run(
            [str(part) for part in child.argv],
            env=dict(child.env),
            cwd=child.cwd,
            input=typed,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            user=who.uid if who else None,
            group=who.gid if who else None,
            extra_groups=[] if who else None,
            preexec_fn=die_with(os.getpid(), signal.SIGKILL),
        )
        if done.returncode:
            raise LaunchError(f"PostgreSQL's data folder cannot be made:\n{done.stdout.strip()}")

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if made_by != str(self.program.major):
            raise LaunchError(
                f"{self.data} was made by PostgreSQL {made_by} and cannot be read by the "
                f"PostgreSQL {self.program.major} found here: install {made_by}, or remove that "
                "folder to start with new data."
            )


def quoted_folder(folder: Path) -> str:
    """One entry of PostgreSQL's list of folders, safe for commas, spaces and quotes."""
    return '"' + str(folder).replace('"', '""') + '"'


def remove_leftovers(data: Path, sockets: Path) -> None:
    """Remove ``postmaster.pid`` and the socket of a server that is gone or a zombie.

    Call it with the lock held. Raises LaunchError when somebody started this cluster by hand.
    """
    pidfile = data / "postmaster.pid"
    try:
        pid = int(pidfile.read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        pid = 0
    if pid and is_running(pid) and str(data) in command_line(pid):
        raise LaunchError(
            f"Process {pid} already runs PostgreSQL on {data}: stop it and try again."
        )
    for path in (pidfile, sockets / ".s.PGSQL.5432", sockets / ".s.PGSQL.5432.lock"):
        path.unlink(missing_ok=True)


def takes_connections(path: Path) -> bool:
    """Whether a PostgreSQL server behind the unix socket ``path`` lets a client in now."""
    words = ("user", OWNER, "database", DATABASE)
    body = struct.pack("!i", 196608) + b"".join(word.encode() + b"\0" for word in words) + b"\0"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(5)
        try:
            client.connect(str(path))
            client.sendall(struct.pack("!i", len(body) + 4) + body)
            answer = client.recv(4096)
            if answer[:1] == b"R":
                client.sendall(b"X" + struct.pack("!i", 4))
        except OSError:
            return False
    # Any other error, such as too many clients, still comes from a live server.
    return answer[:1] in (b"R", b"E") and CANNOT_CONNECT_NOW not in answer
