"""The pages behind the counter: asking, following, failing, publishing, planning; and who may."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from slimsamenwerken.core import tasks as core_tasks
from slimsamenwerken.history.acting import acting
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import (
    Publication,
    Purpose,
    ReportRun,
    ReportSchedule,
    State,
)
from slimsamenwerken.reports.operations import Plan, Wish, building
from slimsamenwerken.reports.render import FORMATS, words
from slimsamenwerken.reports.views import running
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db
END_2015 = date(2015, 12, 31)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """One format, and a broker that answers: what matters here are the pages."""
    monkeypatch.setattr(building, "FORMATS", {"json": FORMATS["json"]})
    monkeypatch.setattr(running, "queue_length", lambda: 0)
    with acting(by=None, source="seed"):
        yield


@pytest.fixture
def definition():
    return operations.create_definition(
        key="kort", title="Kort rapport", sections=["method"], valid_on=date(2013, 1, 1),
        by=None, origin="seed",
    )  # fmt: skip


@pytest.fixture
def run(definition):
    return ask(definition)


def ask(definition, as_of=END_2015, purpose=Purpose.MANUAL, **fields):
    wish = Wish(as_of, purpose, **fields)
    return operations.request_run(
        definition=definition, wish=wish, by=None, today=timezone.localdate()
    )[0]


def work(run, now=None):
    operations.work(run.pk, worker="w", now=now or timezone.now(), trace="trace-0123456789")
    run.refresh_from_db()
    return run


def client_of(role):
    client = Client()
    if role != "visitor":
        client.force_login(make_person(role))
    return client


@pytest.fixture
def staff():
    return client_of("staff")


def page(run):
    return reverse("reports:run", args=[run.public_id])


def text_of(response):
    return " ".join(response.content.decode().split())


# ── asking ───────────────────────────────────────────────────────────────────────────────────
def asked(client, **fields):
    given = {"definition": "kort", "as_of": "31/12/2015", "purpose": "manual"} | fields
    return client.post(reverse("reports:run-new"), given)


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


# ── following ────────────────────────────────────────────────────────────────────────────────
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
    monkeypatch.setattr(building, "build", _raise(ConnectionResetError()))
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
    monkeypatch.setattr(building, "build", _raise(RuntimeError("geheim")))
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


def _raise(error):
    def raises(*_args, **_kwargs):
        raise error

    return raises


def test_the_log_tells_everything_that_happened(staff, run):
    work(run)
    shown = text_of(staff.get(page(run)))
    for line in ("gevraagd", "opgenomen door een werker", "klaar"):
        assert line in shown


# ── who may ──────────────────────────────────────────────────────────────────────────────────
READ = ("runs", "run")
SEES = {"staff", "publisher", "admin", "auditor"}
ASKS = {"staff", "publisher", "admin"}


def status(client, method, name, *args):
    return getattr(client, method)(reverse(f"reports:{name}", args=args)).status_code


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


# ── again ────────────────────────────────────────────────────────────────────────────────────
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


# ── planning ─────────────────────────────────────────────────────────────────────────────────
SCHEDULE = {"cadence": "year", "offset_days": "60", "local_time": "06:00", "active": "on"}


def test_an_admin_changes_a_definition_and_both_versions_stay(definition):
    admin = client_of("admin")
    url = reverse("reports:definition", args=["kort"])
    given = {
        "title": "Lang rapport",
        "audience": "internal",
        "sections": ["method", "status"],
        "valid_on": timezone.localdate().strftime("%d/%m/%Y"),
        "version": definition.version,
    }
    response = admin.post(url, given)
    assert (response.status_code, response.url) == (303, reverse("reports:runs"))
    version = definition.versions.get(title="Lang rapport")
    assert (version.audience, version.sections) == ("internal", ["method", "status"])
    shown = text_of(admin.get(url))
    assert "Kort rapport" in shown
    assert "Lang rapport" in shown
    assert admin.post(url, given).status_code == 409


def test_a_second_change_of_a_definition_on_one_day_corrects_the_first(definition):
    for title in ("Eerste", "Tweede"):
        operations.change_definition(
            definition=definition,
            content=operations.Content(title, ["method"]),
            valid_on=date(2026, 1, 1),
            by=make_person("admin"),
        )
    first, second = definition.versions.filter(valid_on=date(2026, 1, 1)).order_by("id")
    assert first.withdrawn_at is not None
    assert (second.title, second.replaces) == ("Tweede", first)


@pytest.mark.parametrize("role", ["staff", "publisher", "auditor"])
def test_only_an_admin_defines(definition, role):
    client = client_of(role)
    url = reverse("reports:definition", args=["kort"])
    assert "Alleen een programmabeheerder wijzigt dit." in text_of(client.get(url))
    assert client.post(url, {}).status_code == 403
    assert client.post(reverse("reports:schedule-new", args=["kort"]), SCHEDULE).status_code == 403
    assert not ReportSchedule.objects.exists()


def test_an_admin_adds_and_changes_a_schedule(definition):
    admin = client_of("admin")
    admin.post(reverse("reports:schedule-new", args=["kort"]), SCHEDULE)
    schedule = ReportSchedule.objects.get()
    assert (schedule.cadence, schedule.active, schedule.auto_publish) == ("year", True, False)
    url = reverse("reports:schedule", args=[schedule.public_id])
    changed = SCHEDULE | {"offset_days": "75", "auto_publish": "on", "version": schedule.version}
    assert admin.post(url, changed).status_code == 303
    schedule.refresh_from_db()
    assert (schedule.offset_days, schedule.auto_publish) == (75, True)
    assert admin.post(url, changed).status_code == 409
    runs = text_of(admin.get(reverse("reports:runs")))
    assert "jaarlijks" in runs


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"offset_days": "-1"}, "Vul een geheel aantal dagen in, zoals 60."),
        ({"offset_days": "400"}, "Kies hoogstens 366 dagen."),
        ({"local_time": "6 uur"}, "Vul een uur in zoals 06:00."),
        ({"cadence": "week"}, "Kies een waarde uit de lijst."),
    ],
)
def test_a_schedule_with_bad_input_is_400(definition, fields, sentence):
    url = reverse("reports:schedule-new", args=["kort"])
    response = client_of("admin").post(url, SCHEDULE | fields)
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert not ReportSchedule.objects.exists()


def test_a_second_schedule_of_one_cadence_is_told_so(definition):
    admin = client_of("admin")
    url = reverse("reports:schedule-new", args=["kort"])
    admin.post(url, SCHEDULE)
    response = admin.post(url, SCHEDULE)
    assert response.status_code == 400
    assert "Deze planning bestaat al." in text_of(response)


def test_skipped_periods_are_listed_with_a_button_that_starts_them(definition, staff):
    operations.create_schedule(
        definition=definition,
        plan=Plan("year", 60, datetime(2000, 1, 1, 6, tzinfo=UTC).time(), first_period="2013"),
        today=timezone.localdate(),
    )
    operations.open_due_runs(now=timezone.now(), today=timezone.localdate())
    shown = text_of(staff.get(reverse("reports:runs")))
    assert "Overgeslagen periodes" in shown
    schedule = ReportSchedule.objects.get()
    url = reverse("reports:start-skipped", args=[schedule.public_id, "2015"])
    assert url in shown
    staff.post(url)
    assert ReportRun.objects.get(period_key="2015").caught_up
    assert url not in text_of(staff.get(reverse("reports:runs")))
    assert "wacht niet op een rapport" in text_of(staff.post(url, follow=True))


# ── many ─────────────────────────────────────────────────────────────────────────────────────
def _many(definition, count):
    for day in range(count):
        ask(definition, END_2015 - timedelta(days=day), Purpose.PROOF)


def test_the_list_has_pages(definition, staff):
    _many(definition, 27)
    first = text_of(staff.get(reverse("reports:runs")))
    second = text_of(staff.get(reverse("reports:runs"), {"page": "2"}))
    assert "Pagina 1 van 2" in first
    assert second.count('<th scope="row"><a href="/beheer/rapporten/') == 2


def test_the_list_asks_as_many_questions_for_5_rows_as_for_1(definition, staff):
    counts = []
    staff.get(reverse("reports:runs"))
    for more in (1, 4):
        _many(definition, more)
        with CaptureQueriesContext(connection) as queries:
            staff.get(reverse("reports:runs"))
        counts.append(len(queries))
        ReportRun.objects.filter(as_of=END_2015).update(as_of=date(2014, 1, 1))
    assert counts[0] == counts[1] <= 14


def test_the_list_goes_out_as_csv_and_xlsx(run, staff):
    csv = b"".join(staff.get(reverse("reports:runs-export", args=["csv"])).streaming_content)
    assert "Kort rapport, 2015;kort-2015;2015-12-31" in csv.decode("utf-8-sig")
    xlsx = staff.get(reverse("reports:runs-export", args=["xlsx"]))
    assert xlsx.content[:2] == b"PK"
    assert status(staff, "get", "runs-export", "pdf") == 404
