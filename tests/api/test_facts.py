"""Facts by the API: appended, withdrawn, replaced, never edited; once, and over nobody's change."""

from typing import Any

import pytest

from slimsamenwerken.programme.models import Measurement
from tests.api.conftest import Asker, key_for
from tests.programme.people import Cast, make_cast

pytestmark = pytest.mark.django_db
VALUE = {"validOn": "2026-01-31", "value": "12.5", "source": "Voorbeeld"}


@pytest.fixture
def people() -> Cast:
    return make_cast()


def _key(people: Cast, name: str, *scopes: str) -> str:
    user = people.people[name]
    held = user.memberships.first()
    assert held is not None
    return key_for(user, held.organisation, *(scopes or ("programme:write",)))


def _path(people: Cast) -> str:
    return f"/indicators/{people.indicator.public_id}/measurements"


def test_a_lead_posts_a_measurement_on_what_it_read(api: Asker, people: Cast) -> None:
    key = _key(people, "alice")
    seen = api("get", f"/indicators/{people.indicator.public_id}", key=key)
    answer = api("post", _path(people), VALUE, key=key, If_Match=seen["ETag"])
    assert answer.status_code == 201, answer.content
    assert answer.json()["value"] == "12.5"
    row = Measurement.objects.get()
    assert (row.origin, row.recorded_by) == ("api", people.people["alice"])
    assert api("get", answer["Location"].partition("/v1")[2]).json()["id"] == answer.json()["id"]


def test_a_stale_tag_is_refused_and_nothing_is_saved(api: Asker, people: Cast) -> None:
    key = _key(people, "alice")
    seen = api("get", f"/indicators/{people.indicator.public_id}", key=key)["ETag"]
    assert api("post", _path(people), VALUE, key=key, If_Match=seen).status_code == 201
    other = VALUE | {"validOn": "2026-02-28"}
    answer = api("post", _path(people), other, key=key, If_Match=seen)
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (
        412,
        "preconditionFailed",
    )
    assert Measurement.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status", "problem"),
    [
        ("bob", 403, "missingPermission"),
        ("charlie", 403, "missingPermission"),
        ("auditor", 403, "missingPermission"),
    ],
)
def test_who_does_not_lead_is_refused(
    api: Asker, people: Cast, who: str, status: int, problem: str
) -> None:
    answer = api("post", _path(people), VALUE, key=_key(people, who))
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (status, problem)


def test_without_a_key_or_scope(api: Asker, people: Cast) -> None:
    assert api("post", _path(people), VALUE).json()["type"].endswith(":noAccessToken")
    answer = api("post", _path(people), VALUE, key=_key(people, "alice", "programme:read"))
    assert answer.json()["requiredScopes"] == ["programme:write"]


def test_a_key_that_is_none_is_refused_on_a_write_too(api: Asker, people: Cast) -> None:
    answer = api("post", _path(people), VALUE, key="ssw_geen_sleutel")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')


@pytest.mark.parametrize("key", ["", "kort", "te lang" * 10])
def test_a_request_key_of_another_form_is_refused_also_of_a_visitor(api: Asker, key: str) -> None:
    answer = api("post", "/exports", {"resource": "actions"}, Idempotency_Key=key)
    assert answer.status_code == 400
    assert answer.json()["issues"][0]["name"] == "Idempotency-Key"


def test_same_key_and_body_is_written_once(api: Asker, people: Cast) -> None:
    key = _key(people, "alice")
    first, second = (
        api("post", _path(people), VALUE, key=key, Idempotency_Key="meting-2026-01") for _ in "12"
    )
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Measurement.objects.count() == 1
    other = api(
        "post", _path(people), VALUE | {"value": "13"}, key=key, Idempotency_Key="meting-2026-01"
    )
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("change", "name", "kind"),
    [
        ({"valeu": 1}, "valeu", "unknownInput"),
        ({"value": "veel"}, "value", "invalidInput"),
        ({"validOn": "31/01/2026"}, "validOn", "invalidInput"),
        ({"denominator": "0", "numerator": "1"}, "", "invalidInput"),
        ({"qualifier": "!"}, "qualifier", "schemaViolation"),
        ({"valid_on": "2026-01-31"}, "valid_on", "unknownInput"),
    ],
)
def test_bad_input_is_named(
    api: Asker, people: Cast, change: dict[str, Any], name: str, kind: str
) -> None:
    answer = api("post", _path(people), VALUE | change, key=_key(people, "alice"))
    assert answer.status_code == 400, answer.content
    found = [(issue["name"], issue["type"].rpartition(":")[2]) for issue in answer.json()["issues"]]
    assert (name, kind) in found
    assert not Measurement.objects.exists()


def test_a_fact_is_replaced_and_withdrawn_but_never_edited(api: Asker, people: Cast) -> None:
    key = _key(people, "alice")
    row = api("post", _path(people), VALUE, key=key)
    here = row["Location"].partition("/v1")[2]
    assert api("patch", here, {"value": "13"}, key=key).status_code == 405
    assert api("delete", here, key=key).status_code == 405
    new = api("post", f"{here}/replace", {"value": "13", "reason": "Tikfout in de bron"}, key=key)
    assert (new.status_code, new.json()["value"]) == (201, "13"), new.content
    assert api("get", here).status_code == 404
    assert api("post", f"{here}/withdraw", {"reason": "Nog eens"}, key=key).status_code == 409
    there = new["Location"].partition("/v1")[2]
    gone = api("post", f"{there}/withdraw", {"reason": "Niet gemeten"}, key=key)
    assert gone.json()["withdrawnReason"] == "Niet gemeten"
    assert api("get", _path(people)).json()["items"] == []
