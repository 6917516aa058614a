"""How long a session lasts, and choosing for which organisation one works."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from slimsamenwerken.accounts import sessions
from slimsamenwerken.accounts.sessions import ACTING_FOR, OFFICE_LIMITS, OTHER_LIMITS, limits_for
from slimsamenwerken.core.jobs import Occasion, jobs
from tests.factories.accounts import make_membership, make_organisation, make_person, make_user

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SWITCH = "/account/organisatie/"
TOO_LONG = "U bent afgemeld omdat uw sessie te lang duurde. Meld u opnieuw aan."


# ── pure: the rule on a plain dictionary ─────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("roles", "limits"),
    [
        ({"visitor", "staff"}, OFFICE_LIMITS),
        ({"visitor", "auditor"}, OFFICE_LIMITS),
        ({"visitor", "member"}, OTHER_LIMITS),
        ({"visitor"}, OTHER_LIMITS),
        ({"visitor", "member", "staff"}, OFFICE_LIMITS),
    ],
)
def test_limits_for_roles(roles, limits):
    assert limits_for(frozenset(roles)) is limits


def test_limits_are_those_of_the_trust_guide():
    assert (OFFICE_LIMITS.idle, OFFICE_LIMITS.absolute) == (
        timedelta(minutes=30),
        timedelta(hours=12),
    )
    assert (OTHER_LIMITS.idle, OTHER_LIMITS.absolute) == (timedelta(hours=2), timedelta(days=7))


@pytest.mark.parametrize("limits", [OFFICE_LIMITS, OTHER_LIMITS])
def test_session_ends_when_idle(limits):
    session: dict[str, object] = {}
    sessions.begin(session, START)
    almost = START + limits.idle - timedelta(seconds=1)
    assert not sessions.is_over(dict(session), limits, almost)
    assert sessions.is_over(session, limits, START + limits.idle)


@pytest.mark.parametrize("limits", [OFFICE_LIMITS, OTHER_LIMITS])
def test_session_ends_absolutely_however_busy(limits):
    session: dict[str, object] = {}
    sessions.begin(session, START)
    now = START
    while now < START + limits.absolute - timedelta(minutes=10):
        assert not sessions.is_over(session, limits, now)
        now += timedelta(minutes=10)
    assert sessions.is_over(session, limits, START + limits.absolute)


def test_session_is_written_once_a_minute_at_most():
    session: dict[str, object] = {}
    sessions.begin(session, START)
    before = dict(session)
    sessions.is_over(session, OFFICE_LIMITS, START + timedelta(seconds=59))
    assert session == before
    sessions.is_over(session, OFFICE_LIMITS, START + timedelta(seconds=60))
    assert session != before


# ── in requests ──────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def at(monkeypatch):
    """`at(minutes=31)`: the door looks at its clock so long after START."""

    def stand(**after) -> None:
        now = START + timedelta(**after)
        monkeypatch.setattr("slimsamenwerken.accounts.middleware.timezone.now", lambda: now)

    stand()
    return stand


def signed_in(client) -> bool:
    return SESSION_KEY in client.session


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "idle"), [("staff", 30), ("auditor", 30), ("member", 120)])
def test_idle_session_ends_and_the_page_goes_on_for_a_visitor(sign_in, at, role, idle):
    client = sign_in(make_person(role))
    client.get("/contact/")
    at(minutes=idle - 1)
    client.get("/contact/")
    assert signed_in(client)
    at(minutes=2 * idle)
    answer = client.get("/contact/")
    assert answer.status_code == 200
    assert TOO_LONG in answer.content.decode()
    assert not signed_in(client)


@pytest.mark.django_db
def test_ended_session_leads_to_the_door_and_back(sign_in, at):
    client = sign_in(make_person("admin"))
    client.get("/beheer/accounts/")
    at(minutes=31)
    answer = client.get("/beheer/accounts/")
    assert answer["Location"] == "/account/login/?next=/beheer/accounts/"


@pytest.mark.django_db
def test_lighter_organisation_does_not_lengthen_the_session(sign_in, at):
    user = make_person("admin", make_organisation(name="B"))
    light = make_membership(user, make_organisation(name="A"), "member").organisation
    client = sign_in(user)
    client.post(SWITCH, {"organisation": str(light.public_id)})
    at(minutes=31)
    client.get("/contact/")
    assert not signed_in(client)


@pytest.mark.django_db
def test_visitor_answer_does_not_depend_on_a_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/contact/")
    assert not answer.cookies


@pytest.mark.django_db
def test_signed_in_page_asks_user_and_roles_once(bob, sign_in, django_assert_num_queries):
    client = sign_in(bob)
    client.get("/contact/")
    with django_assert_num_queries(3):  # session, user, memberships
        client.get("/contact/")


@pytest.mark.django_db
def test_session_of_the_browser_holds_no_name_and_no_address(bob, sign_in):
    client = sign_in(bob)
    client.get("/contact/")
    kept = str(dict(client.session.items()))
    assert bob.email not in kept
    assert bob.name not in kept


@pytest.mark.django_db
def test_old_sessions_are_forgotten(bob, sign_in):
    old = sign_in(bob).session.session_key
    Session.objects.update(expire_date=START - timedelta(days=4000))
    fresh = sign_in(bob).session.session_key
    job = jobs.get("accounts.old_sessions")
    job.run(Occasion(job.key, "", START, START))
    assert set(Session.objects.values_list("session_key", flat=True)) & {old, fresh} == {fresh}


@pytest.mark.django_db
def test_ended_roles_job_ends_sessions_on_the_local_day(sign_in):
    held = make_membership(until=datetime(2026, 11, 22, tzinfo=UTC).date())
    client = sign_in(held.user)
    job = jobs.get("accounts.ended_roles")
    due = datetime(2026, 11, 22, 23, 5, tzinfo=UTC)  # 23 November, 00.05 uur in Brussels
    job.run(Occasion(job.key, "2026-11-23", due, due))
    client.get("/contact/")
    assert not signed_in(client)


# ── switching ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def two_places(db):
    """Someone who is a member at A and works in the office of B."""
    user, here, there = make_user(), make_organisation(name="A"), make_organisation(name="B")
    make_membership(user, here, "member")
    make_membership(user, there, "staff")
    return user, here, there


def test_switch_gives_the_roles_of_that_organisation(two_places, sign_in):
    user, _here, there = two_places
    client = sign_in(user)
    assert client.get("/beheer/accounts/").status_code == 403
    answer = client.post(SWITCH, {"organisation": str(there.public_id)}, follow=True)
    assert "U werkt nu voor B." in answer.content.decode()
    assert client.get("/beheer/accounts/").status_code == 200


def test_switch_gives_the_session_a_new_key(two_places, sign_in):
    user, _here, there = two_places
    client = sign_in(user)
    before = client.session.session_key
    client.post(SWITCH, {"organisation": str(there.public_id)})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_switch_is_offered_only_to_who_has_a_choice(two_places, bob, sign_in, client):
    offered = f'href="{SWITCH}"'
    assert sign_in(two_places[0]).get("/contact/").content.decode().count(offered) == 2
    assert offered not in sign_in(bob).get("/contact/").content.decode()
    assert offered not in client.get("/contact/").content.decode()


def test_switch_page_marks_where_one_is(two_places, sign_in):
    user, here, there = two_places
    html = sign_in(user).get(SWITCH).content.decode()
    assert f'value="{here.public_id}"' in html
    marked = html.split(f'value="{here.public_id}"')[1].split(">")[0]
    assert "checked" in marked
    assert "checked" not in html.split(f'value="{there.public_id}"')[1].split(">")[0]


@pytest.mark.parametrize("chosen", ["foreign", "nonsense"])
def test_switch_to_an_organisation_of_others(two_places, sign_in, chosen):
    client = sign_in(two_places[0])
    foreign = str(make_organisation().public_id)
    answer = client.post(SWITCH, {"organisation": foreign if chosen == "foreign" else "x"})
    assert answer.status_code == 404
    assert ACTING_FOR not in client.session


def test_switch_without_a_choice_asks_for_one(two_places, sign_in):
    answer = sign_in(two_places[0]).post(SWITCH, {"organisation": ""})
    assert answer.status_code == 200
    assert "Er is een probleem" in answer.content.decode()


def test_switch_with_one_organisation_is_no_page(bob, sign_in):
    assert sign_in(bob).get(SWITCH).status_code == 404


def test_switch_of_a_visitor(client):
    assert client.post(SWITCH, {})["Location"] == f"/account/login/?next={SWITCH}"


def test_choice_falls_back_when_that_membership_ends(two_places, sign_in):
    user, here, there = two_places
    client = sign_in(user)
    client.post(SWITCH, {"organisation": str(there.public_id)})
    user.memberships.filter(organisation=there).delete()
    answer = client.get("/contact/")
    assert answer.wsgi_request.viewer.organisation_id == here.pk


def test_own_account_shows_address_and_roles(two_places, sign_in):
    user = two_places[0]
    html = sign_in(user).get("/account/email/").content.decode()
    assert user.email in html
    assert "medewerker, A" in html
    assert "programmamedewerker" in html


def test_own_account_is_for_who_is_signed_in(client):
    assert client.get("/account/email/")["Location"] == "/account/login/?next=/account/email/"
