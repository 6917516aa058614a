"""Turns new events of the feed into deliveries, for each webhook what its client may know of."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from slimsamenwerken.api.callers import standing_caller
from slimsamenwerken.api.feed.reading import audiences_of, entries_after
from slimsamenwerken.api.models import FeedEntry, WebhookDelivery, WebhookSubscription
from slimsamenwerken.api.resources import resources
from slimsamenwerken.core.dates import local_date

BATCH: Final = 500
KEPT: Final = timedelta(days=30)  # deliveries that arrived
KEPT_DEAD: Final = timedelta(days=90)


def queue_events(now: datetime) -> int:
    """How many deliveries that made. Safe to repeat: a position is passed once."""
    last = FeedEntry.objects.aggregate(last=Max("position"))["last"] or 0
    behind = WebhookSubscription.objects.active().filter(position__lt=last).order_by("pk")
    behind = behind.select_related("client__organisation", "client__made_by")
    return sum(_queue(webhook, last, now) for webhook in behind)


@transaction.atomic
def _queue(webhook: WebhookSubscription, last: int, now: datetime) -> int:
    caller = standing_caller(webhook.client, today=local_date(now))
    if caller is None:
        return 0  # it goes on from here if its maker gets a role again
    entries = entries_after(webhook.position, audiences_of(caller), BATCH)
    # A full batch may have more behind it; else everything up to `last` was looked at.
    seen = entries[-1].position if entries else last
    reached = seen if len(entries) == BATCH else max(seen, last)
    mine = WebhookSubscription.objects.filter(pk=webhook.pk, position=webhook.position)
    if not mine.update(position=reached):
        return 0
    labels = {resource.label for resource in resources if resource.name in webhook.kinds}
    wanted = [entry for entry in entries if not webhook.kinds or entry.label in labels]
    rows = [
        WebhookDelivery(subscription=webhook, position=entry.position, not_before=now, made_at=now)
        for entry in wanted
    ]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def forget_old_deliveries(now: datetime) -> int:
    """What arrived is gone after a month, what was given up after three."""
    state = WebhookDelivery.State
    old = WebhookDelivery.objects.filter(state=state.SENT, made_at__lt=now - KEPT)
    dead = WebhookDelivery.objects.filter(state=state.DEAD, made_at__lt=now - KEPT_DEAD)
    return old.delete()[0] + dead.delete()[0]
