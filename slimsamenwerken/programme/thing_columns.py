"""The columns of the lists of actors, indicators and milestones, for every format."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slimsamenwerken.core.dates import local_date
from slimsamenwerken.core.exports import Column
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.core.numbers import round_half_up
from slimsamenwerken.core.precision import Precision
from slimsamenwerken.programme.models.codes import Qualifier
from slimsamenwerken.programme.pages.actor_list import kind_words, role_words
from slimsamenwerken.programme.pages.indicator_list import level_words
from slimsamenwerken.programme.pages.measurements import dims_words, kind_name
from slimsamenwerken.programme.pages.milestone_list import original_words, result_words
from slimsamenwerken.programme.pages.words import counting_measurements, latest_measurement
from slimsamenwerken.programme.queries.actor_list import ActorEntry
from slimsamenwerken.programme.queries.goals import assessment
from slimsamenwerken.programme.queries.indicator_list import IndicatorEntry
from slimsamenwerken.programme.queries.milestone_list import MilestoneEntry
from slimsamenwerken.programme.queries.rows import (
    IndicatorRow,
    LineRow,
    MeasurementRow,
    TargetRow,
    VagueDate,
)

ACTORS = [
    Column("name", gettext_lazy("Name"), "text"),
    Column("abbreviation", gettext_lazy("Abbreviation"), "text"),
    Column("kind", gettext_lazy("Kind"), "text"),
    Column("is_group", gettext_lazy("Group, not a partner"), "bool"),
    Column("actions", gettext_lazy("Number of actions"), "int"),
    Column("roles", gettext_lazy("Roles"), "text"),
    Column("website", gettext_lazy("Website"), "text"),
    Column("slug", gettext_lazy("Short name"), "text"),
]

INDICATORS = [
    Column("code", gettext_lazy("Code"), "text"),
    Column("title", gettext_lazy("Indicator"), "text"),
    Column("level", gettext_lazy("Level"), "text"),
    Column("unit", gettext_lazy("Unit"), "text"),
    Column("qualifier", gettext_lazy("How exact"), "text"),
    Column("value", gettext_lazy("Last value"), "decimal"),
    Column("measured_on", gettext_lazy("Date of the last value"), "date"),
    Column("precision", gettext_lazy("Precision of that date"), "text"),
    Column("baseline", gettext_lazy("Baseline"), "decimal"),
    Column("target", gettext_lazy("Target"), "decimal"),
    Column("upper", gettext_lazy("Upper bound"), "decimal"),
    Column("due_on", gettext_lazy("Target date"), "date"),
    Column("progress", gettext_lazy("Progress (%)"), "decimal"),
    Column("why", gettext_lazy("Why no progress"), "text"),
    Column("actions", gettext_lazy("Actions"), "text"),
]

MEASUREMENTS = [
    Column("kind", gettext_lazy("Kind"), "text"),
    Column("on", gettext_lazy("Date"), "date"),
    Column("on_words", gettext_lazy("Date in words"), "text"),
    Column("precision", gettext_lazy("Precision"), "text"),
    Column("period_start", gettext_lazy("Start of the period"), "date"),
    Column("qualifier", gettext_lazy("How exact"), "text"),
    Column("value", gettext_lazy("Value"), "decimal"),
    Column("upper", gettext_lazy("Upper bound"), "decimal"),
    Column("unit", gettext_lazy("Unit"), "text"),
    Column("numerator", gettext_lazy("Numerator"), "decimal"),
    Column("denominator", gettext_lazy("Denominator"), "decimal"),
    Column("dims", gettext_lazy("Part of the whole"), "text"),
    Column("counts", gettext_lazy("Counts"), "bool"),
    Column("series_break", gettext_lazy("Series break"), "bool"),
    Column("derived", gettext_lazy("Derived"), "bool"),
    Column("source", gettext_lazy("Source or decider"), "text"),
    Column("note", gettext_lazy("Method or reason"), "text"),
    Column("known_on", gettext_lazy("Recorded or decided on"), "date"),
]

MILESTONE_LIST = [
    Column("line", gettext_lazy("Action line"), "text"),
    Column("action", gettext_lazy("Action"), "text"),
    Column("action_title", gettext_lazy("Title of the action"), "text"),
    Column("code", gettext_lazy("Code"), "text"),
    Column("title", gettext_lazy("Milestone"), "text"),
    Column("is_final", gettext_lazy("Final"), "bool"),
    Column("done_when", gettext_lazy("Done when"), "text"),
    Column("owner", gettext_lazy("Owner"), "text"),
    Column("original", gettext_lazy("Original date"), "date"),
    Column("current", gettext_lazy("Current date"), "date"),
    Column("precision", gettext_lazy("Precision of the current date"), "text"),
    Column("changes", gettext_lazy("Changes"), "int"),
    Column("planning", gettext_lazy("About the original date"), "text"),
    Column("result", gettext_lazy("Result"), "text"),
    Column("outcome_on", gettext_lazy("Date of the result"), "date"),
    Column("days_late", gettext_lazy("Days late"), "int"),
]


def _precision(when: VagueDate | None) -> str:
    return str(Precision(when.precision or Precision.DAY).label) if when else ""


def _rounded(percentage: Decimal | None) -> Decimal | None:
    """As printed: the exact one has 60 digits."""
    return None if percentage is None else round_half_up(percentage, 1)


def actor_rows(entries: Iterable[ActorEntry]) -> Iterable[dict[str, Any]]:
    for entry in entries:
        yield {
            "name": entry.actor.name,
            "abbreviation": entry.actor.abbreviation,
            "kind": kind_words(entry.actor.kind),
            "is_group": entry.actor.is_group,
            "actions": entry.action_count,
            "roles": role_words(entry.roles),
            "website": entry.website,
            "slug": entry.actor.slug,
        }


def indicator_rows(entries: Iterable[IndicatorEntry], moment: Moment) -> Iterable[dict[str, Any]]:
    for entry in entries:
        row = entry.row
        judged, latest = assessment(row, moment.as_of), latest_measurement(row)
        goal = judged.goal.current if judged.goal else None
        yield {
            "code": row.code,
            "title": row.title,
            "level": level_words(row.level),
            "unit": row.unit,
            "qualifier": str(Qualifier(latest.qualifier).label) if latest else "",
            "value": latest.value if latest else None,
            "measured_on": latest.on.day if latest else None,
            "precision": _precision(latest.on if latest else None),
            "baseline": judged.baseline.value if judged.baseline else None,
            "target": goal.value if goal else None,
            "upper": goal.upper if goal else None,
            "due_on": goal.due if goal else None,
            "progress": _rounded(judged.progress.value),
            "why": str(judged.progress.why),
            "actions": "; ".join(f"{action.code} {action.title}" for action in entry.actions),
        }


def measurement_rows(row: IndicatorRow) -> Iterable[dict[str, Any]]:
    """The data of the chart: measurements by day, then the plans of each goal."""
    counting = {m.id for m in counting_measurements(row)}
    for measured in row.measurements:
        yield _measurement(measured, row, counts=measured.id in counting)
    for plan in row.targets:
        yield _target(plan, row)


def _measurement(found: MeasurementRow, row: IndicatorRow, *, counts: bool) -> dict[str, Any]:
    return {
        "kind": kind_name(found),
        "on": found.on.day,
        "on_words": found.on.text,
        "precision": _precision(found.on),
        "period_start": found.period_start,
        "qualifier": str(Qualifier(found.qualifier).label),
        "value": found.value,
        "upper": None,
        "unit": row.unit,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "dims": dims_words(found.dims),
        "counts": counts,
        "series_break": found.series_break,
        "derived": found.derived,
        "source": found.source,
        "note": found.method_note,
        "known_on": None if found.is_live else local_date(found.recorded_at),
    }


def _target(plan: TargetRow, row: IndicatorRow) -> dict[str, Any]:
    current = max(
        (t for t in row.targets if t.series == plan.series),
        key=lambda t: (t.decided_on, t.number),
    )
    empty = dict.fromkeys(column.key for column in MEASUREMENTS)
    return empty | {
        "kind": _("target"),
        "on": plan.due.day,
        "on_words": plan.due.text,
        "precision": _precision(plan.due),
        "qualifier": str(Qualifier.EXACT.label),
        "value": plan.value,
        "upper": plan.upper,
        "unit": row.unit,
        "dims": "",
        "counts": plan.id == current.id,
        "source": plan.decided_by,
        "note": plan.reason,
        "known_on": plan.decided_on,
    }


def milestone_rows(
    entries: Iterable[MilestoneEntry], lines: Mapping[int, LineRow], moment: Moment
) -> Iterable[dict[str, Any]]:
    for entry in entries:
        row, line = entry.row, lines.get(entry.action.line_id or 0)
        first = row.original
        yield {
            "line": f"{line.code} {line.short_label}" if line else "",
            "action": entry.action.code,
            "action_title": entry.action.title,
            "code": row.code,
            "title": row.title,
            "is_final": row.is_final,
            "done_when": row.done_when,
            "owner": entry.owner.name if entry.owner else "",
            "original": first.due.day if first and not first.original_unknown else None,
            "current": row.current.due.day if row.current else None,
            "precision": _precision(row.current.due if row.current else None),
            "changes": row.changes,
            "planning": original_words(row),
            "result": result_words(row, moment),
            "outcome_on": row.outcome.on.day if row.outcome else None,
            "days_late": row.days_late(moment.as_of),
        }
