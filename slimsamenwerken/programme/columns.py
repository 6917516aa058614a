"""The columns of the programme's lists, declared once for every format."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.exports import Column
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.core.precision import Precision
from slimsamenwerken.programme.models.codes import OutcomeKind
from slimsamenwerken.programme.pages import words
from slimsamenwerken.programme.queries.rows import MilestoneRow, VagueDate
from slimsamenwerken.programme.queries.states import ActionState, Rules

ACTIONS = [
    Column("code", _("Code"), "text"),
    Column("title", _("Action"), "text"),
    Column("line", _("Action line"), "text"),
    Column("declared", _("Declared status"), "text"),
    Column("computed", _("Computed status"), "text"),
    Column("derivation", _("Derivation"), "text"),
    Column("leads", _("Lead"), "text"),
    Column("starts_on", _("Start"), "date"),
    Column("starts_precision", _("Precision of the start"), "text"),
    Column("ends_on", _("End"), "date"),
    Column("ends_precision", _("Precision of the end"), "text"),
    Column("period", _("Duration"), "text"),
    Column("milestones", _("Milestones"), "int"),
    Column("realised", _("Milestones realised"), "int"),
    Column("late", _("Milestones late"), "int"),
    Column("updated_on", _("Last update"), "date"),
]

MILESTONES = [
    Column("code", _("Code"), "text"),
    Column("title", _("Milestone"), "text"),
    Column("is_final", _("Final"), "bool"),
    Column("done_when", _("Done when"), "text"),
    Column("original", _("Original date"), "date"),
    Column("current", _("Current date"), "date"),
    Column("changes", _("Changes"), "int"),
    Column("reason", _("Reason"), "text"),
    Column("decided_by", _("Decided by"), "text"),
    Column("outcome", _("Result"), "text"),
    Column("outcome_on", _("Date of the result"), "date"),
]


def action_rows(
    states: Iterable[ActionState], rules: Rules, moment: Moment, leads: Mapping[int, list[str]]
) -> Iterable[dict[str, Any]]:
    """`leads`: names of the own leads by id of the action."""
    for state in states:
        done = [m for m in state.milestones if m.outcome and m.outcome.kind == "realised"]
        yield {
            "code": state.code,
            "title": state.title,
            "line": f"{state.line.code} {state.line.short_label}" if state.line else "",
            "declared": words.status_label(state.declared, rules.labels),
            "computed": words.status_label(state.computed, rules.labels),
            "derivation": str(state.result.sentence),
            "leads": "; ".join(leads.get(state.id, [])),
            "starts_on": state.starts.day if state.starts else None,
            "starts_precision": _precision(state.starts),
            "ends_on": state.ends.day if state.ends else None,
            "ends_precision": _precision(state.ends),
            "period": words.period(state),
            "milestones": len(state.milestones),
            "realised": len(done),
            "late": len(state.late_milestones(moment.as_of)),
            "updated_on": state.last_update.on.day if state.last_update else None,
        }


def _precision(when: VagueDate | None) -> str:
    """A date column holds the last day of a vague period; this says how vague it is."""
    return str(Precision(when.precision or Precision.DAY).label) if when else ""


def milestone_rows(milestones: Iterable[MilestoneRow]) -> Iterable[dict[str, Any]]:
    for row in milestones:
        yield {
            "code": row.code,
            "title": row.title,
            "is_final": row.is_final,
            "done_when": row.done_when,
            "original": row.original.due.day
            if row.original and not row.original.original_unknown
            else None,
            "current": row.current.due.day if row.current else None,
            "changes": row.changes,
            "reason": row.current.reason if row.current else "",
            "decided_by": row.current.decided_by if row.current else "",
            "outcome": str(OutcomeKind(row.outcome.kind).label) if row.outcome else "",
            "outcome_on": row.outcome.on.day if row.outcome else None,
        }
