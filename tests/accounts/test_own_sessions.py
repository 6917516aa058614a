"""Where one is signed in: a list of browsers, and the way to end one or all others."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from slimsamenwerken.accounts import operations, sessions
from slimsamenwerken.accounts.models import OpenSession
from slimsamenwerken.accounts.open_sessions import family_of
from tests.accounts.reading import main_of, text_of
from tests.factories.accounts import PASSWORD, make_membership, make_organisation, make_person

pytestmark = pytest.mark.django_db
ACCOUNT, OTHERS = "/account/email/", "/account/aanmeldingen/beeindigen/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def enter(user, browser=FIREFOX) -> Client:
    client = Client(headers={"User-Agent": browser})
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return client


def is_in(client) -> bool:
    client.get("/contact/")
    return SESSION_KEY in client.session


@pytest.fixture
def two(bob):
    return enter(bob, CHROME), enter(bob)


@pytest.mark.parametrize(
    ("header", "family"),
    [
        (FIREFOX, "Firefox"),
        (CHROME, "Chrome"),
        (f"{CHROME} Edg/140.0", "Edge"),
        (f"{CHROME} OPR/120.0", "Opera"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Safari/605", "Safari"),
        (CHROME.replace("Chrome", "HeadlessChrome"), "Chrome"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_family_of_a_browser(header, family):
    assert family_of(header) == family


def test_list_tells_browser_and_times_and_which_one_is_here(two):
    html = main_of(two[1].get(ACCOUNT))
    assert "Mijn aanmeldingen" in html
    rows = re.findall(r"<tr>.*?</tr>", html.split("<tbody>")[1], re.DOTALL)
    assert ["Firefox" in rows[0], "deze browser" in rows[0], "nu" in rows[0]] == [True] * 3
    assert ["Chrome" in rows[1], "deze browser" in rows[1]] == [True, False]


def test_row_holds_no_more_than_the_family(two, bob):
    row = OpenSession.objects.filter(user=bob, browser="Chrome").get()
    assert {field.name for field in row._meta.concrete_fields} == {
        "id", "public_id", "user", "session_key", "browser", "signed_in_at", "seen_at",
    }  # fmt: skip


def test_end_one(two, bob):
    row = OpenSession.objects.get(user=bob, browser="Chrome")
    answer = two[1].post(f"/account/aanmeldingen/{row.public_id}/beeindigen/", follow=True)
    assert "Die browser is afgemeld." in text_of(answer)
    assert "Chrome" not in main_of(answer)
    assert not is_in(two[0])
    assert is_in(two[1])


def test_end_all_others_also_those_without_a_row(two, bob, sign_in):
    unseen = sign_in(bob)
    answer = two[1].post(OTHERS, follow=True)
    assert "U bent afgemeld in alle andere browsers." in text_of(answer)
    assert main_of(answer).count("<form") == 0  # nothing left to end
    assert [is_in(two[0]), is_in(unseen), is_in(two[1])] == [False, False, True]
    assert OpenSession.objects.get(user=bob, browser="Firefox")


def test_session_of_another_person_is_none_of_ones_business(two, bob):
    stranger = enter(make_person("member", email="vreemd@example.be"))
    row = OpenSession.objects.get(user=bob, browser="Chrome")
    address = f"/account/aanmeldingen/{row.public_id}/beeindigen/"
    assert stranger.post(address).status_code == 404
    assert is_in(two[0])
    stranger.post(OTHERS)
    assert is_in(two[0])


def test_own_session_ends_by_signing_out_only(two, bob):
    row = OpenSession.objects.get(user=bob, browser="Firefox")
    answer = two[1].post(f"/account/aanmeldingen/{row.public_id}/beeindigen/")
    assert answer.status_code == 404
    assert is_in(two[1])


def test_ended_by_the_office_is_not_listed(two, bob):
    operations.end_sessions(user=bob)
    again = enter(bob)
    assert main_of(again.get(ACCOUNT)).count("deze browser") == 1
    assert "Chrome" not in main_of(again.get(ACCOUNT))


def test_idle_for_too_long_is_not_listed(two):
    store = two[0].session
    store[sessions.SEEN_AT] -= int(timedelta(hours=3).total_seconds())
    store.save()
    assert "Chrome" not in main_of(two[1].get(ACCOUNT))


def test_signed_out_is_not_listed_and_its_row_goes_at_night(two, bob):
    two[0].post("/account/logout/")
    assert "Chrome" not in main_of(two[1].get(ACCOUNT))
    sessions.forget_old_sessions()
    assert list(OpenSession.objects.filter(user=bob).values_list("browser", flat=True)) == [
        "Firefox"
    ]


def test_seen_is_written_once_a_minute(two, bob):
    store = two[0].session
    store[sessions.SEEN_AT] -= 90
    store.save()
    OpenSession.objects.update(seen_at=timezone.now() - timedelta(seconds=90))
    before = OpenSession.objects.get(user=bob, browser="Chrome").seen_at
    two[0].get("/contact/")
    assert OpenSession.objects.get(user=bob, browser="Chrome").seen_at > before


def test_row_follows_a_new_key(bob):
    make_membership(bob, make_organisation(slug="tweede"), "member")
    client = enter(bob)
    there = bob.memberships.last().organisation
    client.post("/account/organisatie/", {"organisation": str(there.public_id)})
    assert OpenSession.objects.get(user=bob).session_key == client.session.session_key
    assert Session.objects.filter(session_key=client.session.session_key).exists()


def test_ending_says_only_ids_in_the_log(two, bob, caplog):
    caplog.set_level("INFO", logger="slimsamenwerken.events")
    two[1].post(OTHERS)
    said = str([vars(record) for record in caplog.records])
    assert "session.others_ended" in said
    assert bob.email not in said
    assert "Firefox" not in said
