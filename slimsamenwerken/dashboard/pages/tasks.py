"""What asks for work on the own actions."""

from datetime import date
from typing import Any

from slimsamenwerken.dashboard import queries
from slimsamenwerken.dashboard.queries import OfAction, Programme
from slimsamenwerken.programme.pages import words
from slimsamenwerken.programme.queries.states import ActionState
from slimsamenwerken.programme.rights import Rights


def tasks(programme: Programme, rights: Rights) -> dict[str, Any]:
    """Late and due within 30 days: of the own actions, or of all for who sees all."""
    as_of = programme.moment.as_of
    limit = min(as_of, date.max - queries.SOON) + queries.SOON
    mine = [s for s in programme.states if rights.sees_all or s.id in rights.own]
    ids = {state.id for state in mine}
    late = [pair for pair in queries.late_milestones(programme) if pair[0].id in ids]
    due = [pair for pair in queries.open_milestones(programme, limit) if pair[0].id in ids]
    return {
        "late": [_milestone(pair, rights, as_of) for pair in late],
        "due": [_milestone(pair, rights, as_of) for pair in due],
        "ended": [
            {"state": s, "may_close": rights.may("close_action", s.id)}
            for s in queries.ended(mine, as_of)
        ],
        "limit": limit,
        "count": len(mine),
        # Who sees all has the list of actions, with its filters and pages.
        "mine": [] if rights.sees_all else [_action(s, programme, rights) for s in mine],
        "sees_all": rights.sees_all,
        "last_updated": programme.last_data,
    }


def _milestone(pair: OfAction, rights: Rights, as_of: date) -> dict[str, Any]:
    """A milestone with the two steps that mend it, for who may take them."""
    state, milestone = pair
    days = milestone.days_late(as_of)
    return {
        "state": state,
        "milestone": milestone,
        "short": milestone.code.removeprefix(f"{state.code}-"),
        "late": words.days_late(days) if days else "",
        "may_record": rights.may("record_outcome", state.id),
        "may_move": rights.may("plan_milestone", state.id),
    }


def _action(state: ActionState, programme: Programme, rights: Rights) -> dict[str, Any]:
    return {
        "state": state,
        "status": words.status_label(state.declared, programme.rules.labels),
        "updated": state.last_update.on if state.last_update else None,
        "may_update": rights.may("add_update", state.id),
    }
