"""Keeping one server up: share a running one, start it when it is gone, stop what we started."""

import os
import subprocess
import time
from pathlib import Path
from typing import Protocol

from slimsamenwerken.embedded.console import LaunchError, say
from slimsamenwerken.embedded.process import stop, tail, try_lock

PATIENCE = 90.0  # seconds; a first start on a busy machine takes a few
ATTEMPTS = 3


class Server(Protocol):
    """One server on one data folder. Its process holds ``lock`` for as long as it lives.

    So the lock tells, without asking any pid, whether something may still touch the data: a
    zombie has let go of it, an orphaned backend has not, and a reused pid never had it.
    """

    name: str
    log: Path
    stop_signals: tuple[int, ...]

    @property
    def lock(self) -> Path:
        """The file whose lock the running server holds."""
        ...

    def answers(self) -> bool:
        """Whether the server takes connections."""
        ...

    def start(self, lock: int) -> subprocess.Popen[bytes]:
        """Start on a data folder that nobody else uses; the child inherits ``lock``."""
        ...


class Keeper:
    """Starts ``server`` unless another process of this checkout already runs it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def is_owner(self) -> bool:
        return self.process is not None

    def ensure(self) -> bool:
        """Return whether the server had to be started; raises LaunchError when it will not come."""
        if self.server.answers():
            return False
        until = time.monotonic() + PATIENCE
        attempts = 0
        while not self.server.answers():
            if time.monotonic() > until:
                raise LaunchError(
                    f"{self.server.name} does not answer; its log is {self.server.log}."
                )
            if self.process is None or self.process.poll() is not None:
                attempts = self._attempt(attempts)
            time.sleep(0.05)
        return attempts > 0

    def _attempt(self, attempts: int) -> int:
        lock = try_lock(self.server.lock)
        if lock is None:  # another process starts it, or its last child is still leaving
            return attempts
        try:
            if attempts == ATTEMPTS:
                raise LaunchError(
                    f"{self.server.name} stops as soon as it starts:\n{tail(self.server.log)}"
                )
            self.process = self.server.start(lock)
        finally:
            os.close(lock)
        return attempts + 1

    def recover(self) -> bool:
        """Start the server again if it went away, also when another process used to run it."""
        restarted = self.ensure()
        if restarted:
            say(f"{self.server.name} was gone; it runs again.")
        return restarted

    def stop(self) -> None:
        """Stop the server if this process started it."""
        if self.process is not None:
            stop(self.process, signals=self.server.stop_signals, patience=10)
            self.process = None
