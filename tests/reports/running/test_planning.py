"""Definitions, schedules, skipped periods, and the list of all runs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import (
    Purpose,
    ReportRun,
    ReportSchedule,
)
from slimsamenwerken.reports.operations import Plan
from tests.factories.accounts import make_person
from tests.reports.running.desk import (
    END_2015,
    ask,
    client_of,
    status,
    text_of,
)

pytestmark = pytest.mark.django_db


# ── planning ──────────────────────────────────────────────────────────────────────────────────────
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


# ── many ──────────────────────────────────────────────────────────────────────────────────────────
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
