"""Signing in and out, and choosing a password by mail: every answer in Dutch, nothing given away."""

import re
import statistics
import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from slimsamenwerken import settings as portal
from slimsamenwerken.accounts.models import User
from tests.accounts.reading import text_of
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN, RESET = "/account/login/", "/account/password/reset/"
NEW_PASSWORD = "een heel ander wachtwoord 27"
WRONG = "Het e-mailadres of het wachtwoord is niet juist. Probeer het opnieuw."


def sign_in(client, email, password=PASSWORD, **where):
    return client.post(LOGIN, {"login": email, "password": password} | where)


def is_in(client) -> bool:
    return SESSION_KEY in client.session


# ── signing in and out ───────────────────────────────────────────────────────────────────────
def test_login_and_logout(client, bob):
    answer = sign_in(client, bob.email)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)
    assert "U bent aangemeld" in text_of(client.get("/contact/"))
    answer = client.post("/account/logout/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not is_in(client)


def test_login_reads_capitals_and_spaces_in_the_address(client, bob):
    sign_in(client, "  BOB@Example.be ")
    assert is_in(client)


def test_login_gives_the_session_a_new_key(client, bob):
    client.get(LOGIN)
    session = client.session
    session["before"] = "kept"
    session.save()
    old = session.session_key
    client.cookies["session"] = client.cookies["__Host-session"] = old
    sign_in(client, bob.email)
    assert client.session.session_key != old


def test_login_page_asks_nothing_but_address_and_password(client):
    html = text_of(client.get(LOGIN))
    assert re.findall(r'<input[^>]*name="(\w+)"', html.split("<main")[1]) == [
        "csrfmiddlewaretoken", "login", "password",
    ]  # fmt: skip


def test_login_errors_keep_the_address_and_never_the_password(client, bob):
    answer = sign_in(client, bob.email, "niet het juiste")
    html = text_of(answer)
    assert answer.status_code == 200
    assert WRONG in html
    assert "Er is een probleem" in html
    assert "<title>Fout: Aanmelden" in html
    assert f'value="{bob.email}"' in html
    assert "niet het juiste" not in html


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"login": "", "password": ""}, "Vul ‘Wachtwoord’ in."),
        (
            {"login": "geen adres", "password": "x"},
            "Vul een e-mailadres in zoals naam@voorbeeld.be.",
        ),
        ({"login": "a\x00b@example.be", "password": "x"}, "Er is een probleem"),
        ({"login": "bob@example.be", "password": "x" * 100_000}, WRONG),
        ({"login": "x" * 5000 + "@example.be", "password": "x"}, "Er is een probleem"),
    ],
)
def test_login_with_bad_input(client, sent, sentence):
    answer = client.post(LOGIN, sent)
    assert answer.status_code == 200
    assert sentence in text_of(answer)


def test_login_does_not_tell_who_has_an_account(client, bob):
    pages = [
        text_of(sign_in(Client(), email, "verkeerd wachtwoord")).replace(email, "ADDRESS")
        for email in (bob.email, "niemand@example.be", make_user(is_active=False).email)
    ]
    pages = [
        re.sub(r'(csrf\w*"[^>]*value|nonce|X-CSRFToken[^:]*:)[=" ]+"[^"]+"', "", p) for p in pages
    ]
    assert pages[0] == pages[1] == pages[2]


def test_login_takes_as_long_for_an_unknown_address(bob, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    settings.PASSWORD_HASHERS = portal.PASSWORD_HASHERS  # quick ones would prove nothing
    bob.set_password(PASSWORD)
    bob.save()

    def seconds(email: str) -> float:
        began = time.perf_counter()
        sign_in(Client(), email, "verkeerd wachtwoord")
        return time.perf_counter() - began

    known = statistics.median(seconds(bob.email) for _ in range(3))
    unknown = statistics.median(seconds("niemand@example.be") for _ in range(3))
    assert 0.4 < known / unknown < 2.5


def test_login_of_an_account_without_a_password(client):
    user = User.objects.create_user("nieuw@example.be")
    assert WRONG in text_of(sign_in(client, user.email, "!"))
    assert not is_in(client)


def test_login_of_a_closed_account_says_so_only_with_the_right_password(client):
    user = make_user(is_active=False)
    assert WRONG in text_of(sign_in(client, user.email, "verkeerd"))
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD}, follow=True)
    assert "Dit account is gesloten" in text_of(answer)
    assert not is_in(client)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/mijn-taken/", "/mijn-taken/"),
        ("http://testserver/mijn-taken/", "http://testserver/mijn-taken/"),
        ("https://kwaad.example/", "/"),
        ("//kwaad.example/", "/"),
        ("/\\kwaad.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://ander.example/", "/"),
    ],
)
def test_login_next_stays_on_this_host(client, bob, settings, wanted, reached):
    settings.ALLOWED_HOSTS = ["testserver", "ander.example"]
    answer = sign_in(client, bob.email, next=wanted)
    assert answer["Location"] == reached


