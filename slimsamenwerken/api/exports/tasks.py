"""Celery wrappers: ids only, harmless when delivered twice."""

from celery import shared_task
from django.utils import timezone

from slimsamenwerken.api.exports import operations
from slimsamenwerken.core.jobs import Occasion
from slimsamenwerken.core.tasks import send


@shared_task(name="slimsamenwerken.api.write_export")
def write_export(*, task_id: int) -> None:
    """Write one file, if it is still to do."""
    operations.work(task_id, now=timezone.now(), today=timezone.localdate())


def sweep_exports(occasion: Occasion) -> None:
    """Each minute: offer every export that waits."""
    for task_id in operations.due_ids(occasion.now):
        if not send(write_export, task_id=task_id):
            break  # the broker is away: the rows wait, and the next tick comes


def forget_exports(occasion: Occasion) -> None:
    """Each minute: take away what is old."""
    operations.forget_exports(occasion.now)
