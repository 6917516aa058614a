"""What starts runs: the minute tick and the command of `make run`."""

import os
import socket
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from slimsamenwerken.core.jobs import Occasion
from slimsamenwerken.reports import operations, tasks
from slimsamenwerken.reports.management.commands import build_year_report as command
from slimsamenwerken.reports.models import (
    Publication,
    Purpose,
    ReportRun,
    ReportSchedule,
    State,
)
from slimsamenwerken.reports.operations import building
from tests.reports.runs.working import MINUTE, NOW, raising

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_json")]


# ── the tick ─────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def offered(monkeypatch):
    found = []

    def send(task, **ids):
        found.append((task.name.rpartition(".")[2], *ids.values()))
        return True

    monkeypatch.setattr(tasks, "send", send)
    return found


def sweep(now=NOW):
    tasks.sweep(Occasion("reports.due", "", now, now))


def test_each_tick_offers_what_is_due_and_nothing_else(ask, offered):
    waits, _new = ask(date(2014, 12, 31))
    later, _new = ask(date(2013, 12, 31))
    busy, _new = ask(date(2012, 12, 31))
    ReportRun.objects.filter(pk=later.pk).update(retry_at=NOW + MINUTE)
    building.claim(busy.pk, worker="w1", now=NOW)
    sweep()
    assert offered == [("build_report", waits.pk)]
    offered.clear()
    sweep(NOW + 11 * MINUTE)
    assert offered == [("build_report", pk) for pk in (waits.pk, later.pk, busy.pk)]


def test_a_broker_that_is_away_is_asked_once_per_tick(ask, monkeypatch):
    for year in (2012, 2013, 2014):
        ask(date(year, 12, 31))
    asked = []
    monkeypatch.setattr(tasks, "send", lambda *_task, **ids: asked.append(ids))
    sweep()
    assert len(asked) == 1
    assert ReportRun.objects.filter(state=State.QUEUED).count() == 3


def test_the_task_of_a_worker_does_the_run(run):
    tasks.build_report(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == State.READY
    assert run.claimed_by == f"{socket.gethostname()}:{os.getpid()}"


# ── the yearly report of `make run` ──────────────────────────────────────────────────────────
@pytest.fixture
def worker(monkeypatch):
    """Does a run as soon as it is hinted at."""

    def hint(_task, *, run_id):
        operations.work(run_id, worker="w1", now=timezone.now())

    monkeypatch.setattr(command, "hint", hint)


def build(*options):
    out = StringIO()
    call_command("build_year_report", "2015", *options, stdout=out)
    return out.getvalue().strip()


def test_the_yearly_report_is_built_and_published_once(worker):
    assert build() == build() == "/rapporten/voortgang-2015/"
    run = ReportRun.objects.get()
    assert (run.purpose, run.state, run.as_of) == (
        Purpose.SCHEDULED, State.PUBLISHED, date(2015, 12, 31),
    )  # fmt: skip
    assert Publication.objects.count() == 1
    schedule = ReportSchedule.objects.get()
    assert (schedule.cadence, schedule.first_period) == ("year", str(timezone.localdate().year))


def test_a_report_that_failed_is_tried_again_by_the_next_start(worker, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(building, "build", raising(RuntimeError()))
        with pytest.raises(CommandError, match="failed"):
            build()
    assert build() == "/rapporten/voortgang-2015/"
    assert ReportRun.objects.get().attempt == 2


def test_a_worker_killed_with_the_last_start_is_not_waited_for(worker, monkeypatch):
    with monkeypatch.context() as nobody:
        nobody.setattr(command, "hint", lambda *_task, **_ids: None)
        with pytest.raises(CommandError, match="is one running"):
            build("--wait", "0")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    _taken(ReportRun.objects.get(), f"{socket.gethostname()}:{gone.pid}")
    assert build("--wait", "5") == "/rapporten/voortgang-2015/"


@pytest.mark.parametrize(
    "name",
    [f"{socket.gethostname()}:{os.getpid()}", "elders:1", "x", ""],
    ids=["alive", "elsewhere", "strange", "nobody"],  # ids that every test process agrees on
)
def test_a_worker_that_may_live_keeps_its_lease(worker, name):
    assert not command._is_gone(name)
    build()
    _taken(ReportRun.objects.get(), name)
    with pytest.raises(CommandError, match="is one running"):
        build("--wait", "0")


def _taken(run, name):
    ReportRun.objects.filter(pk=run.pk).update(
        state=State.BUILDING,
        lease_until=timezone.now() + timedelta(minutes=9),
        claimed_by=name,
    )
    run.refresh_from_db()
