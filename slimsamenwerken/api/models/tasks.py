"""What every task of the API shares: its states, and when a worker may take it."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TaskStatus(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("being written")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")
    EXPIRED = "expired", _("no longer kept")


class TaskQuerySet(models.QuerySet[Any]):
    def due(self, now: datetime) -> Self:
        """To be taken: it waits, or its worker did not come back within the lease."""
        waits = Q(status=TaskStatus.QUEUED) & (Q(not_before=None) | Q(not_before__lte=now))
        return self.filter(waits | Q(status=TaskStatus.RUNNING, lease_until__lt=now))

    def ended(self) -> Self:
        return self.exclude(status__in=[TaskStatus.QUEUED, TaskStatus.RUNNING])
