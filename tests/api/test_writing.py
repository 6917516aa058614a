"""Things by the API: made, and changed from a day on; only what is sent changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from slimsamenwerken.programme.models import Action, ActionVersion
from tests.api.conftest import Asker, key_for
from tests.factories.programme import make_line
from tests.programme.people import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return make_cast()


@pytest.fixture
def key(people: Cast) -> str:
    staff = people.people["staff"]
    return key_for(staff, staff.memberships.get().organisation, "programme:write")


def test_staff_makes_an_action(api: Asker, people: Cast, key: str) -> None:
    line = make_line()
    new = {"code": "7.1.09", "title": "Nieuwe actie", "lineId": str(line.public_id)}
    answer = api("post", "/actions", new, key=key)
    assert answer.status_code == 201, answer.content
    made = Action.objects.get(code="7.1.09")
    assert answer["Location"].endswith(f"/actions/{made.public_id}")
    again = api("post", "/actions", new, key=key)
    assert [issue["name"] for issue in again.json()["issues"]] == ["code"]


def test_patch_changes_what_is_sent_from_a_day_on(api: Asker, people: Cast, key: str) -> None:
    here = f"/actions/{people.action.public_id}"
    seen = api("get", here, key=key)
    assert api("patch", here, {"title": "Anders"}, key=key).status_code == 428
    answer = api(
        "patch", here, {"title": "Anders", "startsOn": None}, key=key, If_Match=seen["ETag"]
    )
    assert answer.status_code == 200, answer.content
    expected = {k: v for k, v in seen.json().items() if k != "startsOn"}
    changed = {"title", "version", "modifiedAt"}
    found = answer.json()
    assert found["title"] == "Anders"
    assert {k: v for k, v in found.items() if k not in changed} == {
        k: v for k, v in expected.items() if k not in changed
    }
    yesterday = timezone.localdate() - timedelta(days=1)
    assert api("get", f"{here}?asOf={yesterday}").json()["title"] == "Actie van Alice"
    stale = api("patch", here, {"title": "Nog anders"}, key=key, If_Match=seen["ETag"])
    assert stale.status_code == 412
    second = api("patch", here, {"title": "Nog anders"}, key=key, If_Match=answer["ETag"])
    assert second.json()["title"] == "Nog anders"
    assert ActionVersion.objects.known().filter(action=people.action).count() == 2


def test_a_lead_may_not_change_the_thing_itself(api: Asker, people: Cast) -> None:
    alice = people.people["alice"]
    own = key_for(alice, alice.memberships.get().organisation, "programme:write")
    here = f"/actions/{people.action.public_id}"
    tag = api("get", here, key=own)["ETag"]
    answer = api("patch", here, {"title": "Anders"}, key=own, If_Match=tag)
    assert answer.json()["type"].endswith(":missingPermission")
