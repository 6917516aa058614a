"""Runs: one per ask, claimed once, every write fenced by the attempt, faults that pass or stay."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from slimsamenwerken.core.clocks import freeze
from slimsamenwerken.programme.models import Action
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.blocks import Given, Section, sections
from slimsamenwerken.reports.models import (
    EventKind,
    Publication,
    Purpose,
    ReportDefinition,
    ReportFile,
    ReportRun,
    ReportSnapshot,
    State,
)
from slimsamenwerken.reports.operations import Wish, building
from slimsamenwerken.reports.operations.building import Worker
from slimsamenwerken.reports.render import FORMATS
from tests.factories.programme import make_action

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)
MINUTE = timedelta(minutes=1)
END_2015 = date(2015, 12, 31)


@pytest.fixture(autouse=True)
def _quick(clock):
    """One section and the exact bytes: what a run does, not what it prints."""
    clock(NOW.isoformat())


@pytest.fixture
def definition():
    return operations.create_definition(
        key="kort", title="Kort rapport", sections=["method"], valid_on=date(2013, 1, 1),
        by=None, origin="seed",
    )  # fmt: skip


@pytest.fixture
def ask(definition):
    def ask_(as_of=END_2015, purpose=Purpose.SCHEDULED, **fields):
        wish = Wish(as_of, purpose, **fields)
        return operations.request_run(definition=definition, wish=wish, by=None, today=TODAY)

    return ask_


@pytest.fixture
def run(ask):
    return ask()[0]


@pytest.fixture
def only_json(monkeypatch):
    monkeypatch.setattr(building, "FORMATS", {"json": FORMATS["json"]})


def work(run, now=NOW, worker="w1"):
    state = operations.work(run.pk, worker=worker, now=now, trace="0123456789abcdef")
    run.refresh_from_db()
    return state


def kinds(run):
    return [event.kind for event in run.events.all()]


# ── asking ───────────────────────────────────────────────────────────────────────────────────
def test_second_scheduled_run_of_a_period_is_the_first(ask):
    first, new = ask()
    second, again = ask()
    assert (new, again) == (True, False)
    assert first == second


def test_the_database_refuses_a_second_scheduled_run_of_a_period(run):
    run.pk, run.slug, run.public_id = None, "anders", uuid4()
    one = "reports_reportrun_one_per_period"
    with pytest.raises(IntegrityError, match=one), transaction.atomic():
        ReportRun.objects.bulk_create([run])


def test_a_manual_ask_for_a_period_that_has_a_run_gets_that_run(ask):
    scheduled, _new = ask()
    assert ask(purpose=Purpose.MANUAL) == (scheduled, False)


def test_a_period_whose_run_was_cancelled_gets_a_new_one(ask):
    first, _new = ask(purpose=Purpose.MANUAL)
    operations.cancel_run(run=first, by=None, now=NOW)
    second, new = ask(purpose=Purpose.MANUAL)
    assert new
    assert (first.slug, second.slug) == ("kort-2015", "kort-2015-2")


def test_a_period_whose_report_was_withdrawn_gets_a_new_one(ask, only_json):
    first, _new = ask(purpose=Purpose.MANUAL, auto_publish=True)
    work(first)
    publication = Publication.objects.get()
    operations.withdraw_publication(publication=publication, by=None, reason="fout cijfer")
    assert ask(purpose=Purpose.MANUAL)[1]


def test_a_busy_proof_is_not_asked_for_twice_but_a_finished_one_is(ask, only_json):
    first, _new = ask(purpose=Purpose.PROOF)
    assert ask(purpose=Purpose.PROOF) == (first, False)
    work(first)
    second, new = ask(purpose=Purpose.PROOF)
    assert new
    assert (first.slug, second.slug) == ("kort-2015-proef", "kort-2015-proef-2")


def test_reference_date_after_today_is_refused(ask):
    with pytest.raises(ValidationError, match="Kies een datum tot en met vandaag"):
        ask(as_of=TODAY + timedelta(days=1), purpose=Purpose.MANUAL)
    assert ask(as_of=TODAY, purpose=Purpose.MANUAL)[1]


def test_the_database_refuses_a_reference_date_after_the_day_of_the_request(run):
    run.as_of = TODAY + timedelta(days=1)
    with pytest.raises(ValidationError, match="tot en met vandaag"):
        run.full_clean()
    with pytest.raises(IntegrityError, match="reports_reportrun_as_of"), transaction.atomic():
        run.save(update_fields=["as_of"])


def test_the_version_of_today_is_taken_not_one_that_starts_later(ask, definition):
    operations.change_definition(
        definition=definition,
        content=operations.Content("Later", ["method"]),
        valid_on=TODAY + timedelta(days=1),
        by=None,
        origin="seed",
    )
    assert ask()[0].definition_version.title == "Kort rapport"


# ── claiming ─────────────────────────────────────────────────────────────────────────────────
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


# ── the steps ────────────────────────────────────────────────────────────────────────────────
def test_a_run_ends_ready_with_one_snapshot_and_every_file(run):
    assert work(run) == State.READY
    assert run.steps_done == 5
    assert run.lease_until is None
    assert run.finished_at >= NOW
    assert sorted(f.format for f in run.snapshot.files.all()) == sorted(FORMATS)
    assert kinds(run) == [EventKind.ASKED, EventKind.CLAIMED, EventKind.READY]


def test_auto_publish_shows_the_report_at_once(ask, only_json):
    run, _new = ask(auto_publish=True)
    assert work(run) == State.PUBLISHED
    assert run.steps_done == 6
    assert Publication.objects.get().snapshot.run == run


def test_a_proof_is_never_published(ask, only_json):
    run, _new = ask(purpose=Purpose.PROOF, auto_publish=True)
    assert work(run) == State.READY
    with pytest.raises(ValidationError, match="proef"):
        operations.publish_run(run=run, by=None, origin="task")
    assert not Publication.objects.exists()


def test_progress_tells_sections_and_files(run, monkeypatch):
    told = []
    tell = Worker.tell
    monkeypatch.setattr(
        Worker, "tell", lambda mine, *parts: (told.append(parts), tell(mine, *parts))
    )
    work(run)
    assert told == [(0, 1), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_moment_taken_once_stays(run, monkeypatch, only_json):
    monkeypatch.setattr(building, "build", _raise(OperationalError()))
    assert work(run) == State.QUEUED
    first = run.known_at
    monkeypatch.undo()
    assert work(run, run.retry_at) == State.READY
    assert run.known_at == first


def test_a_moment_that_was_asked_for_passes_the_barrier(ask, only_json, monkeypatch):
    calls = []
    monkeypatch.setattr(building, "freeze", lambda: calls.append(1) or freeze())
    moment = NOW - timedelta(days=3)
    run, _new = ask(purpose=Purpose.PROOF, known_at=moment)
    assert work(run) == State.READY
    assert calls == [1]
    assert run.known_at == moment


def test_a_moment_before_the_first_fact_gives_a_report_without_rows(definition, only_json, clock):
    make_action()
    operations.change_definition(
        definition=definition,
        content=operations.Content("Alles", ["summary", "actions", "milestones", "method"]),
        valid_on=date(2013, 1, 2),
        by=None,
        origin="seed",
    )
    wish = Wish(END_2015, Purpose.PROOF, known_at=datetime(2014, 1, 1, tzinfo=UTC))
    run = operations.request_run(definition=definition, wish=wish, by=None, today=TODAY)[0]
    assert work(run) == State.READY
    text = bytes(run.snapshot.content).decode()
    assert "Toen waren nog geen gegevens bekend." in text
    assert Action.objects.get().code not in text


def test_previous_is_chosen_once_and_skips_withdrawn_reports(ask, only_json):
    older, _new = ask(date(2013, 12, 31), auto_publish=True)
    newer, _new = ask(date(2014, 12, 31), auto_publish=True)
    work(older)
    work(newer)
    assert newer.previous == older.snapshot
    run, _new = ask()
    publication = Publication.objects.get(snapshot__run=newer)
    operations.withdraw_publication(publication=publication, by=None, reason="fout cijfer")
    work(run)
    assert run.previous == older.snapshot
    assert run.snapshot.previous_sha256 == older.snapshot.sha256


# ── faults ───────────────────────────────────────────────────────────────────────────────────
def _raise(error):
    def raises(*_args, **_kwargs):
        raise error

    return raises


@pytest.mark.parametrize("error", [OperationalError(), InterfaceError(), ConnectionResetError()])
def test_a_fault_that_passes_waits_1_2_4_8_16_minutes_and_then_fails(run, error, monkeypatch):
    monkeypatch.setattr(building, "build", _raise(error))
    now = NOW
    for minutes in (1, 2, 4, 8, 16):
        assert work(run, now) == State.QUEUED
        assert timedelta() <= run.retry_at - now - minutes * MINUTE < MINUTE
        assert work(run, now + (minutes * MINUTE - MINUTE / 2)) == ""
        now = run.retry_at
    assert work(run, now) == State.FAILED
    assert run.error == type(error).__name__
    assert kinds(run).count(EventKind.POSTPONED) == 5
    assert not ReportSnapshot.objects.exists()


def test_another_fault_fails_at_once_with_the_trace_and_without_its_text(run, monkeypatch, caplog):
    monkeypatch.setattr(building, "build", _raise(RuntimeError("waarde 'geheim' van een rij")))
    assert work(run) == State.FAILED
    assert (run.error, run.trace) == ("RuntimeError", "0123456789abcdef")
    assert "failed" in caplog.text
    assert run.finished_at is not None


def test_a_failing_section_fails_the_run_without_half_a_report(definition, ask, only_json):
    def build(_given: Given):
        raise ZeroDivisionError

    broken = Section("method", "Kapot", 1, 1, build, lambda _f, _g: None, 1)
    run, _new = ask()
    with sections.only(broken):
        assert work(run) == State.FAILED
    assert not ReportSnapshot.objects.exists()
    assert run.steps_done == 2


def test_a_retry_keeps_the_moment_and_what_was_made_and_counts_anew(run, monkeypatch):
    monkeypatch.setattr(building, "save_file", _raise(RuntimeError()))
    work(run)
    snapshot, moment = run.snapshot, run.known_at
    ReportRun.objects.filter(pk=run.pk).update(faults_count=5, lost_count=9)
    monkeypatch.undo()
    assert operations.retry_run(run=run, by=None, now=NOW)
    run.refresh_from_db()
    assert (run.faults_count, run.lost_count, run.error) == (0, 0, "")
    assert work(run) == State.READY
    assert (run.snapshot, run.known_at, run.attempt) == (snapshot, moment, 2)


def test_only_what_failed_or_was_cancelled_is_retried(run, only_json):
    assert not operations.retry_run(run=run, by=None, now=NOW)
    assert operations.cancel_run(run=run, by=None, now=NOW)
    assert operations.retry_run(run=run, by=None, now=NOW)
    assert work(run) == State.READY
    assert not operations.retry_run(run=run, by=None, now=NOW)


def test_only_what_waits_or_failed_is_cancelled(run, only_json):
    building.claim(run.pk, worker="w1", now=NOW)
    assert not operations.cancel_run(run=run, by=None, now=NOW)
    run.refresh_from_db()
    assert run.state == State.BUILDING


def test_a_run_that_ends_its_workers_gives_up(run):
    now = NOW
    for _lost in range(building.LOST_LIMIT + 1):
        assert building.claim(run.pk, worker="w", now=now) is not None
        now += 11 * MINUTE
    assert work(run, now) == State.FAILED
    assert run.error == "GaveUpError"


def test_the_lease_of_a_worker_that_is_gone_can_be_ended(run, only_json):
    building.claim(run.pk, worker="w1", now=NOW)
    run.refresh_from_db()
    assert operations.end_lease(run=run, now=NOW)
    assert work(run, NOW, "w2") == State.READY


# ── again ────────────────────────────────────────────────────────────────────────────────────
def test_a_remake_takes_everything_over_and_gives_the_same_bytes(definition, ask, only_json, clock):
    run, _new = ask()
    work(run)
    clock((NOW + timedelta(days=1)).isoformat())
    operations.change_definition(
        definition=definition,
        content=operations.Content("Andere titel", ["summary", "method"]),
        valid_on=TODAY,
        by=None,
        origin="seed",
    )
    later = TODAY + timedelta(days=1)
    remade, new = operations.remake_report(run=run, by=None, today=later)
    assert new
    assert work(remade) == State.READY
    assert remade.is_remake
    assert (remade.as_of, remade.known_at) == (run.as_of, run.known_at)
    assert remade.snapshot.sha256 == run.snapshot.sha256
    # The remake of a remake answers for the same original.
    third, _new = operations.remake_report(run=remade, by=None, today=later)
    assert third.original == run.snapshot


def test_a_remake_that_differs_raises_an_alarm(ask, only_json, monkeypatch, caplog):
    run, _new = ask()
    work(run)
    remade, _new = operations.remake_report(run=run, by=None, today=TODAY)
    monkeypatch.setattr(building, "build", lambda _mine: (b'{"x":1}', {}))
    with caplog.at_level("ERROR"):
        assert work(remade) == State.READY
    assert "report.remake_differs" in caplog.text


def test_only_a_published_report_is_restated(ask, only_json):
    run, _new = ask()
    work(run)
    with pytest.raises(ValidationError, match="herzien"):
        operations.restate_report(run=run, by=None, today=TODAY)


def test_a_restated_report_has_the_same_day_and_a_new_moment(ask, only_json, clock):
    run, _new = ask(auto_publish=True)
    work(run)
    clock((NOW + timedelta(days=30)).isoformat())
    restated, new = operations.restate_report(run=run, by=None, today=TODAY)
    assert new
    assert operations.restate_report(run=run, by=None, today=TODAY) == (restated, False)
    work(restated, NOW + timedelta(days=30))
    assert (restated.as_of, restated.slug) == (run.as_of, "kort-2015-2")
    assert restated.known_at > run.known_at
    assert restated.purpose == Purpose.RESTATED
    assert Publication.objects.get().snapshot.run == run


def test_the_database_wants_an_original_for_a_restated_report(run):
    run.purpose = Purpose.RESTATED
    with pytest.raises(IntegrityError, match="reports_reportrun_original"), transaction.atomic():
        run.save(update_fields=["purpose"])


def test_the_database_wants_a_lease_for_a_worker(run):
    run.state = State.BUILDING
    with pytest.raises(IntegrityError, match="reports_reportrun_lease"), transaction.atomic():
        run.save(update_fields=["state"])


def test_the_log_is_never_changed(run):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        run.events.update(kind=EventKind.READY)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        run.events.all().delete()


def test_a_withdrawal_happens_once(ask, only_json):
    run, _new = ask(auto_publish=True)
    work(run)
    publication = Publication.objects.get()
    operations.withdraw_publication(publication=publication, by=None, reason="fout cijfer")
    with pytest.raises(ValidationError, match="al ingetrokken"):
        operations.withdraw_publication(publication=publication, by=None, reason="nog eens")
    assert kinds(run)[-1] == EventKind.WITHDRAWN


def test_a_definition_has_its_sections_once_each():
    for wrong in ([], ["method", "method"], ["bestaat-niet"]):
        with pytest.raises(ValidationError):
            operations.create_definition(
                key=f"x{len(wrong)}", title="X", sections=wrong, valid_on=TODAY,
                by=None, origin="seed",
            )  # fmt: skip
    assert not ReportDefinition.objects.exists()


def test_the_trace_and_the_clock_of_the_database_are_in_the_log(run, only_json):
    work(run)
    assert {event.at for event in run.events.all()} == {NOW}
    assert run.trace == "0123456789abcdef"
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_clock()")
        assert cursor.fetchone()[0] == NOW
