"""Watching over the processes of a running portal."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from slimsamenwerken.embedded.console import LaunchError, say
from slimsamenwerken.embedded.process import Child, spawn, stop, tail

PACE = 1.0  # seconds between two looks
MANY = 4  # stops within LONG seconds that count as broken
LONG = 60.0


@dataclass
class Part:
    """One process that must stay up."""

    name: str
    child: Child
    process: subprocess.Popen[bytes] | None = None
    stops: list[float] = field(default_factory=list)

    def start(self) -> None:
        if self.child.log:
            self.child.log.write_bytes(b"")
        self.process = spawn(self.child)

    def revive(self) -> None:
        """Start again if it went away; raises LaunchError when that happens again and again."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        self.stops = [moment for moment in self.stops if now - moment < LONG] + [now]
        if len(self.stops) >= MANY:
            raise self.failure()
        say(f"The {self.name} process stopped ({self.process.returncode}); it starts again.")
        self.process = spawn(self.child)

    def failure(self) -> LaunchError:
        """The sentence and the end of the log for a process that does not stay up."""
        log = self.child.log
        return LaunchError(
            f"The {self.name} process does not stay up:\n{tail(log)}"
            if log
            else f"The {self.name} process does not stay up."
        )


class Crew:
    """The parts of one portal, started in order and stopped in the opposite one."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts

    @property
    def is_empty(self) -> bool:
        return all(part.process is None for part in self.parts)

    def start(self) -> None:
        for part in self.parts:
            part.start()

    def check(self) -> None:
        """Raise LaunchError when a part already stopped: at the start that is always a fault."""
        for part in self.parts:
            if part.process is not None and part.process.poll() is not None:
                raise part.failure()

    def watch(self, also: Callable[[], object]) -> None:
        """Keep every part up, and call ``also``, until a signal raises Stop."""
        while True:
            time.sleep(PACE)
            also()
            for part in self.parts:
                part.revive()

    def stop(self) -> None:
        """Ask each to finish what it does, the web first; kill what does not."""
        running = [part.process for part in self.parts if part.process is not None]
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in running:
            stop(process, signals=(signal.SIGTERM,), patience=10)
