"""Who reads, asks, publishes, restates and withdraws; the same report made again."""

import pytest
from django.test import Client
from django.urls import reverse

from slimsamenwerken.reports.models import (
    Publication,
    Purpose,
    ReportRun,
)
from slimsamenwerken.reports.operations import building
from slimsamenwerken.reports.render import words
from tests.reports.running.desk import ask, asked, client_of, page, status, text_of, work

pytestmark = pytest.mark.django_db


# ── who may ───────────────────────────────────────────────────────────────────────────────────────
READ = ("runs", "run")
SEES = {"staff", "publisher", "admin", "auditor"}
ASKS = {"staff", "publisher", "admin"}


@pytest.mark.parametrize("role", ["visitor", "member", "staff", "publisher", "admin", "auditor"])
def test_who_reads_and_asks(run, role):
    client = client_of(role)
    no = 302 if role == "visitor" else 403
    assert status(client, "get", "runs") == (200 if role in SEES else no)
    assert status(client, "get", "runs-export", "csv") == (200 if role in SEES else no)
    assert status(client, "get", "run", run.public_id) == (200 if role in SEES else no)
    assert status(client, "get", "definition", "kort") == (200 if role in SEES else no)
    assert status(client, "get", "run-new") == (200 if role in ASKS else no)
    assert status(client, "post", "remake", run.public_id) == (303 if role in ASKS else no)
    assert status(client, "post", "cancel", run.public_id) == (303 if role in ASKS else no)
    assert status(client, "post", "retry", run.public_id) == (303 if role in ASKS else no)


@pytest.mark.parametrize("role", ["visitor", "member", "staff", "publisher", "admin", "auditor"])
def test_any_publisher_publishes_restates_and_withdraws_and_nobody_else(run, role):
    work(run)
    client = client_of(role)
    may = role in {"publisher", "admin"}
    no = 302 if role == "visitor" else 403
    assert status(client, "post", "publish", run.public_id) == (303 if may else no)
    assert Publication.objects.exists() is may
    assert status(client, "post", "restate", run.public_id) == (303 if may else no)
    assert ReportRun.objects.filter(purpose=Purpose.RESTATED).exists() is may
    seen = status(client, "get", "withdraw", run.public_id)
    assert seen == (200 if may else no)


def test_a_publisher_publishes_what_they_asked_for_themselves(definition):
    client = client_of("publisher")
    asked(client)
    run = work(ReportRun.objects.get())
    response = client.post(reverse("reports:publish", args=[run.public_id]))
    assert response.url == reverse("reports:detail", args=[run.slug])


def test_a_proof_has_no_publisher(run, definition):
    proof = work(ask(definition, purpose=Purpose.PROOF))
    client = client_of("publisher")
    assert status(client, "post", "publish", proof.public_id) == 403
    assert "Rapport publiceren" not in text_of(client.get(page(proof)))
    assert "5 van 5 stappen" in text_of(client.get(page(proof)))


def test_a_second_press_on_publish_is_told_so(run):
    work(run)
    client = client_of("publisher")
    status(client, "post", "publish", run.public_id)
    status(client, "post", "publish", run.public_id)
    shown = text_of(client.get(page(run)))
    assert "Enkel een rapport dat klaar is" in shown or "Alleen een rapport dat klaar is" in shown
    assert Publication.objects.count() == 1


def test_withdrawing_gives_the_reason_and_closes_the_files(run):
    work(run)
    client = client_of("publisher")
    status(client, "post", "publish", run.public_id)
    url = reverse("reports:withdraw", args=[run.public_id])
    assert "minstens 5 tekens" in text_of(client.post(url, {"reason": "fout"}))
    response = client.post(url, {"reason": "Er stond een fout cijfer in."})
    assert response.url == reverse("reports:detail", args=[run.slug])
    shown = text_of(client.get(page(run)))
    assert "Er stond een fout cijfer in." in shown
    file = reverse("reports:file", args=[run.slug, "json"])
    assert Client().get(file).status_code == 410


def test_an_unknown_run_is_404(staff):
    url = reverse("reports:run", args=["00000000-0000-0000-0000-000000000000"])
    assert staff.get(url).status_code == 404


# ── again ─────────────────────────────────────────────────────────────────────────────────────────
def test_the_same_clocks_give_the_same_hash_on_the_page(staff, run):
    work(run)
    response = staff.post(reverse("reports:remake", args=[run.public_id]))
    remade = work(ReportRun.objects.get(purpose=Purpose.PROOF))
    assert response.url == page(remade)
    shown = text_of(staff.get(page(remade)))
    assert "Dezelfde hash: het rapport is byte voor byte hetzelfde." in shown
    printed = "".join(f"<span>{group}</span>" for group in words.hash_groups(run.snapshot.sha256))
    assert shown.count(printed) == 3  # of the request, of the original, of the remake
    assert remade.slug in text_of(staff.get(page(run)))


def test_other_bytes_give_an_alarm_on_the_page(staff, run, monkeypatch):
    work(run)
    staff.post(reverse("reports:remake", args=[run.public_id]))
    monkeypatch.setattr(building, "build", lambda _mine: (b'{"x":1}', {}))
    remade = work(ReportRun.objects.get(purpose=Purpose.PROOF))
    shown = text_of(staff.get(page(remade)))
    assert "Een andere hash: dit rapport is niet hetzelfde als het origineel." in shown


def test_the_original_says_that_there_is_a_restated_report_once_it_is_published(run):
    publisher = client_of("publisher")
    work(run)
    status(publisher, "post", "publish", run.public_id)
    status(publisher, "post", "restate", run.public_id)
    restated = work(ReportRun.objects.get(purpose=Purpose.RESTATED))
    original = reverse("reports:detail", args=[run.slug])
    assert "herzien rapport" not in text_of(Client().get(original))
    status(publisher, "post", "publish", restated.public_id)
    shown = Client().get(original)
    assert shown.status_code == 200
    assert "Er is een herzien rapport." in text_of(shown)
    assert Client().get(reverse("reports:file", args=[run.slug, "json"])).status_code == 200
