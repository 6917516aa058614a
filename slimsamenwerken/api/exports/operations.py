"""An export from order to file: asked, claimed by a worker, written, kept for a day.

The row is the truth. Each later write of a worker repeats the attempt in its condition, so one that
lost its lease changes no row, and takes its file away.
"""

import logging
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from time import monotonic, time
from typing import IO, Any, Final, cast

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.http import QueryDict
from django.utils import translation

from slimsamenwerken.api.callers import Caller, standing_caller
from slimsamenwerken.api.exports.definitions import Asked, Export, by_name
from slimsamenwerken.api.exports.writing import FORMATS, SPOOLED, Sink, spool
from slimsamenwerken.api.models import ExportStatus, ExportTask
from slimsamenwerken.core.logs import log_event
from slimsamenwerken.core.moments import Moment

KEPT: Final = timedelta(hours=24)
FORGOTTEN: Final = timedelta(days=30)  # rows of old exports
LEASE: Final = timedelta(minutes=11)  # beyond the hard limit of a task
MAX_ATTEMPTS: Final = 4
TRANSIENT: Final = (OperationalError, InterfaceError, OSError)
WAIT: Final = timedelta(minutes=1)
LOST_FILE: Final = 3600  # seconds after which a file that is being written belongs to nobody


class LostLeaseError(Exception):
    """Another worker took over."""


class RefusedError(Exception):
    """Who asked has no right to anything any more."""


def query_of(filters: Mapping[str, list[str]]) -> QueryDict:
    """Filters as a query would give them."""
    query = QueryDict(mutable=True)
    for name, values in filters.items():
        query.setlist(name, values)
    return query


@transaction.atomic
def order_export(
    *, caller: Caller, export: Export, form: str, filters: Mapping[str, list[str]], moment: Moment
) -> ExportTask:
    """Ask for a file; raises the issues of filters that are not right."""
    export.rows(Asked(caller.reading(export.app), moment, query_of(filters)))
    task = ExportTask(
        client=caller.client,
        resource=export.name,
        format=form,
        filters=dict(filters),
        as_of=moment.as_of,
        known_at=moment.known_at,
    )
    task.full_clean(exclude=["client"])
    task.save(force_insert=True)
    task.refresh_from_db()
    return task


def due_ids(now: datetime) -> list[int]:
    return list(
        ExportTask.objects.due(now).order_by("created_at", "id").values_list("id", flat=True)[:100]
    )


def claim(task_id: int, *, now: datetime) -> ExportTask | None:
    """Take the export if it waits or its worker is lost; None when it is not ours to take."""
    taken = (
        ExportTask.objects.due(now)
        .filter(pk=task_id)
        .update(
            status=ExportStatus.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=now + LEASE,
            not_before=None,
            progress=10,
            error="",
        )
    )
    return ExportTask.objects.select_related("client__made_by").get(pk=task_id) if taken else None


def work(task_id: int, *, now: datetime, today: date) -> str:
    """Write a file that waits; the status it ends in, or "" when it was not, or no longer, ours."""
    task = claim(task_id, now=now)
    if task is None:
        return ""
    started = monotonic()
    try:
        _attempt(task, now, today)
        ended = str(task.status)
    except LostLeaseError:
        ended = ""
    duration = (monotonic() - started) * 1000
    told = {"export": task.pk, "attempt": task.attempts}
    log_event("api.export", objects=told, result=ended or "lost lease", duration_ms=duration)
    return ended


def _attempt(task: ExportTask, now: datetime, today: date) -> None:
    try:
        if task.attempts > 1:
            default_storage.delete(_stored_name(task, task.attempts - 1))
        if task.attempts > MAX_ATTEMPTS:
            _leave(task, status=ExportStatus.FAILED, error="gave up", finished_at=now)
            return
        _write(task, now, today)
    except LostLeaseError:
        raise
    except TRANSIENT as error:
        _postpone(task, error, now)
    except Exception as error:
        logging.getLogger(__name__).exception("Export %s failed", task.pk)
        _leave(task, status=ExportStatus.FAILED, error=type(error).__name__, finished_at=now)


