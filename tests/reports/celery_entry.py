"""The portal's Celery application, with a beat that ticks fast and workers that die on purpose.

Only for tests: `celery -A tests.reports.celery_entry …`. TEST_TICK is the tick in seconds.
TEST_FORMATS names the formats that are written. TEST_ENDS is JSON: address of a run → [point,
name of a signal, attempts]; a process that works on that run sends itself the signal at that point,
in those attempts.
"""

import json
import os
import signal
from collections.abc import Callable
from typing import Any

from celery import signals

from slimsamenwerken.celery import app

app.conf.beat_schedule["tick"]["schedule"] = float(os.environ.get("TEST_TICK", "60"))
app.conf.beat_max_loop_interval = 0.2

# A step has written when its own name comes; with "in-" its transaction is still open.
STEPS = {
    "claim": "claim",
    "moment": "take_moment",
    "build": "build",
    "snapshot": "save_snapshot",
    "files": "save_file",
    "in-publish": "insert",
    "publish": "finish",
}
TABLES = {"in-snapshot": "ReportSnapshot", "in-files": "ReportFile"}
POINTS = (*STEPS, *TABLES)


class Ender:
    """Knows the run that this process works on, and whether it ends here."""

    def __init__(self, ends: dict[str, tuple[str, str, list[int]]]) -> None:
        self.ends = ends
        self.slug, self.attempt = "", 0

    def after(self, point: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            result = function(*args, **kwargs)
            if point == "claim" and result is not None:
                self.slug, self.attempt = result.slug, result.attempt
            self.end(point)
            return result

        return wrapped

    def end(self, point: str) -> None:
        chosen, name, attempts = self.ends.get(self.slug, ("", "", []))
        if chosen == point and self.attempt in attempts:
            os.kill(os.getpid(), getattr(signal, f"SIG{name}"))


@signals.import_modules.connect(weak=False)
def arm(**_kwargs: Any) -> None:
    """After Django is set up, and before a pool forks."""
    from slimsamenwerken.reports.operations import building

    if chosen := os.environ.get("TEST_FORMATS"):
        building.FORMATS = {key: building.FORMATS[key] for key in chosen.split(",")}
    ender = Ender(json.loads(os.environ.get("TEST_ENDS", "{}")))
    for point, name in STEPS.items():
        setattr(building, name, ender.after(point, getattr(building, name)))
    for point, name in TABLES.items():
        table = getattr(building, name).objects
        table.create = ender.after(point, table.create)
