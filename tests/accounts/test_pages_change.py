"""The pages of accounts that change something: what they ask, do, refuse, and keep."""

from datetime import timedelta

import pytest
from django.utils import timezone

from slimsamenwerken.accounts.models import Membership, Organisation, User
from slimsamenwerken.core.models import OutgoingMail
from tests.accounts.reading import main_of, text_of
from tests.factories.accounts import make_organisation

pytestmark = pytest.mark.django_db
LIST, ORGANISATIONS = "/beheer/accounts/", "/beheer/organisaties/"


# ── people ───────────────────────────────────────────────────────────────────────────────────
def send(client, address, fields, **more):
    """As a browser: with the version that the page of the form carried."""
    shown = client.get(address).context["form"]["version"].value()
    return client.post(address, {"version": shown} | fields, **more)


NEW = {"name": "Nieuw Voorbeeld", "email": "nieuw@example.be", "organisation": "plek",
       "role": "member", "since": "23/11/2026", "until": "", "is_staff": ""}  # fmt: skip


@pytest.fixture
def _place(db):
    make_organisation(slug="plek", name="Plek (voorbeeld)")


@pytest.mark.usefixtures("_place")
def test_new_account(admin):
    answer = admin.post(f"{LIST}nieuw/", NEW, follow=True)
    user = User.objects.get(email="nieuw@example.be")
    assert answer.redirect_chain == [(f"{LIST}{user.public_id}/", 302)]
    assert "Het account is gemaakt." in text_of(answer)
    assert not user.has_usable_password()
    assert user.memberships.get().organisation.slug == "plek"
    assert OutgoingMail.objects.get(purpose="accounts.invitation").recipient == user.email


@pytest.mark.usefixtures("_place")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": ""}, "Vul ‘E-mailadres’ in."),
        ({"email": "nieuw"}, "Vul een e-mailadres in zoals naam@voorbeeld.be."),
        ({"email": "ADMIN@example.be"}, "Er is al een gebruiker met dit e-mailadres."),
        ({"name": ""}, "Vul ‘Naam’ in."),
        ({"organisation": ""}, "Maak een keuze bij ‘Organisatie’."),
        ({"role": ""}, "Maak een keuze bij ‘Rol’."),
        ({"since": "32/13/2026"}, "Dit is geen geldige datum."),
        ({"since": "morgen"}, "Vul een datum in zoals 23/11/2026."),
        ({"until": "22/11/2026"}, "De einddatum ligt voor de begindatum."),
        ({"email": "x" * 250 + "@example.be"}, "Er is een probleem"),
    ],
)
def test_new_account_with_an_error_keeps_the_input(admin, wrong, sentence):
    answer = admin.post(f"{LIST}nieuw/", NEW | wrong)
    html = text_of(answer)
    assert answer.status_code == 200
    assert sentence in html
    assert "<title>Fout: Nieuw account" in html
    if "name" not in wrong:
        assert 'value="Nieuw Voorbeeld"' in html
    assert not User.objects.filter(name="Nieuw Voorbeeld").exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.usefixtures("_place")
@pytest.mark.parametrize("extra", ["is_superuser", "is_active", "password", "sessions_ended_count"])
def test_new_account_takes_no_more_than_the_form_asks(admin, extra):
    admin.post(f"{LIST}nieuw/", NEW | {extra: "1"})
    user = User.objects.get(email="nieuw@example.be")
    assert (user.is_superuser, user.is_active, user.has_usable_password()) == (False, True, False)
    assert user.sessions_ended_count == 0


def test_change_account(admin, url, dora):
    sent = {"name": "Dora Nieuw", "email": "Dora.Nieuw@example.be", "is_staff": "on"}
    answer = send(admin, url("person/wijzigen/"), sent, follow=True)
    assert "De gegevens van dit account zijn bewaard." in text_of(answer)
    dora.refresh_from_db()
    assert (dora.name, dora.email, dora.is_staff) == ("Dora Nieuw", "dora.nieuw@example.be", True)


def test_change_account_to_an_address_that_exists(admin, url, bob):
    sent = {"name": "Dora", "email": "BOB@example.be"}
    html = text_of(send(admin, url("person/wijzigen/"), sent))
    assert "Er is al een gebruiker met dit e-mailadres." in html
    assert 'value="BOB@example.be"' in html


def test_invite_from_the_page(admin, url, dora):
    answer = admin.post(url("person/uitnodigen/"), follow=True)
    assert "Een mail met een link om een wachtwoord te kiezen is onderweg." in text_of(answer)
    assert OutgoingMail.objects.get().recipient == dora.email


def test_invite_someone_who_is_switched_off(admin, url, dora):
    User.objects.filter(pk=dora.pk).update(is_active=False)
    answer = admin.post(url("person/uitnodigen/"), follow=True)
    assert "Laat deze persoon eerst weer aanmelden" in text_of(answer)
    assert not OutgoingMail.objects.exists()


