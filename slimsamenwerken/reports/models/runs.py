"""A run makes a snapshot; files are projections of it; a publication shows it to readers."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.clocks import CoreClock, Fact
from slimsamenwerken.core.constraints import unique_known
from slimsamenwerken.programme.models.milestones import BrusselsDay
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


class ReportRunQuerySet(models.QuerySet["ReportRun"]):
    def due(self, now: datetime) -> Self:
        """Runs to be done: waiting with their time come, or left by a worker whose lease passed."""
        waits = Q(state=State.QUEUED) & (Q(retry_at__isnull=True) | Q(retry_at__lte=now))
        left = Q(state__in=WORKING, lease_until__lt=now)
        return self.filter(waits | left)

    def for_work(self) -> Self:
        """With everything that the bytes of a report depend on."""
        return self.select_related(
            "definition", "definition_version", "previous__run", "original__run"
        ).defer("previous__content", "original__content")


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
    # What a restated report corrects, or what a proof makes again on the same clocks.
    original = models.ForeignKey(
        "ReportSnapshot",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeats",
        db_index=False,  # only the page of one run searches by it, among few
    )
    auto_publish = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.QUEUED)
    steps_done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    # Within the step that is busy: sections computed, files written.
    parts_done = models.PositiveSmallIntegerField(default=0, db_default=0)
    parts_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Only ever grows: every write of a worker repeats it, so an old worker writes nothing.
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    # Since someone last asked: faults that passed by themselves, and workers that vanished.
    faults_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    lost_count = models.PositiveSmallIntegerField(default=0, db_default=0)
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

    objects = ReportRunQuerySet.as_manager()

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
            models.CheckConstraint(
                # The day of the request, and not today: a clock that steps back must not stop
                # a worker from writing to a run of this morning.
                condition=Q(as_of__lte=BrusselsDay(F("requested_at"))),
                name="reports_reportrun_as_of",
                violation_error_message=_("Choose a date up to and including today."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WORKING) | Q(lease_until__isnull=False),
                name="reports_reportrun_lease",
                violation_error_message=_("A worker needs a lease."),
            ),
            models.CheckConstraint(
                condition=Q(original__isnull=True, purpose__in=["scheduled", "manual", "proof"])
                | Q(original__isnull=False, purpose__in=["restated", "proof"]),
                name="reports_reportrun_original",
                violation_error_message=_("A restated report corrects an earlier one."),
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

    @property
    def is_remake(self) -> bool:
        """Made again on the clocks of an earlier report, to compare the bytes."""
        return self.is_proof and self.original_id is not None

    @property
    def waits_since(self) -> datetime:
        """From when on a worker could have taken it."""
        return self.retry_at or self.requested_at

    def is_left(self, now: datetime) -> bool:
        """Whether its worker gave no sign of life until its lease passed."""
        return self.state in WORKING and self.lease_until is not None and self.lease_until < now


class EventKind(models.TextChoices):
    ASKED = "asked", _("asked for")
    CLAIMED = "claimed", _("taken by a worker")
    TAKEN_OVER = "taken_over", _("taken over: the worker before was gone")
    POSTPONED = "postponed", _("postponed: something did not answer")
    READY = "ready", _("ready")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    FAILED = "failed", _("failed")
    RETRIED = "retried", _("asked for again")
    CANCELLED = "cancelled", _("cancelled")


class RunEvent(models.Model):
    """One line in the log of a run: the row of the run itself only knows how it stands now."""

    run = models.ForeignKey(ReportRun, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("event"), max_length=10, choices=EventKind.choices)
    at = models.DateTimeField(db_default=CoreClock(), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("event of a run")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EventKind.values),
                name="reports_runevent_kind",
                violation_error_message=_("Unknown event."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.kind}"


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
