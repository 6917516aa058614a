"""An import from order to facts: asked, claimed by a worker, written whole or not at all.

The row is the truth. A worker saves the facts and that it saved them in one transaction, and
repeats its attempt in the condition: one that is killed or lost its lease leaves nothing.
"""

import io
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any, Final
from uuid import uuid4

from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import translation

from slimsamenwerken.api.callers import Caller, standing_caller
from slimsamenwerken.api.imports.definitions import Importer, importer_of
from slimsamenwerken.api.imports.writing import Found, read_rows, write_rows
from slimsamenwerken.api.models import ApiClient, ImportStatus, ImportTask
from slimsamenwerken.api.wire import to_json
from slimsamenwerken.core.logs import log_event

KEPT: Final = timedelta(days=7)  # the issues, that repeat what was sent
FORGOTTEN: Final = timedelta(days=30)  # rows of old imports
LOST_ROWS: Final = timedelta(days=1)
TIME_LIMIT: Final = timedelta(minutes=40)  # of this task alone: 1,000 rows took 46 s
LEASE: Final = TIME_LIMIT + timedelta(minutes=1)
MAX_ATTEMPTS: Final = 4
MOST_ISSUES: Final = 1000  # shown; all are counted
TRANSIENT: Final = (OperationalError, InterfaceError, OSError)
WAIT: Final = timedelta(minutes=1)
FOLDER: Final = "imports"


class LostLeaseError(Exception):
    """Another worker took over."""


class RefusedError(Exception):
    """Who asked may not write here any more."""


@dataclass(frozen=True)
class Order:
    """What was sent: rows with their numbers, and the separator if they came as CSV."""

    importer: Importer
    is_dry_run: bool
    rows: list[tuple[int, dict[str, Any]]]
    separator: str = ""


@transaction.atomic
def order_import(*, client: ApiClient, order: Order) -> ImportTask:
    """Keep the rows for a worker; the row of the import names them first, so none is lost."""
    task = ImportTask(
        public_id=uuid4(),
        client=client,
        resource=order.importer.name,
        dry_run=order.is_dry_run,
        row_count=len(order.rows),
    )
    task.file_name = f"{FOLDER}/{task.public_id}.json"
    task.full_clean(exclude=["client"])
    task.save(force_insert=True)
    # Names inside a row are ours already: what is kept is read back as it was read.
    kept = json.dumps({"separator": order.separator, "rows": order.rows}).encode()
    default_storage.save(task.file_name, io.BytesIO(kept))
    task.refresh_from_db()
    return task


def due_ids(now: datetime) -> list[int]:
    return list(
        ImportTask.objects.due(now).order_by("created_at", "id").values_list("id", flat=True)[:100]
    )


def claim(task_id: int, *, now: datetime) -> ImportTask | None:
    """Take the import if it waits or its worker is lost; None when it is not ours to take."""
    taken = (
        ImportTask.objects.due(now)
        .filter(pk=task_id)
        .update(
            status=ImportStatus.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=now + LEASE,
            not_before=None,
            progress=5,
            error="",
        )
    )
    return ImportTask.objects.select_related("client__made_by").get(pk=task_id) if taken else None


def work(task_id: int, *, now: datetime, today: date) -> str:
    """Write an import that waits; the status it ends in, or "" when it was not, or no longer, ours."""
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
    told = {"import": task.pk, "attempt": task.attempts}
    log_event("api.import", objects=told, result=ended or "lost lease", duration_ms=duration)
    return ended


def _attempt(task: ImportTask, now: datetime, today: date) -> None:
    try:
        if task.attempts > MAX_ATTEMPTS:
            _leave(task, status=ImportStatus.FAILED, error="gave up", finished_at=now)
        else:
            _write(task, now, today)
    except LostLeaseError:
        raise
    except FileNotFoundError as error:  # it does not come back by waiting
        _fail(task, error, now)
    except TRANSIENT as error:
        _postpone(task, error, now)
    except Exception as error:
        logging.getLogger(__name__).exception("Import %s failed", task.pk)
        _fail(task, error, now)
    if task.status != ImportStatus.QUEUED:
        _drop_rows(task)


