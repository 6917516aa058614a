"""What the list of actions shows."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slimsamenwerken.core.dates import long_date
from slimsamenwerken.programme.pages import words
from slimsamenwerken.programme.pages.lists import Sought, list_context
from slimsamenwerken.programme.queries.listing import Found
from slimsamenwerken.programme.queries.states import ActionState


def action_list(sought: Sought, found: Found) -> dict[str, Any]:
    labels = found.rules.labels
    rows = [_row(state, labels) for state in sought.page.object_list]
    count = len(found)
    context = list_context(sought, default_sort="code")
    if not found.lines and not count:  # no filter can help: the programme has not begun
        context["nothing_yet"] = True
    return context | {
        "groups": _grouped(rows) if found.is_by_code else [("", rows)],
        "noun": ngettext("action", "actions", count),
        "caption": _caption(sought, found),
        "results_label": ngettext("To the %(count)s action", "To the %(count)s actions", count)
        % {"count": count},
    }


def _caption(sought: Sought, found: Found) -> str:
    words_ = {"filters": sought.form.in_words(), "day": long_date(found.moment.as_of)}
    if words_["filters"]:
        return _("Actions (%(filters)s), as they were on %(day)s") % words_
    return _("All actions, as they were on %(day)s") % words_


def _row(state: ActionState, labels: Any) -> dict[str, Any]:
    return {
        "state": state,
        "line": f"{state.line.code} {state.line.short_label}" if state.line else "",
        "declared": words.status_label(state.declared, labels),
        "computed": words.status_label(state.computed, labels),
        "period": words.period(state),
        "milestones": words.milestones_reached(state),
        "updated": state.last_update.on.short if state.last_update else "",
    }


def _grouped(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (line or _("Strategic lever projects"), list(group))
        for line, group in groupby(rows, key=lambda row: row["line"])
    ]
