"""Reads of reports: what is published, what runs, what stands behind a figure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.reports.blocks import Given, Provenance, sections
from slimsamenwerken.reports.models import (
    WORKING,
    CheckState,
    Publication,
    ReportFile,
    ReportRun,
    ReportSnapshot,
    State,
    Verification,
)


def due_run_ids(now: datetime) -> list[int]:
    """Runs that wait for a worker, or whose worker is gone."""
    waits = Q(state=State.QUEUED) & (Q(retry_at__isnull=True) | Q(retry_at__lte=now))
    left = Q(state__in=WORKING, lease_until__lt=now)
    found = ReportRun.objects.filter(waits | left).order_by("id")
    return list(found.values_list("id", flat=True)[:50])


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
    """The snapshot of a report that the viewer may read, with files and publications."""
    run = visible_runs(viewer).filter(slug=slug).first()
    if run is None:
        return None
    files = ReportFile.objects.defer("content").order_by("format", "-renderer_version")
    snapshot = (
        ReportSnapshot.objects.filter(run=run)
        .prefetch_related(Prefetch("files", queryset=files), "publications")
        .first()
    )
    if snapshot is not None:
        snapshot.run = run
    return snapshot


def publication_of(snapshot: ReportSnapshot) -> Publication | None:
    """The publication that stands, else the latest withdrawn one."""
    found = sorted(snapshot.publications.all(), key=lambda p: p.pk, reverse=True)
    standing = next((p for p in found if p.withdrawn_at is None), None)
    return standing or (found[0] if found else None)


def restated_by(run: ReportRun) -> ReportRun | None:
    """A later published report of the same definition and day."""
    later = ReportRun.objects.filter(
        definition=run.definition, as_of=run.as_of, state=State.PUBLISHED, pk__gt=run.pk
    )
    return later.exclude(purpose="proof").order_by("-pk").first()


def latest_verification(snapshot: ReportSnapshot) -> Verification | None:
    return snapshot.verifications.order_by("-id").first()


def provenance(figure_id: str, given: Given) -> Provenance | None:
    """The rows behind a figure as known at the report's own moment."""
    section = sections.get(figure_id.split(".", 1)[0])
    return section.rows(figure_id, given) if section else None


def file_of(snapshot: ReportSnapshot, form: str) -> ReportFile | None:
    return snapshot.files.filter(format=form).order_by("-renderer_version").first()


def latest_reports(viewer: Viewer, most: int = 3) -> Iterable[dict[str, Any]]:
    """For the first page: the youngest publications in plain words."""
    for publication in published(viewer)[:most]:
        run = publication.snapshot.run
        yield {
            "slug": run.slug,
            "title": run.definition_version.title,
            "period": run.period_key,
            "as_of": run.as_of,
        }
