"""Where everything lies: the project keeps to its own ``.venv/`` and ``.var/``."""

import contextlib
import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from slimsamenwerken.embedded.console import LaunchError

SOCKET_PATH_LIMIT = 103  # bytes: 107 on Linux, 103 on macOS
LONGEST_SOCKET_NAME = "/.s.PGSQL.5432"
ROOT_BASE = Path("/var/lib/slimsamenwerken-dev")


@dataclass(frozen=True)
class Layout:
    """Paths of one checkout; ``root`` is the absolute folder that holds manage.py."""

    root: Path

    @property
    def var(self) -> Path:
        return self.root / ".var"

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def cache(self) -> Path:
        return self.var / "cache"

    @property
    def requirements(self) -> Path:
        return self.root / ".requirements"

    def prepare(self) -> None:
        """Make the folders that everything else writes in."""
        try:
            for folder in (self.var, self.logs, self.cache, self.var / "test"):
                folder.mkdir(exist_ok=True)
        except OSError as error:
            raise LaunchError(f"Cannot write in {self.root}: {error.strerror}.") from error
        if not os.access(self.var, os.W_OK | os.X_OK):
            raise LaunchError(
                f"{self.var} belongs to another user: remove it as that user and try again."
            )

    def once(self, name: str, length: int) -> str:
        """A random text made once per checkout and kept in ``.var/<name>``, mode 0600."""
        path = self.var / name
        if not path.exists():
            fresh = self.var / f"{name}.{secrets.token_hex(4)}"
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(length), encoding="utf-8")
            with contextlib.suppress(FileExistsError):  # whoever links first decides
                path.hardlink_to(fresh)
            fresh.unlink()
        return path.read_text(encoding="utf-8")

    def outside(self) -> Path:
        """Root only: a folder that ``nobody`` can enter when the project's own is closed.

        Its name holds a token of this checkout: a fresh clone in the same place starts anew.
        """
        token = self.once("instance", 16)
        digest = hashlib.sha256(f"{self.root}\n{token}".encode()).hexdigest()
        return ROOT_BASE / digest[:12]


def socket_folder(home: Path) -> Path:
    """The folder for a server's unix socket: ``home``/s, or a short one where that is too long."""
    folder = home / "s"
    if len(os.fsencode(folder)) + len(LONGEST_SOCKET_NAME) <= SOCKET_PATH_LIMIT:
        return folder
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"slimsamenwerken-{os.geteuid()}-{digest}"


def own_folder(folder: Path, *, uid: int, gid: int) -> None:
    """Make ``folder`` private to ``uid``; refuses one that somebody else put there first."""
    for parent in reversed(folder.parents):
        if not parent.exists():
            parent.mkdir(exist_ok=True)
            parent.chmod(0o755)  # whatever the umask: the other user passes through
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in (uid, os.geteuid()):
        raise LaunchError(f"{folder} belongs to another user: remove it and try again.")
    if found.st_uid != uid:
        os.chown(folder, uid, gid, follow_symlinks=False)
    folder.chmod(0o700)
