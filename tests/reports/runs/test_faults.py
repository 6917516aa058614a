"""Faults that pass are tried again, others stay visible; nothing that was made is lost."""

from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError

from slimsamenwerken.reports import operations
from slimsamenwerken.reports.blocks import Given, Section, sections
from slimsamenwerken.reports.models import (
    EventKind,
    ReportRun,
    ReportSnapshot,
    State,
)
from slimsamenwerken.reports.operations import building
from tests.reports.runs.working import MINUTE, NOW, kinds, raising, work

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("error", [OperationalError(), InterfaceError(), ConnectionResetError()])
def test_a_fault_that_passes_waits_1_2_4_8_16_minutes_and_then_fails(run, error, monkeypatch):
    monkeypatch.setattr(building, "build", raising(error))
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
    monkeypatch.setattr(building, "build", raising(RuntimeError("waarde 'geheim' van een rij")))
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
    monkeypatch.setattr(building, "save_file", raising(RuntimeError()))
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
