"""Sends deliveries that are due, one webhook at a time, outside of any transaction.

A delivery is claimed by a conditional update with a lease: one of a killed sender comes back. It
may then be sent twice, under the same id, by which the receiver recognises it.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from slimsamenwerken.api.callers import standing_caller
from slimsamenwerken.api.feed.reading import as_event, audiences_of
from slimsamenwerken.api.models import FeedEntry, WebhookDelivery, WebhookSubscription
from slimsamenwerken.api.webhooks.letters import tell_disabled
from slimsamenwerken.api.webhooks.signing import SecretLostError, signed_headers
from slimsamenwerken.api.wire import to_json
from slimsamenwerken.core.dates import local_date
from slimsamenwerken.core.jobs import Clock
from slimsamenwerken.core.locks import try_lock
from slimsamenwerken.core.logs import log_event
from slimsamenwerken.core.outbound import DOOR, Door, OutboundError, post

LEASE: Final = timedelta(minutes=2)
WAITS: Final = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30),
    timedelta(hours=2), timedelta(hours=8), timedelta(hours=24),
)  # fmt: skip
TOLERATED: Final = 20  # failures in a row
ROUND: Final = 200  # deliveries
LONGEST_ROUND: Final = timedelta(minutes=5)  # a task is ended after ten
CONTENT_TYPE: Final = "application/cloudevents+json"
State = WebhookDelivery.State


def _due(now: datetime) -> Q:
    return Q(state=State.WAITING, not_before__lte=now) | Q(state=State.SENDING, lease_until__lt=now)


def webhooks_with_due(now: datetime) -> list[int]:
    active = WebhookSubscription.objects.active()
    due = WebhookDelivery.objects.filter(_due(now), subscription__in=active)
    return list(due.order_by("subscription").values_list("subscription", flat=True).distinct())


def send_due(webhook_id: int, *, clock: Clock = timezone.now, door: Door = DOOR) -> int:
    """Send what is due, in order, until something fails; how many events that settled.

    It stops at the first failure, so that a server that is away for a minute is not taken for one
    that is gone because much was waiting for it.
    """
    sent = 0
    with try_lock(f"api.webhook.{webhook_id}") as mine:
        until = clock() + LONGEST_ROUND
        while mine and sent < ROUND and clock() < until:
            if not _next(webhook_id, clock, door):
                break
            sent += 1
    return sent


def _next(webhook_id: int, clock: Clock, door: Door) -> bool:
    """Whether there was one, and the next may follow."""
    now = clock()
    active = WebhookSubscription.objects.active().filter(pk=webhook_id)
    webhook = active.select_related("client__organisation", "client__made_by").first()
    caller = standing_caller(webhook.client, today=local_date(now)) if webhook else None
    if webhook is None or caller is None:
        return False
    delivery = _claim(webhook, now)
    if delivery is None:
        return False
    if delivery.attempts > len(WAITS) + 1:
        _failed(webhook, delivery, now, error="gave_up")
        return False
    return _send(webhook, delivery, audiences_of(caller), clock, door)


def _claim(webhook: WebhookSubscription, now: datetime) -> WebhookDelivery | None:
    due = WebhookDelivery.objects.filter(_due(now), subscription=webhook)
    found = due.order_by("position").first()
    if found is None:
        return None
    # Still due when the update finds it: who comes second gets nothing.
    mine = due.filter(pk=found.pk)
    found.attempts += 1
    claim = {"state": State.SENDING, "lease_until": now + LEASE, "attempts": found.attempts}
    return found if mine.update(**claim) else None


def _send(
    webhook: WebhookSubscription,
    delivery: WebhookDelivery,
    audiences: frozenset[str],
    clock: Clock,
    door: Door,
) -> bool:
    entry = FeedEntry.objects.filter(position=delivery.position).first()
    if entry is None or not audiences & {*entry.audiences, *entry.lost}:
        # The feed forgot it, or the client may not know of it any more: nobody's failure.
        _mark(delivery, State.DEAD, error="withheld")
        return True
    error, status = _tried(webhook, as_event(entry, audiences), clock(), door)
    if error:
        _failed(webhook, delivery, clock(), error=error, last_status=status)
    else:
        _arrived(webhook, delivery, clock(), status)
    return not error


def _tried(
    webhook: WebhookSubscription, event: Mapping[str, Any], now: datetime, door: Door
) -> tuple[str, int | None]:
    """What went wrong (empty: nothing), and the status of the answer, if there was one."""
    body = to_json(event)
    try:
        headers = signed_headers(str(event["id"]), now, body, _seeds(webhook, now))
        status = post(webhook.url, body, {"Content-Type": CONTENT_TYPE, **headers}, door=door)
    except OutboundError as error:
        return error.reason, None
    except SecretLostError:
        return "secret_lost", None
    return "" if 200 <= status < 300 else "status", status


def _seeds(webhook: WebhookSubscription, now: datetime) -> list[str]:
    """Both while the receiver changes over; the new one first."""
    old = webhook.previous_seed
    is_used = bool(old) and webhook.previous_until is not None and now < webhook.previous_until
    return [webhook.seed, old] if is_used else [webhook.seed]


@transaction.atomic
def _arrived(
    webhook: WebhookSubscription, delivery: WebhookDelivery, now: datetime, status: int | None
) -> None:
    _mark(delivery, State.SENT, sent_at=now, last_status=status, error="")
    WebhookSubscription.objects.filter(pk=webhook.pk).update(failures=0, last_sent_at=now)
    log_event("api.webhook_sent", objects={"webhook": webhook.pk, "position": delivery.position})


@transaction.atomic
def _failed(
    webhook: WebhookSubscription, delivery: WebhookDelivery, now: datetime, **told: Any
) -> None:
    if delivery.attempts > len(WAITS):
        _mark(delivery, State.DEAD, **told)
    else:
        _mark(delivery, State.WAITING, not_before=now + WAITS[delivery.attempts - 1], **told)
    _count_failure(webhook, now)
    objects = {"webhook": webhook.pk, "position": delivery.position}
    log_event("api.webhook_refused", objects=objects, result=told["error"], level=logging.WARNING)


def _count_failure(webhook: WebhookSubscription, now: datetime) -> None:
    """Twenty in a row, and it is switched off and its maker told, in one transaction."""
    row = WebhookSubscription.objects.filter(pk=webhook.pk)
    row.update(failures=F("failures") + 1)
    broken = row.filter(failures__gte=TOLERATED, disabled_at__isnull=True)
    if broken.update(disabled_at=now, version=F("version") + 1, modified_at=now):
        log_event("api.webhook_disabled", objects={"webhook": webhook.pk}, level=logging.WARNING)
        tell_disabled(webhook, now)


def _mark(delivery: WebhookDelivery, state: WebhookDelivery.State, **changes: Any) -> None:
    """Unless someone else took it over meanwhile."""
    mine = WebhookDelivery.objects.filter(
        pk=delivery.pk, state=State.SENDING, attempts=delivery.attempts
    )
    mine.update(state=state, lease_until=None, **changes)
