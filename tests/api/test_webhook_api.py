"""A program keeps the webhooks of its own client over the API."""

from typing import Any

import pytest

from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.api.models import IdempotencyRecord, WebhookSubscription
from slimsamenwerken.api.webhooks.signing import secret_of
from tests.api.conftest import Asker, key_for
from tests.factories.accounts import make_organisation, make_person

pytestmark = pytest.mark.django_db
MANAGE = "webhooks:manage"
URL = "https://haak.example.be/pad"


@pytest.fixture
def home() -> Organisation:
    return make_organisation()


@pytest.fixture
def key(home: Organisation) -> str:
    return key_for(make_person("manager", home), home, MANAGE)


def _made(api: Asker, key: str, **more: Any) -> dict[str, Any]:
    answer = api("post", "/webhooks", {"url": URL, **more}, key=key)
    assert answer.status_code == 201, answer.content
    assert answer["Location"] == answer.json()["href"]
    assert "no-store" in answer["Cache-Control"]
    found: dict[str, Any] = answer.json()
    return found


def _path(made: dict[str, Any]) -> str:
    return f"/webhooks/{made['id']}"


def test_made_read_given_a_new_secret_and_ended(api: Asker, key: str) -> None:
    made = _made(api, key, kinds=["milestone", "action"])
    row = WebhookSubscription.objects.get()
    assert made["secret"] == secret_of(row.seed)
    assert (made["kinds"], made["status"]) == (["action", "milestone"], "active")
    read = api("get", _path(made), key=key)
    assert read.json() == {name: made[name] for name in made if name != "secret"}
    assert api("get", "/webhooks", key=key).json()["items"] == [read.json()]
    turned = api("post", f"{_path(made)}/rotate", key=key)
    assert turned.status_code == 200
    assert turned.json()["secret"] != made["secret"]
    assert turned.json()["version"] == 2
    assert "previousSecretUntil" in turned.json()
    assert api("post", f"{_path(made)}/rotate", key=key).status_code == 409
    assert api("delete", _path(made), key=key).status_code == 428
    assert api("delete", _path(made), key=key, If_Match=read["ETag"]).status_code == 412
    assert api("delete", _path(made), key=key, If_Match=turned["ETag"]).status_code == 204
    assert api("get", _path(made), key=key).status_code == 404
    assert api("get", "/webhooks", key=key).json()["items"] == []


def test_what_is_the_same_is_not_sent_twice(api: Asker, key: str) -> None:
    made = _made(api, key)
    for path in ("/webhooks", _path(made)):
        tag = api("get", path, key=key)["ETag"]
        assert api("get", path, key=key, If_None_Match=tag).status_code == 304
        WebhookSubscription.objects.update(version=WebhookSubscription.objects.get().version + 1)
        assert api("get", path, key=key, If_None_Match=tag).status_code == 200


def test_repeated_post_makes_one_and_keeps_no_secret(api: Asker, key: str) -> None:
    headers = {"Idempotency_Key": "proef-12345"}
    answers = [api("post", "/webhooks", {"url": URL}, key=key, **headers) for _turn in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[1].json()["secret"] == secret_of(WebhookSubscription.objects.get().seed)
    kept = IdempotencyRecord.objects.get()
    assert kept.body["id"] == answers[0].json()["id"]
    assert "whsec_" not in str(kept.body)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": "http://haak.example.be/"}, "url"),
        ({"url": URL, "kinds": ["alles"]}, "kinds"),
        ({"url": URL, "kinds": "action"}, "kinds"),
        ({"url": URL, "secret": "x"}, "secret"),
        ({}, "url"),
    ],
)
def test_input_that_is_not_right_is_an_issue_of_its_field(
    api: Asker, key: str, body: dict[str, Any], name: str
) -> None:
    answer = api("post", "/webhooks", body, key=key)
    assert answer.status_code == 400
    assert [issue["name"] for issue in answer.json()["issues"]] == [name]
    assert not WebhookSubscription.objects.exists()


def test_without_the_scope_or_the_role_nothing(api: Asker, home: Organisation, key: str) -> None:
    made = _made(api, key)
    unscoped = key_for(make_person("manager", home), home, "feed:read")
    member = key_for(make_person("member", home), home, MANAGE)
    wanted = {"": 401, unscoped: 403, member: 403}
    for other, status in wanted.items():
        for method, path in (("get", "/webhooks"), ("post", "/webhooks"), ("get", _path(made))):
            assert api(method, path, {}, key=other).status_code == status
        assert api("delete", _path(made), key=other).status_code == status
    missing = api("get", "/webhooks", key=unscoped).json()
    assert missing["requiredScopes"] == [MANAGE]


def test_another_clients_webhook_does_not_exist_not_even_of_a_colleague(
    api: Asker, home: Organisation, key: str
) -> None:
    made = _made(api, key)
    for place in (home, make_organisation()):
        other = key_for(make_person("manager", place), place, MANAGE)
        assert api("get", "/webhooks", key=other).json()["items"] == []
        assert api("get", _path(made), key=other).status_code == 404
        assert api("delete", _path(made), key=other, If_Match="*").status_code == 404
        assert api("post", f"{_path(made)}/rotate", key=other).status_code == 404
        assert _made(api, other)["url"] == URL  # each client has its own
    assert api("get", _path(made), key=key).status_code == 200


def test_a_maker_who_is_no_manager_any_more_manages_nothing(api: Asker, home: Organisation) -> None:
    person: User = make_person("manager", home)
    key = key_for(person, home, MANAGE)
    _made(api, key)
    person.memberships.update(role="member")
    assert api("get", "/webhooks", key=key).status_code == 403
