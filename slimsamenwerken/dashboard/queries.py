"""What the first page, the lines and the own tasks show, at a moment."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models import (
    ActionDomainVersion,
    ActionIndicator,
    ActionSuccession,
    ActionVersion,
    Indicator,
    SourceFact,
)
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.programme.queries.remembered import all_states
from slimsamenwerken.programme.queries.selection import visible_versions
from slimsamenwerken.programme.queries.states import ActionState, Rules
from slimsamenwerken.programme.rights import Rights

HORIZON = timedelta(days=90)
DECLARED_ORDER = (
    "achieved", "on_track", "started", "not_started", "attention", "action_needed", "stopped", "",
)  # fmt: skip


@dataclass(frozen=True)
class Programme:
    """Every action that the viewer may see, with its statuses, at a moment."""

    moment: Moment
    rules: Rules
    states: list[ActionState]
    lines: dict[int, rows.LineRow]

    @property
    def actions(self) -> list[ActionState]:
        """The actions of the lines; lever projects are shown but not counted."""
        return [state for state in self.states if state.kind == "action"]

    def of_line(self, line_id: int) -> list[ActionState]:
        return [s for s in self.actions if s.line and s.line.id == line_id]

    def milestones(self) -> list[tuple[ActionState, rows.MilestoneRow]]:
        return [(state, m) for state in self.states for m in state.milestones]


def load_programme(moment: Moment, rights: Rights) -> Programme:
    versions = visible_versions(
        moment.as_of,
        moment.known_at,
        today=moment.today,
        inside=rights.sees_all,
        own=rights.own,
    )
    found = all_states(moment.as_of, moment.known_at)
    visible = set(versions.values_list("action_id", flat=True))
    states = [state for state in found.states.values() if state.id in visible]
    lines = {s.line.id: s.line for s in states if s.line}
    lines = lines or loaders.lines(moment.as_of, moment.known_at)
    ordered = dict(sorted(lines.items(), key=lambda item: item[1].code))
    return Programme(moment, found.rules, states, ordered)


def counts(states: list[ActionState]) -> tuple[Counter[str], Counter[str]]:
    """Number of actions per declared status ("" for none) and per computed status."""
    return Counter(s.declared for s in states), Counter(s.computed for s in states)


def coming_milestones(
    programme: Programme,
) -> tuple[
    list[tuple[ActionState, rows.MilestoneRow]], tuple[ActionState, rows.MilestoneRow] | None
]:
    """Open milestones due within 90 days, and the first one after that."""
    as_of = programme.moment.as_of
    open_ones = sorted(
        (
            (state, m)
            for state, m in programme.milestones()
            if m.outcome is None and m.current and m.current.due.day >= as_of
        ),
        key=lambda item: (item[1].current.due.day, item[1].code),  # type: ignore[union-attr]
    )
    soon = [i for i in open_ones if i[1].current.due.day <= as_of + HORIZON]  # type: ignore[union-attr]
    later = open_ones[len(soon)] if len(open_ones) > len(soon) else None
    return soon, later


def late_milestones(programme: Programme) -> list[tuple[ActionState, rows.MilestoneRow]]:
    """Late milestones, the latest first."""
    as_of = programme.moment.as_of
    late = [(s, m) for s, m in programme.milestones() if m.is_late(as_of)]
    return sorted(late, key=lambda item: (-item[1].days_late(as_of), item[1].code))


@dataclass(frozen=True)
class Changes:
    """What is new since an earlier day, read from the rows of the moment itself."""

    since: date
    new: list[ActionState]
    new_achieved: list[ActionState]
    realised: list[tuple[ActionState, rows.MilestoneRow]]
    continued: list[tuple[str, str]]
    first_measured: list[rows.IndicatorRow]


def changes(programme: Programme, since: date) -> Changes:
    at = programme.moment
    before = set(ActionVersion.objects.at(since, at.known_at).values_list("action_id", flat=True))
    new = [s for s in programme.actions if s.id not in before]
    realised = [
        (state, m)
        for state, m in programme.milestones()
        if m.outcome and m.outcome.kind == "realised" and m.outcome.on.day > since
    ]
    found = (
        ActionSuccession.objects.until(at.as_of, at.known_at)
        .filter(valid_on__gt=since)
        .values_list("from_line__code", "from_action__code", "to_action__code")
        .order_by("to_action__code")
    )
    continued = [(line or action, to) for line, action, to in found]
    return Changes(
        since,
        new,
        [s for s in new if s.computed == "achieved"],
        realised,
        continued,
        _first_measured(programme, since),
    )


def _first_measured(programme: Programme, since: date) -> list[rows.IndicatorRow]:
    found = {i.id: i for state in programme.states for i in state.indicators}
    return [
        i
        for i in found.values()
        if i.measurements and min(m.on.day for m in i.measurements) > since
    ]


def domain_version(moment: Moment) -> ActionDomainVersion | None:
    rows_ = ActionDomainVersion.objects.at(moment.as_of, moment.known_at)
    return rows_.select_related("domain").order_by("domain__code").first()


def facts_of(moment: Moment, **place: Any) -> list[SourceFact]:
    """Source facts shown at a place: `domain__code="1"` or `line__code="1.2"`."""
    condition = {f"places__{name}": value for name, value in place.items()}
    found = SourceFact.objects.at(moment.as_of, moment.known_at).filter(
        places__withdrawn_at__isnull=True, **condition
    )
    return list(found.order_by("code").distinct())


def indicator_rows(programme: Programme) -> list[rows.IndicatorRow]:
    """All indicators at the moment by code; context indicators belong to no action."""
    at = programme.moment
    found = {i.code: i for state in programme.states for i in state.indicators}
    linked = ActionIndicator.objects.until(at.as_of, at.known_at).values("indicator_id")
    alone = Indicator.objects.exclude(pk__in=linked).values_list("pk", flat=True)
    for row in loaders.indicators(at.as_of, at.known_at, list(alone), brief=True).values():
        found[row.code] = row
    return [found[code] for code in sorted(found)]


def domain_leads(programme: Programme) -> list[rows.ParticipationRow]:
    at = programme.moment
    found = loaders.participations(at.as_of, at.known_at, Q(domain__isnull=False))
    return [role for roles in found.values() for role in roles if role.role == "lead"]


def line_successions(programme: Programme, line_id: int) -> list[ActionState]:
    """Actions in which the line goes on."""
    at = programme.moment
    found = ActionSuccession.objects.until(at.as_of, at.known_at).filter(from_line=line_id)
    ids = set(found.values_list("to_action_id", flat=True))
    return [state for state in programme.states if state.id in ids]
