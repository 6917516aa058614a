"""Celery wrappers: ids only, harmless when delivered twice."""

from celery import shared_task

from slimsamenwerken.api.webhooks.queueing import forget_old_deliveries, queue_events
from slimsamenwerken.api.webhooks.sending import send_due, webhooks_with_due
from slimsamenwerken.core.jobs import Occasion
from slimsamenwerken.core.tasks import send
from slimsamenwerken.history.acting import acting


@shared_task(name="slimsamenwerken.api.send_webhook")
def send_webhook(*, webhook_id: int) -> None:
    """In a task of its own: who answers slowly holds up nobody else, and not the tick."""
    with acting(by=None, source="task", reason="webhook"):
        send_due(webhook_id)


def sweep_webhooks(occasion: Occasion) -> None:
    """Each minute: queue what the feed has new, and offer every webhook with something due."""
    with acting(by=None, source="task", reason="webhook"):
        queue_events(occasion.now)
    for webhook_id in webhooks_with_due(occasion.now):
        if not send(send_webhook, webhook_id=webhook_id):
            break  # the broker is away: the rows wait, and the next tick comes


def forget_deliveries(occasion: Occasion) -> None:
    forget_old_deliveries(occasion.now)
