"""/mijn-taken/ per reader: own milestones that are late or due, and the steps that mend them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.dashboard.reading import section, words
from tests.factories.programme import make_action, make_milestone
from tests.programme.people import Cast, make_cast
from tests.programme.reading import text_of

pytestmark = pytest.mark.django_db

URL = "/mijn-taken/"


@pytest.fixture
def people() -> Cast:
    """Alice leads 7.1.01, Bob's actor takes part in it, Charlie leads 7.1.02."""
    cast = make_cast()
    today = timezone.localdate()
    make_milestone(cast.action, code="L1", title="Lang geleden", due_on=today - timedelta(days=9))
    make_milestone(cast.action, code="N1", title="Vandaag nog", due_on=today)
    make_milestone(cast.action, code="N2", title="Net binnen", due_on=today + timedelta(days=30))
    make_milestone(cast.action, code="V1", title="Net erbuiten", due_on=today + timedelta(days=31))
    make_milestone(cast.other, code="L2", title="Van een ander", due_on=today - timedelta(days=2))
    return cast


def parts(page: object) -> tuple[str, str, str]:
    return tuple(words(section(page, name)) for name in ("h-laat", "h-binnenkort", "h-mijn"))  # type: ignore[return-value]


def test_a_lead_sees_the_own_tasks_with_the_steps(people: Cast) -> None:
    page = people.client("alice").get(URL)
    late, soon, mine = parts(page)
    assert "Te laat (2)" in late  # M1 of 2016 as well
    assert "Lang geleden" in late
    assert "9 dagen te laat" in late
    assert "Van een ander" not in text_of(page)
    assert "Binnen 30 dagen (2)" in soon
    assert "Vandaag nog" in soon
    assert "Net binnen" in soon
    assert "Net erbuiten" not in text_of(page)
    assert "Resultaat vastleggen" in late
    assert "Mijlpaal verplaatsen" in soon
    assert "Uw acties (1)" in mine
    assert "Stand van zaken toevoegen" in mine


def test_the_latest_comes_first(people: Cast) -> None:
    late = people.client("alice").get(URL).context["late"]
    days = [item["milestone"].current.due.day for item in late]
    assert days == sorted(days)


def test_a_member_reads_without_the_steps(people: Cast) -> None:
    page = people.client("bob").get(URL)
    late, _soon, mine = parts(page)
    assert "Lang geleden" in late
    assert "Resultaat vastleggen" not in text_of(page)
    assert "Stand van zaken toevoegen" not in mine
    assert "Enkel lezen" in mine


def test_a_stranger_sees_only_the_own_action(people: Cast) -> None:
    late, soon, mine = parts(people.client("charlie").get(URL))
    assert "Van een ander" in late
    assert "Lang geleden" not in late
    assert "Binnen 30 dagen (0)" in soon
    assert "7.1.02" in mine
    assert "7.1.01" not in mine


def test_staff_sees_all_with_the_steps(people: Cast) -> None:
    page = people.client("staff").get(URL)
    late, _soon, mine = parts(page)
    assert "Lang geleden" in late
    assert "Van een ander" in late
    assert "Resultaat vastleggen" in late
    assert "Alle acties (2)" in mine
    assert "Naar de lijst van acties" in mine


def test_an_auditor_sees_all_and_changes_nothing(people: Cast) -> None:
    page = people.client("auditor").get(URL)
    late, _soon, _mine = parts(page)
    assert "Van een ander" in late
    for step in ("Resultaat vastleggen", "Mijlpaal verplaatsen", "Actie afsluiten"):
        assert step not in text_of(page)


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get(URL)
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/mijn-taken/")


def test_every_step_that_is_offered_is_allowed(people: Cast) -> None:
    """A link that answers "no" is a broken promise."""
    client = people.client("alice")
    html = client.get(URL).content.decode()
    offered = [part.split('"')[0] for part in html.split('href="')[1:]]
    steps = [url for url in offered if url.startswith("/acties/") and url.count("/") > 3]
    assert len(steps) >= 5
    for url in steps:
        assert client.get(url).status_code == 200, url


def test_an_action_past_its_end_asks_to_be_closed(people: Cast) -> None:
    make_action(code="7.1.03", title="Voorbij", ends_on=date(2015, 6, 30))
    staff = people.client("staff").get(URL)
    assert "Voorbij" in words(section(staff, "h-voorbij"))
    assert "Actie afsluiten 7.1.03" in words(section(staff, "h-voorbij"))
    assert "Voorbij" not in text_of(people.client("alice").get(URL))


def test_at_an_earlier_day_the_tasks_are_those_of_that_day(people: Cast) -> None:
    text = text_of(people.client("alice").get(f"{URL}?as_of=2016-12-31"))
    assert "Te laat (0)" in text
    assert "Binnen 30 dagen (1)" in text


def test_nobody_late_is_said(people: Cast) -> None:
    page = people.client("charlie").get(f"{URL}?as_of=2015-01-01")
    assert "Er is niets te laat." in text_of(page)
    assert "Tot en met 31 januari 2015 vervalt er geen mijlpaal." in text_of(page)