def _write(task: ExportTask, now: datetime, today: date) -> None:
    """The file is whole before it is in the store, and in the store before the row names it."""
    export, asked = _definition(task), _asked(task, today)
    with _spooled() as file, translation.override("nl-be"):
        sink = Sink(file)
        count = FORMATS[task.format].write(cast("Any", sink), export, asked)
        file.flush()
        file.seek(0)
        _keep(task, progress=80)
        name = default_storage.save(_stored_name(task, task.attempts), _Whole(file))
    try:
        _leave(
            task,
            status=ExportStatus.DONE,
            progress=100,
            file_name=name,
            row_count=count,
            byte_count=sink.size,
            sha256=sink.digest.hexdigest(),
            finished_at=now,
            expires_at=now + KEPT,
        )
    except LostLeaseError:
        default_storage.delete(name)
        raise


def _definition(task: ExportTask) -> Export:
    return by_name()[task.resource]


def _asked(task: ExportTask, today: date) -> Asked:
    """Rights are those of today, as everywhere: a client that lapsed meanwhile gets nothing."""
    caller = Caller() if task.client is None else standing_caller(task.client, today=today)
    if caller is None:
        raise RefusedError
    moment = Moment(task.as_of, task.known_at, today)
    return Asked(caller.reading(_definition(task).app), moment, query_of(task.filters))


def _stored_name(task: ExportTask, attempt: int) -> str:
    """Each attempt has a name of its own: one that comes back late overwrites nothing."""
    return f"exports/{task.public_id}-{attempt}.{FORMATS[task.format].ending}"


@contextmanager
def _spooled() -> Iterator[IO[bytes]]:
    file = tempfile.NamedTemporaryFile(dir=spool(), suffix=SPOOLED, delete=False)  # noqa: SIM115
    try:
        with file:
            yield cast("IO[bytes]", file)
    finally:
        Path(file.name).unlink(missing_ok=True)


class _Whole(File):  # type: ignore[type-arg]
    """A file that a store on the same disk may simply take."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def _keep(task: ExportTask, **values: Any) -> None:
    mine = ExportTask.objects.filter(
        pk=task.pk, status=ExportStatus.RUNNING, attempts=task.attempts
    )
    if not mine.update(**values):
        raise LostLeaseError
    for name, value in values.items():
        setattr(task, name, value)


def _leave(task: ExportTask, **values: Any) -> None:
    _keep(task, lease_until=None, **values)


def _postpone(task: ExportTask, error: Exception, now: datetime) -> None:
    """A fault that passes by itself: back in the queue, a few times."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    name = type(error).__name__
    if task.attempts >= MAX_ATTEMPTS:
        _leave(task, status=ExportStatus.FAILED, error=name, finished_at=now)
        return
    again = now + WAIT * task.attempts
    _leave(task, status=ExportStatus.QUEUED, progress=0, not_before=again, error=name)


def forget_exports(now: datetime) -> None:
    """Take away files after a day, rows after a month, and what killed workers left."""
    old = ExportTask.objects.filter(status=ExportStatus.DONE, expires_at__lte=now)
    for task in old.order_by("id")[:1000]:
        default_storage.delete(task.file_name)
        ExportTask.objects.filter(pk=task.pk).update(status=ExportStatus.EXPIRED, file_name="")
    ended = [ExportStatus.EXPIRED, ExportStatus.FAILED]
    ExportTask.objects.filter(status__in=ended, created_at__lt=now - FORGOTTEN).delete()
    _sweep_spool()


def _sweep_spool() -> None:
    for left in spool().glob(f"*{SPOOLED}"):
        if left.stat().st_mtime > time() - LOST_FILE:
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
