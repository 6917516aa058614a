"""A run makes a snapshot; files are projections of it; a publication shows it to readers."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.clocks import CoreClock, Fact
from slimsamenwerken.core.constraints import unique_known
from slimsamenwerken.reports.models.definitions import ReportDefinition, ReportDefinitionVersion

STEPS = ("claim", "moment", "build", "snapshot", "files", "publish")


class Purpose(models.TextChoices):
    SCHEDULED = "scheduled", _("scheduled")
    MANUAL = "manual", _("on request")
    RESTATED = "restated", _("restated")
    PROOF = "proof", _("proof")


class State(models.TextChoices):
    QUEUED = "queued", _("queued")
    BUILDING = "building", _("building")
    RENDERING = "rendering", _("writing files")
    READY = "ready", _("ready")
    PUBLISHED = "published", _("published")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


WORKING = (State.BUILDING, State.RENDERING)


class ReportRun(models.Model):
    """One request for one report. The row is the truth; a queue message is only a hint."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    definition = models.ForeignKey(ReportDefinition, on_delete=models.PROTECT, related_name="runs")
    definition_version = models.ForeignKey(
        ReportDefinitionVersion, on_delete=models.PROTECT, related_name="runs"
    )
    period_key = models.CharField(_("period"), max_length=10)
    purpose = models.CharField(_("purpose"), max_length=9, choices=Purpose.choices)
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        error_messages={"unique": _("This address exists already.")},
    )
    as_of = models.DateField(_("reference date"))
    known_at = models.DateTimeField(_("known at"), null=True, blank=True)
    previous = models.ForeignKey(
        "ReportSnapshot", on_delete=models.PROTECT, null=True, blank=True, related_name="next_runs"
    )
    previous_chosen = models.BooleanField(default=False)
    auto_publish = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.QUEUED)
    steps_done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=100, blank=True)
    caught_up = models.BooleanField(_("caught up"), default=False)
    error = models.TextField(_("error"), blank=True)
    trace = models.CharField(max_length=36, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    requested_at = models.DateTimeField(db_default=CoreClock(), editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        verbose_name = _("report run")
        indexes = [models.Index(fields=["state", "retry_at"], name="reports_reportrun_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "period_key"],
                condition=Q(purpose=Purpose.SCHEDULED),
                name="reports_reportrun_one_per_period",
                violation_error_message=_("There is already a report for this period."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="reports_reportrun_state",
                violation_error_message=_("Unknown state."),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_busy(self) -> bool:
        return self.state in (State.QUEUED, *WORKING)

    @property
    def is_proof(self) -> bool:
        return self.purpose == Purpose.PROOF


class Sha256(Func):
    """Hexadecimal digest by PostgreSQL itself."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = models.CharField()


def digest_holds(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(sha256=Sha256(F("content"))),
        name=name,
        violation_error_message=_("The digest does not belong to the content."),
    )


class ReportSnapshot(models.Model):
    """The canonical JSON of a report; inserted once, never changed."""

    run = models.OneToOneField(ReportRun, on_delete=models.PROTECT, related_name="snapshot")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    schema = models.CharField(max_length=60)
    section_versions = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=CoreClock(), editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("snapshot")
        constraints = [digest_holds("reports_reportsnapshot_digest")]

    def __str__(self) -> str:
        return self.sha256


class ReportFile(models.Model):
    """One format of a snapshot; a newer renderer adds a file, it never replaces one."""

    snapshot = models.ForeignKey(ReportSnapshot, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=4)
    renderer_version = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField(db_default=CoreClock(), editable=False)

    class Meta:
        ordering = ["snapshot", "format", "-renderer_version"]
        verbose_name = _("file of a report")
        constraints = [
            digest_holds("reports_reportfile_digest"),
            models.UniqueConstraint(
                fields=["snapshot", "format", "renderer_version"],
                name="reports_reportfile_once",
                violation_error_message=_("This file exists already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} {self.format}"


class Publication(Fact):
    """From `recorded_at` on, readers see the snapshot; withdrawn, the page stays with the reason."""

    snapshot = models.ForeignKey(
        ReportSnapshot, on_delete=models.PROTECT, related_name="publications"
    )

    class Meta(Fact.Meta):
        verbose_name = _("publication")
        constraints = [
            *Fact.Meta.constraints,
            unique_known(
                "snapshot",
                name="reports_publication_one",
                sentence=_("This report is published already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot}"

    @classmethod
    def counts_on(cls, as_of: Any) -> Q:  # noqa: ARG003  publications are judged by state, not day
        return Q()


class CheckState(models.TextChoices):
    QUEUED = "queued", _("queued")
    DONE = "done", _("done")


class Verification(models.Model):
    """One press on "Herbereken": integrity at once, recomputation by a worker."""

    snapshot = models.ForeignKey(
        ReportSnapshot, on_delete=models.PROTECT, related_name="verifications"
    )
    state = models.CharField(max_length=6, choices=CheckState.choices, default=CheckState.QUEUED)
    asked_at = models.DateTimeField(db_default=CoreClock(), editable=False)
    checked_at = models.DateTimeField(null=True, blank=True)
    content_holds = models.BooleanField(null=True)
    files_hold = models.BooleanField(null=True)
    chain_holds = models.BooleanField(null=True)
    recomputed = models.BooleanField(null=True)
    difference = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("verification")
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot"],
                condition=Q(state=CheckState.QUEUED),
                name="reports_verification_one_queued",
                violation_error_message=_("This report is being checked already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} {self.state}"

    @property
    def integrity(self) -> bool:
        return bool(self.content_holds and self.files_hold and self.chain_holds)
