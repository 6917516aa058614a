"""Exports that someone asked for: written by a worker, kept for a day."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.models.clients import ApiClient
from slimsamenwerken.api.models.tasks import TaskQuerySet, TaskStatus
from slimsamenwerken.core.clocks import CoreClock


class ExportFormat(models.TextChoices):
    CSV = "csv", "CSV"
    JSON = "json", "JSON"
    XLSX = "xlsx", "XLSX"


class ExportTask(models.Model):
    """One file. Without a client a visitor asked, and whoever knows the id may read it."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    client = models.ForeignKey(
        ApiClient, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    resource = models.CharField(_("list"), max_length=60)
    format = models.CharField(_("format"), max_length=4, choices=ExportFormat.choices)
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    as_of = models.DateField(_("reference date"))
    known_at = models.DateTimeField(_("as known on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=7, choices=TaskStatus.choices, default=TaskStatus.QUEUED
    )
    progress = models.PositiveSmallIntegerField(_("percentage done"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    lease_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    row_count = models.PositiveBigIntegerField(_("number of rows"), null=True, blank=True)
    byte_count = models.PositiveBigIntegerField(_("number of bytes"), null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    error = models.CharField(_("error"), max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=CoreClock(), editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=TaskStatus.values),
                name="api_exporttask_status",
                violation_error_message=_("Unknown status of an export."),
            ),
            models.CheckConstraint(
                condition=Q(format__in=ExportFormat.values),
                name="api_exporttask_format",
                violation_error_message=_("An export is CSV, JSON or XLSX."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="api_exporttask_progress",
                violation_error_message=_("Progress goes up to 100."),
            ),
            models.CheckConstraint(
                condition=Q(status=TaskStatus.RUNNING, lease_until__isnull=False)
                | (~Q(status=TaskStatus.RUNNING) & Q(lease_until__isnull=True)),
                name="api_exporttask_lease",
                violation_error_message=_("Only an export that is being written has a worker."),
            ),
            models.CheckConstraint(
                condition=~Q(status=TaskStatus.DONE)
                | (
                    ~Q(file_name="")
                    & ~Q(sha256="")
                    & Q(row_count__isnull=False, byte_count__isnull=False)
                    & Q(finished_at__isnull=False, expires_at__isnull=False)
                ),
                name="api_exporttask_file",
                violation_error_message=_("An export that is ready has a file."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(status__in=["queued", "running"]),
                name="api_exporttask_open",
            ),
            models.Index(fields=["expires_at"], name="api_exporttask_old"),
        ]

    def __str__(self) -> str:
        return f"{self.resource}.{self.format} {self.public_id}"