def test_signup_is_closed(client):
    sent = {"email": "nieuw@example.be", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    for answer in (client.get("/account/signup/"), client.post("/account/signup/", sent)):
        assert "U kunt zelf geen account maken" in text_of(answer)
    assert not User.objects.exists()


def test_nobody_gives_themselves_another_address(bob, sign_in):
    client = sign_in(bob)
    for sent in ({"action_add": "", "email": "ander@example.be"}, {"action_primary": ""}):
        assert client.post("/account/email/", sent).status_code == 405
    assert not bob.emailaddress_set.exists()


def test_password_is_stored_as_argon2id(settings):
    settings.PASSWORD_HASHERS = portal.PASSWORD_HASHERS
    user = User.objects.create_user("nieuw@example.be", NEW_PASSWORD)
    assert user.password.startswith("argon2$argon2id$")


# ── a new password by mail ───────────────────────────────────────────────────────────────────
def link_in(mail) -> str:
    [link] = re.findall(r"http://testserver(/\S+)", mail.get_content())
    return link


def choose(client, link, password=NEW_PASSWORD, again=None):
    page = client.get(link, follow=True)
    where = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(where, {"password1": password, "password2": again or password}, follow=True)


def test_reset_by_mail(client, bob, mailbox):
    answer = client.post(RESET, {"email": "Bob@Example.be"}, follow=True)
    assert "Kijk in uw mailbox" in text_of(answer)
    [mail] = mailbox.collect()
    assert (mail["To"], mail["Subject"]) == (bob.email, "Een nieuw wachtwoord kiezen")
    assert "Uw wachtwoord is gewijzigd" in text_of(choose(client, link_in(mail)))
    sign_in(client, bob.email, NEW_PASSWORD)
    assert is_in(client)


def test_reset_tells_the_owner_that_the_password_changed(client, bob, mailbox):
    client.post(RESET, {"email": bob.email})
    choose(client, link_in(mailbox.collect()[0]))
    told = mailbox.collect()[-1]
    assert (told["To"], told["Subject"]) == (bob.email, "Uw wachtwoord is gewijzigd")
    assert "Was u het niet?" in told.get_content()


def test_reset_link_works_once(client, bob, mailbox):
    client.post(RESET, {"email": bob.email})
    link = link_in(mailbox.collect()[0])
    choose(client, link)
    assert "Deze link werkt niet meer" in text_of(Client().get(link, follow=True))


def test_reset_ends_every_session(bob, mailbox, sign_in):
    thief = sign_in(bob)
    owner = Client()
    owner.post(RESET, {"email": bob.email})
    choose(owner, link_in(mailbox.collect()[0]))
    thief.get("/contact/")
    assert SESSION_KEY not in thief.session


def test_reset_does_not_tell_who_has_an_account(bob, mailbox):
    off = make_user(is_active=False)
    answers = []
    for email in (bob.email, "niemand@example.be", off.email):
        answer = Client().post(RESET, {"email": email})
        answers.append((answer.status_code, answer["Location"], answer.content))
    assert len(set(answers)) == 1
    subjects = {mail["To"]: mail["Subject"] for mail in mailbox.collect()}
    assert subjects["niemand@example.be"] == "Er is geen account met dit adres"
    assert subjects[off.email] == "Er is geen account met dit adres"


def test_reset_link_follows_the_own_address_and_not_the_request(client, bob, mailbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(RESET, {"email": bob.email}, headers={"host": "kwaad.example"})
    assert "kwaad.example" not in mailbox.collect()[0].get_content()


@pytest.mark.parametrize("link", ["1-abc", "zzzzzzzzzzz-abc", "1-set-password"])
def test_reset_with_a_made_up_link(client, link):
    answer = client.get(f"/account/password/reset/key/{link}/", follow=True)
    assert answer.status_code == 200
    assert "Deze link werkt niet meer" in text_of(answer)


def test_reset_without_an_address(client):
    assert "Vul ‘E-mailadres’ in." in text_of(client.post(RESET, {"email": ""}))


def test_invitation_lets_someone_choose_the_first_password(client, mailbox):
    from django.utils import timezone

    from slimsamenwerken.accounts.operations import create_user, invite_user

    user = create_user(email="nieuw@example.be", name="Nieuw", by=None)
    invite_user(user=user, by=None, now=timezone.now())
    [mail] = mailbox.collect()
    choose(client, link_in(mail))
    sign_in(client, user.email, NEW_PASSWORD)
    assert is_in(client)


# ── rules for passwords ──────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("elf tekens!", "Kies een wachtwoord van minstens 12 tekens."),
        ("x1y2" * 32 + "z", "Kies een wachtwoord van hoogstens 128 tekens."),
        ("qwerty123456", "Veel mensen gebruiken dit wachtwoord."),
        ("bob@example.be!", "Dit wachtwoord lijkt op uw e-mailadres."),
        ("bobvoorbeeld1", "Dit wachtwoord lijkt op uw naam."),
    ],
)
def test_password_that_is_refused(bob, sign_in, password, sentence):
    client = sign_in(bob)
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post("/account/password/change/", sent)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["twaalf tekens"[:12], "x1y2" * 32])
def test_password_of_exactly_the_allowed_length(bob, sign_in, password):
    client = sign_in(bob)
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/account/password/change/", sent).status_code == 302
    bob.refresh_from_db()
    assert bob.check_password(password)


def test_password_change_asks_the_old_one_and_twice_the_new_one(bob, sign_in):
    client = sign_in(bob)
    sent = {"oldpassword": "verkeerd", "password1": NEW_PASSWORD, "password2": "iets anders"}
    html = text_of(client.post("/account/password/change/", sent))
    assert "Vul het wachtwoord in dat u nu gebruikt." in html
    assert "Typ twee keer hetzelfde wachtwoord." in html


def test_password_change_keeps_this_session_and_ends_the_others(bob, sign_in):
    here, elsewhere = sign_in(bob), sign_in(bob)
    sent = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    here.post("/account/password/change/", sent)
    here.get("/contact/")
    elsewhere.get("/contact/")
    assert SESSION_KEY in here.session
    assert SESSION_KEY not in elsewhere.session
