"""Asks over HTTP on the loopback, contestants by turns, and tells medians and paired ratios."""

import http.client
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Contestant:
    """A server on a port of the loopback, with the process that does its work."""

    name: str
    port: int
    pid: int = 0
    seconds: list[float] = field(default_factory=list)
    connection: http.client.HTTPConnection | None = None

    def ask(self, path: str) -> bytes:
        """The body; raises when the answer is not 200."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{self.name} answered {answer.status} at {path}")
        return body


def processor_seconds(pid: int) -> float:
    """Time on a processor of a process and its children, from /proc (Linux)."""
    total = 0.0
    for each in (pid, *_children(pid)):
        fields = Path(f"/proc/{each}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / 100
    return total


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


@dataclass(frozen=True)
class Outcome:
    """Seconds of one contestant; `ratio`: median of its times by those of the first, in pairs."""

    name: str
    median: float
    p95: float
    ratio: float
    processor: float
    size: int


def compare(contestants: Sequence[tuple[Contestant, str]], rounds: int) -> list[Outcome]:
    """Ask each in turn, `rounds` times, after two turns that do not count."""
    taken: list[list[float]] = [[] for _ in contestants]
    sizes = [0] * len(contestants)
    for who, path in contestants:
        who.ask(path)
        who.ask(path)
    used = [processor_seconds(who.pid) for who, _path in contestants]
    for _round in range(rounds):
        for index, (who, path) in enumerate(contestants):
            started = time.perf_counter()
            sizes[index] = len(who.ask(path))
            taken[index].append(time.perf_counter() - started)
    spent = [
        (processor_seconds(who.pid) - before) / rounds
        for (who, _path), before in zip(contestants, used, strict=True)
    ]
    return [
        Outcome(
            name=who.name,
            median=statistics.median(taken[index]),
            p95=statistics.quantiles(taken[index], n=20)[-1],
            ratio=statistics.median(
                [mine / first for mine, first in zip(taken[index], taken[0], strict=True)]
            ),
            processor=spent[index],
            size=sizes[index],
        )
        for index, (who, _path) in enumerate(contestants)
    ]
