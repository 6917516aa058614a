"""One worker writes a file, and another one when it is lost."""

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from slimsamenwerken.api.exports import operations
from slimsamenwerken.api.leases import LostLeaseError
from slimsamenwerken.api.models import ExportTask
from tests.api.conftest import Asker
from tests.programme.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(people: Cast) -> ExportTask:
    return ExportTask.objects.create(resource="actors", format="csv", as_of=timezone.localdate())


def done(task: ExportTask, now: datetime) -> str:
    return operations.work(task.pk, now=now, today=timezone.localdate())


def test_one_worker_takes_an_export(task: ExportTask) -> None:
    now = timezone.now()
    assert operations.claim(task.pk, now=now) is not None
    assert operations.claim(task.pk, now=now) is None
    assert operations.due_ids(now) == []


def test_a_lost_worker_gives_way_after_its_lease(task: ExportTask) -> None:
    now = timezone.now()
    first = operations.claim(task.pk, now=now)
    assert first is not None
    default_storage.save(operations._stored_name(first, 1), io.BytesIO(b"half"))
    later = now + operations.LEASE + timedelta(seconds=1)
    assert operations.due_ids(later) == [task.pk]
    assert done(task, later) == "done"
    task.refresh_from_db()
    assert task.attempts == 2
    assert files() == {Path(task.file_name).name}
    # The first one comes back, and has nothing to say any more.
    with pytest.raises(LostLeaseError):
        operations._write(first, later, timezone.localdate())
    assert files() == {Path(task.file_name).name}


def files() -> set[str]:
    return set(default_storage.listdir("exports")[1])


def test_a_passing_fault_is_tried_again(task: ExportTask, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: Any, **_kwargs: Any) -> None:
        raise OSError

    now = timezone.now()
    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "save", away)
        assert done(task, now) == "queued"
        assert operations.due_ids(now) == []
    later = now + timedelta(minutes=2)
    assert operations.due_ids(later) == [task.pk]
    assert done(task, later) == "done"
    assert list(operations.spool().iterdir()) == []


def test_a_fault_that_stays_ends_it(task: ExportTask, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: Any, **_kwargs: Any) -> None:
        raise OSError

    monkeypatch.setattr(default_storage, "save", away)
    now = timezone.now()
    ended = [done(task, now + timedelta(hours=n)) for n in range(5)]
    assert ended == ["queued", "queued", "queued", "failed", ""]


def test_more_rows_than_a_sheet_holds_is_told(
    api: Asker, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from slimsamenwerken.api.exports import writing

    monkeypatch.setattr(writing, "XLSX_ROWS", 1)
    answer = api("post", "/exports", {"resource": "actions", "format": "xlsx"}).json()
    assert done(ExportTask.objects.get(), timezone.now()) == "failed"
    assert "CSV" in api("get", f"/exports/{answer['id']}").json()["detail"]


def test_a_key_of_idempotency_asks_once(api: Asker, people: Cast, staff_key: str) -> None:
    asks = [
        api(
            "post",
            "/exports",
            {"resource": "actors"},
            key=staff_key,
            Idempotency_Key="sleutel-0001",
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in asks] == [202, 202]
    assert ExportTask.objects.count() == 1
    assert asks[1]["Location"] == asks[0]["Location"]
