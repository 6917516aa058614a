"""Too many rows for one picture: take them together, and say so."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from slimsamenwerken.core.charts.gantt_model import GanttMilestone, GanttPeriod, GanttRow
from slimsamenwerken.core.charts.model import MAX_MARKS, When


def fold(rows: Sequence[GanttRow]) -> tuple[list[GanttRow], str]:
    """The rows to draw and the sentence that tells what was done, "" when nothing was."""
    if len(rows) <= MAX_MARKS:
        return list(rows), ""
    groups = _by_group(rows)
    if len(groups) < 2 or len(groups) > MAX_MARKS:
        return list(rows[:MAX_MARKS]), _(
            "The chart shows the first %(shown)s of %(total)s rows. The table has them all."
        ) % {"shown": MAX_MARKS, "total": len(rows)}
    folded = [_as_one(name, members) for name, members in groups.items()]
    return folded, _(
        "The chart takes %(total)s rows together in %(groups)s groups. The table has them all."
    ) % {"total": len(rows), "groups": len(groups)}


def _by_group(rows: Sequence[GanttRow]) -> dict[str, list[GanttRow]]:
    groups: dict[str, list[GanttRow]] = {}
    for row in rows:
        groups.setdefault(row.group or pgettext("chart", "Other"), []).append(row)
    return groups


def _as_one(name: str, members: Sequence[GanttRow]) -> GanttRow:
    """One bar from the first to the last known date of the group. It is open at a side where a
    period of the group is."""
    dates = [when for row in members for when in row.dates if when is not None]
    periods = [row for row in members if isinstance(row, GanttPeriod)]
    milestones = [row for row in members if isinstance(row, GanttMilestone)]
    label = pgettext("chart", "%(name)s: %(count)s") % {
        "name": name,
        "count": _count(periods, milestones),
    }
    group = GanttPeriod(label=label)
    if not dates:
        return group
    first = min(dates, key=lambda when: when.opening_day or when.last_day)
    last = max(dates, key=lambda when: when.last_day)
    open_start = any(row.start is None for row in periods)
    open_end = any(row.end is None for row in periods)
    starts = When(first.opening_day or first.last_day)
    return replace(group, start=None if open_start else starts, end=None if open_end else last)


def _count(periods: Sequence[GanttPeriod], milestones: Sequence[GanttMilestone]) -> str:
    parts = []
    if periods:
        parts.append(ngettext("%(n)s period", "%(n)s periods", len(periods)) % {"n": len(periods)})
    if milestones:
        count = len(milestones)
        parts.append(ngettext("%(n)s milestone", "%(n)s milestones", count) % {"n": count})
    return ", ".join(parts)
