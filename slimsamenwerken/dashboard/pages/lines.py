"""The action domain with its lines, and one line."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from slimsamenwerken.core.links import link_to
from slimsamenwerken.dashboard import queries
from slimsamenwerken.dashboard.pages import counts, figures
from slimsamenwerken.dashboard.pages.home import kept, old_data
from slimsamenwerken.dashboard.queries import Programme
from slimsamenwerken.programme.pages import words
from slimsamenwerken.programme.pages.words import status_label
from slimsamenwerken.programme.queries.states import ActionState


def lines(programme: Programme) -> dict[str, Any]:
    version = queries.domain_version(programme.moment)
    return _surroundings(programme) | {
        "version": version,
        "facts": queries.facts_of(programme.moment, domain__code=version.domain.code)
        if version
        else [],
        "legend": counts.legend(programme.actions, programme),
        "lines": [counts.line_row(line, programme) for line in programme.lines.values()],
        "lever_projects": [
            _action(s, programme) for s in programme.states if s.kind == "lever_project"
        ],
        "leads": queries.leads(programme)[0],
    }


def _surroundings(programme: Programme) -> dict[str, Any]:
    return {
        "last_updated": programme.last_data,
        "old_data": old_data(programme),
        "kept": kept(programme),
        "nav_key": "programme.actions",
    }


def line(programme: Programme, code: str) -> dict[str, Any] | None:
    found = next((row for row in programme.lines.values() if row.code == code), None)
    if found is None:
        return None
    states = programme.of_line(found.id)
    ids = {state.id for state in states}
    of_line = [row for row in queries.indicator_rows(programme) if row.action_ids & ids]
    leads, has_own_lead = queries.leads(programme, line=found.id)
    return _surroundings(programme) | {
        "line": found,
        "row": counts.line_row(found, programme),
        "leads": leads,
        "has_own_lead": has_own_lead,
        "app_url": link_to(f"programme.line.{code}"),
        "breadcrumbs": [
            (_("Action lines"), reverse("dashboard:lines") + programme.moment.query_string)
        ],
        "breadcrumb_here": f"{found.code} {found.short_label}",
        "actions": [_action(state, programme) for state in states],
        "figures": figures.value_figures(figures.latest_values(programme, of_line), programme),
        "unmeasured": [row for row in of_line if words.latest_measurement(row) is None],
        "metrics": figures.metric_figures(programme, code),
        "facts": queries.facts_of(programme.moment, line__code=code),
        "continued": queries.line_successions(programme, found.id),
        "list_url": counts.list_url(programme, line=code),
    }


def _action(state: ActionState, programme: Programme) -> dict[str, Any]:
    labels = programme.rules.labels
    return {
        "state": state,
        "declared": status_label(state.declared, labels),
        "computed": status_label(state.computed, labels),
        "period": words.period(state),
        "milestones": words.milestones_reached(state),
        "updated": state.last_update.on if state.last_update else None,
    }
