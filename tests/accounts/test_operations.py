"""The verbs of accounts: what they change, what they refuse, and what they end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import ValidationError

from slimsamenwerken.accounts import operations
from slimsamenwerken.accounts.models import Membership, User
from slimsamenwerken.core.models import OutgoingMail
from tests.factories.accounts import make_membership, make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LAST_ADMIN = (
    "Dit is de laatste programmabeheerder zonder einddatum. "
    "Maak eerst iemand anders programmabeheerder."
)


def is_signed_in(client) -> bool:
    return SESSION_KEY in client.get("/account/email/").wsgi_request.session


# ── people ───────────────────────────────────────────────────────────────────────────────────
def test_create_user_has_no_password_and_a_lower_case_address():
    user = operations.create_user(email=" Nieuw@Example.be ", name="Nieuw", by=None)
    assert (user.email, user.has_usable_password()) == ("nieuw@example.be", False)


def test_create_user_with_an_address_that_exists():
    make_user(email="bob@example.be")
    with pytest.raises(ValidationError) as refused:
        operations.create_user(email="BOB@example.be", name="", by=None)
    assert refused.value.message_dict == {"email": ["Er is al een gebruiker met dit e-mailadres."]}


def test_open_account_makes_person_role_and_mail_or_nothing():
    role = {"organisation": make_organisation(), "role": "member", "since": TODAY}
    user = operations.open_account(
        email="nieuw@example.be", name="Nieuw", first_role=role, by=None, now=NOW
    )
    assert user.memberships.get().role == "member"
    assert OutgoingMail.objects.get().recipient == "nieuw@example.be"
    with pytest.raises(ValidationError):
        operations.open_account(
            email="ander@example.be",
            name="Ander",
            first_role=role | {"until": YESTERDAY},
            by=None,
            now=NOW,
        )
    assert not User.objects.filter(email="ander@example.be").exists()
    assert OutgoingMail.objects.count() == 1


def test_change_user_ends_the_old_way_in(bob, sign_in):
    client = sign_in(bob)
    EmailAddress.objects.create(user=bob, email=bob.email, primary=True, verified=True)
    operations.change_user(
        user=bob, email="Robert@example.be", name="Robert", is_staff=False, by=None
    )
    bob.refresh_from_db()
    assert (bob.email, bob.name) == ("robert@example.be", "Robert")
    assert not EmailAddress.objects.filter(user=bob).exists()
    assert not is_signed_in(client)


def test_change_user_name_only_keeps_the_session(bob, sign_in):
    client = sign_in(bob)
    operations.change_user(user=bob, email=bob.email, name="Robert", is_staff=False, by=None)
    assert is_signed_in(client)


def test_change_user_without_support_tooling_any_more_ends_the_session(sign_in):
    user = make_user(is_staff=True)
    client = sign_in(user)
    operations.change_user(user=user, email=user.email, name="", is_staff=False, by=None)
    assert not is_signed_in(client)


def test_invite_user_queues_a_dutch_mail_with_a_link(settings, bob):
    settings.SITE_ROOT = "https://portaal.example"
    mail = operations.invite_user(user=bob, by=None, now=NOW)
    assert mail.title == "Uw account voor Slim samenwerken: kies een wachtwoord"
    assert "https://portaal.example/account/password/reset/key/" in mail.body
    assert (mail.recipient, mail.purpose) == (bob.email, "accounts.invitation")


def test_invite_user_twice_in_a_minute_sends_one_mail(bob):
    first = operations.invite_user(user=bob, by=None, now=NOW)
    assert operations.invite_user(user=bob, by=None, now=NOW) == first
    again = operations.invite_user(user=bob, by=None, now=NOW + timedelta(minutes=1))
    assert again != first


def test_invite_user_who_is_switched_off():
    user = make_user(is_active=False)
    with pytest.raises(ValidationError, match="Laat deze persoon eerst weer aanmelden"):
        operations.invite_user(user=user, by=None, now=NOW)
    assert not OutgoingMail.objects.exists()


def test_switch_login_off_ends_every_session_and_on_brings_none_back(bob, sign_in):
    at_work, at_home = sign_in(bob), sign_in(bob)
    operations.switch_login(user=bob, on=False, by=None, today=TODAY)
    operations.switch_login(user=bob, on=True, by=None, today=TODAY)
    assert not is_signed_in(at_work)
    assert not is_signed_in(at_home)
    assert is_signed_in(sign_in(User.objects.get(pk=bob.pk)))


def test_end_sessions_leaves_others_alone(alice, bob, sign_in):
    of_alice = sign_in(alice)
    operations.end_sessions(user=bob)
    assert is_signed_in(of_alice)


# ── roles ────────────────────────────────────────────────────────────────────────────────────
def test_add_membership_twice():
    held = make_membership()
    with pytest.raises(ValidationError, match="Deze persoon heeft daar die rol al"):
        operations.add_membership(
            user=held.user, organisation=held.organisation, role="member", since=TODAY, by=None
        )


def test_end_membership_at_once(sign_in):
    held = make_membership()
    client = sign_in(held.user)
    operations.end_membership(membership=held, until=None, by=None, today=TODAY)
    held.refresh_from_db()
    assert held.until == YESTERDAY
    assert not is_signed_in(client)


@pytest.mark.parametrize("since", [TODAY, TODAY + timedelta(days=9)])
def test_end_membership_at_once_that_never_held(since):
    held = make_membership(since=since)
    operations.end_membership(membership=held, until=None, by=None, today=TODAY)
    assert not Membership.objects.exists()


def test_end_membership_later_keeps_role_and_session_until_then(sign_in):
    held = make_membership()
    client = sign_in(held.user)
    operations.end_membership(membership=held, until=TODAY, by=None, today=TODAY)
    assert held in Membership.objects.holding(on=TODAY)
    assert held not in Membership.objects.holding(on=TODAY + timedelta(days=1))
    assert is_signed_in(client)


def test_sessions_end_on_the_day_after_the_last_one(bob, sign_in):
    held = make_membership(until=TODAY)
    of_held, of_bob = sign_in(held.user), sign_in(bob)
    assert operations.end_sessions_of_ended_roles(on=TODAY) == 0
    assert is_signed_in(of_held)
    assert operations.end_sessions_of_ended_roles(on=TODAY + timedelta(days=1)) == 1
    assert not is_signed_in(of_held)
    assert is_signed_in(of_bob)


def test_end_membership_in_the_past():
    held = make_membership()
    with pytest.raises(ValidationError) as refused:
        operations.end_membership(membership=held, until=YESTERDAY, by=None, today=TODAY)
    assert refused.value.message_dict == {"until": ["Kies een datum vanaf vandaag."]}


def test_end_membership_before_it_begins():
    held = make_membership(since=TODAY + timedelta(days=9))
    with pytest.raises(ValidationError, match="De einddatum ligt voor de begindatum"):
        operations.end_membership(membership=held, until=TODAY, by=None, today=TODAY)


def test_end_membership_twice():
    held = make_membership()
    operations.end_membership(membership=held, until=None, by=None, today=TODAY)
    with pytest.raises(ValidationError, match="Deze rol is al beëindigd"):
        operations.end_membership(membership=held, until=None, by=None, today=TODAY)


# ── the last administrator ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("until", [None, TODAY, TODAY + timedelta(days=99)])
def test_last_admin_cannot_lose_the_role(until):
    last = make_membership(role="admin")
    with pytest.raises(ValidationError) as refused:
        operations.end_membership(membership=last, until=until, by=None, today=TODAY)
    assert refused.value.messages == [LAST_ADMIN]
    last.refresh_from_db()
    assert last.until is None


def test_last_admin_cannot_be_switched_off():
    last = make_person("admin")
    with pytest.raises(ValidationError) as refused:
        operations.switch_login(user=last, on=False, by=None, today=TODAY)
    assert refused.value.messages == [LAST_ADMIN]
    last.refresh_from_db()
    assert last.is_active


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"until": TODAY}, id="ends today"),
        pytest.param({"since": TODAY + timedelta(days=1)}, id="begins tomorrow"),
        pytest.param({"role": "publisher"}, id="is no admin"),
        pytest.param({"is_active": False}, id="cannot sign in"),
    ],
)
def test_last_admin_is_last_when_the_other_one(other):
    user = make_user(is_active=other.pop("is_active", True))
    make_membership(user, **({"role": "admin"} | other))
    last = make_membership(role="admin")
    with pytest.raises(ValidationError):
        operations.end_membership(membership=last, until=None, by=None, today=TODAY)


def test_admin_with_an_end_date_is_still_the_last():
    last = make_membership(role="admin", until=TODAY + timedelta(days=99))
    with pytest.raises(ValidationError):
        operations.end_membership(membership=last, until=None, by=None, today=TODAY)


def test_admin_can_go_when_another_stays():
    make_membership(role="admin")
    going = make_membership(role="admin")
    operations.end_membership(membership=going, until=None, by=None, today=TODAY)
    going.refresh_from_db()
    assert going.until == YESTERDAY


def test_others_come_and_go_where_no_admin_exists():
    held = make_membership()
    operations.end_membership(membership=held, until=None, by=None, today=TODAY)
    operations.switch_login(user=held.user, on=False, by=None, today=TODAY)


# ── organisations ────────────────────────────────────────────────────────────────────────────
def test_create_organisation_makes_its_short_name():
    row = operations.create_organisation(name="Stad & buren", kind="local_authority", by=None)
    assert row.slug == "stad-en-buren"


def test_create_organisation_twice():
    make_organisation(slug="vito")
    with pytest.raises(ValidationError) as refused:
        operations.create_organisation(name="VITO", kind="knowledge", by=None)
    assert refused.value.message_dict == {"name": ["Er is al een organisatie met deze naam."]}


def test_create_organisation_without_a_letter():
    with pytest.raises(ValidationError) as refused:
        operations.create_organisation(name="?!", kind="company", by=None)
    assert "name" in refused.value.message_dict


def test_change_organisation_keeps_its_short_name():
    row = make_organisation(slug="vito")
    operations.change_organisation(organisation=row, name="VITO nv", kind="company", by=None)
    row.refresh_from_db()
    assert (row.slug, row.name, row.kind) == ("vito", "VITO nv", "company")
