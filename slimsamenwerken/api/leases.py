"""Tasks in the database that one worker at a time holds: claimed, attempted, given back.

The row is the truth. Each write of a worker repeats the attempt in its condition, so one that lost
its lease changes no row.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final, TypeVar

from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from slimsamenwerken.api.models import ExportTask, ImportTask, TaskStatus
from slimsamenwerken.core.logs import log_event

MAX_ATTEMPTS: Final = 4
TRANSIENT: Final = (OperationalError, InterfaceError, OSError)
WAIT: Final = timedelta(minutes=1)
Task = TypeVar("Task", ExportTask, ImportTask)


class LostLeaseError(Exception):
    """Another worker took over."""


class RefusedError(Exception):
    """Who asked may not do this any more."""


def due_ids(model: type[Task], now: datetime) -> list[int]:
    rows = model.objects.due(now).order_by("created_at", "id")
    return list(rows.values_list("id", flat=True)[:100])


def claim(
    model: type[Task], task_id: int, *, now: datetime, lease: timedelta, progress: int
) -> Task | None:
    """Take the task if it waits or its worker is lost; None when it is not ours to take."""
    taken = (
        model.objects.due(now)
        .filter(pk=task_id)
        .update(
            status=TaskStatus.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=now + lease,
            not_before=None,
            progress=progress,
            error="",
        )
    )
    if not taken:
        return None
    task: Task = model.objects.select_related("client__made_by").get(pk=task_id)
    return task


def run(name: str, task: ExportTask | ImportTask, attempt: Callable[[], None]) -> str:
    """Do an attempt and log it; the status it ends in, or "" when the task is no longer ours."""
    started = monotonic()
    try:
        attempt()
        ended = str(task.status)
    except LostLeaseError:
        ended = ""
    duration = (monotonic() - started) * 1000
    told = {name: task.pk, "attempt": task.attempts}
    log_event(f"api.{name}", objects=told, result=ended or "lost lease", duration_ms=duration)
    return ended


@contextmanager
def attempting(
    task: ExportTask | ImportTask, now: datetime, *, lasting: tuple[type[Exception], ...] = ()
) -> Iterator[None]:
    """Faults that pass by themselves put the task back in the queue, all others end it.

    `lasting` names faults that waiting does not mend, though they look as if.
    """
    try:
        yield
    except LostLeaseError:
        raise
    except lasting as error:
        fail(task, error, now)
    except TRANSIENT as error:
        _postpone(task, error, now)
    except Exception as error:
        logging.getLogger(__name__).exception("%s %s failed", type(task).__name__, task.pk)
        fail(task, error, now)


def gave_up(task: ExportTask | ImportTask, now: datetime) -> bool:
    """Whether it was tried too often; then it has failed."""
    if task.attempts <= MAX_ATTEMPTS:
        return False
    leave(task, status=TaskStatus.FAILED, error="gave up", finished_at=now)
    return True


def keep(task: ExportTask | ImportTask, **values: Any) -> None:
    """Write on a task that is still ours; raises LostLeaseError."""
    mine = type(task)._default_manager.filter(
        pk=task.pk, status=TaskStatus.RUNNING, attempts=task.attempts
    )
    if not mine.update(**values):
        raise LostLeaseError
    for name, value in values.items():
        setattr(task, name, value)


def leave(task: ExportTask | ImportTask, **values: Any) -> None:
    """The last write of an attempt."""
    keep(task, lease_until=None, **values)


def fail(task: ExportTask | ImportTask, error: Exception, now: datetime) -> None:
    leave(task, status=TaskStatus.FAILED, error=type(error).__name__, finished_at=now)


def _postpone(task: ExportTask | ImportTask, error: Exception, now: datetime) -> None:
    """Back in the queue, a few times."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    if task.attempts >= MAX_ATTEMPTS:
        fail(task, error, now)
        return
    again, name = now + WAIT * task.attempts, type(error).__name__
    leave(task, status=TaskStatus.QUEUED, progress=0, not_before=again, error=name)
