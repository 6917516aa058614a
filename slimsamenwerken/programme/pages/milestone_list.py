"""What the list of milestones shows."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from slimsamenwerken.core.dates import long_date
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.pages import words
from slimsamenwerken.programme.pages.lists import Sought, list_context
from slimsamenwerken.programme.queries.milestone_list import MilestoneEntry
from slimsamenwerken.programme.queries.rows import MilestoneRow


def milestone_list(sought: Sought, entries: list[MilestoneEntry], moment: Moment) -> dict[str, Any]:
    count = sought.page.paginator.count
    return list_context(sought, default_sort="due") | {
        "rows": [_row(entry, moment) for entry in entries],
        "noun": npgettext("list", "milestone", "milestones", count),
        "caption": _caption(sought, moment),
        "results_label": ngettext(
            "To the %(count)s milestone", "To the %(count)s milestones", count
        )
        % {"count": count},
    }


def _caption(sought: Sought, moment: Moment) -> str:
    said = {"filters": sought.form.in_words(), "day": long_date(moment.as_of)}
    if said["filters"]:
        return _("Milestones (%(filters)s), as they stood on %(day)s") % said
    return _("All milestones, as they stood on %(day)s") % said


def _row(entry: MilestoneEntry, moment: Moment) -> dict[str, Any]:
    row, target = entry.row, reverse("programme:action-detail", args=[entry.action.code])
    return {
        "row": row,
        "action": entry.action,
        "owner": entry.owner,
        "url": f"{target}{moment.query_string}#mijlpaal-{row.id}",
        "due": row.current.due.short if row.current else "",
        "original": original_words(row),
        "result": result_words(row, moment),
        "code": {"realised": "achieved", "dropped": "stopped"}.get(
            row.outcome.kind if row.outcome else "", ""
        ),
        "is_late": row.is_late(moment.as_of),
    }


def original_words(row: MilestoneRow) -> str:
    """The first date, where it was another one or is not known; else nothing."""
    if row.original is None:
        return ""
    if row.original.original_unknown:
        return _("original date not stated")
    if not row.changes:
        return ""
    return _("originally %(date)s") % {"date": row.original.due.short}


def result_words(row: MilestoneRow, moment: Moment) -> str:
    if row.outcome is not None:
        return _("realised") if row.outcome.kind == "realised" else _("dropped")
    if row.is_late(moment.as_of):
        return words.days_late(row.days_late(moment.as_of))
    return _("open")
