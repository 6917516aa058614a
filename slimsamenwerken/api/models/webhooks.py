"""Addresses of partners that hear of changes, and each event that is to be sent there."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID, TransactionNow
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.models.clients import ApiClient
from slimsamenwerken.core.clocks import CoreClock
from slimsamenwerken.history.tracking import tracked

LONGEST_URL = 500
# Raised by each delivery or write, or secret: no news for the history.
UNTOLD = (
    "seed", "previous_seed", "position", "failures", "last_sent_at", "version", "modified_at",
)  # fmt: skip


class WebhookSubscriptionQuerySet(models.QuerySet["WebhookSubscription"]):
    def standing(self) -> Self:
        """Not ended, nor its client; may be disabled."""
        return self.filter(ended_at__isnull=True, client__ended_at__isnull=True)

    def active(self) -> Self:
        return self.standing().filter(disabled_at__isnull=True)


@tracked(exclude=UNTOLD)
class WebhookSubscription(models.Model):
    """An address of one client. The secret is in no column: it follows from the seed and our key."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(_("address"), max_length=LONGEST_URL)
    kinds = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("kinds of things"),
        default=list,
        blank=True,
        help_text=_("Choose nothing to hear of everything."),
    )
    seed = models.CharField(_("seed of the secret"), max_length=100)
    previous_seed = models.CharField(_("seed of the previous secret"), max_length=100, blank=True)
    previous_until = models.DateTimeField(_("previous secret signs until"), null=True, blank=True)
    # The last event of the feed that was looked at for this subscription.
    position = models.PositiveBigIntegerField(_("position"), default=0)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    last_sent_at = models.DateTimeField(_("last sent at"), null=True, blank=True)
    disabled_at = models.DateTimeField(_("disabled at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    made_at = models.DateTimeField(db_default=CoreClock(), editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    modified_at = models.DateTimeField(_("modified at"), db_default=TransactionNow())

    objects = WebhookSubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["client", "url", "id"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "url"],
                condition=Q(ended_at__isnull=True),
                name="api_webhooksubscription_url",
                violation_error_message=_("This client has a webhook with this address."),
            ),
            models.CheckConstraint(
                condition=Q(url__startswith="https://"),
                name="api_webhooksubscription_https",
                violation_error_message=_("A webhook has an address that begins with https://."),
            ),
            models.CheckConstraint(
                condition=Q(previous_seed="", previous_until__isnull=True)
                | (~Q(previous_seed="") & Q(previous_until__isnull=False)),
                name="api_webhooksubscription_previous",
                violation_error_message=_("A previous secret has an end, and only then."),
            ),
        ]

    def __str__(self) -> str:
        return self.url


# Codes of what went wrong, in words.
FAULTS = {
    "refused": _("We do not send to this address: it does not lead to a public server."),
    "unknown_host": _("There is no server with this name."),
    "unreachable": _("The server could not be reached."),
    "certificate": _("The certificate of the server is not valid."),
    "timeout": _("The server did not answer within 10 seconds."),
    "broken": _("The connection broke off."),
    "no_answer": _("The answer could not be read."),
    "status": _("The server answered with another status than 200 to 299."),
    "secret_lost": _("The secret is not valid any more. Make a new one."),
    "gave_up": _("Sending was interrupted too often."),
    "withheld": _("This client may not know of this any more."),
}


class WebhookDelivery(models.Model):
    """One event for one address, kept until the other side took it or we gave up."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        DEAD = "dead", _("not delivered")

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    subscription = models.ForeignKey(
        WebhookSubscription, on_delete=models.PROTECT, related_name="deliveries"
    )
    position = models.PositiveBigIntegerField(_("position"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    made_at = models.DateTimeField(_("made at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(_("last status"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("delivery of a webhook")
        verbose_name_plural = _("deliveries of webhooks")
        ordering = ["subscription", "-position"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "position"],
                name="api_webhookdelivery_once",
                violation_error_message=_("This event is already queued for this webhook."),
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False),
                name="api_webhookdelivery_lease",
                violation_error_message=_("An event that is being sent needs a lease."),
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="api_webhookdelivery_sent",
                violation_error_message=_(
                    "A delivered event has a moment of delivery, others have none."
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state__in=["waiting", "sending"]),
                name="api_webhookdelivery_due",
            ),
            models.Index(fields=["made_at"], name="api_webhookdelivery_made"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id}: {self.position}"

    @property
    def fault(self) -> str:
        return str(FAULTS.get(self.error, self.error))
