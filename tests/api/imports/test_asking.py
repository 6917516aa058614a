"""Sent, followed, kept for a while."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from slimsamenwerken.api.imports import operations, parsing
from slimsamenwerken.api.models import ImportTask
from slimsamenwerken.core.jobs import Occasion, jobs
from slimsamenwerken.programme.models import Measurement
from tests.api.conftest import Asker
from tests.api.imports.conftest import imported, key_of, sent, sent_csv, told, values, worked
from tests.programme.people import Cast

pytestmark = pytest.mark.django_db


def kept() -> list[str]:
    return default_storage.listdir("imports")[1]


def run(key: str, now: Any) -> None:
    job = jobs.get(key)
    assert job is not None
    job.run(Occasion(key, "", now, now))


def test_rows_are_sent_followed_and_saved(api: Asker, people: Cast, alice: str) -> None:
    answer = sent(api, alice, values(1, "2.5"))
    assert answer.status_code == 202, answer.content
    assert answer["Cache-Control"] == "no-store"
    waiting = answer.json()
    assert (waiting["status"], waiting["progress"], waiting["rowCount"]) == ("queued", 0, 2)
    assert answer["Location"] == waiting["href"]
    here = answer["Location"].partition("/v1")[2]
    before = api("get", here, key=alice)
    assert before.json() == waiting
    assert len(kept()) == 1
    done = worked(api, alice, answer)
    assert (done["status"], done["progress"]) == ("done", 100)
    assert (done["savedCount"], done["refusedCount"], done["issueCount"]) == (2, 0, 0)
    assert done["finishedAt"]
    assert "issues" not in done
    assert api("get", here, key=alice, If_None_Match=before["ETag"]).status_code == 200
    tag = api("get", here, key=alice)["ETag"]
    assert api("get", here, key=alice, If_None_Match=tag).status_code == 304
    assert kept() == []
    rows = Measurement.objects.order_by("valid_on")
    assert [str(row.value.normalize()) for row in rows] == ["1", "2.5"]
    assert {(row.origin, row.recorded_by) for row in rows} == {("import", people.people["alice"])}


def test_a_check_saves_nothing_and_tells_the_same(api: Asker, people: Cast, alice: str) -> None:
    good = imported(api, alice, values(1), dryRun=True)
    assert (good["status"], good["dryRun"], good["savedCount"]) == ("done", True, 0)
    assert not Measurement.objects.exists()
    wrong = [*values(1, "veel"), {"indicator": "V99", "validOn": "2026-01-01", "value": "1"}]
    checked, real = (imported(api, alice, wrong, dryRun=is_dry) for is_dry in (True, False))
    assert checked["issues"] == real["issues"]
    assert checked["status"] == real["status"] == "failed"
    assert not Measurement.objects.exists()


def test_without_key_or_scope(api: Asker, people: Cast) -> None:
    body = {"resource": "measurements", "items": values(1)}
    assert api("post", "/imports", body).status_code == 401
    answer = sent(api, key_of(people, "alice", "programme:read"), values(1))
    assert (answer.status_code, answer.json()["requiredScopes"]) == (403, ["programme:write"])
    assert not ImportTask.objects.exists()


def test_another_client_finds_nothing(api: Asker, people: Cast, alice: str) -> None:
    here = sent(api, alice, values(1))["Location"].partition("/v1")[2]
    assert api("get", here).status_code == 401
    assert api("get", here, key=key_of(people, "charlie")).status_code == 404
    assert api("get", here, key=alice).status_code == 200


def test_a_key_of_idempotency_sends_once(api: Asker, people: Cast, alice: str) -> None:
    body = {"resource": "measurements", "items": values(1)}
    both = [api("post", "/imports", body, key=alice, Idempotency_Key="invoer-01") for _ in "12"]
    assert [answer.status_code for answer in both] == [202, 202]
    assert both[0]["Location"] == both[1]["Location"]
    assert ImportTask.objects.count() == len(kept()) == 1
    body["dryRun"] = True
    assert api("post", "/imports", body, key=alice, Idempotency_Key="invoer-01").status_code == 422


def test_what_is_wrong_with_the_whole_is_told_at_once(
    api: Asker, people: Cast, alice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def issues(**body: Any) -> list[tuple[str, str]]:
        whole = {"resource": "measurements", "items": values(1), **body}
        answer = api("post", "/imports", whole, key=alice)
        assert answer.status_code == 400, answer.content
        return [(i["name"], i["type"].rpartition(":")[2]) for i in answer.json()["issues"]]

    assert issues(resource="targets") == [("resource", "schemaViolation")]
    assert issues(extra=1) == [("extra", "unknownInput")]
    assert issues(separator=";", numbers=[1]) == [
        ("numbers", "unknownInput"),
        ("separator", "unknownInput"),
    ]
    assert issues(dryRun="misschien") == [("dryRun", "invalidInput")]
    assert [name for name, _kind in issues(items=[])] == ["items"]
    assert [name for name, _kind in issues(items=["x"])] == ["items[0]"]
    assert not ImportTask.objects.exists()


def test_at_most_ten_thousand_rows(api: Asker, people: Cast, alice: str) -> None:
    answer = sent(api, alice, values(1) * 10_001)
    assert answer.status_code == 400
    assert [issue["name"] for issue in answer.json()["issues"]] == ["items"]
    assert sent(api, alice, values(1) * 10_000).status_code == 202


@pytest.mark.parametrize("media", ["application/json", "text/csv"])
def test_a_body_that_is_too_large_is_not_read(
    people: Cast, alice: str, media: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "LARGEST", 100)
    client = Client(headers={"Authorization": f"Bearer {alice}"})
    answer = client.post("/api/v1/imports?resource=updates", b"x" * 101, content_type=media)
    assert (answer.status_code, answer.json()["limit"]) == (413, 100)


def test_a_body_that_lies_about_its_size_is_read_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from io import BytesIO

    monkeypatch.setattr(parsing, "LARGEST", 100)
    body = BytesIO(b"x" * 1000)
    with pytest.raises(parsing.Problem):
        parsing.read_at_most(body, None)
    assert body.tell() == 101


def test_another_media_type_is_refused(people: Cast, alice: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {alice}"})
    answer = client.post("/api/v1/imports", b"<x/>", content_type="text/xml")
    assert (answer.status_code, answer.json()["acceptedTypes"]) == (
        415,
        ["application/json", "text/csv"],
    )


def test_issues_go_after_a_week_and_rows_after_a_month(
    api: Asker, people: Cast, alice: str
) -> None:
    task = imported(api, alice, values("veel"))
    assert told(task) == [(1, "value", "invalidInput")]
    here, now = f"/imports/{task['id']}", timezone.now()
    ImportTask.objects.update(finished_at=now - timedelta(days=6))
    run("api.imports_old", now)
    assert api("get", here, key=alice).json()["status"] == "failed"
    ImportTask.objects.update(finished_at=now - timedelta(days=7))
    run("api.imports_old", now)
    shown = api("get", here, key=alice).json()
    assert (shown["status"], shown["issueCount"]) == ("expired", 1)
    assert "7 dagen" in shown["detail"]
    assert "issues" not in shown
    ImportTask.objects.update(created_at=now - timedelta(days=31))
    run("api.imports_old", now)
    assert not ImportTask.objects.exists()


def test_the_store_keeps_no_rows_that_are_of_no_use(
    api: Asker, people: Cast, alice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_name: str) -> None:
        raise OSError

    answer = sent(api, alice, values(1))
    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "delete", away)
        assert worked(api, alice, answer)["status"] == "done"
    assert len(kept()) == 1
    run("api.imports_old", timezone.now())
    assert kept() == []
    waiting = sent(api, alice, values(2)).json()["id"]
    default_storage.save("imports/van-niemand.json", ContentFile(b"[]"))
    run("api.imports_lost", timezone.now())
    assert len(kept()) == 2
    run("api.imports_lost", timezone.now() + operations.LOST_ROWS + timedelta(minutes=1))
    assert kept() == [f"{waiting}.json"]


def test_csv_says_the_rest_in_its_address(api: Asker, people: Cast, alice: str) -> None:
    text = "indicator;validOn;value\nV71;2026-01-01;1\n"
    task = worked(api, alice, sent_csv(alice, text, "resource=measurements&dryRun=true"))
    assert (task["status"], task["dryRun"], task["rowCount"]) == ("done", True, 1)
    assert sent_csv(alice, text, "").status_code == 400
    assert sent_csv(alice, text, "resource=measurements&x=1").status_code == 400
    refused = api("post", "/imports?resource=updates", {"items": values(1)}, key=alice)
    assert refused.json()["issues"][0]["in"] == "query"
