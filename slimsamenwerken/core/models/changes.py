from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeRow(models.Model):
    """Something about a thing was written: an outbox row of the writing transaction.

    It has no place in the feed yet. Numbers that are taken at insert become visible in another
    order than that of the commits, so a publisher numbers what is committed, and takes the row
    away.
    """

    label = models.CharField(_("kind of thing"), max_length=80)
    object_id = models.PositiveBigIntegerField(_("number of the thing"))
    version = models.PositiveBigIntegerField(_("version"))
    at = models.DateTimeField(_("written at"), db_default=TransactionNow(), editable=False)

    class Meta:
        verbose_name = _("change to publish")
        verbose_name_plural = _("changes to publish")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.label} {self.object_id} v{self.version}"
