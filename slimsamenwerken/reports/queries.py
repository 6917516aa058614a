"""Reads of reports: what is published, what runs, what stands behind a figure."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.reports.blocks import Given, Provenance, sections
from slimsamenwerken.reports.models import (
    WORKING,
    CheckState,
    Publication,
    Purpose,
    ReportFile,
    ReportRun,
    ReportSnapshot,
    Verification,
)
from slimsamenwerken.reports.sections.common import remember


def due_run_ids(now: datetime) -> list[int]:
    """Runs that wait for a worker, or whose worker is gone; the oldest first."""
    return list(ReportRun.objects.due(now).order_by("id").values_list("id", flat=True)[:50])


def queued_verification_ids() -> list[int]:
    found = Verification.objects.filter(state=CheckState.QUEUED).order_by("id")
    return list(found.values_list("id", flat=True)[:50])


def published(viewer: Viewer) -> QuerySet[Publication]:
    """Publications that still stand, newest report first; internal ones for insiders only."""
    rows = Publication.objects.known().select_related(
        "snapshot__run__definition", "snapshot__run__definition_version"
    )
    if not viewer.may("reports.read_internal"):
        rows = rows.filter(snapshot__run__definition_version__audience="public")
    return rows.defer("snapshot__content").order_by("-snapshot__run__as_of", "-recorded_at")


def visible_runs(viewer: Viewer) -> QuerySet[ReportRun]:
    """Runs that the viewer may open: published ones (also withdrawn), and for staff all."""
    rows = ReportRun.objects.select_related("definition", "definition_version", "previous__run")
    if viewer.may("reports.read_internal"):
        return rows
    once = Publication.objects.filter(snapshot__run=OuterRef("pk"))
    return rows.filter(Exists(once), definition_version__audience="public")


def load_report(slug: str, viewer: Viewer) -> ReportSnapshot | None:
    """The snapshot of a report that the viewer may read, with its run; `formats` are its files."""
    files = ReportFile.objects.filter(snapshot=OuterRef("pk"))
    found = ReportSnapshot.objects.filter(run__slug=slug, run__in=visible_runs(viewer).values("pk"))
    return (
        found.select_related("run__definition", "run__definition_version", "run__previous__run")
        .defer("run__previous__content")
        .annotate(formats=ArraySubquery(files.order_by("format").values("format").distinct()))
        .first()
    )


def publication_of(snapshot: ReportSnapshot) -> Publication | None:
    """The publication that stands, else the latest withdrawn one."""
    found = sorted(snapshot.publications.all(), key=lambda p: p.pk, reverse=True)
    standing = next((p for p in found if p.withdrawn_at is None), None)
    return standing or (found[0] if found else None)


def restated_by(run: ReportRun) -> ReportRun | None:
    """The newest restated report of the same definition and period that readers can see."""
    standing = Publication.objects.known().filter(snapshot__run=OuterRef("pk"))
    later = ReportRun.objects.filter(
        Exists(standing),
        definition=run.definition,
        period_key=run.period_key,
        purpose=Purpose.RESTATED,
        pk__gt=run.pk,
    )
    return later.order_by("-pk").first()


def next_report(snapshot: ReportSnapshot) -> ReportRun | None:
    """The published report that names this one as the report before it."""
    standing = Publication.objects.known().filter(snapshot__run=OuterRef("pk"))
    found = ReportRun.objects.filter(Exists(standing), previous=snapshot)
    return found.order_by("as_of", "pk").first()


def repeats_of(snapshot: ReportSnapshot) -> QuerySet[ReportRun]:
    """Runs that restated a report or made it again, newest first."""
    return ReportRun.objects.filter(original=snapshot).order_by("-id")[:20]


def runs_ahead(run: ReportRun, now: datetime) -> int:
    """How many runs a worker does before this one."""
    waiting = ReportRun.objects.due(now).filter(pk__lt=run.pk).count()
    return waiting + ReportRun.objects.filter(state__in=WORKING, lease_until__gte=now).count()


def latest_verification(snapshot: ReportSnapshot) -> Verification | None:
    return snapshot.verifications.order_by("-id").first()


def snapshots_to_check(newest: int = 12, older: int = 5) -> list[ReportSnapshot]:
    """The newest snapshots, and some of the older ones by lot: in time each gets its turn."""
    ids = list(ReportSnapshot.objects.order_by("-id").values_list("id", flat=True)[:newest])
    rest = ReportSnapshot.objects.exclude(pk__in=ids).order_by("?")[:older]
    ids += list(rest.values_list("id", flat=True))
    return list(ReportSnapshot.objects.filter(pk__in=ids).select_related("run").order_by("id"))


def section_key(figure_id: str, keys: Iterable[str]) -> str:
    """Which of the sections a figure belongs to; a key may itself have a dot."""
    fits = [key for key in keys if figure_id.startswith(f"{key}.")]
    return max(fits, key=len, default="")


def provenance(figure_id: str, given: Given, versions: dict[str, int]) -> Provenance | None:
    """The rows behind a figure as known at the report's own moment; None when the builder of its
    section is gone or counts in another way now."""
    section = sections.get(section_key(figure_id, versions))
    if section is None or versions.get(section.key) != section.version:
        return None
    return section.rows(figure_id, remember(given))


def file_of(snapshot: ReportSnapshot, form: str) -> ReportFile | None:
    return snapshot.files.filter(format=form).order_by("-renderer_version").first()
