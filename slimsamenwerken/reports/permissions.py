"""Who may do what with reports; a report is built by a worker, so any publisher publishes."""

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.reports.models import ReportRun


def can_see_runs(viewer: Viewer) -> bool:
    return viewer.may("reports.read_internal")


def can_request(viewer: Viewer) -> bool:
    return viewer.may("reports.request")


def can_publish(viewer: Viewer, run: ReportRun) -> bool:
    """Publish, withdraw and restate."""
    return viewer.may("reports.publish") and not run.is_proof


def can_define(viewer: Viewer) -> bool:
    """Change definitions and schedules."""
    return viewer.may("reports.define")
