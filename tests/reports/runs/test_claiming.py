"""One conditional update claims; every later write repeats the attempt."""

import pytest
from django.db import OperationalError

from slimsamenwerken.reports.models import (
    EventKind,
    Publication,
    ReportFile,
    ReportRun,
    ReportSnapshot,
    State,
)
from slimsamenwerken.reports.operations import building
from slimsamenwerken.reports.operations.building import Worker
from tests.reports.runs.working import MINUTE, NOW, kinds, work

pytestmark = pytest.mark.django_db


def test_a_claimed_run_is_not_claimed_again_before_its_lease_passed(run):
    first = building.claim(run.pk, worker="w1", now=NOW)
    assert first.attempt == 1
    assert building.claim(run.pk, worker="w2", now=NOW + 9 * MINUTE) is None
    second = building.claim(run.pk, worker="w2", now=NOW + 11 * MINUTE)
    assert (second.attempt, second.claimed_by, second.lost_count) == (2, "w2", 1)
    assert kinds(run) == [EventKind.ASKED, EventKind.CLAIMED, EventKind.TAKEN_OVER]


def test_a_run_that_waits_for_its_retry_is_not_claimed_before(run):
    ReportRun.objects.filter(pk=run.pk).update(retry_at=NOW + MINUTE)
    assert building.claim(run.pk, worker="w1", now=NOW) is None
    assert building.claim(run.pk, worker="w1", now=NOW + MINUTE) is not None


@pytest.mark.parametrize("state", [State.READY, State.PUBLISHED, State.FAILED, State.CANCELLED])
def test_a_run_that_ended_is_not_claimed(run, state):
    ReportRun.objects.filter(pk=run.pk).update(state=state)
    assert building.claim(run.pk, worker="w1", now=NOW) is None


def test_each_sign_of_life_renews_the_lease(run):
    mine = Worker(building.claim(run.pk, worker="w1", now=NOW), NOW + 5 * MINUTE)
    mine.tell(1, 7)
    run.refresh_from_db()
    assert run.lease_until >= NOW + 15 * MINUTE
    assert (run.parts_done, run.parts_count) == (1, 7)


# Everything a worker writes after its claim; each must change nothing once the lease is lost.
def _take_moment(mine):
    building.take_moment(mine)


def _save_snapshot(mine):
    building.save_snapshot(mine, b"{}", {})


def _save_file(mine):
    building.save_file(mine, _snapshot(mine.run), "json")


def _publish(mine):
    mine.run.auto_publish = True
    building.finish(mine, _snapshot(mine.run))


def _ready(mine):
    building.finish(mine, _snapshot(mine.run))


def _postpone(mine):
    building._postpone(mine, OperationalError())


def _fail(mine):
    building._fail(mine, RuntimeError())


def _snapshot(run):
    content = b"{}"
    return ReportSnapshot.objects.filter(run=run).first() or ReportSnapshot.objects.create(
        run=run, content=content, sha256=building.digest(content), schema="x"
    )


def _shown():
    rows = ReportRun.objects.values_list()
    return (
        list(rows),
        ReportFile.objects.count(),
        Publication.objects.count(),
        list(ReportSnapshot.objects.values_list("sha256", flat=True)),
    )


@pytest.mark.parametrize(
    "write", [_take_moment, _save_snapshot, _save_file, _publish, _ready, _postpone, _fail]
)
def test_vector_11_a_worker_that_lost_its_lease_changes_no_row(run, write):
    late = Worker(building.claim(run.pk, worker="w1", now=NOW), NOW)
    if write is not _save_snapshot:
        _snapshot(run)
    building.claim(run.pk, worker="w2", now=NOW + 11 * MINUTE)
    before, events = _shown(), kinds(run)
    with pytest.raises(building.LostLeaseError):
        write(late)
    assert _shown() == before
    assert kinds(run) == events


def test_a_worker_that_lost_its_lease_stops_without_a_state(run, monkeypatch):
    def lose(mine):
        building.claim(run.pk, worker="w2", now=NOW + 11 * MINUTE)
        mine.keep()

    monkeypatch.setattr(building, "take_moment", lose)
    assert work(run) == ""
    assert (run.state, run.claimed_by) == (State.BUILDING, "w2")
