"""Too many attempts: our page with the time to wait, for the account and for the address."""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from tests.accounts.reading import text_of
from tests.accounts.test_login import LOGIN, RESET, sign_in
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def from_address(number: int) -> Client:
    return Client(REMOTE_ADDR=f"192.0.2.{number}")


@pytest.fixture
def at(monkeypatch):
    """`at(59)`: so many seconds after the start, for the counters and for our page."""
    start = 1_800_000_000.0

    def stand(seconds: float) -> None:
        now = start + seconds
        monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: now)
        monkeypatch.setattr("slimsamenwerken.accounts.limits.time", lambda: now)

    stand(0)
    return stand


def test_login_five_wrong_attempts_a_minute_per_account(bob, at):
    for number in range(5):
        assert sign_in(from_address(number), bob.email, "verkeerd").status_code == 200
    at(20.5)
    answer = sign_in(from_address(9), bob.email, PASSWORD)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "40"
    assert "U gaat wat te snel" in text_of(answer)
    assert "Wacht 40 seconden en probeer het opnieuw." in text_of(answer)
    at(60.5)
    assert sign_in(from_address(9), bob.email, PASSWORD).status_code == 302


def test_login_limit_is_the_same_for_an_address_without_account(at):
    answers = [sign_in(from_address(n), "niemand@example.be", "x").status_code for n in range(6)]
    assert answers == [200] * 5 + [429]


def test_login_limit_counts_capitals_as_one_account(bob, at):
    spelled = ["bob@example.be", "BOB@example.be", "Bob@Example.BE"]
    answers = [sign_in(from_address(n), spelled[n % 3], "x").status_code for n in range(6)]
    assert answers[-1] == 429


def test_login_limit_of_one_account_leaves_others_alone(alice, bob, at):
    for number in range(6):
        sign_in(from_address(number), bob.email, "verkeerd")
    assert sign_in(from_address(1), alice.email).status_code == 302


def test_login_right_passwords_do_not_fill_the_counter_of_the_account(bob, at):
    for number in range(8):
        assert sign_in(from_address(number), bob.email).status_code == 302


def test_login_thirty_attempts_a_minute_per_address(at):
    client = from_address(1)
    for number in range(30):
        assert sign_in(client, f"persoon-{number}@example.be", "x").status_code == 200
    answer = sign_in(client, "nog-iemand@example.be", "x")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert sign_in(from_address(2), "nog-iemand@example.be", "x").status_code == 200


def test_login_page_itself_is_not_limited(bob, at):
    for number in range(6):
        sign_in(from_address(number), bob.email, "verkeerd")
    assert from_address(1).get(LOGIN).status_code == 200


def test_login_behind_the_proxy_counts_the_address_that_the_proxy_saw(settings, bob, at):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = [
        Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 192.0.2.1")
        for n in range(31)
    ]
    answers = [
        sign_in(client, f"persoon-{n}@example.be", "x").status_code
        for n, client in enumerate(forged)
    ]
    assert answers == [200] * 30 + [429]


def test_login_without_a_proxy_does_not_believe_the_header(at):
    for number in range(31):
        client = Client(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
        answer = sign_in(client, f"persoon-{number}@example.be", "x")
    assert answer.status_code == 429


def test_reset_three_mails_an_hour_per_account(bob, at):
    for number in range(3):
        assert from_address(number).post(RESET, {"email": bob.email}).status_code == 302
    at(10 * 60)
    answer = from_address(9).post(RESET, {"email": bob.email})
    assert (answer.status_code, answer["Retry-After"]) == (429, "3000")
    assert "Wacht 50 minuten en probeer het opnieuw." in text_of(answer)


def test_limit_page_has_no_form_data_and_no_session(bob, at):
    for number in range(6):
        answer = sign_in(from_address(number), bob.email, "verkeerd wachtwoord")
    assert bob.email not in text_of(answer)
    assert SESSION_KEY not in answer.wsgi_request.session


def test_login_without_redis_says_so_and_lets_nobody_in(bob, settings):
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    }
    answer = sign_in(Client(), bob.email)
    assert answer.status_code == 503
    assert "Het portaal is even niet beschikbaar" in text_of(answer)
    assert SESSION_KEY not in answer.wsgi_request.session


def test_reset_of_two_people_counts_each(at):
    first, second = make_user(), make_user()
    for user in (first, second) * 3:
        assert from_address(1).post(RESET, {"email": user.email}).status_code == 302
    assert re.match(r"4\d\d", str(from_address(1).post(RESET, {"email": first.email}).status_code))
