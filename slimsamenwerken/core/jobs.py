"""Timed work. Apps add a `Job` to `jobs`; the minute tick plans, offers and sweeps.

A turn of a job is a row (`JobRun`), unique by job and slot. Workers claim it by a conditional
update with a lease, so two beats and many workers still run each turn once, a killed worker's turn
comes back, and a lost message changes nothing: the next tick offers the row again.
"""

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from slimsamenwerken.core.locks import try_lock, wait_for_lock
from slimsamenwerken.core.logs import log_event, trace_id
from slimsamenwerken.core.models import JobRun
from slimsamenwerken.core.registry import Registry
from slimsamenwerken.core.schedules import EachTick, Schedule, Slot

LEASE: Final = timedelta(minutes=15)  # beyond the hard limit of a task (10 minutes)
MAX_ATTEMPTS: Final = 5
FIRST_WAIT: Final = timedelta(minutes=1)
KEPT: Final = timedelta(days=90)
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Occasion:
    """What a job is told: its own key, the slot's label, when it was due, and what time it is."""

    key: str
    slot: str
    due_at: datetime
    now: datetime


@dataclass(frozen=True)
class Job:
    """Timed work of an app.

    `run` must be safe to repeat. Only errors of a class in `retry_on` are tried again, with
    growing pauses; after that, and for any other error, the run stays visible as failed.
    """

    key: str
    schedule: Schedule
    run: Callable[[Occasion], None]
    order: int = 0
    lease: timedelta = LEASE
    retry_on: tuple[type[Exception], ...] = (DatabaseError, OSError)
    max_attempts: int = MAX_ATTEMPTS

    @property
    def is_sweep(self) -> bool:
        return isinstance(self.schedule, EachTick)


@dataclass(frozen=True)
class Due:
    """A slot that fell due and has no row yet."""

    key: str
    slot: Slot


jobs: Registry[Job] = Registry("core.jobs")


def due_jobs(now: datetime) -> list[Due]:
    """Return each slot due since the last known one of its job, oldest first; writes nothing.

    A job without any row has nothing due: its past is not caught up.
    """
    last = _last_due()
    return [
        Due(job.key, slot)
        for job in _timed()
        if job.key in last
        for slot in job.schedule.slots(last[job.key], now)
    ]


def _timed() -> Iterable[Job]:
    return [job for job in jobs if not job.is_sweep]


def _last_due() -> dict[str, datetime]:
    keys = [job.key for job in _timed()]
    rows = JobRun.objects.filter(job__in=keys).order_by().values("job").annotate(last=Max("due_at"))
    return {row["job"]: row["last"] for row in rows}


def tick(now: datetime, *, offer: Callable[[int], object] | None = None) -> None:
    """Do what a minute asks: plan due turns, offer them to workers, run the sweeps.

    `offer` gets the id of each run to start; without it the runs are done here, one by one.
    Nothing that fails stops the rest.
    """
    for run_id in plan(now):
        _offer(run_id, offer or partial(run_job, clock=lambda: now))
    for job in jobs:
        if job.is_sweep:
            _sweep(job, now)


def plan(now: datetime) -> list[int]:
    """Write rows for what fell due and return the ids of runs to start, one for each job."""
    with transaction.atomic():
        wait_for_lock("core.jobs.plan")
        known = _last_due()
        rows = [_baseline(job.key, now) for job in _timed() if job.key not in known]
        rows += [
            JobRun(job=due.key, slot=due.slot.label, due_at=due.slot.due_at, not_before=now)
            for due in due_jobs(now)
        ]
        JobRun.objects.bulk_create(rows, ignore_conflicts=True)
        return _startable(now)


def _baseline(key: str, now: datetime) -> JobRun:
    state = JobRun.State.BASELINE
    return JobRun(job=key, slot="baseline", due_at=now, not_before=now, state=state)


def _open_runs(now: datetime) -> Q:
    due = Q(state=JobRun.State.DUE, not_before__lte=now)
    return due | Q(state=JobRun.State.RUNNING, lease_until__lt=now)


def _startable(now: datetime) -> list[int]:
    keys = [job.key for job in _timed()]
    busy = JobRun.objects.filter(state=JobRun.State.RUNNING, lease_until__gte=now).values("job")
    rows = JobRun.objects.filter(_open_runs(now), job__in=keys).exclude(job__in=busy)
    # A killed run comes before later turns of its job: two at once are refused by a constraint.
    oldest = rows.order_by("job", "-state", "due_at", "id").distinct("job")
    return list(oldest.values_list("id", flat=True))


