"""A worker of its own writes the rows; killed half-way it leaves none, and the next writes all."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from slimsamenwerken.api.imports.tasks import write_import
from slimsamenwerken.api.models import ImportTask
from slimsamenwerken.celery import app
from slimsamenwerken.core.env import redis_urls
from slimsamenwerken.programme.models import Measurement
from tests.api.conftest import Asker
from tests.api.imports.conftest import sent, values
from tests.programme.people import Cast
from tests.reports.processes import Crew, own_broker

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
LOCK = 4_200_001


@pytest.fixture
def crew(transactional_db: None, tmp_path: Path) -> Iterator[Crew]:
    with own_broker() as broker:
        made = Crew(broker, tmp_path)
        yield made
        made.stop()


def offer(crew: Crew, task: ImportTask) -> None:
    with app.connection_for_write(redis_urls(crew.broker.url).broker) as broker:
        write_import.apply_async(
            kwargs={"task_id": task.pk}, connection=broker, queue=crew.queue, retry=False
        )


def waiting_for_us() -> bool:
    """Whether somebody stands still at the lock that this test holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
            " AND NOT granted",
            [LOCK],
        )
        return bool(cursor.fetchone()[0])


@pytest.fixture
def stop_at_third() -> Iterator[None]:
    """The third measurement waits for a lock that the test has, in the worker's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute(
            "CREATE FUNCTION halfway() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" PERFORM pg_advisory_xact_lock({LOCK}); RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER halfway BEFORE INSERT ON programme_measurement FOR EACH ROW"
            " WHEN (NEW.value = 3) EXECUTE FUNCTION halfway()"
        )
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock_all()")
            cursor.execute("DROP FUNCTION halfway() CASCADE")


def test_a_worker_that_is_killed_half_way_leaves_nothing(
    crew: Crew, api: Asker, people: Cast, alice: str, stop_at_third: None, settings: Any
) -> None:
    assert sent(api, alice, values(1, 2, 3, 4)).status_code == 202
    task = ImportTask.objects.get()
    first = crew.worker(MEDIA_ROOT=settings.MEDIA_ROOT.as_posix())
    offer(crew, task)
    crew.until(waiting_for_us)
    first.send_signal(signal.SIGKILL)
    first.wait()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    crew.until(lambda: not waiting_for_us())
    task.refresh_from_db()
    assert (task.status, task.attempts, task.saved_count) == ("running", 1, 0)
    assert not Measurement.objects.exists()
    ImportTask.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    offer(crew, task)
    crew.worker(MEDIA_ROOT=settings.MEDIA_ROOT.as_posix())
    crew.until(lambda: ImportTask.objects.filter(status="done", file_name="").exists())
    task.refresh_from_db()
    assert (task.attempts, task.saved_count) == (2, 4)
    assert set(Measurement.objects.values_list("origin", flat=True)) == {"import"}
    assert Measurement.objects.count() == 4
