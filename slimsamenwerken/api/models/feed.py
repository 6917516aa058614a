"""The change feed: committed changes in the order in which a publisher numbered them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedEntry(models.Model):
    """One event. `audiences` may read the thing since; `lost` could until then, and no more."""

    position = models.PositiveBigIntegerField(_("position"), primary_key=True)
    event_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    label = models.CharField(_("kind of thing"), max_length=80)
    object_id = models.PositiveBigIntegerField(_("number of the thing"))
    word = models.CharField(_("event"), max_length=80)
    subject = models.CharField(_("subject"), max_length=200)
    at = models.DateTimeField(_("written at"))
    audiences = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    lost = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # What everyone may read, as it was when this was numbered; absent for insiders and tombstones.
    data = models.JSONField(_("public representation"), null=True, blank=True)

    class Meta:
        verbose_name = _("event of the feed")
        verbose_name_plural = _("events of the feed")
        ordering = ["position"]
        indexes = [models.Index(fields=["at"], name="api_feedentry_at")]

    def __str__(self) -> str:
        return f"{self.position} {self.word}"


class FeedState(models.Model):
    """Who could read a thing after its last event: without it nobody knows who lost sight of it."""

    label = models.CharField(_("kind of thing"), max_length=80)
    object_id = models.PositiveBigIntegerField(_("number of the thing"))
    audiences = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    subject = models.CharField(_("subject"), max_length=200)

    class Meta:
        verbose_name = _("state of a thing in the feed")
        verbose_name_plural = _("states of things in the feed")
        ordering = ["label", "object_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["label", "object_id"],
                name="api_feedstate_once",
                violation_error_message=_("This thing has a state already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.object_id}"
