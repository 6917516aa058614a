"""What the list of actions shows."""

from itertools import groupby
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slimsamenwerken.core.dates import long_date
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.forms import ActionFilterForm
from slimsamenwerken.programme.pages import words
from slimsamenwerken.programme.queries.listing import Found
from slimsamenwerken.programme.queries.states import ActionState


def action_list(
    page: Page[ActionState], found: Found, moment: Moment, form: ActionFilterForm
) -> dict[str, Any]:
    states = list(page.object_list)
    labels = found.rules.labels
    rows = [_row(state, labels) for state in states]
    by_code = form.query.get("sort", "code") in ("code", "-code") and not form.query.get("q")
    count = len(found)
    return {
        "page_obj": page,
        "groups": _grouped(rows) if by_code else [("", rows)],
        "count": count,
        "noun": ngettext("action", "actions", count),
        "caption": _caption(form, moment),
        "results_label": ngettext("To the %(count)s action", "To the %(count)s actions", count)
        % {"count": count},
        "nothing_yet": not states and not form.in_words(),
    }


def _caption(form: ActionFilterForm, moment: Moment) -> str:
    filters = form.in_words()
    day = long_date(moment.as_of)
    if filters:
        return _("Actions (%(filters)s), as they were on %(day)s") % {
            "filters": filters,
            "day": day,
        }
    return _("All actions, as they were on %(day)s") % {"day": day}


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
