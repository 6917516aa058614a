"""Metrics over statuses: the share that is on track, and where people and rules disagree."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from slimsamenwerken.programme.headline import NOTHING_COUNTABLE
from slimsamenwerken.programme.metrics import MetricRow, Missing, Reading, Scope
from slimsamenwerken.programme.queries import counted
from slimsamenwerken.programme.queries.states import ActionState
from slimsamenwerken.programme.shares import CountedAction, Share, on_track_share
from slimsamenwerken.programme.thresholds import labels_from_json

# A metric names the statuses of the rules; a page may show the labels of the rule set beside them.
_LABELS: Final = labels_from_json({})


def _share(states: Sequence[ActionState]) -> Share:
    return on_track_share(
        CountedAction(state.code, state.computed, state.result.is_future) for state in states
    )


def on_track(as_of: date, known_at: datetime | None, scope: Scope) -> Reading:
    share = _share(counted.states(as_of, known_at, scope))
    missing = tuple(
        Missing(reason, share.excluded[reason])
        for reason in ("stopped", "future", "unknown")
        if reason in share.excluded
    )
    if not share.denominator:
        return Reading(None, Decimal(0), Decimal(0), missing, NOTHING_COUNTABLE)
    return Reading(
        share.figure.value,
        Decimal(len(share.numerator)),
        Decimal(len(share.denominator)),
        missing,
    )


def on_track_rows(as_of: date, known_at: datetime | None, scope: Scope) -> list[MetricRow]:
    states = counted.states(as_of, known_at, scope)
    share = _share(states)
    return [
        _row(state, str(_LABELS[state.computed]), counted=state.code in share.numerator)
        for state in states
        if state.code in share.denominator
    ]


def deviations(as_of: date, known_at: datetime | None, scope: Scope) -> Reading:
    found = [s for s in counted.states(as_of, known_at, scope) if s.deviates]
    return Reading(Decimal(len(found)))


def deviation_rows(as_of: date, known_at: datetime | None, scope: Scope) -> list[MetricRow]:
    return [
        _row(
            state,
            _("declared “%(declared)s”, computed “%(computed)s”")
            % {"declared": _LABELS[state.declared], "computed": _LABELS[state.computed]},
        )
        for state in counted.states(as_of, known_at, scope)
        if state.deviates
    ]


def _row(state: ActionState, detail: str, *, counted: bool | None = None) -> MetricRow:
    return MetricRow(
        key=("programme_action", state.public_id),
        code=state.code,
        label=state.title,
        detail=detail,
        counted=counted,
        action_ids=frozenset({state.id}),
        is_public=state.is_public,
        url_name="programme:action-detail",
        url_arg=state.code,
    )
