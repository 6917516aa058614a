"""An import from order to facts: asked, claimed by a worker, written whole or not at all.

The row is the truth. A worker saves the facts and that it saved them in one transaction, and
repeats its attempt in the condition: one that is killed or lost its lease leaves nothing.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation

from slimsamenwerken.api import leases
from slimsamenwerken.api.callers import Caller, standing_caller
from slimsamenwerken.api.imports.definitions import Importer, importer_of
from slimsamenwerken.api.imports.writing import Found, read_rows, write_rows
from slimsamenwerken.api.models import ApiClient, ImportTask, TaskStatus
from slimsamenwerken.api.wire import to_json

KEPT: Final = timedelta(days=7)  # the issues, that repeat what was sent
FORGOTTEN: Final = timedelta(days=30)  # rows of old imports
LOST_ROWS: Final = timedelta(days=1)
TIME_LIMIT: Final = timedelta(minutes=40)  # of this task alone: 1,000 rows took 46 s
LEASE: Final = TIME_LIMIT + timedelta(minutes=1)
MOST_ISSUES: Final = 1000  # shown; all are counted
FOLDER: Final = "imports"


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
    return leases.due_ids(ImportTask, now)


def claim(task_id: int, *, now: datetime) -> ImportTask | None:
    return leases.claim(ImportTask, task_id, now=now, lease=LEASE, progress=5)


def work(task_id: int, *, now: datetime, today: date) -> str:
    """Write an import that waits; the status it ends in, or "" when it was not, or no longer, ours."""
    task = claim(task_id, now=now)
    if task is None:
        return ""
    return leases.run("import", task, lambda: _attempt(task, now, today))


def _attempt(task: ImportTask, now: datetime, today: date) -> None:
    # rows that are not in the store do not come back by waiting
    with leases.attempting(task, now, lasting=(FileNotFoundError,)):
        if not leases.gave_up(task, now):
            _write(task, now, today)
    if task.status != TaskStatus.QUEUED:
        _drop_rows(task)


def _write(task: ImportTask, now: datetime, today: date) -> None:
    """First read every row, then write those that can be; with one issue nothing stays."""
    order, caller = _order(task), _caller(task, today)
    with translation.override("nl-be"):
        ready, found = read_rows(order.importer, order.rows, order.separator, caller.viewer, today)
        leases.keep(task, progress=40)
        with transaction.atomic():
            write_rows(order.importer, ready, caller.viewer.user, found)
            if found.issues or task.dry_run:
                transaction.set_rollback(True)
            else:
                _end(task, now, status=TaskStatus.DONE, saved_count=len(ready))
        if found.issues or task.dry_run:
            _tell(task, found, now)


def _tell(task: ImportTask, found: Found, now: datetime) -> None:
    """A check without issues is done as well: it was asked to save nothing."""
    _end(
        task,
        now,
        status=TaskStatus.FAILED if found.issues else TaskStatus.DONE,
        issues=json.loads(to_json(found.issues[:MOST_ISSUES])),
        issue_count=len(found.issues),
        refused_count=len(found.refused),
    )


def _end(task: ImportTask, now: datetime, **values: Any) -> None:
    leases.leave(task, progress=100, finished_at=now, **values)


def _order(task: ImportTask) -> Order:
    with default_storage.open(task.file_name, "rb") as file:
        kept: Mapping[str, Any] = json.load(file)
    rows = [(number, row) for number, row in kept["rows"]]
    return Order(importer_of(task.resource), task.dry_run, rows, kept["separator"])


def _caller(task: ImportTask, today: date) -> Caller:
    """Rights are those of today, as everywhere: a client that lapsed meanwhile writes nothing."""
    caller = standing_caller(task.client, today=today)
    if caller is None or not caller.has(importer_of(task.resource).scope):
        raise leases.RefusedError
    return caller


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
    ended.filter(finished_at__lte=now - KEPT).exclude(status=TaskStatus.EXPIRED).update(
        status=TaskStatus.EXPIRED, issues=[]
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
