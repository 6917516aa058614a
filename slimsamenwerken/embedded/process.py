"""Child processes that never outlive the launcher, its signals and its locks."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from slimsamenwerken.embedded.console import LaunchError, say

Command = list[str | Path]
PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _prctl() -> Callable[[int, int], int] | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        import ctypes  # noqa: PLC0415 - some builds of Python lack it

        call: Callable[[int, int], int] = ctypes.CDLL(None).prctl
    except (ImportError, OSError, AttributeError):
        return None
    return call


PRCTL = _prctl()


class Stop(BaseException):
    """Someone asked the launcher to stop; unwinds everything, so no ``except Exception``."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum


class Signals:
    """Own handlers: a background shell hands down an ignored SIGINT, and make may die first."""

    def __init__(self) -> None:
        self.stopping = False
        self.hurry = False

    def install(self) -> None:
        for signum in STOP_SIGNALS:
            signal.signal(signum, self._handle)
        if PRCTL is not None and "MAKELEVEL" in os.environ:
            # A killed make would leave this launcher behind, holding the port.
            PRCTL(PR_SET_PDEATHSIG, signal.SIGTERM)

    def _handle(self, signum: int, _frame: FrameType | None) -> None:
        if self.stopping:
            self.hurry = True
            return
        self.stopping = True
        raise Stop(signum)


SIGNALS = Signals()


@dataclass(frozen=True)
class Identity:
    """The system user that a server runs as when the launcher is root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Child:
    """How to start a child: environment, folder, log and what happens when the launcher dies.

    ``log`` None shares the launcher's screen. ``keep`` are descriptors the child holds on to.
    """

    argv: Sequence[str | Path]
    env: Mapping[str, str]
    cwd: Path
    log: Path | None = None
    identity: Identity | None = None
    death_signal: int = signal.SIGTERM
    keep: tuple[int, ...] = ()


def die_with(parent: int, signum: int) -> Callable[[], None] | None:
    """What a new child calls to get ``signum`` when ``parent`` dies; None where that is unknown."""
    if PRCTL is None:
        return None
    prctl = PRCTL

    def hook() -> None:
        # Runs after the change of user, which would have cleared it.
        prctl(PR_SET_PDEATHSIG, signum)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


def spawn(child: Child) -> subprocess.Popen[bytes]:
    """Start ``child`` in a session of its own, so that Ctrl-C reaches only the launcher."""
    output = child.log.open("ab") if child.log else None
    who = child.identity
    try:
        return subprocess.Popen(
            [str(part) for part in child.argv],
            env=dict(child.env),
            cwd=child.cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            pass_fds=child.keep,
            # The launcher has no threads, and only here is the new user already set.
            preexec_fn=die_with(os.getpid(), child.death_signal),  # noqa: PLW1509
            user=who.uid if who else None,
            group=who.gid if who else None,
            extra_groups=[] if who else None,
        )
    finally:
        if output:
            output.close()


def stop(process: subprocess.Popen[bytes], *, signals: Sequence[int], patience: float) -> None:
    """Send each of ``signals`` in turn, waiting ``patience`` seconds, and at last SIGKILL."""
    for signum in signals:
        if SIGNALS.hurry or process.poll() is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signum)
        until = time.monotonic() + patience
        while process.poll() is None and time.monotonic() < until and not SIGNALS.hurry:
            time.sleep(0.05)
    # The whole session: what the child itself started may still be there.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)


def is_running(pid: int) -> bool:
    """Whether ``pid`` is a process that still works: a zombie does not count."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False if Path("/proc/self/stat").exists() else _ps(pid, "stat=")[:1] not in ("", "Z")
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")


def command_line(pid: int) -> str:
    """The command line of ``pid``, empty when it is gone."""
    try:
        return (
            Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        )
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _ps(pid, "command=")


def _ps(pid: int, column: str) -> str:
    asked = subprocess.run(
        ["ps", "-o", column, "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def try_lock(path: Path) -> int | None:
    """An open descriptor that holds the lock on ``path``, or None when another process has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


@contextlib.contextmanager
def locked(path: Path, *, waiting: str, patience: float = 1800) -> Iterator[None]:
    """Hold the lock on ``path``; says ``waiting`` once if another process has it."""
    until = time.monotonic() + patience
    handle = try_lock(path)
    if handle is None:
        say(waiting)
    while handle is None:
        if time.monotonic() > until:
            raise LaunchError(
                f"Another process has held {path} for too long: stop it and try again."
            )
        time.sleep(0.2)
        handle = try_lock(path)
    try:
        yield
    finally:
        os.close(handle)


def tail(log: Path, lines: int = 20) -> str:
    """The last lines of a log file, to show beside a failure."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
