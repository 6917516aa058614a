"""What the page of all runs shows: the runs, the queue, which reports there are and when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.core.exports import Column
from slimsamenwerken.history.timeline import Reader, timeline
from slimsamenwerken.reports import permissions, queries
from slimsamenwerken.reports.blocks import sections
from slimsamenwerken.reports.models import (
    WORKING,
    ReportDefinition,
    ReportDefinitionVersion,
    ReportRun,
    ReportSchedule,
    State,
)
from slimsamenwerken.reports.owed import owed_periods, upcoming
from slimsamenwerken.reports.run_pages import PATIENCE, name_of

PAGE_SIZE: Final = 25


@dataclass(frozen=True)
class Plan:
    """A schedule, and the next report that it makes."""

    schedule: ReportSchedule
    title: str
    period: str
    at: datetime | None


def runs_page(number: Any, viewer: Viewer, *, now: datetime, today: date) -> dict[str, Any]:
    runs = queries.visible_runs(viewer)
    titles = _titles(today)
    page = Paginator(runs, PAGE_SIZE).get_page(number)
    skipped = [owed for owed in owed_periods(now) if owed.is_skipped]
    return {
        "page_obj": page,
        "rows": [(run, name_of(run)) for run in page],
        "exports": [
            (form.upper(), reverse("reports:runs-export", args=[form])) for form in ("csv", "xlsx")
        ],
        "definitions": _definitions(today),
        "plans": [_plan(schedule, titles, now) for schedule in _schedules()],
        "skipped": [(owed, _title(owed.schedule, titles)) for owed in skipped],
        "counts": _counts(now),
        "may_request": permissions.can_request(viewer),
        "may_define": permissions.can_define(viewer),
        "breadcrumbs": [(_("Reports"), reverse("reports:list"))],
        "breadcrumb_here": _("Making reports"),
    }


def _counts(now: datetime) -> dict[str, Any]:
    due = Q(state=State.QUEUED) & (Q(retry_at__isnull=True) | Q(retry_at__lte=now))
    counts = ReportRun.objects.order_by().aggregate(
        waiting=Count("pk", filter=due),
        oldest=Min("requested_at", filter=due & Q(retry_at__isnull=True)),
        postponed=Count("pk", filter=Q(state=State.QUEUED, retry_at__gt=now)),
        busy=Count("pk", filter=Q(state__in=WORKING)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
    )
    oldest = counts["oldest"]
    return counts | {"is_slow": oldest is not None and now - oldest > PATIENCE}


def _titles(today: date) -> dict[int, str]:
    found = ReportDefinitionVersion.objects.at(today)
    return {row.definition_id: row.title for row in found}


def _title(schedule: ReportSchedule, titles: dict[int, str]) -> str:
    return titles.get(schedule.definition_id, schedule.definition.key)


def _definitions(today: date) -> list[dict[str, Any]]:
    found = ReportDefinitionVersion.objects.at(today).select_related("definition")
    return [
        {"key": row.definition.key, "row": row, "sections": _section_titles(row)}
        for row in found.order_by("definition__key")
    ]


def definition_page(
    thing: ReportDefinition, current: ReportDefinitionVersion | None
) -> dict[str, Any]:
    versions = thing.versions.select_related("recorded_by").order_by("-valid_on", "-id")
    return {
        "title": current.title if current else thing.key,
        "versions": [(row, _section_titles(row)) for row in versions],
        "breadcrumbs": trail(),
        "breadcrumb_here": current.title if current else thing.key,
    }


def schedule_page(
    definition: ReportDefinition, today: date, schedule: ReportSchedule | None = None
) -> dict[str, Any]:
    title = _("Schedule") if schedule else _("New schedule")
    office = Reader(sees_people=True, sees_withdrawn=True)
    return {
        "title": title,
        "kicker": _titles(today).get(definition.pk, definition.key),
        "changes": timeline(schedule, for_user=office) if schedule else [],
        "breadcrumbs": trail(),
        "breadcrumb_here": title,
    }


def trail() -> list[tuple[str, str]]:
    """The way to the pages below the one of all runs."""
    return [(_("Reports"), reverse("reports:list")), (_("Making reports"), reverse("reports:runs"))]


def _section_titles(row: ReportDefinitionVersion) -> list[str]:
    """By title; a section whose app is gone keeps its key."""
    found = [(key, sections.get(key)) for key in row.sections]
    return [section.title if section else key for key, section in found]


def _schedules() -> list[ReportSchedule]:
    rows = ReportSchedule.objects.select_related("definition")
    return list(rows.order_by("definition__key", "-active", "id"))


def _plan(schedule: ReportSchedule, titles: dict[int, str], now: datetime) -> Plan:
    title = _title(schedule, titles)
    if not schedule.active:
        return Plan(schedule, title, "", None)
    due = upcoming(schedule, now)
    return Plan(schedule, title, due.period.key, due.at)


def run_columns() -> list[Column]:
    return [
        Column("report", _("Report")),
        Column("address", _("Address")),
        Column("as_of", _("Reference date"), "date"),
        Column("purpose", _("Purpose")),
        Column("state", _("State")),
        Column("attempt", _("Attempts"), "int"),
        Column("asked_on", _("Asked on"), "date"),
    ]


def run_row(run: ReportRun) -> dict[str, Any]:
    return {
        "report": name_of(run),
        "address": run.slug,
        "as_of": run.as_of,
        "purpose": run.get_purpose_display(),
        "state": run.get_state_display(),
        "attempt": run.attempt,
        "asked_on": run.requested_at.date(),
    }
