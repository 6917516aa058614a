from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.models.clients import ApiClient


class IdempotencyRecord(models.Model):
    """The answer to a request with an Idempotency-Key; empty while the first one still runs."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(_("key"), max_length=64)
    request_hash = models.CharField(_("hash of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    body = models.JSONField(_("answer"), null=True, blank=True)
    location = models.CharField(_("location"), max_length=300, blank=True)
    started_at = models.DateTimeField(_("started at"), db_default=TransactionNow())

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "key"],
                name="api_idempotencyrecord_once",
                violation_error_message=_("This key was used already."),
            )
        ]
        indexes = [models.Index(fields=["started_at"], name="api_idempotency_old")]

    def __str__(self) -> str:
        return self.key