def _offer(run_id: int, offer: Callable[[int], object]) -> None:
    try:
        offer(run_id)
    except Exception:
        # The broker is away: the row stays, and the next tick offers it again.
        logging.getLogger(__name__).exception("Job run %s could not be offered", run_id)


def run_job(run_id: int, *, clock: Clock = timezone.now) -> bool:
    """Claim and do one run. Returns False when it is not ours to do (done, leased, unknown)."""
    run = _claim(run_id, clock())
    if run is None:
        return False
    job = jobs.get(run.job)
    if job is None:
        _finish(run, JobRun.State.FAILED, clock(), error="unknown job")
        return False
    started = monotonic()
    result = _do(job, run, clock)
    duration = (monotonic() - started) * 1000
    log_event(
        "job.run", objects={"job": run.job, "slot": run.slot}, result=result, duration_ms=duration
    )
    return True


def _claim(run_id: int, now: datetime) -> JobRun | None:
    with transaction.atomic():
        run = JobRun.objects.filter(pk=run_id).first()
        if run is None:
            return None
        wait_for_lock(f"core.jobs.run:{run.job}")
        job = jobs.get(run.job)
        others = JobRun.objects.filter(job=run.job, state=JobRun.State.RUNNING).exclude(pk=run_id)
        mine = (
            0
            if others.exists()
            else JobRun.objects.filter(_open_runs(now), pk=run_id).update(
                state=JobRun.State.RUNNING,
                attempts=run.attempts + 1,
                lease_until=now + (job.lease if job else LEASE),
                started_at=now,
                finished_at=None,
                error="",
                trace=trace_id(),
            )
        )
    if not mine:
        return None
    run.refresh_from_db()
    return run


def _do(job: Job, run: JobRun, clock: Clock) -> str:
    if run.attempts > job.max_attempts:
        # It was claimed that often without an end: it kills its workers.
        _finish(run, JobRun.State.FAILED, clock(), error="gave up: never finished")
        return "failed"
    try:
        job.run(Occasion(job.key, run.slot, run.due_at, clock()))
    except Exception as error:
        logging.getLogger(__name__).exception("Job %s failed", job.key)
        return _failed(job, run, error, clock())
    _finish(run, JobRun.State.DONE, clock())
    return "ok"


def _failed(job: Job, run: JobRun, error: Exception, now: datetime) -> str:
    name = type(error).__name__
    if isinstance(error, job.retry_on) and run.attempts < job.max_attempts:
        _finish(run, JobRun.State.DUE, now, error=name, not_before=now + pause(run.attempts))
        return "again"
    _finish(run, JobRun.State.FAILED, now, error=name)
    return "failed"


def pause(attempts: int) -> timedelta:
    """Return how long to wait after that many attempts: doubling, with a random quarter."""
    jitter = 1 + secrets.randbelow(251) / 1000
    return FIRST_WAIT * (1 << min(attempts - 1, 6)) * jitter


def _finish(
    run: JobRun,
    state: JobRun.State,
    now: datetime,
    *,
    error: str = "",
    not_before: datetime | None = None,
) -> None:
    # Only while still ours: after our lease another worker may have taken over.
    mine = JobRun.objects.filter(pk=run.pk, state=JobRun.State.RUNNING, attempts=run.attempts)
    mine.update(
        state=state,
        finished_at=now,
        lease_until=None,
        error=error,
        not_before=not_before or run.not_before,
    )


def restart(run_id: int, *, now: datetime) -> bool:
    """Put a failed run back ("opnieuw"). Returns False when it is not failed any more."""
    failed = JobRun.objects.filter(pk=run_id, state=JobRun.State.FAILED)
    return bool(failed.update(state=JobRun.State.DUE, not_before=now, attempts=0, error=""))


def _sweep(job: Job, now: datetime) -> None:
    try:
        with try_lock(f"core.jobs.sweep:{job.key}") as mine:
            if mine:
                job.run(Occasion(job.key, "", now, now))
    except Exception:
        logging.getLogger(__name__).exception("Sweep %s failed", job.key)


def forget_old_runs(occasion: Occasion) -> None:
    """Delete finished runs older than 90 days, but never the last of a job: it marks the time."""
    old = JobRun.objects.filter(state=JobRun.State.DONE, due_at__lt=occasion.now - KEPT)
    lasts = JobRun.objects.order_by("job", "-due_at", "-id").distinct("job").values("id")
    old.exclude(pk__in=lasts).delete()
