"""Turns of jobs: once each, caught up, claimed, retried, given up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction

from slimsamenwerken.core import jobs as machine
from slimsamenwerken.core.jobs import Job, due_jobs, jobs, pause, plan, restart, run_job, tick
from slimsamenwerken.core.locks import try_lock
from slimsamenwerken.core.models import JobRun
from slimsamenwerken.core.schedules import EACH_TICK, Daily, Monthly

START = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


class Work:
    """A job that notes its turns and can fail."""

    def __init__(self, error: Exception | None = None) -> None:
        self.slots: list[str] = []
        self.error = error

    def __call__(self, occasion) -> None:
        self.slots.append(occasion.slot)
        if self.error:
            raise self.error


def daily(work, key="test.daily", **options) -> Job:
    return Job(key, Daily(time(2, 30)), work, **options)


def row(**changes) -> JobRun:
    values = {"job": "test.daily", "slot": "2027-01-01", "due_at": START, "not_before": START}
    return JobRun.objects.create(**values | changes)


@pytest.fixture
def work(db):
    work = Work()
    with jobs.only(daily(work)):
        yield work


def test_first_tick_catches_nothing_up(work):
    tick(START)
    tick(START + MINUTE)
    assert work.slots == []
    assert JobRun.objects.get().state == JobRun.State.BASELINE
    assert due_jobs(START + MINUTE) == []


def test_each_day_once_however_often_it_ticks(work):
    for minutes in range(0, 3 * 24 * 60, 30):
        tick(START + minutes * MINUTE)
        tick(START + minutes * MINUTE)
    assert work.slots == ["2027-01-02", "2027-01-03", "2027-01-04"]
    assert JobRun.objects.filter(state=JobRun.State.DONE).count() == 3


def test_due_jobs_writes_nothing(work):
    tick(START)
    due = due_jobs(START + 2 * DAY)
    assert [d.slot.label for d in due] == ["2027-01-02", "2027-01-03"]
    assert JobRun.objects.count() == 1


def test_missed_days_are_caught_up_one_after_another(work):
    tick(START)
    for minutes in range(5):
        tick(START + 3 * DAY + minutes * MINUTE)
    assert work.slots == ["2027-01-02", "2027-01-03", "2027-01-04"]


def test_clock_jump_of_three_months_gives_one_quarterly_round(db):
    work = Work()
    with jobs.only(Job("test.round", Monthly(1, time(6), months=(1, 4, 7, 10)), work)):
        tick(START)
        for minutes in range(3):
            tick(START + 92 * DAY + minutes * MINUTE)
    assert work.slots == ["2027-04-01"]


def test_clock_that_steps_back_runs_nothing_again(work):
    tick(START)
    tick(START + DAY)
    tick(START)
    tick(START + DAY)
    assert work.slots == ["2027-01-02"]


def test_offered_again_until_a_worker_takes_it(work):
    tick(START)
    offered: list[int] = []
    tick(START + DAY, offer=offered.append)
    tick(START + DAY + MINUTE, offer=offered.append)
    assert len(set(offered)) == 1
    assert len(offered) == 2
    assert run_job(offered[0], clock=lambda: START + DAY)
    assert not run_job(offered[1], clock=lambda: START + DAY)
    assert work.slots == ["2027-01-02"]


def test_broker_away_loses_nothing(work):
    def refuse(_run_id: int) -> None:
        raise OSError("broker away")

    tick(START)
    tick(START + DAY, offer=refuse)
    assert work.slots == []
    tick(START + DAY + MINUTE)
    assert work.slots == ["2027-01-02"]


def test_running_job_is_not_started_again(work):
    row(state=JobRun.State.RUNNING, lease_until=START + 9 * MINUTE)
    other = row(slot="2027-01-02")
    assert plan(START) == []
    assert not run_job(other.pk, clock=lambda: START)
    assert work.slots == []


def test_killed_run_is_taken_over_after_its_lease(work):
    killed = row(state=JobRun.State.RUNNING, lease_until=START + 9 * MINUTE, attempts=1)
    later = row(slot="2027-01-02", due_at=START - DAY)
    assert plan(START + 10 * MINUTE) == [killed.pk]
    assert not run_job(later.pk, clock=lambda: START + 10 * MINUTE)
    assert run_job(killed.pk, clock=lambda: START + 10 * MINUTE)
    killed.refresh_from_db()
    assert (killed.state, killed.attempts, killed.lease_until) == (JobRun.State.DONE, 2, None)


def test_run_that_kills_its_workers_is_given_up(work):
    poison = row(state=JobRun.State.RUNNING, lease_until=START - MINUTE, attempts=5)
    assert run_job(poison.pk, clock=lambda: START)
    poison.refresh_from_db()
    assert poison.state == JobRun.State.FAILED
    assert work.slots == []


def test_overtaken_worker_cannot_overwrite(work, monkeypatch):
    run = row()

    def slow(_occasion) -> None:
        JobRun.objects.filter(pk=run.pk).update(attempts=2)  # another worker took over

    with jobs.only(daily(slow)):
        run_job(run.pk, clock=lambda: START)
    run.refresh_from_db()
    assert run.state == JobRun.State.RUNNING


def test_named_errors_are_tried_again_with_growing_pauses(db):
    run = row()
    work = Work(OperationalError("away"))
    now = START
    with jobs.only(daily(work, max_attempts=3)):
        for _attempt in range(3):
            run_job(run.pk, clock=lambda: now)  # noqa: B023 -- called at once
            run.refresh_from_db()
            now = max(now, run.not_before)
    assert (run.state, run.error) == (JobRun.State.FAILED, "OperationalError")
    assert len(work.slots) == 3
    assert MINUTE <= pause(1) <= 1.25 * MINUTE
    assert 8 * MINUTE <= pause(4) <= 10 * MINUTE
    assert pause(99) <= 80 * MINUTE


def test_waiting_run_is_not_offered_early(work):
    run = row(not_before=START + 5 * MINUTE)
    assert plan(START) == []
    assert plan(START + 5 * MINUTE) == [run.pk]


def test_other_errors_fail_at_once_and_can_be_restarted(db):
    run = row()
    work = Work(ValueError("secret@example.be"))
    with jobs.only(daily(work)):
        assert run_job(run.pk, clock=lambda: START)
        run.refresh_from_db()
        assert (run.state, run.error) == (JobRun.State.FAILED, "ValueError")
        assert plan(START + DAY * 0) == []
        assert restart(run.pk, now=START)
        assert not restart(run.pk, now=START)
        work.error = None
        assert run_job(run.pk, clock=lambda: START)
    run.refresh_from_db()
    assert run.state == JobRun.State.DONE


def test_unknown_run_and_removed_job(db):
    gone = row(job="test.removed")
    assert not run_job(gone.pk, clock=lambda: START)
    assert not run_job(gone.pk + 999, clock=lambda: START)
    gone.refresh_from_db()
    assert gone.state == JobRun.State.FAILED


def test_sweeps_run_each_tick_and_leave_no_row(db):
    sweep, broken = Work(), Work(RuntimeError("x"))
    with jobs.only(Job("a.broken", EACH_TICK, broken), Job("b.sweep", EACH_TICK, sweep)):
        tick(START)
        tick(START + MINUTE)
    assert (len(broken.slots), len(sweep.slots)) == (2, 2)
    assert not JobRun.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sweep_is_left_to_the_process_that_holds_the_lock():
    sweep = Work()

    def elsewhere() -> None:
        try:
            tick(START)
        finally:
            connection.close()

    with (
        jobs.only(Job("b.sweep", EACH_TICK, sweep)),
        ThreadPoolExecutor(1) as pool,
        try_lock("core.jobs.sweep:b.sweep") as mine,
    ):
        assert mine
        pool.submit(elsewhere).result()
        assert sweep.slots == []
    with jobs.only(Job("b.sweep", EACH_TICK, sweep)):
        tick(START)
    assert sweep.slots == [""]


@pytest.mark.django_db(transaction=True)
def test_two_beats_and_four_workers_one_turn():
    work = Work()

    def in_thread(call, *args, **options):
        try:
            return call(*args, **options)
        finally:
            connection.close()

    with jobs.only(daily(work)), ThreadPoolExecutor(4) as pool:
        plan(START)
        beats = [pool.submit(in_thread, plan, START + DAY) for _ in range(2)]
        offered = [run_id for beat in beats for run_id in beat.result()]
        workers = [
            pool.submit(in_thread, run_job, run_id, clock=lambda: START + DAY)
            for run_id in offered * 4
        ]
        results = [worker.result() for worker in workers]
    assert work.slots == ["2027-01-02"]
    assert results.count(True) == 1


def test_constraint_once(db):
    row()
    with pytest.raises(ValidationError):
        JobRun(job="test.daily", slot="2027-01-01", due_at=START, not_before=START).full_clean()
    with pytest.raises(IntegrityError, match="core_jobrun_once"), transaction.atomic():
        row()


def test_constraint_one_running(db):
    row(state=JobRun.State.RUNNING, lease_until=START)
    second = JobRun(
        job="test.daily",
        slot="x",
        due_at=START,
        not_before=START,
        state="running",
        lease_until=START,
    )
    with pytest.raises(ValidationError):
        second.full_clean()
    with pytest.raises(IntegrityError, match="core_jobrun_one_running"), transaction.atomic():
        second.save()


def test_constraint_lease(db):
    without = JobRun(job="j", slot="x", due_at=START, not_before=START, state="running")
    with pytest.raises(ValidationError):
        without.full_clean()
    with pytest.raises(IntegrityError, match="core_jobrun_lease"), transaction.atomic():
        without.save()


def test_old_runs_go_but_never_the_last(db):
    done = {"state": JobRun.State.DONE}
    row(slot="a", due_at=START - 200 * DAY, **done)
    row(slot="b", due_at=START - 100 * DAY, state=JobRun.State.FAILED)
    row(slot="c", due_at=START - 95 * DAY, **done)
    machine.forget_old_runs(machine.Occasion("core.old_runs", "x", START, START))
    assert sorted(JobRun.objects.values_list("slot", flat=True)) == ["b", "c"]
    assert str(JobRun.objects.get(slot="c")) == "test.daily c"
