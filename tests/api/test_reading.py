from datetime import date

import pytest

from tests.api.conftest import Asker
from tests.factories.programme import make_action, make_milestone, make_update

pytestmark = pytest.mark.django_db


def test_a_list_has_items_pages_and_the_moment(api: Asker) -> None:
    make_action(code="1.1.01")
    make_action(code="1.1.02")
    answer = api("get", "/actions?pageSize=1")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert [item["code"] for item in body["items"]] == ["1.1.01"]
    assert body["total"] == 2
    assert body["next"].endswith("pageSize=1&page=2")
    assert body["asOf"]
    second = api("get", "/actions?pageSize=1&page=2").json()
    assert [item["code"] for item in second["items"]] == ["1.1.02"]
    assert "next" not in second


def test_document_can_be_made(api: Asker) -> None:
    answer = api("get", "/doc/openapi.yaml")
    assert answer.status_code == 200


def test_unknown_parameter_is_refused(api: Asker) -> None:
    answer = api("get", "/actions?lijn=1")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_embeds(api: Asker) -> None:
    action = make_action(code="1.1.01")
    make_milestone(action, code="M1")
    make_update(action, date(2016, 1, 1))
    answer = api(
        "get",
        "/actions?embed=status&embed=milestones&embed=updates&embed=participations&embed=closure&embed=indicators",
    )
    assert answer.status_code == 200
    one = api("get", f"/actions/{action.public_id}?asOf=2020-01-01")
    again = api("get", f"/actions/{action.public_id}?asOf=2020-01-01", If_None_Match=one["ETag"])
    assert again.status_code == 304


@pytest.mark.parametrize("query", ["asOf=", "line=", "q=", "line=1.1&line="])
def test_empty_parameter_is_refused_with_what_to_do(api: Asker, query: str) -> None:
    answer = api("get", f"/actions?{query}")
    assert answer.status_code == 400, query
    assert "laat deze parameter weg" in answer.json()["issues"][0]["detail"]


def test_empty_cursor_starts_at_the_first_row(api: Asker) -> None:
    make_action(code="1.1.01")
    assert len(api("get", "/actions?after=").json()["items"]) == 1
