"""Many at once: one PATCH wins, one POST happens, whoever comes first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from slimsamenwerken.programme.models import Measurement
from tests.api.conftest import Asker, key_for
from tests.programme.people import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


@pytest.fixture
def people() -> Cast:
    return make_cast()


def at_once(ask: Callable[[int], Any]) -> list[Any]:
    """The answers to MANY calls, eight at a time, each thread with its own connection."""

    def one(number: int) -> Any:
        try:
            return ask(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(MANY)))


def _key(people: Cast, name: str) -> str:
    user = people.people[name]
    return key_for(user, user.memberships.get().organisation, "programme:write")


def test_of_fifty_patches_with_one_tag_one_is_done(api: Asker, people: Cast) -> None:
    key, here = _key(people, "staff"), f"/actions/{people.action.public_id}"
    tag = api("get", here, key=key)["ETag"]
    answers = at_once(
        lambda n: api("patch", here, {"title": f"Titel {n}"}, key=key, If_Match=tag).status_code
    )
    assert sorted(answers) == [200] + [412] * (MANY - 1)


def test_of_fifty_posts_with_one_key_one_row_comes(api: Asker, people: Cast) -> None:
    key, path = _key(people, "alice"), f"/indicators/{people.indicator.public_id}/measurements"
    given = {"validOn": "2026-01-31", "value": "12.5"}
    answers = at_once(
        lambda _n: api("post", path, given, key=key, Idempotency_Key="voorbeeld-1").status_code
    )
    assert set(answers) <= {201, 409}
    assert 201 in answers
    assert Measurement.objects.count() == 1
    assert api("post", path, given, key=key, Idempotency_Key="voorbeeld-1").status_code == 201
