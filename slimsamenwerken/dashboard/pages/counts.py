"""Numbers of actions by status, each with the address of exactly its actions."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from slimsamenwerken.dashboard import queries
from slimsamenwerken.dashboard.queries import COMPUTED_ORDER, DECLARED_ORDER, Programme
from slimsamenwerken.programme.pages.words import status_label
from slimsamenwerken.programme.queries import rows
from slimsamenwerken.programme.queries.states import ActionState


def list_url(programme: Programme, **query: str) -> str:
    """The list of actions, filtered; lever projects stay out, as they do in every number."""
    kept = {"kind": "action"} | query | programme.moment.query
    return f"{reverse('programme:action-list')}?{urlencode(kept)}"


def legend(states: list[ActionState], programme: Programme, **query: str) -> list[dict[str, Any]]:
    """The declared statuses that occur; `query` narrows the links as `states` are narrowed."""
    declared, _computed = queries.counts(states)
    return [
        {
            "code": code,
            "label": status_label(code, programme.rules.labels),
            "count": declared[code],
            "url": list_url(programme, declared=code or "none", **query),
        }
        for code in DECLARED_ORDER
        if declared[code]
    ]


def line_row(line: rows.LineRow, programme: Programme) -> dict[str, Any]:
    states = programme.of_line(line.id)
    order = {code: place for place, code in enumerate(DECLARED_ORDER)}
    labels = programme.rules.labels
    tiles = [
        {
            "url": reverse("programme:action-detail", args=[s.code])
            + programme.moment.query_string,
            "name": f"{s.code} {s.title}",
            "code": s.declared,
            "status": status_label(s.declared, labels),
        }
        for s in sorted(states, key=lambda s: (order.get(s.declared, 99), s.code))
    ]
    return {
        "line": line,
        "tiles": tiles,
        "declared": legend(states, programme, line=line.code),
        "computed": _computed(states, programme, line.code),
        "count": len(states),
    }


def _computed(states: list[ActionState], programme: Programme, line: str) -> dict[str, Any]:
    """How many computed statuses differ from the declared ones, and how many there are not."""
    return {
        "different": sum(state.deviates for state in states),
        "different_url": list_url(programme, deviates="on", line=line),
        "unknown": sum(state.computed == "unknown" for state in states),
        "unknown_label": status_label("unknown", programme.rules.labels),
        "unknown_url": list_url(programme, computed="unknown", line=line),
    }


def table(programme: Programme) -> dict[str, Any]:
    """Declared and computed counts per line and in all."""
    declared, computed = queries.counts(programme.actions)
    shown = [code for code in DECLARED_ORDER if declared[code]]
    found = [code for code in COMPUTED_ORDER if computed[code]]
    labels = programme.rules.labels
    return {
        "declared": [(code, status_label(code, labels)) for code in shown],
        "computed": [(code, status_label(code, labels)) for code in found],
        "rows": [
            {"line": line} | _row(programme.of_line(line.id), programme, shown, found, line.code)
            for line in programme.lines.values()
        ],
        "totals": _row(programme.actions, programme, shown, found),
    }


def _row(
    states: list[ActionState],
    programme: Programme,
    shown: list[str],
    found: list[str],
    line: str = "",
) -> dict[str, Any]:
    declared, computed = queries.counts(states)
    query = {"line": line} if line else {}
    return {
        "total": (len(states), list_url(programme, **query)),
        "declared": [
            (declared[c], list_url(programme, declared=c or "none", **query)) for c in shown
        ],
        "computed": [(computed[c], list_url(programme, computed=c, **query)) for c in found],
    }
