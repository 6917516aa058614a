"""Metrics over the planning: milestones in time, and how far they slip."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slimsamenwerken.programme.headline import NOTHING_COUNTABLE, divide
from slimsamenwerken.programme.metrics import MetricRow, Missing, Reading, Scope, window_of
from slimsamenwerken.programme.models.codes import OutcomeKind
from slimsamenwerken.programme.queries import counted
from slimsamenwerken.programme.queries.counted import CountedAction, Planned
from slimsamenwerken.programme.queries.rows import MilestoneRow, VagueDate

_REASONS = ("undated", "original_unknown", "dropped")


def _why_not(milestone: MilestoneRow) -> str:
    """The reason why a milestone cannot be compared with its first plan; empty when it can."""
    if milestone.outcome and milestone.outcome.kind == OutcomeKind.DROPPED:
        return "dropped"
    if milestone.original is None:
        return "undated"
    return "original_unknown" if milestone.original.original_unknown else ""


def _missing(found: Iterable[Planned]) -> tuple[Missing, ...]:
    codes = defaultdict[str, list[str]](list)
    for _action, milestone in found:
        codes[_why_not(milestone)].append(milestone.code)
    return tuple(Missing(reason, tuple(codes[reason])) for reason in _REASONS if reason in codes)


@dataclass(frozen=True, slots=True)
class _Compared:
    """A milestone with its first plan and where it stands now: its result or its current plan."""

    action: CountedAction
    milestone: MilestoneRow
    planned: VagueDate
    now: VagueDate

    @property
    def is_in_time(self) -> bool:
        return self.milestone.outcome is not None and self.slip_days <= 0

    @property
    def slip_days(self) -> int:
        return (self.now.day - self.planned.day).days


def _compared(found: Iterable[Planned]) -> list[_Compared]:
    return [
        _Compared(
            action,
            milestone,
            milestone.original.due,
            milestone.outcome.on if milestone.outcome else milestone.current.due,
        )
        for action, milestone in found
        if milestone.original and milestone.current and not _why_not(milestone)
    ]


def _due(as_of: date, known_at: datetime | None, scope: Scope) -> list[_Compared]:
    window = window_of(scope, as_of)
    found = _compared(counted.milestones(as_of, known_at, scope))
    return [item for item in found if window.first <= item.planned.day <= window.last]


def in_time(as_of: date, known_at: datetime | None, scope: Scope) -> Reading:
    missing = _missing(counted.milestones(as_of, known_at, scope))
    due = _due(as_of, known_at, scope)
    whole = Decimal(len(due))
    if not due:
        return Reading(None, Decimal(0), whole, missing, NOTHING_COUNTABLE)
    done = Decimal(sum(item.is_in_time for item in due))
    return Reading(divide(done, whole), done, whole, missing)


def in_time_rows(as_of: date, known_at: datetime | None, scope: Scope) -> list[MetricRow]:
    return [
        _row(item, _planned_words(item), counted=item.is_in_time)
        for item in _due(as_of, known_at, scope)
    ]


def _planned_words(item: _Compared) -> str:
    if item.milestone.outcome is None:
        return _("first planned %(planned)s, still open") % {"planned": item.planned.text}
    return _("first planned %(planned)s, realised %(realised)s") % {
        "planned": item.planned.text,
        "realised": item.now.text,
    }


def median_slip(as_of: date, known_at: datetime | None, scope: Scope) -> Reading:
    found = counted.milestones(as_of, known_at, scope)
    days = [Decimal(item.slip_days) for item in _compared(found)]
    if not days:
        return Reading(None, None, Decimal(0), _missing(found), NOTHING_COUNTABLE)
    return Reading(median(days), None, Decimal(len(days)), _missing(found))


def median_slip_rows(as_of: date, known_at: datetime | None, scope: Scope) -> list[MetricRow]:
    return [
        _row(item, _slip_words(item.slip_days))
        for item in _compared(counted.milestones(as_of, known_at, scope))
    ]


def _slip_words(days: int) -> str:
    if days > 0:
        return ngettext("%(days)s day later", "%(days)s days later", days) % {"days": days}
    if days < 0:
        words = ngettext("%(days)s day earlier", "%(days)s days earlier", -days)
        return words % {"days": -days}
    return _("not moved")


def _row(item: _Compared, detail: str, *, counted: bool | None = None) -> MetricRow:
    action, milestone = item.action, item.milestone
    return MetricRow(
        key=("programme_milestone", milestone.public_id),
        code=milestone.code,
        label=milestone.title,
        detail=detail,
        counted=counted,
        action_ids=frozenset({action.id}),
        is_public=action.is_public,
        url_name="programme:action-detail",
        url_arg=action.code,
        anchor=f"#mijlpaal-{milestone.id}",
    )
