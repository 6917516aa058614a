"""The six steps, each once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError

from slimsamenwerken.core.clocks import freeze
from slimsamenwerken.programme.models import Action
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import (
    EventKind,
    Publication,
    Purpose,
    State,
)
from slimsamenwerken.reports.operations import Wish, building
from slimsamenwerken.reports.operations.building import Worker
from slimsamenwerken.reports.render import FORMATS
from tests.factories.programme import make_action
from tests.reports.runs.working import END_2015, NOW, TODAY, kinds, raising, work

pytestmark = pytest.mark.django_db


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
    monkeypatch.setattr(building, "build", raising(OperationalError()))
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
