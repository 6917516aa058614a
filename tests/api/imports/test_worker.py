"""One worker writes an import, another one when it is lost, and half an import never stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.utils import timezone

from slimsamenwerken.api.imports import operations
from slimsamenwerken.api.leases import LostLeaseError
from slimsamenwerken.api.models import ImportTask
from slimsamenwerken.programme.models import Measurement
from tests.api.conftest import Asker
from tests.api.imports.conftest import sent, values
from tests.programme.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(api: Asker, people: Cast, alice: str) -> ImportTask:
    assert sent(api, alice, values(1, 2, 3)).status_code == 202
    return ImportTask.objects.get()


def done(task: ImportTask, now: datetime) -> str:
    return operations.work(task.pk, now=now, today=timezone.localdate())


def test_one_worker_takes_an_import(task: ImportTask) -> None:
    now = timezone.now()
    assert operations.claim(task.pk, now=now) is not None
    assert operations.claim(task.pk, now=now) is None
    assert operations.due_ids(now) == []
    assert done(task, now) == ""


def test_a_lost_worker_gives_way_and_saves_nothing_when_it_comes_back(task: ImportTask) -> None:
    now = timezone.now()
    first = operations.claim(task.pk, now=now)
    assert first is not None
    later = now + operations.LEASE + timedelta(seconds=1)
    assert operations.due_ids(later) == [task.pk]
    second = operations.claim(task.pk, now=later)
    assert second is not None
    with pytest.raises(LostLeaseError):
        operations._write(first, later, timezone.localdate())
    assert not Measurement.objects.exists()
    operations._write(second, later, timezone.localdate())
    assert Measurement.objects.count() == 3


def test_a_worker_that_lost_its_lease_while_it_wrote_saves_nothing(
    task: ImportTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_and_lose(*args: Any, **kwargs: Any) -> None:
        write(*args, **kwargs)
        assert Measurement.objects.count() == 3
        ImportTask.objects.update(attempts=2)

    write = operations.write_rows
    monkeypatch.setattr(operations, "write_rows", write_and_lose)
    assert done(task, timezone.now()) == ""
    assert not Measurement.objects.exists()


def test_a_passing_fault_is_tried_again(task: ImportTask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*args: Any, **kwargs: Any) -> None:
        write(*args, **kwargs)
        raise OperationalError

    write, now = operations.write_rows, timezone.now()
    with monkeypatch.context() as patch:
        patch.setattr(operations, "write_rows", fall)
        assert done(task, now) == "queued"
    assert not Measurement.objects.exists()
    assert operations.due_ids(now) == []
    later = now + timedelta(minutes=2)
    assert done(task, later) == "done"
    assert Measurement.objects.count() == 3


def test_a_fault_that_stays_ends_it(
    task: ImportTask, api: Asker, alice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: Any, **_kwargs: Any) -> None:
        raise OSError

    now = timezone.now()
    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "open", away)
        ended = [done(task, now + timedelta(hours=n)) for n in range(5)]
    assert ended == ["queued", "queued", "queued", "failed", ""]
    assert "niets bewaard" in api("get", f"/imports/{task.public_id}", key=alice).json()["detail"]
    assert default_storage.listdir("imports")[1] == []


def test_rows_that_are_gone_end_it_at_once(task: ImportTask) -> None:
    default_storage.delete(task.file_name)
    assert done(task, timezone.now()) == "failed"


def test_an_error_of_ours_ends_it_and_saves_nothing(
    task: ImportTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*args: Any, **kwargs: Any) -> None:
        write(*args, **kwargs)
        raise RuntimeError

    write = operations.write_rows
    monkeypatch.setattr(operations, "write_rows", fall)
    assert done(task, timezone.now()) == "failed"
    task.refresh_from_db()
    assert (task.error, task.saved_count) == ("RuntimeError", 0)
    assert not Measurement.objects.exists()
