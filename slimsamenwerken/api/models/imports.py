"""Imports that a client asked for: their rows wait in the store until a worker has written them."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.models.clients import ApiClient
from slimsamenwerken.api.models.tasks import TaskQuerySet, TaskStatus
from slimsamenwerken.core.clocks import CoreClock


class ImportTask(models.Model):
    """One body with rows. `issues` are the first ones; `issue_count` counts all of them."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="+")
    resource = models.CharField(_("list"), max_length=60)
    dry_run = models.BooleanField(_("only check"), default=False)
    status = models.CharField(
        _("status"), max_length=7, choices=TaskStatus.choices, default=TaskStatus.QUEUED
    )
    progress = models.PositiveSmallIntegerField(_("percentage done"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    lease_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    row_count = models.PositiveIntegerField(_("number of rows"))
    saved_count = models.PositiveIntegerField(_("number of rows saved"), default=0)
    refused_count = models.PositiveIntegerField(_("number of rows refused"), default=0)
    issue_count = models.PositiveIntegerField(_("number of issues"), default=0)
    issues = models.JSONField(_("issues"), default=list, blank=True)
    error = models.CharField(_("error"), max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=CoreClock(), editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=TaskStatus.values),
                name="api_importtask_status",
                violation_error_message=_("Unknown status of an import."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="api_importtask_progress",
                violation_error_message=_("Progress goes up to 100."),
            ),
            models.CheckConstraint(
                condition=Q(status=TaskStatus.RUNNING, lease_until__isnull=False)
                | (~Q(status=TaskStatus.RUNNING) & Q(lease_until__isnull=True)),
                name="api_importtask_lease",
                violation_error_message=_("Only an import that is being written has a worker."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["queued", "running"])
                | (Q(finished_at__isnull=True) & ~Q(file_name="")),
                name="api_importtask_rows",
                violation_error_message=_("An import that is not finished has its rows."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "failed", "expired"])
                | Q(finished_at__isnull=False),
                name="api_importtask_finished",
                violation_error_message=_("An import that ended has a moment at which it did."),
            ),
            models.CheckConstraint(
                condition=Q(saved_count__lte=0)
                | Q(saved_count=models.F("row_count"), dry_run=False, issue_count=0)
                & Q(status__in=["done", "expired"]),
                name="api_importtask_all_or_none",
                violation_error_message=_("An import saves all of its rows or none."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(status__in=["queued", "running"]),
                name="api_importtask_open",
            ),
            models.Index(fields=["finished_at"], name="api_importtask_old"),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.public_id}"
