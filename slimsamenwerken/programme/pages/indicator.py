"""What the page of one indicator shows."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from slimsamenwerken.core.dates import long_date
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.core.numbers import format_decimal
from slimsamenwerken.programme.metrics import metrics
from slimsamenwerken.programme.models.codes import (
    Aggregation,
    DimensionAggregation,
    Direction,
    Frequency,
)
from slimsamenwerken.programme.pages import explained
from slimsamenwerken.programme.pages.charts import indicator_chart
from slimsamenwerken.programme.pages.indicator_list import level_words, verdict_words
from slimsamenwerken.programme.pages.live import live_rows
from slimsamenwerken.programme.pages.measurements import measurement_rows, withdrawn_rows
from slimsamenwerken.programme.pages.words import counting_measurements
from slimsamenwerken.programme.progress import Goal, assess, goals
from slimsamenwerken.programme.queries.goals import assessment, series_of
from slimsamenwerken.programme.queries.indicator_page import LoadedIndicator
from slimsamenwerken.programme.queries.rows import (
    IndicatorRow,
    MeasurementRow,
    TargetRow,
    VagueDate,
)
from slimsamenwerken.programme.rights import Rights


def indicator(
    loaded: LoadedIndicator, moment: Moment, rights: Rights, *, may_measure: bool
) -> dict[str, Any]:
    """`may_measure` and the right to set targets show buttons only on a page of today."""
    row = loaded.row
    judged = assessment(row, moment.as_of)
    measured = counting_measurements(row)
    may = {
        "measure": moment.is_live and may_measure,
        "set_target": moment.is_live and rights.may("set_target"),
        "change": moment.is_live and rights.may("change_things"),
    }
    return {
        "loaded": loaded,
        "row": row,
        "level": level_words(row.level),
        "breadcrumbs": [
            (_("Indicators"), reverse("programme:indicator-list") + moment.query_string)
        ],
        "breadcrumb_here": f"{row.code} {row.title}",
        "judged": judged,
        "figures": explained.figures(row, judged),
        "facts": _facts(loaded, moment),
        "chart": indicator_chart(row, moment, prefix="i", starts=_starts(loaded)),
        "measurements": measurement_rows(row, may_correct=may["measure"]),
        "breaks": [_break(m, row) for m in measured if m.series_break],
        "falls": _falls(row),
        "live": live_rows(loaded, moment, rights),
        "goals": [_goal(goal, row, moment) for goal in _goals(row, moment)],
        "withdrawn": withdrawn_rows(loaded, row),
        "may": may,
        "last_updated": measured[-1].on.day if measured else None,
        "nav_key": "programme.actions",
    }


def _break(measured: MeasurementRow, row: IndicatorRow) -> tuple[str, str]:
    """(since when, why); a live indicator breaks with its past on the day that it went live."""
    if measured.is_live and row.live_from is not None:
        return long_date(row.live_from), measured.method_note
    return measured.on.text, measured.method_note


def _falls(row: IndicatorRow) -> bool:
    """Whether a cumulative series goes down though no break explains it."""
    if row.aggregation != Aggregation.CUMULATIVE:
        return False
    values = [m for m in counting_measurements(row) if not m.is_baseline]
    return any(
        later.value < earlier.value and not later.series_break
        for earlier, later in pairwise(values)
    )


def _facts(loaded: LoadedIndicator, moment: Moment) -> list[tuple[str, Any]]:
    """What the indicator measures and how, as it was agreed on the day."""
    row = loaded.row
    found: list[tuple[str, Any]] = [
        (_("Unit"), row.unit or _("not stated")),
        (_("Level"), level_words(row.level)),
        (_("Direction"), Direction(row.direction).label if row.direction else _("not stated")),
        (_("Aggregation over time"), Aggregation(row.aggregation).label),
    ]
    if any(m.dims for m in row.measurements):
        over = DimensionAggregation(row.dimension_aggregation).label
        found.append((_("Aggregation over dimensions"), over))
    if row.frequency:
        found.append((_("Frequency"), Frequency(row.frequency).label))
    if row.tolerance is not None:
        found.append((_("Tolerance"), f"± {format_decimal(row.tolerance)}"))
    if row.source_metric:
        found.append((_("Computed by the portal"), _live(row)))
    found.append((_("Actions"), _actions(loaded, moment)))
    found.append((_("Definition holds since"), _origin(loaded)))
    return found


def _live(row: IndicatorRow) -> str:
    metric = metrics.get(row.source_metric)
    return _("%(metric)s, from %(date)s") % {
        "metric": metric.label if metric else row.source_metric,
        "date": long_date(row.live_from) if row.live_from else "–",
    }


def _actions(loaded: LoadedIndicator, moment: Moment) -> SafeString | str:
    if not loaded.actions:
        return _("none")
    return format_html_join(
        ", ",
        '<a href="{}">{} {}</a>',
        (
            (
                reverse("programme:action-detail", args=[action.code]) + moment.query_string,
                action.code,
                action.title,
            )
            for action in loaded.actions
        ),
    )


def _origin(loaded: LoadedIndicator) -> SafeString:
    version = loaded.version
    note = f", {_('derived from the source text')}" if version.derived else ""
    link = reverse("programme:fact-detail", args=["indicator-version", version.public_id])
    return format_html(
        '{}{} (<a href="{}">{}<span class="visually-hidden"> {}</span></a>)',
        version.valid_on_text, note, link, _("row"), _("of the definition"),
    )  # fmt: skip


def _starts(loaded: LoadedIndicator) -> VagueDate | None:
    """The start of the one action that is measured; of several it would say nothing."""
    return loaded.actions[0].starts if len(loaded.actions) == 1 else None


def _goals(row: IndicatorRow, moment: Moment) -> list[Goal]:
    return goals(series_of(row).targets, moment.as_of)


def _goal(goal: Goal, row: IndicatorRow, moment: Moment) -> dict[str, Any]:
    """One goal: what counts now, beside the first plan and every re-planning."""
    judged = assess(series_of(row), moment.as_of, goal)
    plans = [t for t in row.targets if t.series == goal.current.series]
    plans.sort(key=lambda plan: (plan.decided_on, plan.number))
    by_id = {plan.id: plan for plan in plans}
    return {
        "current": _plan(by_id[goal.current.id], row),
        "original": _plan(by_id[goal.original.id], row),
        "changes": goal.changes,
        "reason": goal.reason,
        "decided_by": goal.decided_by,
        "progress": judged.progress,
        "verdict": verdict_words(judged, moment),
        "plans": [_plan(plan, row) for plan in _in_force(plans, moment)],
    }


def _in_force(plans: Iterable[TargetRow], moment: Moment) -> list[TargetRow]:
    return [plan for plan in plans if plan.decided_on <= moment.as_of]


def _plan(plan: TargetRow, row: IndicatorRow) -> dict[str, Any]:
    return {"row": plan, "value": explained.target_words(plan, row)}
