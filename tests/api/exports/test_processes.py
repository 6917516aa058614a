"""A worker of its own writes the file, and one that is killed leaves it to the next."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from slimsamenwerken.api.exports import operations
from slimsamenwerken.api.exports.tasks import write_export
from slimsamenwerken.api.models import ExportTask
from slimsamenwerken.celery import app
from slimsamenwerken.core.env import redis_urls
from tests.factories.programme import make_actor
from tests.reports.processes import Crew, own_broker

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def crew(transactional_db: None, tmp_path: Path) -> Iterator[Crew]:
    with own_broker() as broker:
        made = Crew(broker, tmp_path)
        yield made
        made.stop()


def test_a_killed_worker_gives_way_to_the_next(crew: Crew, tmp_path: Path) -> None:
    make_actor()
    task = ExportTask.objects.create(resource="actors", format="csv", as_of=timezone.localdate())
    # As a worker that was killed while it wrote leaves it.
    assert operations.claim(task.pk, now=timezone.now()) is not None
    first = crew.worker(MEDIA_ROOT=str(tmp_path))
    first.send_signal(signal.SIGKILL)
    ExportTask.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert operations.due_ids(timezone.now()) == [task.pk]
    with app.connection_for_write(redis_urls(crew.broker.url).broker) as broker:
        write_export.apply_async(
            kwargs={"task_id": task.pk}, connection=broker, queue=crew.queue, retry=False
        )
    crew.worker(MEDIA_ROOT=str(tmp_path))
    crew.until(lambda: ExportTask.objects.filter(status="done").exists())
    task.refresh_from_db()
    assert task.attempts == 2
    assert (tmp_path / task.file_name).read_bytes().count(b"\n") == 2
