"""Asking for a report and following it: what staff reads when it waits, works, fails or is postponed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from slimsamenwerken.core import tasks as core_tasks
from slimsamenwerken.reports.models import (
    Purpose,
    ReportRun,
    State,
)
from slimsamenwerken.reports.operations import building
from slimsamenwerken.reports.views import running
from tests.reports.running.desk import (
    END_2015,
    HTMX,
    ask,
    asked,
    page,
    raising,
    text_of,
    work,
)

pytestmark = pytest.mark.django_db


# ── asking ────────────────────────────────────────────────────────────────────────────────────────
def test_staff_asks_for_a_report_and_follows_it(staff, definition):
    response = asked(staff)
    run = ReportRun.objects.get()
    assert (response.status_code, response.url) == (303, page(run))
    assert (run.as_of, run.slug, run.state) == (END_2015, "kort-2015", State.QUEUED)
    assert "wacht op een werker" in text_of(staff.get(response.url))


def test_a_second_ask_for_the_period_leads_to_the_first(staff, definition):
    first = asked(staff)
    second = asked(staff)
    assert (second.status_code, second.url) == (303, first.url)
    assert ReportRun.objects.count() == 1
    assert "Er is al een rapport voor deze periode" in text_of(staff.get(second.url))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"as_of": "31/12/2999"}, "Kies een datum tot en met vandaag."),
        ({"as_of": "31/02/2015"}, "Dit is geen geldige datum."),
        ({"as_of": ""}, "Vul ‘Peildatum’ in."),
        ({"purpose": "proof", "known_on": "31/12/2999"}, "Kies een datum tot en met vandaag."),
        ({"known_on": "31/12/2015"}, "Laat deze datum leeg."),
        ({"definition": "vreemd"}, "Kies een waarde uit de lijst."),
        ({"purpose": "scheduled"}, "Kies een waarde uit de lijst."),
    ],
)
def test_bad_input_is_400_with_a_sentence_and_nothing_is_kept(staff, definition, fields, sentence):
    response = asked(staff, **fields)
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert not ReportRun.objects.exists()


def test_a_proof_as_known_on_a_day_is_made_at_the_end_of_that_day(staff, definition):
    asked(staff, purpose="proof", known_on="30/06/2016")
    run = ReportRun.objects.get()
    assert (run.purpose, run.known_at) == (Purpose.PROOF, datetime(2016, 6, 30, 22, tzinfo=UTC))


def test_as_known_today_is_as_known_at_the_build(staff, definition):
    asked(staff, purpose="proof", known_on=timezone.localdate().strftime("%d/%m/%Y"))
    assert ReportRun.objects.get().known_at is None


def test_the_broker_is_away_but_the_request_is_kept(
    staff, definition, monkeypatch, django_capture_on_commit_callbacks
):
    def away(**_options):
        raise BrokerAway("refused")

    monkeypatch.setattr(running.build_report, "apply_async", away)
    monkeypatch.setattr(running, "queue_length", lambda: None)
    with django_capture_on_commit_callbacks(execute=True):
        response = asked(staff)
    assert response.status_code == 303
    shown = text_of(staff.get(response.url))
    assert "De wachtrij is niet bereikbaar" in shown
    assert "Het rapport wacht op een werker. Uw aanvraag is bewaard" in shown
    assert ReportRun.objects.get().state == State.QUEUED
    assert "De wachtrij is niet bereikbaar" in text_of(staff.get(reverse("reports:runs")))


def test_a_broker_that_refuses_gives_no_length(monkeypatch):
    from slimsamenwerken.celery import app

    with app.connection_for_write("redis://127.0.0.1:1/0") as away:
        monkeypatch.setattr(core_tasks.current_app, "connection_for_write", lambda: away)
        assert core_tasks.queue_length() is None


# ── following ─────────────────────────────────────────────────────────────────────────────────────
def test_a_run_that_waits_longer_than_two_minutes_says_so_and_what_to_do(staff, run):
    ReportRun.objects.update(requested_at=timezone.now() - timedelta(minutes=7))
    shown = text_of(staff.get(page(run)))
    assert "Dit rapport wacht al 7 minuten op een werker." in shown
    assert "Verwittig dan de technisch beheerder" in shown
    runs = text_of(staff.get(reverse("reports:runs")))
    assert "Er wachten rapporten langer dan twee minuten." in runs


def test_a_full_queue_says_how_many_come_first(staff, definition):
    for year in (2013, 2014):
        ask(definition, date(year, 12, 31))
    assert "Er gaan 2 rapporten voor." in text_of(staff.get(page(ask(definition))))


def test_a_postponed_run_says_when_the_next_attempt_follows(staff, run, monkeypatch):
    monkeypatch.setattr(building, "build", raising(ConnectionResetError()))
    work(run)
    shown = text_of(staff.get(page(run)))
    assert "Iets antwoordde niet." in shown
    assert "De volgende poging volgt vanzelf op" in shown


def test_a_run_whose_worker_is_gone_says_that_another_takes_over(staff, run):
    building.claim(run.pk, worker="w", now=timezone.now() - timedelta(minutes=11))
    shown = text_of(staff.get(page(run)))
    assert "De werker antwoordt niet meer." in shown
    assert "Wat al gemaakt is, blijft bewaard." in shown


def test_the_progress_of_a_busy_run_has_steps_and_parts(staff, run):
    mine = building.Worker(building.claim(run.pk, worker="w", now=timezone.now()), timezone.now())
    mine.keep(steps_done=2, parts_done=3, parts_count=7)
    shown = text_of(staff.get(page(run)))
    assert "2 van 6 stappen" in shown
    assert "3 van 7" in shown
    assert 'hx-trigger="every 2s"' in shown
    assert f'href="{page(run)}">' in shown  # without scripts one looks again by hand


def test_htmx_gets_the_part_then_nothing_new_then_the_whole_page(staff, run):
    building.claim(run.pk, worker="w", now=timezone.now())
    part = staff.get(page(run), **HTMX)
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    stand = part.content.decode().split('name="stand" value="')[1].split('"')[0]
    same = staff.get(page(run), {"stand": stand}, **HTMX)
    assert (same.status_code, same.content) == (204, b"")
    ReportRun.objects.update(steps_done=1)
    assert staff.get(page(run), {"stand": stand}, **HTMX).status_code == 200
    ReportRun.objects.update(state=State.READY, lease_until=None)
    assert staff.get(page(run), {"stand": stand}, **HTMX)["HX-Refresh"] == "true"


def test_an_expired_session_sends_htmx_to_the_door(run):
    response = Client().get(page(run), **HTMX)
    assert response["HX-Redirect"].startswith(reverse("account_login"))


def test_a_failed_run_says_what_to_do_and_gives_its_number(staff, run, monkeypatch):
    monkeypatch.setattr(building, "build", raising(RuntimeError("geheim")))
    work(run)
    shown = text_of(staff.get(page(run)))
    assert "Het rapport kon niet gemaakt worden." in shown
    assert "bij de stap “De cijfers worden berekend”" in shown
    assert "trace-0123456789" in shown
    assert "Opnieuw proberen" in shown
    assert "hier gestopt" in shown
    assert "geheim" not in shown
    monkeypatch.undo()
    response = staff.post(reverse("reports:retry", args=[run.public_id]))
    assert (response.status_code, response.url) == (303, page(run))
    assert work(run).state == State.READY


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("OperationalError", "De databank antwoordde niet"),
        ("ConnectionResetError", "De databank antwoordde niet"),
        ("GaveUpError", "Meerdere werkers vielen stil"),
        ("BuilderGoneError: status", "Een onderdeel van dit rapport bestaat niet meer"),
    ],
)
def test_each_cause_has_its_sentence(staff, run, error, sentence):
    ReportRun.objects.update(state=State.FAILED, error=error)
    assert sentence in text_of(staff.get(page(run)))


def test_the_log_tells_everything_that_happened(staff, run):
    work(run)
    shown = text_of(staff.get(page(run)))
    for line in ("gevraagd", "opgenomen door een werker", "klaar"):
        assert line in shown
