"""Celery wrappers: ids only, harmless when delivered twice."""

from celery import shared_task
from django.utils import timezone

from slimsamenwerken.api.imports import operations
from slimsamenwerken.core.jobs import Occasion
from slimsamenwerken.core.tasks import send


@shared_task(
    name="slimsamenwerken.api.write_import", time_limit=int(operations.TIME_LIMIT.total_seconds())
)
def write_import(*, task_id: int) -> None:
    """Write the rows of one import, if that is still to do."""
    operations.work(task_id, now=timezone.now(), today=timezone.localdate())


def sweep_imports(occasion: Occasion) -> None:
    """Each minute: offer every import that waits."""
    for task_id in operations.due_ids(occasion.now):
        if not send(write_import, task_id=task_id):
            break  # the broker is away: the rows wait, and the next tick comes


def forget_imports(occasion: Occasion) -> None:
    """Each minute: take away what is old."""
    operations.forget_imports(occasion.now)


def forget_lost_rows(occasion: Occasion) -> None:
    """Each day: take away rows in the store that belong to no import."""
    operations.forget_lost_rows(occasion.now)
