"""Webhooks of a client: made, given a new secret, switched on again, ended; events sent again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import User
from slimsamenwerken.api.models import (
    ApiClient,
    FeedEntry,
    WebhookDelivery,
    WebhookSubscription,
)
from slimsamenwerken.api.resources import resources
from slimsamenwerken.api.webhooks.signing import new_seed
from slimsamenwerken.core.constraints import speaking
from slimsamenwerken.core.logs import log_event
from slimsamenwerken.core.outbound import target_of

MOST: Final = 10  # standing ones of a client
OVERLAP: Final = timedelta(hours=24)  # both secrets sign for as long
State = WebhookDelivery.State
UNDONE: Final = (State.WAITING, State.SENDING)


@transaction.atomic
def make_webhook(
    *, client: ApiClient, url: str, kinds: Iterable[str], by: User
) -> WebhookSubscription:
    """It hears of what is numbered from now on."""
    ApiClient.objects.select_for_update().get(pk=client.pk)
    if WebhookSubscription.objects.standing().filter(client=client).count() >= MOST:
        raise ValidationError(_("A client has at most ten webhooks. End one first."))
    row = WebhookSubscription(
        client=client,
        url=_checked(url.strip()),
        kinds=_sorted(kinds),
        seed=new_seed(),
        position=FeedEntry.objects.aggregate(last=Max("position"))["last"] or 0,
    )
    row.full_clean()
    with speaking():
        row.save(force_insert=True)
    row.refresh_from_db()
    _log("made", row, by)
    return row


@transaction.atomic
def rotate_secret(*, webhook: WebhookSubscription, by: User, now: datetime) -> WebhookSubscription:
    """The secret until now signs along for a day, so that the receiver can change over.

    Raises ValidationError on that day: a third secret would silence one that may be in use.
    """
    row = _locked(webhook)
    if row.previous_until is not None and now < row.previous_until:
        sentence = _("The previous secret still signs. A new one can be made after %(until)s.")
        until = f"{localtime(row.previous_until):%d/%m/%Y %H:%M}"
        raise ValidationError(sentence, params={"until": until})
    row.previous_seed, row.previous_until = row.seed, now + OVERLAP
    row.seed = new_seed()
    _raise(row, now, "seed", "previous_seed", "previous_until")
    _log("rotated", row, by)
    return row


@transaction.atomic
def enable_webhook(*, webhook: WebhookSubscription, by: User, now: datetime) -> None:
    """It goes on where it stopped: what changed meanwhile follows."""
    row = _locked(webhook)
    if row.disabled_at is None:
        return
    row.disabled_at, row.failures = None, 0
    _raise(row, now, "disabled_at", "failures")
    row.deliveries.filter(state=State.WAITING).update(not_before=now)
    _log("enabled", row, by)


@transaction.atomic
def end_webhook(*, webhook: WebhookSubscription, by: User, now: datetime) -> None:
    """For good; what still waits is not sent any more."""
    row = _locked(webhook)
    if row.ended_at is not None:
        return
    row.ended_at = now
    _raise(row, now, "ended_at")
    row.deliveries.filter(state__in=UNDONE).delete()
    _log("ended", row, by)


def replay(
    *, webhook: WebhookSubscription, by: User, now: datetime, delivery: WebhookDelivery | None
) -> int:
    """Try once more what was given up, one event or all of them; from the first attempt on."""
    dead = webhook.deliveries.filter(state=State.DEAD)
    if delivery is not None:
        dead = dead.filter(pk=delivery.pk)
    count = dead.update(state=State.WAITING, attempts=0, not_before=now, error="")
    _log("replayed", webhook, by)
    return count


def _locked(webhook: WebhookSubscription) -> WebhookSubscription:
    return WebhookSubscription.objects.select_for_update().get(pk=webhook.pk)


def _raise(row: WebhookSubscription, now: datetime, *fields: str) -> None:
    row.version, row.modified_at = F("version") + 1, now
    row.save(update_fields=[*fields, "version", "modified_at"])
    row.refresh_from_db()


def _checked(url: str) -> str:
    try:
        target_of(url)
    except ValidationError as error:
        raise ValidationError({"url": error}) from None
    return url


def _sorted(kinds: Iterable[str]) -> list[str]:
    chosen, known = set(kinds), [resource.name for resource in resources]
    if chosen - set(known):
        raise ValidationError({"kinds": _("Choose kinds of the list.")})
    return [name for name in known if name in chosen]


def _log(what: str, row: WebhookSubscription, by: User) -> None:
    log_event(f"api.webhook_{what}", objects={"webhook": row.pk, "user": by.pk})
