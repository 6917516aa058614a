"""A manager makes a client and a key in the browser; nobody else's organisation can be touched."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.api import operations
from slimsamenwerken.api.models import ApiClient, ApiKey
from tests.api.conftest import Asker
from tests.factories.accounts import make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Organisation:
    return make_organisation(name="Voorbeeldhuis")


@pytest.fixture
def manager(home: Organisation) -> User:
    return make_person("manager", home)


@pytest.fixture
def browser(manager: User) -> Client:
    found = Client()
    found.force_login(manager)
    return found


def _made(home: Organisation, by: User) -> ApiClient:
    return operations.make_client(
        organisation=home, name="Voorbeeld", scopes=["programme:read"], by=by
    )


def test_from_nothing_to_a_key_that_works(api: Asker, browser: Client, home: Organisation) -> None:
    new = reverse("api_clients:new", args=[home.public_id])
    given = {"name": "Nachtelijke kopie", "scopes": ["programme:read", "programme:write"]}
    assert browser.post(new, given).status_code == 302
    client = ApiClient.objects.get()
    page = browser.post(
        reverse("api_clients:key-new", args=[home.public_id, client.public_id]), {"lasts": "90"}
    )
    text = page.context["key"]
    assert text in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert api("get", "/actions", key=text).status_code == 200
    listed = browser.get(reverse("api_clients:list", args=[home.public_id])).content.decode()
    assert ApiKey.objects.get().prefix in listed
    assert text not in listed
    assert ApiKey.objects.get().last_used_at is not None


def test_without_a_name_the_choice_of_scopes_stays(browser: Client, home: Organisation) -> None:
    new = reverse("api_clients:new", args=[home.public_id])
    html = browser.post(new, {"name": "", "scopes": ["feed:read"]}).content.decode()
    assert "Vul" in html
    assert 'value="feed:read"' in html.replace("checked", "").replace("  ", " ")
    assert not ApiClient.objects.exists()


def test_a_key_that_is_taken_back_opens_nothing(
    api: Asker, browser: Client, home: Organisation, manager: User
) -> None:
    client = _made(home, manager)
    now = timezone.now()
    text = operations.give_key(client=client, by=manager, now=now, lasts=timedelta(days=9)).text
    assert api("get", "/actions", key=text).status_code == 200
    key = client.keys.get()
    where = reverse(
        "api_clients:key-revoke", args=[home.public_id, client.public_id, key.public_id]
    )
    assert browser.get(where).status_code == 200
    assert api("get", "/actions", key=text).status_code == 200  # a GET never acts
    browser.post(where)
    refused = api("get", "/actions", key=text)
    assert (refused.status_code, refused["WWW-Authenticate"]) == (
        401,
        'Bearer error="invalid_token"',
    )


def test_two_keys_at_a_time(home: Organisation, manager: User, browser: Client) -> None:
    client = _made(home, manager)
    where = reverse("api_clients:key-new", args=[home.public_id, client.public_id])
    for _turn in range(2):
        browser.post(where, {"lasts": "90"})
    page = browser.post(where, {"lasts": "90"}).content.decode()
    assert "hoogstens twee sleutels" in page
    assert client.keys.count() == 2


def test_a_lapsed_role_lapses_the_key(api: Asker, home: Organisation, manager: User) -> None:
    client = _made(home, manager)
    now = timezone.now()
    text = operations.give_key(client=client, by=manager, now=now, lasts=timedelta(days=9)).text
    day = timezone.localdate() - timedelta(days=1)
    manager.memberships.update(since=day - timedelta(days=9), until=day)
    assert api("get", "/actions", key=text).status_code == 401


@pytest.mark.parametrize("wrong", ["x", "ssw_abc_def", "ssw__", "ssw_é_é", "ssw_0_0\x00"])
def test_strange_keys_are_refused_alike(api: Asker, wrong: str) -> None:
    assert api("get", "/actions", key=wrong).json()["type"].endswith("invalidAccessToken")


def test_a_client_of_another_organisation_is_not_there(browser: Client, home: Organisation) -> None:
    other = make_organisation()
    foreign = _made(other, make_person("manager", other))
    for name in ("change", "end", "key-new"):
        theirs = reverse(f"api_clients:{name}", args=[other.public_id, foreign.public_id])
        assert browser.get(theirs).status_code == 403
        mixed = reverse(f"api_clients:{name}", args=[home.public_id, foreign.public_id])
        assert browser.post(mixed).status_code == 404
    assert foreign.name == ApiClient.objects.get().name
