"""Programs of partners that may ask, and the keys that they ask with."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.core.clocks import CoreClock
from slimsamenwerken.history.tracking import tracked

LONGEST = timedelta(days=366)
SLOTS = (1, 2)  # two keys at a time, so that a new one works before the old one stops


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)


@tracked()
class ApiClient(models.Model):
    """A program of one organisation. What it may do: its scopes, within the role of its maker."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="api_clients"
    )
    name = models.CharField(_("name"), max_length=100)
    scopes = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("scopes"),
        default=list,
        help_text=_("Choose no more than the program needs."),
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=CoreClock(), editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(ended_at__isnull=True),
                name="api_apiclient_name",
                violation_error_message=_("Your organisation has a client with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def standing(self) -> Self:
        """Not taken back; may have expired."""
        return self.filter(revoked_at__isnull=True)


@tracked(exclude=("digest", "last_used_at"))
class ApiKey(models.Model):
    """A key of a client. The key itself is nowhere: only its hash."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="keys")
    slot = models.SmallIntegerField(_("place"))
    prefix = models.CharField(_("begins with"), max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_default=CoreClock(), editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["client", "-made_at", "-id"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "slot"],
                condition=Q(revoked_at__isnull=True),
                name="api_apikey_two",
                violation_error_message=_("A client has at most two keys. Take one back first."),
            ),
            models.CheckConstraint(
                condition=Q(slot__in=SLOTS),
                name="api_apikey_slot",
                violation_error_message=_("A client has at most two keys. Take one back first."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("made_at") + LONGEST),
                name="api_apikey_at_most_a_year",
                violation_error_message=_("A key lasts at most a year."),
            ),
        ]

    def __str__(self) -> str:
        return self.prefix

    def has_expired(self, *, at: datetime) -> bool:
        return self.expires_at <= at