def test_door_asks_first_and_then_acts(admin, url, dora, sign_in):
    session = sign_in(dora)
    html = main_of(admin.get(url("person/aanmelden/")))
    assert "Aanmelden uitschakelen?" in html
    assert "overal afgemeld" in html
    dora.refresh_from_db()
    assert dora.is_active
    off = admin.post(url("person/aanmelden/"), {"turn": "off"}, follow=True)
    assert "kan zich niet meer aanmelden" in text_of(off)
    assert session.get("/account/email/").status_code == 302
    on = admin.post(url("person/aanmelden/"), {"turn": "on"}, follow=True)
    assert "kan zich weer aanmelden" in text_of(on)
    dora.refresh_from_db()
    assert dora.is_active


@pytest.mark.parametrize("turn", ["off", "on"])
def test_door_sent_twice_does_not_turn_back(admin, url, dora, turn):
    for _time in range(2):
        admin.post(url("person/aanmelden/"), {"turn": turn})
        dora.refresh_from_db()
        assert dora.is_active is (turn == "on")


def test_door_of_the_last_admin(admin):
    me = User.objects.get(email="admin@example.be")
    answer = admin.post(f"{LIST}{me.public_id}/aanmelden/", {"turn": "off"})
    assert "Dit is de laatste programmabeheerder zonder einddatum." in text_of(answer)
    me.refresh_from_db()
    assert me.is_active


# ── roles ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.usefixtures("_place")
def test_give_role(admin, url, dora):
    sent = {"organisation": "plek", "role": "auditor", "since": "2026-11-23", "until": "31/12/2026"}
    answer = admin.post(url("person/rollen/nieuw/"), sent, follow=True)
    assert "De rol is gegeven." in text_of(answer)
    given = dora.memberships.get(role="auditor")
    assert (given.since.isoformat(), given.until.isoformat()) == ("2026-11-23", "2026-12-31")


def test_give_role_twice(admin, url, dora):
    held = dora.memberships.get()
    sent = {"organisation": held.organisation.slug, "role": "member", "since": "23/11/2026"}
    answer = admin.post(url("person/rollen/nieuw/"), sent)
    assert "Deze persoon heeft daar die rol al." in text_of(answer)
    assert 'value="23/11/2026"' in text_of(answer)


@pytest.mark.usefixtures("_place")
@pytest.mark.parametrize("role", ["visitor", "moderator", "koning"])
def test_give_role_that_nobody_can_have(admin, url, dora, role):
    sent = {"organisation": "plek", "role": role, "since": "23/11/2026"}
    assert admin.post(url("person/rollen/nieuw/"), sent).status_code == 200
    assert dora.memberships.count() == 1


def test_end_role_at_once(admin, url, dora):
    answer = send(admin, url("role"), {"when": "at_once", "until": ""}, follow=True)
    assert "Het einde van de rol is bewaard." in text_of(answer)
    assert dora.memberships.get().until == timezone.localdate() - timedelta(days=1)
    assert admin.get(url("role")).status_code == 404  # it has ended


def test_end_role_after_a_day(admin, url, dora):
    last = timezone.localdate() + timedelta(days=10)
    send(admin, url("role"), {"when": "later", "until": f"{last:%d/%m/%Y}"})
    assert dora.memberships.get().until == last


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Maak een keuze bij ‘Wanneer eindigt de rol?’."),
        ({"when": "later"}, "Vul de laatste dag in, of kies ‘Onmiddellijk’."),
        ({"when": "later", "until": "1/1/2020"}, "Kies een datum vanaf vandaag."),
        ({"when": "later", "until": "gisteren"}, "Vul een datum in zoals 23/11/2026."),
    ],
)
def test_end_role_with_an_error(admin, url, dora, sent, sentence):
    assert sentence in text_of(send(admin, url("role"), sent))
    assert dora.memberships.get().until is None


def test_end_role_of_the_last_admin(admin):
    held = Membership.objects.get(role="admin")
    page = f"{LIST}{held.user.public_id}/rollen/{held.public_id}/beeindigen/"
    html = text_of(send(admin, page, {"when": "at_once"}))
    assert "Maak eerst iemand anders programmabeheerder." in html
    held.refresh_from_db()
    assert held.until is None


# ── organisations ────────────────────────────────────────────────────────────────────────────
def test_new_organisation(admin):
    answer = admin.post(
        f"{ORGANISATIONS}nieuw/", {"name": "Nieuw & co", "kind": "company"}, follow=True
    )
    assert "De organisatie is bewaard." in text_of(answer)
    assert Organisation.objects.get(slug="nieuw-en-co").kind == "company"


def test_new_organisation_that_exists(admin, dora):
    slug = dora.memberships.get().organisation.slug
    html = text_of(admin.post(f"{ORGANISATIONS}nieuw/", {"name": slug, "kind": "company"}))
    assert "Er is al een organisatie met deze naam." in html
    assert f'value="{slug}"' in html


def test_change_organisation(admin, url, dora):
    send(admin, url("organisation"), {"name": "Andere naam", "kind": "company"})
    assert dora.memberships.get().organisation.name == "Andere naam"
