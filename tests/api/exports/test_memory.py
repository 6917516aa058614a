"""Memory stays flat, whatever the size."""

import gc
import tracemalloc
from datetime import datetime

import pytest
from django.db import connection
from django.utils import timezone

from slimsamenwerken.api.exports import operations
from slimsamenwerken.api.models import ExportTask
from slimsamenwerken.core.dates import local_date

pytestmark = pytest.mark.django_db


def many_actors(count: int) -> None:
    """Rows straight into the tables: triggers and rules are not what is looked at here."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "INSERT INTO programme_actor (public_id, version, modified_at, slug) "
            "SELECT gen_random_uuid(), 1, now(), 'veel-' || n FROM generate_series(1, %s) n",
            [count],
        )
        cursor.execute(
            "INSERT INTO programme_actorversion (public_id, recorded_at, origin, withdrawn_reason,"
            " derived, basis, valid_on, valid_on_precision, name, abbreviation, kind, is_group,"
            " website, enterprise_number, actor_id) SELECT gen_random_uuid(), now(), 'seed', '',"
            " false, '', date '2013-01-01', 'day', repeat('Voorbeeld ', 10), '', 'network', false,"
            " '', '', id FROM programme_actor WHERE slug LIKE 'veel-%%'"
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_memory_does_not_grow_with_the_rows(form: str) -> None:
    def peak(now: datetime) -> int:
        task = ExportTask.objects.create(resource="actors", format=form, as_of=local_date(now))
        gc.collect()
        tracemalloc.start()
        assert operations.work(task.pk, now=now, today=local_date(now)) == "done"
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    many_actors(2_000)
    peak(timezone.now())  # what is loaded once
    small = peak(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programme_actor SET slug = 'eerst-' || id WHERE slug LIKE 'veel-%'")
    many_actors(18_000)
    assert peak(timezone.now()) < small * 1.5 + 512 * 1024
