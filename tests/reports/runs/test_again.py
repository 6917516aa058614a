"""Made again on the same clocks, restated, withdrawn; what the database refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import (
    EventKind,
    Publication,
    Purpose,
    ReportDefinition,
    State,
)
from slimsamenwerken.reports.operations import building
from tests.reports.runs.working import NOW, TODAY, kinds, work

pytestmark = pytest.mark.django_db


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
