"""Asked, followed and fetched by a signed address."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from slimsamenwerken.api import operations as clients
from slimsamenwerken.api.exports import operations
from slimsamenwerken.api.models import ApiClient, ExportTask
from slimsamenwerken.core.jobs import Occasion, jobs
from tests.api.conftest import Asker
from tests.api.exports.conftest import fetched, key_of, ordered, status
from tests.programme.people import Cast

pytestmark = pytest.mark.django_db


def test_a_visitor_asks_a_file_and_fetches_it(api: Asker, people: Cast) -> None:
    answer = api("post", "/exports", {"resource": "actions", "format": "csv"})
    assert answer.status_code == 202
    assert answer["RateLimit-Policy"] == '"exports";q=10;w=3600'
    assert answer["Cache-Control"] == "no-store"
    waiting = answer.json()
    assert (waiting["status"], waiting["progress"]) == ("queued", 0)
    assert waiting["asOf"] == timezone.localdate().isoformat()
    assert "file" not in waiting
    here = answer["Location"].partition("/api/v1")[2]
    assert api("get", here).json() == waiting
    task = ExportTask.objects.get()
    operations.work(task.pk, now=timezone.now(), today=timezone.localdate())
    done = api("get", here).json()
    assert (done["status"], done["progress"]) == ("done", 100)
    tag = api("get", here)["ETag"]
    assert api("get", here, If_None_Match=tag).status_code == 304
    file = fetched(done)
    assert file.status_code == 200
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    today = timezone.localdate().isoformat()
    assert file["Content-Disposition"] == f'attachment; filename="acties-{today}.csv"'
    body = b"".join(file.streaming_content)
    assert file["ETag"] == f'"{sha256(body).hexdigest()}"'
    assert int(file["Content-Length"]) == len(body) == done["file"]["byteSize"]
    assert done["file"]["rowCount"] == 2


def test_the_eleventh_of_an_hour_is_refused(api: Asker, people: Cast) -> None:
    for _number in range(10):
        assert api("post", "/exports", {"resource": "actors"}).status_code == 202
    refused = api("post", "/exports", {"resource": "actors"})
    assert refused.status_code == 429
    assert refused.json()["limit"] == 10
    assert api("get", "/actions").status_code == 200


def test_the_type_that_is_accepted_chooses_the_format(api: Asker, people: Cast) -> None:
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    for accepted, expected in (("text/csv", "csv"), (xlsx, "xlsx"), ("*/*", "csv")):
        answer = api("post", "/exports", {"resource": "actors"}, Accept=accepted)
        assert answer.status_code == 202, answer.content
        assert answer["Content-Type"] == "application/json"
        assert answer.json()["format"] == expected


def test_another_client_finds_nothing(api: Asker, people: Cast, staff_key: str) -> None:
    task = ordered(api, staff_key, resource="actions")
    here = f"/exports/{task['id']}"
    other = key_of(people, "alice")
    assert api("get", here, key=other).status_code == 404
    assert api("get", here).status_code == 404
    assert api("get", here, key=staff_key).status_code == 200


def test_an_address_of_the_file_needs_its_own_signature(api: Asker, people: Cast) -> None:
    one, two = (ordered(api, resource="actors") for _ in range(2))
    signature = one["file"]["href"].partition("signature=")[2]
    here = f"/exports/{two['id']}/file"
    assert api("get", here).status_code == 404
    assert api("get", f"{here}?signature=x").status_code == 404
    assert api("get", f"{here}?signature={signature}").status_code == 404
    assert api("get", f"{here}?signature={signature}&x=1").status_code == 400
    assert status(two) == 200


def test_a_file_is_gone_after_a_day(api: Asker, people: Cast) -> None:
    task = ordered(api, resource="actors")
    name = ExportTask.objects.get().file_name
    now = timezone.now()
    ExportTask.objects.update(expires_at=now)
    assert status(task) == 410
    job = jobs.get("api.exports_old")
    assert job is not None
    assert default_storage.exists(name)
    job.run(Occasion(job.key, "", now, now))
    assert not default_storage.exists(name)
    shown = api("get", f"/exports/{task['id']}").json()
    assert shown["status"] == "expired"
    assert "24 uur" in shown["detail"]
    ExportTask.objects.update(created_at=now - timedelta(days=31))
    job.run(Occasion(job.key, "", now, now))
    assert not ExportTask.objects.exists()


def test_an_old_signature_is_gone(
    api: Asker, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = ordered(api, resource="actors")
    monkeypatch.setattr(operations, "KEPT", timedelta(seconds=-1))
    assert status(task) == 410


def test_the_file_of_a_client_that_ended_is_not_given(
    api: Asker, people: Cast, staff_key: str
) -> None:
    task = ordered(api, staff_key, resource="actors")
    client = ApiClient.objects.get()
    clients.end_client(client=client, by=client.made_by, now=timezone.now())
    assert status(task) == 404


def test_what_is_wrong_is_told_by_name(api: Asker, people: Cast) -> None:
    def issues(**body: Any) -> list[tuple[str, str, str]]:
        answer = api("post", "/exports", {"resource": "actions", **body})
        assert answer.status_code == 400, answer.content
        return [(i["in"], i["name"], i["type"].rpartition(":")[2]) for i in answer.json()["issues"]]

    assert issues(resource="dingen") == [("body", "resource", "schemaViolation")]
    assert issues(asOf="2999-01-01") == [("body", "asOf", "invalidInput")]
    assert issues(extra=1) == [("body", "extra", "unknownInput")]
    assert issues(filters={"kleur": "rood"}) == [("body", "filters.kleur", "unknownInput")]
    assert issues(filters={"kind": ["x"]}) == [("body", "filters.kind", "schemaViolation")]
    assert issues(filters={"q": ["a", "b"]}) == [("body", "filters.q", "schemaViolation")]
    assert issues(filters={"line": 7}) == [("body", "filters.line", "invalidInput")]
    assert not ExportTask.objects.exists()