def _write(task: ImportTask, now: datetime, today: date) -> None:
    """First read every row, then write those that can be; with one issue nothing stays."""
    order, caller = _order(task), _caller(task, today)
    with translation.override("nl-be"):
        ready, found = read_rows(order.importer, order.rows, order.separator, caller.viewer, today)
        _keep(task, progress=40)
        with transaction.atomic():
            write_rows(order.importer, ready, caller.viewer.user, found)
            if found.issues or task.dry_run:
                transaction.set_rollback(True)
            else:
                _end(task, now, status=ImportStatus.DONE, saved_count=len(ready))
        if found.issues or task.dry_run:
            _tell(task, found, now)


def _tell(task: ImportTask, found: Found, now: datetime) -> None:
    """A check without issues is done as well: it was asked to save nothing."""
    _end(
        task,
        now,
        status=ImportStatus.FAILED if found.issues else ImportStatus.DONE,
        issues=json.loads(to_json(found.issues[:MOST_ISSUES])),
        issue_count=len(found.issues),
        refused_count=len(found.refused),
    )


def _end(task: ImportTask, now: datetime, **values: Any) -> None:
    _leave(task, progress=100, finished_at=now, **values)


def _order(task: ImportTask) -> Order:
    with default_storage.open(task.file_name, "rb") as file:
        kept: Mapping[str, Any] = json.load(file)
    rows = [(number, row) for number, row in kept["rows"]]
    return Order(importer_of(task.resource), task.dry_run, rows, kept["separator"])


def _caller(task: ImportTask, today: date) -> Caller:
    """Rights are those of today, as everywhere: a client that lapsed meanwhile writes nothing."""
    caller = standing_caller(task.client, today=today)
    if caller is None or not caller.has(importer_of(task.resource).scope):
        raise RefusedError
    return caller


def _keep(task: ImportTask, **values: Any) -> None:
    mine = ImportTask.objects.filter(
        pk=task.pk, status=ImportStatus.RUNNING, attempts=task.attempts
    )
    if not mine.update(**values):
        raise LostLeaseError
    for name, value in values.items():
        setattr(task, name, value)


def _leave(task: ImportTask, **values: Any) -> None:
    _keep(task, lease_until=None, **values)


def _postpone(task: ImportTask, error: Exception, now: datetime) -> None:
    """A fault that passes by itself: back in the queue, a few times."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    if task.attempts >= MAX_ATTEMPTS:
        _fail(task, error, now)
        return
    again, name = now + WAIT * task.attempts, type(error).__name__
    _leave(task, status=ImportStatus.QUEUED, progress=0, not_before=again, error=name)


def _fail(task: ImportTask, error: Exception, now: datetime) -> None:
    _leave(task, status=ImportStatus.FAILED, error=type(error).__name__, finished_at=now)


def _drop_rows(task: ImportTask) -> None:
    """What was sent goes as soon as it is of no more use; a store that is away is asked again."""
    try:
        default_storage.delete(task.file_name)
    except OSError:
        return
    ImportTask.objects.filter(pk=task.pk).update(file_name="")


def forget_imports(now: datetime) -> None:
    """Take away what ended workers left in the store, issues after a week, rows after a month."""
    ended = ImportTask.objects.ended()
    for task in ended.exclude(file_name="").order_by("id")[:1000]:
        _drop_rows(task)
    ended.filter(finished_at__lte=now - KEPT).exclude(status=ImportStatus.EXPIRED).update(
        status=ImportStatus.EXPIRED, issues=[]
    )
    ended.filter(created_at__lt=now - FORGOTTEN, file_name="").delete()


def forget_lost_rows(now: datetime) -> None:
    """Rows in the store of a request that was killed before its import was."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    for name in (f"{FOLDER}/{own}" for own in names):
        is_old = default_storage.get_modified_time(name) < now - LOST_ROWS
        if is_old and not ImportTask.objects.filter(file_name=name).exists():
            default_storage.delete(name)
