"""An export from order to file: asked, claimed by a worker, written, kept for a day.

The row is the truth. Each later write of a worker repeats the attempt in its condition, so one that
lost its lease changes no row, and takes its file away.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from time import time
from typing import IO, Any, Final, cast

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import QueryDict
from django.utils import translation

from slimsamenwerken.api import leases
from slimsamenwerken.api.callers import Caller, standing_caller
from slimsamenwerken.api.exports.definitions import Asked, Export, by_name
from slimsamenwerken.api.exports.writing import FORMATS, SPOOLED, Sink, spool
from slimsamenwerken.api.models import ExportTask, TaskStatus
from slimsamenwerken.core.moments import Moment

KEPT: Final = timedelta(hours=24)
FORGOTTEN: Final = timedelta(days=30)  # rows of old exports
LEASE: Final = timedelta(minutes=11)  # beyond the hard limit of a task
LOST_FILE: Final = 3600  # seconds after which a file that is being written belongs to nobody


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
    return leases.due_ids(ExportTask, now)


def claim(task_id: int, *, now: datetime) -> ExportTask | None:
    return leases.claim(ExportTask, task_id, now=now, lease=LEASE, progress=10)


def work(task_id: int, *, now: datetime, today: date) -> str:
    """Write a file that waits; the status it ends in, or "" when it was not, or no longer, ours."""
    task = claim(task_id, now=now)
    if task is None:
        return ""
    return leases.run("export", task, lambda: _attempt(task, now, today))


def _attempt(task: ExportTask, now: datetime, today: date) -> None:
    with leases.attempting(task, now):
        if task.attempts > 1:
            default_storage.delete(_stored_name(task, task.attempts - 1))
        if not leases.gave_up(task, now):
            _write(task, now, today)


def _write(task: ExportTask, now: datetime, today: date) -> None:
    """The file is whole before it is in the store, and in the store before the row names it."""
    export, asked = _definition(task), _asked(task, today)
    with _spooled() as file, translation.override("nl-be"):
        sink = Sink(file)
        count = FORMATS[task.format].write(cast("Any", sink), export, asked)
        file.flush()
        file.seek(0)
        leases.keep(task, progress=80)
        name = default_storage.save(_stored_name(task, task.attempts), _Whole(file))
    try:
        leases.leave(
            task,
            status=TaskStatus.DONE,
            progress=100,
            file_name=name,
            row_count=count,
            byte_count=sink.size,
            sha256=sink.digest.hexdigest(),
            finished_at=now,
            expires_at=now + KEPT,
        )
    except leases.LostLeaseError:
        default_storage.delete(name)
        raise


def _definition(task: ExportTask) -> Export:
    return by_name()[task.resource]


def _asked(task: ExportTask, today: date) -> Asked:
    """Rights are those of today, as everywhere: a client that lapsed meanwhile gets nothing."""
    caller = Caller() if task.client is None else standing_caller(task.client, today=today)
    if caller is None:
        raise leases.RefusedError
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


def forget_exports(now: datetime) -> None:
    """Take away files after a day, rows after a month, and what killed workers left."""
    old = ExportTask.objects.filter(status=TaskStatus.DONE, expires_at__lte=now)
    for task in old.order_by("id")[:1000]:
        default_storage.delete(task.file_name)
        ExportTask.objects.filter(pk=task.pk).update(status=TaskStatus.EXPIRED, file_name="")
    ended = [TaskStatus.EXPIRED, TaskStatus.FAILED]
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
