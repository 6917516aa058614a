"""What the list of indicators shows."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from slimsamenwerken.core.dates import long_date
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models.codes import Level
from slimsamenwerken.programme.pages.explained import target_words
from slimsamenwerken.programme.pages.lists import Sought, list_context
from slimsamenwerken.programme.pages.words import latest_measurement
from slimsamenwerken.programme.progress import Assessment, print_value
from slimsamenwerken.programme.queries.goals import assessment
from slimsamenwerken.programme.queries.indicator_list import IndicatorEntry


def indicator_list(sought: Sought, entries: list[IndicatorEntry], moment: Moment) -> dict[str, Any]:
    count = sought.page.paginator.count
    return list_context(sought, default_sort="code") | {
        "rows": [_row(entry, moment) for entry in entries],
        "noun": npgettext("list", "indicator", "indicators", count),
        "caption": _caption(sought, moment),
        "results_label": ngettext(
            "To the %(count)s indicator", "To the %(count)s indicators", count
        )
        % {"count": count},
    }


def _caption(sought: Sought, moment: Moment) -> str:
    words = {"filters": sought.form.in_words(), "day": long_date(moment.as_of)}
    if words["filters"]:
        return _("Indicators (%(filters)s), as they stood on %(day)s") % words
    return _("All indicators, as they stood on %(day)s") % words


def level_words(level: str) -> str:
    return str(Level(level).label)


def verdict_words(judged: Assessment, moment: Moment) -> str:
    """Met or not, once it can be told: a percentage on its way to a later day speaks for itself."""
    goal = judged.goal
    on_its_way = (
        goal is not None and goal.current.due > moment.as_of and judged.progress.value is not None
    )
    return "" if on_its_way and not judged.met else judged.verdict


def _row(entry: IndicatorEntry, moment: Moment) -> dict[str, Any]:
    row = entry.row
    judged = assessment(row, moment.as_of)
    latest, start = latest_measurement(row), judged.baseline
    goal = judged.goal
    plan = next((t for t in row.targets if goal and t.id == goal.current.id), None)
    return {
        "row": row,
        "level": level_words(row.level),
        "latest": latest,
        "value": print_value(latest.value, row.unit, row.decimals, latest.qualifier)
        if latest
        else "",
        "baseline": print_value(start.value, row.unit, row.decimals, start.qualifier)
        if start
        else "",
        "target": target_words(plan, row) if plan else "",
        "target_due": plan.due.short if plan else "",
        "progress": judged.progress,
        "verdict": verdict_words(judged, moment),
        "actions": entry.actions,
    }
