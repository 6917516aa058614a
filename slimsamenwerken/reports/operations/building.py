"""The six steps of a run. Every step can be killed; the next attempt goes on and ends the same.

A worker holds a lease on the row. Each later write repeats the attempt in its condition, so a
worker that lost its lease changes no row and stops.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Case, F, When

from slimsamenwerken.core.clocks import Origin, freeze, insert
from slimsamenwerken.core.logs import log_event
from slimsamenwerken.reports.blocks import SCHEMA, DocumentError
from slimsamenwerken.reports.canonical import digest
from slimsamenwerken.reports.document import BuilderGoneError, build_content, order_of
from slimsamenwerken.reports.models import (
    WORKING,
    EventKind,
    Publication,
    ReportFile,
    ReportRun,
    ReportSnapshot,
    RunEvent,
    State,
)
from slimsamenwerken.reports.render import FORMATS
from slimsamenwerken.reports.render import Given as Rendering

LEASE: Final = timedelta(minutes=10)
RETRY_MINUTES: Final = (1, 2, 4, 8, 16)
# A report that ends every worker that takes it must not take them all down for ever.
LOST_LIMIT: Final = 10
# Faults that pass by themselves: the database, a lock or a server that did not answer.
TRANSIENT: Final = (OperationalError, InterfaceError, ConnectionError)


class LostLeaseError(Exception):
    """Another worker took over; this one stops without a trace."""


class GaveUpError(Exception):
    """The run ended its workers too often."""


@dataclass
class Worker:
    """One attempt at one run. Time goes on from the moment that was passed in."""

    run: ReportRun
    since: datetime
    trace: str = ""
    _started: float = field(default_factory=monotonic)

    @property
    def now(self) -> datetime:
        return self.since + timedelta(seconds=monotonic() - self._started)

    def keep(self, **values: Any) -> None:
        """Write to the run while the lease is ours, and renew it."""
        self._write(lease_until=self.now + LEASE, **values)

    def leave(self, kind: str, *, detail: str = "", **values: Any) -> None:
        """End the attempt: the lease goes, the log tells how it ended."""
        with transaction.atomic():
            self._write(lease_until=None, **values)
            RunEvent.objects.create(
                run=self.run, kind=kind, attempt=self.run.attempt, detail=detail[:200]
            )

    def tell(self, done: int, count: int) -> None:
        """How far the step is that is busy; also a sign of life."""
        self.keep(parts_done=done, parts_count=count)

    def _write(self, **values: Any) -> None:
        mine = ReportRun.objects.filter(pk=self.run.pk, attempt=self.run.attempt, state__in=WORKING)
        if not mine.update(**values):
            raise LostLeaseError
        for name, value in values.items():
            setattr(self.run, name, value)


@transaction.atomic
def claim(run_id: int, *, worker: str, now: datetime, trace: str = "") -> ReportRun | None:
    """Step 1: take the run if it waits, or if the lease of its worker has passed.

    One conditional UPDATE decides; None when it was not ours to take.
    """
    runs = ReportRun.objects.filter(pk=run_id)
    lost = runs.values_list("lost_count", flat=True).first()
    taken = runs.due(now).update(
        state=State.BUILDING,
        attempt=F("attempt") + 1,
        lost_count=F("lost_count") + Case(When(state__in=WORKING, then=1), default=0),
        lease_until=now + LEASE,
        claimed_by=worker,
        retry_at=None,
        error="",
        trace=trace,
    )
    if not taken:
        return None
    run = ReportRun.objects.for_work().get(pk=run_id)
    kind = EventKind.CLAIMED if run.lost_count == lost else EventKind.TAKEN_OVER
    RunEvent.objects.create(run=run, kind=kind, attempt=run.attempt, detail=worker[:200])
    return run


def work(run_id: int, *, worker: str, now: datetime, trace: str = "") -> str:
    """Do what is left of a run; the state it ends in, or "" when it was not, or no longer, ours."""
    run = claim(run_id, worker=worker, now=now, trace=trace)
    if run is None:
        return ""
    mine = Worker(run, now, trace)
    try:
        state = _attempt(mine)
    except LostLeaseError:
        state = ""
    log_event(
        "report.run",
        objects={"run": run_id, "attempt": run.attempt},
        result=state or "lost lease",
        duration_ms=(mine.now - now).total_seconds() * 1000,
    )
    return state


def _attempt(mine: Worker) -> str:
    try:
        if mine.run.lost_count > LOST_LIMIT:
            raise GaveUpError  # noqa: TRY301  ends as any other fault does
        _do(mine)
    except LostLeaseError:
        raise
    except TRANSIENT as error:
        _postpone(mine, error)
    except Exception as error:
        logging.getLogger(__name__).exception("Run %s failed", mine.run.pk)
        _fail(mine, error)
    return mine.run.state


def _do(mine: Worker) -> None:
    choose_previous(mine)
    take_moment(mine)
    snapshot = ReportSnapshot.objects.filter(run=mine.run).first()
    if snapshot is None:
        content, versions = build(mine)
        snapshot = save_snapshot(mine, content, versions)
    mine.keep(state=State.RENDERING, steps_done=4, parts_done=0, parts_count=len(FORMATS))
    for done, key in enumerate(FORMATS, start=1):
        save_file(mine, snapshot, key)
        mine.tell(done, len(FORMATS))
    mine.keep(steps_done=5)
    finish(mine, snapshot)


def choose_previous(mine: Worker) -> None:
    """Once, at the first claim: the latest publication of the same definition before this day."""
    run = mine.run
    if run.previous_chosen:
        mine.keep(steps_done=max(run.steps_done, 1))
        return
    previous = (
        Publication.objects.known()
        .filter(snapshot__run__definition=run.definition, snapshot__run__as_of__lt=run.as_of)
        .select_related("snapshot__run")
        .order_by("-snapshot__run__as_of", "-recorded_at", "-id")
        .first()
    )
    snapshot = previous.snapshot if previous else None
    mine.keep(previous=snapshot, previous_chosen=True, steps_done=max(run.steps_done, 1))


def take_moment(mine: Worker) -> None:
    """Step 2: K, once. A moment that was asked for passes the same barrier.

    After the barrier no writer can add a row at or before it, so none at an earlier moment either.
    """
    run = mine.run
    if run.steps_done < 2:
        frozen = freeze()
        mine.keep(known_at=run.known_at or frozen, steps_done=2)


def build(mine: Worker) -> tuple[bytes, dict[str, int]]:
    """Step 3: reads only; a killed worker leaves nothing behind."""
    content = build_content(order_of(mine.run), told=mine.tell)
    mine.keep(steps_done=3)
    return content


def save_snapshot(mine: Worker, content: bytes, versions: dict[str, int]) -> ReportSnapshot:
    """Step 4: one row."""
    run = mine.run
    with transaction.atomic():
        mine.keep()
        return ReportSnapshot.objects.create(
            run=run,
            content=content,
            sha256=digest(content),
            previous_sha256=run.previous.sha256 if run.previous else "",
            schema=SCHEMA,
            section_versions=versions,
        )


def address_of(run: ReportRun) -> str:
    return f"{settings.SITE_ROOT.rstrip('/')}/rapporten/{run.slug}/"


def save_file(mine: Worker, snapshot: ReportSnapshot, key: str) -> None:
    """Step 5: one row per format; a format that is there already stays as it is."""
    form = FORMATS[key]
    if snapshot.files.filter(format=key, renderer_version=form.version).exists():
        return
    content = form.render(Rendering(bytes(snapshot.content), mine.run.slug, address_of(mine.run)))
    with transaction.atomic():
        mine.keep()
        ReportFile.objects.create(
            snapshot=snapshot,
            format=key,
            renderer_version=form.version,
            sha256=digest(content),
            content=content,
        )


def finish(mine: Worker, snapshot: ReportSnapshot) -> None:
    """Step 6: publication and state in one transaction, or ready for a publisher."""
    run = mine.run
    if run.original is not None and run.is_remake and run.original.sha256 != snapshot.sha256:
        log_event(
            "report.remake_differs", objects={"run": run.pk}, result="alarm", level=logging.ERROR
        )
    if not run.auto_publish or run.is_proof:
        mine.leave(EventKind.READY, state=State.READY, finished_at=mine.now)
        return
    with transaction.atomic():
        insert(Publication(snapshot=snapshot), by=None, origin=Origin.TASK)
        mine.leave(EventKind.PUBLISHED, state=State.PUBLISHED, steps_done=6, finished_at=mine.now)


def _postpone(mine: Worker, error: Exception) -> None:
    """A passing fault: back in the queue for later, at most five times."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()  # a lost one cannot carry the next write
    faults = mine.run.faults_count
    if faults >= len(RETRY_MINUTES):
        _fail(mine, error)
        return
    mine.leave(
        EventKind.POSTPONED,
        detail=type(error).__name__,
        state=State.QUEUED,
        retry_at=mine.now + timedelta(minutes=RETRY_MINUTES[faults]),
        faults_count=faults + 1,
        error=type(error).__name__,
    )


def _fail(mine: Worker, error: Exception) -> None:
    """Visible, with "Opnieuw proberen". The text of a strange error may quote a row: only ours."""
    ours = isinstance(error, DocumentError | BuilderGoneError)
    what = f"{type(error).__name__}: {error}" if ours else type(error).__name__
    mine.leave(
        EventKind.FAILED,
        detail=what,
        state=State.FAILED,
        error=what[:500],
        finished_at=mine.now,
    )
