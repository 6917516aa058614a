"""The six steps of a run. Every step can be killed; the next attempt goes on and ends the same.

A worker holds a lease on the row. Each later write repeats the attempt in its condition, so a
worker that lost its lease changes no row and stops.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from slimsamenwerken.core.clocks import Origin, freeze, insert
from slimsamenwerken.reports.blocks import SCHEMA
from slimsamenwerken.reports.canonical import digest
from slimsamenwerken.reports.document import Order, build_content
from slimsamenwerken.reports.models import (
    WORKING,
    Publication,
    ReportFile,
    ReportRun,
    ReportSnapshot,
    State,
)
from slimsamenwerken.reports.periods import period_until, read_period
from slimsamenwerken.reports.render import FORMATS
from slimsamenwerken.reports.render import Given as Rendering

LEASE = timedelta(minutes=10)
RETRY_MINUTES = (1, 2, 4, 8, 16)
TRANSIENT = (OperationalError, InterfaceError)


class LostLeaseError(Exception):
    """Another worker took over; this one stops without a trace."""


@dataclass
class Worker:
    """One attempt at one run."""

    run: ReportRun
    name: str

    def keep(self, **values: Any) -> None:
        """Write to the run while the lease is ours, and renew it."""
        changed = ReportRun.objects.filter(
            pk=self.run.pk, attempt=self.run.attempt, state__in=WORKING
        ).update(lease_until=timezone.now() + LEASE, **values)
        if not changed:
            raise LostLeaseError
        for name, value in values.items():
            setattr(self.run, name, value)


def claim(run_id: int, *, worker: str, now: datetime) -> ReportRun | None:
    """Step 1: take the run if it waits, or if the lease of its worker has passed."""
    waits = Q(state=State.QUEUED) & (Q(retry_at__isnull=True) | Q(retry_at__lte=now))
    left = Q(state__in=WORKING, lease_until__lt=now)
    changed = (
        ReportRun.objects.filter(pk=run_id)
        .filter(waits | left)
        .update(
            state=State.BUILDING,
            attempt=F("attempt") + 1,
            lease_until=now + LEASE,
            claimed_by=worker,
            retry_at=None,
            error="",
        )
    )
    if not changed:
        return None
    return ReportRun.objects.select_related("definition", "definition_version").get(pk=run_id)


def work(run_id: int, *, worker: str, now: datetime, trace: str = "") -> str:
    """Do what is left of a run; the state it ends in, or "" when it was not ours."""
    run = claim(run_id, worker=worker, now=now)
    if run is None:
        return ""
    mine = Worker(run, worker)
    try:
        _do(mine)
    except LostLeaseError:
        return ""
    except TRANSIENT as error:
        _postpone(run, error, now, trace)
    except Exception as error:  # noqa: BLE001  a failing section fails the run, visibly
        _fail(run, error, trace)
    return ReportRun.objects.values_list("state", flat=True).get(pk=run_id)


def _do(mine: Worker) -> None:
    run = mine.run
    _choose_previous(mine)
    if run.known_at is None:
        mine.keep(known_at=freeze(), steps_done=2)
    snapshot = ReportSnapshot.objects.filter(run=run).first()
    if snapshot is None:
        content, versions = build_content(order_of(run), renew=mine.keep)
        mine.keep(steps_done=3)
        snapshot = _save_snapshot(mine, content, versions)
    mine.keep(state=State.RENDERING, steps_done=4)
    for key in FORMATS:
        _save_file(mine, snapshot, key)
    mine.keep(steps_done=5)
    _finish(mine, snapshot)


def _choose_previous(mine: Worker) -> None:
    """Once, at the first claim: the latest publication of the same definition before this day."""
    run = mine.run
    if run.previous_chosen:
        mine.keep(steps_done=max(run.steps_done, 1))
        return
    previous = (
        Publication.objects.known()
        .filter(snapshot__run__definition=run.definition, snapshot__run__as_of__lt=run.as_of)
        .order_by("-snapshot__run__as_of", "-recorded_at")
        .first()
    )
    snapshot = previous.snapshot if previous else None
    mine.keep(previous=snapshot, previous_chosen=True, steps_done=max(run.steps_done, 1))


def order_of(run: ReportRun) -> Order:
    """Everything the bytes of the run depend on."""
    version = run.definition_version
    previous = run.previous
    try:
        period = read_period(run.period_key)[1]
    except ValueError:
        period = period_until(run.as_of)
    if run.known_at is None:
        raise ValueError("the moment of the run is not taken yet")
    return Order(
        key=run.definition.key,
        version=version.definition.versions.filter(pk__lte=version.pk).count(),
        title=version.title,
        sections=tuple(version.sections),
        audience=version.audience,
        period=period,
        purpose=run.purpose,
        as_of=run.as_of,
        known_at=run.known_at,
        previous={"sha256": previous.sha256, "as_of": previous.run.as_of} if previous else None,
    )


def _save_snapshot(mine: Worker, content: bytes, versions: dict[str, int]) -> ReportSnapshot:
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


def _save_file(mine: Worker, snapshot: ReportSnapshot, key: str) -> None:
    """Step 5: one row per format; a format that is there already stays as it is."""
    form = FORMATS[key]
    if snapshot.files.filter(format=key, renderer_version=form.version).exists():
        return
    rendering = Rendering(bytes(snapshot.content), mine.run.slug, address_of(mine.run))
    content = form.render(rendering)
    with transaction.atomic():
        mine.keep()
        ReportFile.objects.create(
            snapshot=snapshot,
            format=key,
            renderer_version=form.version,
            sha256=digest(content),
            content=content,
        )


def _finish(mine: Worker, snapshot: ReportSnapshot) -> None:
    """Step 6: publication and state in one transaction."""
    run = mine.run
    with transaction.atomic():
        now = timezone.now()
        if run.auto_publish and not run.is_proof:
            if not Publication.objects.known().filter(snapshot=snapshot).exists():
                insert(Publication(snapshot=snapshot), by=None, origin=Origin.TASK)
            mine.keep(state=State.PUBLISHED, steps_done=6, finished_at=now)
        else:
            mine.keep(state=State.READY, steps_done=5, finished_at=now)


def _postpone(run: ReportRun, error: Exception, now: datetime, trace: str) -> None:
    """A passing fault: back in the queue for later, at most five times."""
    if run.attempt > len(RETRY_MINUTES):
        _fail(run, error, trace)
        return
    wait = timedelta(minutes=RETRY_MINUTES[run.attempt - 1])
    ReportRun.objects.filter(pk=run.pk, attempt=run.attempt, state__in=WORKING).update(
        state=State.QUEUED, retry_at=now + wait, lease_until=None, trace=trace,
        error=type(error).__name__,
    )  # fmt: skip


def _fail(run: ReportRun, error: Exception, trace: str) -> None:
    ReportRun.objects.filter(pk=run.pk, attempt=run.attempt, state__in=WORKING).update(
        state=State.FAILED, lease_until=None, trace=trace,
        error=f"{type(error).__name__}: {error}"[:500],
    )  # fmt: skip
