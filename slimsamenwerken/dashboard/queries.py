"""What the first page, the lines and the own tasks show, at a moment."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Value

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.metrics import Metric, Reading, Scope
from slimsamenwerken.programme.models import (
    ActionDomainVersion,
    ActionSuccession,
    SourceFact,
    SourceFactPlace,
)
from slimsamenwerken.programme.models.codes import Role
from slimsamenwerken.programme.queries import counted, rows
from slimsamenwerken.programme.queries.cast import Person, load_cast
from slimsamenwerken.programme.queries.live import with_live_values
from slimsamenwerken.programme.queries.remembered import Remembered, all_states
from slimsamenwerken.programme.queries.sight import actions_in_sight, indicators_in_sight
from slimsamenwerken.programme.queries.states import ActionState, Rules
from slimsamenwerken.programme.rights import Rights
from slimsamenwerken.reports.models import Publication, ReportFile
from slimsamenwerken.reports.queries import published

HORIZON = timedelta(days=90)
SOON = timedelta(days=30)
DECLARED_ORDER = (
    "achieved", "on_track", "started", "not_started", "attention", "action_needed", "stopped", "",
)  # fmt: skip
COMPUTED_ORDER = (*DECLARED_ORDER[:-1], "unknown")

OfAction = tuple[ActionState, rows.MilestoneRow]


@dataclass(frozen=True)
class Programme:
    """Every action that the viewer may see, with its statuses, at a moment.

    `everything` holds what no viewer decides; `scope` lets the metrics share what is loaded.
    `measured`: ids of the indicators that the viewer may see.
    """

    moment: Moment
    everything: Remembered
    states: list[ActionState]
    measured: set[int]
    scope: Scope = field(default_factory=Scope)

    @property
    def rules(self) -> Rules:
        return self.everything.rules

    @property
    def lines(self) -> Mapping[int, rows.LineRow]:
        return self.everything.lines

    @property
    def indicators(self) -> list[rows.IndicatorRow]:
        """Stored rows that the viewer may see, by code."""
        return [row for row in self.everything.indicators if row.id in self.measured]

    @cached_property
    def actions(self) -> list[ActionState]:
        """The actions of the lines; lever projects are shown but not counted."""
        return [state for state in self.states if state.kind == "action"]

    def of_line(self, line_id: int) -> list[ActionState]:
        return [s for s in self.actions if s.line and s.line.id == line_id]

    @cached_property
    def milestones(self) -> list[OfAction]:
        return [(state, m) for state in self.states for m in state.milestones]

    @cached_property
    def ids(self) -> set[int]:
        return {state.id for state in self.states}

    @property
    def last_data(self) -> date | None:
        """Day of the youngest update; pages of today say so when it is long ago."""
        days = [s.last_update.on.day for s in self.states if s.last_update]
        return max(days, default=None)


def load_programme(moment: Moment, rights: Rights) -> Programme:
    """Eleven queries, or a few when the statuses of the moment are remembered."""
    found = all_states(moment.as_of, moment.known_at)
    visible, measured = _in_sight(moment, rights)
    states = list(found.states.values())
    scope = Scope()
    counted.share_states(scope, states, moment.as_of, moment.known_at)
    shown = [state for state in states if state.id in visible]
    return Programme(moment, found, shown, measured, scope)


def _in_sight(moment: Moment, rights: Rights) -> tuple[set[int], set[int]]:
    """Ids of the actions and of the indicators that the viewer may see; one query for both."""
    actions = actions_in_sight(moment, rights).order_by()
    measured = indicators_in_sight(moment, rights).order_by()
    of_both = (
        actions.annotate(place=Value(0))
        .values_list("place", "action_id")
        .union(measured.annotate(place=Value(1)).values_list("place", "indicator_id"), all=True)
    )
    found: tuple[set[int], set[int]] = (set(), set())
    for place, pk in of_both:
        found[place].add(pk)
    return found


def reading(programme: Programme, metric: Metric, line: str = "") -> Reading:
    """What a metric says of the moment. It counts what is hidden too, so it is one for all."""
    at = programme.moment

    def load() -> Reading:
        scope = Scope(line=line, shared=programme.scope.shared)
        return metric.compute(at.as_of, at.known_at, scope)

    if not metric.of_programme:
        return load()
    return programme.everything.keep((metric.key, metric.version, line), load)


def counts(states: list[ActionState]) -> tuple[Counter[str], Counter[str]]:
    """Number of actions per declared status ("" for none) and per computed status."""
    return Counter(s.declared for s in states), Counter(s.computed for s in states)


def open_milestones(programme: Programme, until: date) -> list[OfAction]:
    """Open milestones due from the day of the moment until another day, the first one first."""
    as_of = programme.moment.as_of
    due = [
        (m.current.due.day, m.code, (state, m))
        for state, m in programme.milestones
        if m.outcome is None and m.current and as_of <= m.current.due.day <= until
    ]
    return [pair for _day, _code, pair in sorted(due, key=lambda item: item[:2])]


def late_milestones(programme: Programme) -> list[OfAction]:
    """Late milestones, the latest first."""
    as_of = programme.moment.as_of
    late = [(s, m) for s, m in programme.milestones if m.is_late(as_of)]
    return sorted(late, key=lambda item: (-item[1].days_late(as_of), item[1].code))


@dataclass(frozen=True)
class Changes:
    """What is new since an earlier day, read from the rows of the moment itself.

    `continued`: (code of the line or action, whether it is a line, code of what goes on);
    `measured`: indicators with their value of before, or nothing.
    """

    since: date
    new: list[ActionState]
    closed: list[ActionState]
    realised: list[OfAction]
    continued: list[tuple[str, bool, str]]
    measured: list[tuple[rows.IndicatorRow, rows.MeasurementRow, rows.MeasurementRow | None]]

    def __bool__(self) -> bool:
        return bool(self.new or self.closed or self.realised or self.continued or self.measured)


def changes(programme: Programme, since: date) -> Changes:
    """At most two queries: since when each action is known, and the successions."""
    at = programme.moment
    known = programme.everything.keep(
        "actions", lambda: counted.actions(at.as_of, at.known_at, programme.scope)
    )
    new = [s for s in programme.actions if known[s.id].first_on > since]
    fresh = {state.id for state in new}
    found = (
        ActionSuccession.objects.until(at.as_of, at.known_at)
        .filter(valid_on__gt=since, to_action__in=programme.ids)
        .values_list("from_line__code", "from_action__code", "to_action__code")
        .order_by("from_line__code", "from_action__code", "to_action__code")
    )
    return Changes(
        since=since,
        new=new,
        closed=[
            s
            for s in programme.actions
            if s.closure and s.closure.on.day > since and s.id not in fresh
        ],
        realised=[
            (state, m)
            for state, m in programme.milestones
            if m.outcome and m.outcome.kind == "realised" and m.outcome.on.day > since
        ],
        continued=[(line or action, bool(line), to) for line, action, to in found],
        measured=_measured(programme, since),
    )


def _measured(
    programme: Programme, since: date
) -> list[tuple[rows.IndicatorRow, rows.MeasurementRow, rows.MeasurementRow | None]]:
    """Indicators with a later value than before the day; equal values are no change."""
    found = []
    for indicator in indicator_rows(programme):
        values = [m for m in indicator.counting if not m.is_baseline and not m.dims]
        before = [m for m in values if m.on.day <= since]
        last, was = (part[-1] if part else None for part in (values, before))
        if last and last.on.day > since and (was is None or was.value != last.value):
            found.append((indicator, last, was))
    return found


def indicator_rows(programme: Programme) -> list[rows.IndicatorRow]:
    """The indicators that the viewer may see, with the values that the portal computes."""
    at = programme.moment

    def load() -> list[rows.IndicatorRow]:
        return with_live_values(programme.indicators, at.as_of, at.known_at)

    return programme.scope.share("shown indicators", load)


def domain_version(moment: Moment) -> ActionDomainVersion | None:
    rows_ = ActionDomainVersion.objects.at(moment.as_of, moment.known_at)
    return rows_.select_related("domain").order_by("domain__code").first()


def facts_of(moment: Moment, **place: Any) -> list[SourceFact]:
    """Source facts shown at a place: `domain__code="1"` or `line__code="1.2"`."""
    here = SourceFactPlace.objects.at(moment.as_of, moment.known_at).filter(**place)
    found = SourceFact.objects.at(moment.as_of, moment.known_at).filter(pk__in=here.values("fact"))
    return list(found.order_by("code"))


def leads(programme: Programme, *, line: int | None = None) -> tuple[list[Person], bool]:
    """Who leads the line, and whether that is its own lead; else who leads the domain."""
    at = programme.moment
    cast = load_cast(at.as_of, at.known_at, programme.scope)
    places = [part for part in cast.parts if part.role == Role.LEAD and part.counts_on(at.as_of)]
    own = [part for part in places if line is not None and part.line_id == line]
    of_domain = [part for part in places if part.domain_id is not None]
    found = {part.actor_id: cast.people[part.actor_id] for part in own or of_domain}
    return sorted(found.values(), key=lambda person: person.name), bool(own)


def line_successions(programme: Programme, line_id: int) -> list[ActionState]:
    """Actions in which the line goes on."""
    at = programme.moment
    found = ActionSuccession.objects.until(at.as_of, at.known_at).filter(from_line=line_id)
    ids = set(found.values_list("to_action_id", flat=True))
    return [state for state in programme.states if state.id in ids]


def reports(viewer: Viewer) -> list[Publication]:
    """Reports that stand, newest first, each with the `formats` of its files; one query."""
    files = ReportFile.objects.filter(snapshot=OuterRef("snapshot")).order_by("format")
    found = published(viewer).annotate(formats=ArraySubquery(files.values("format").distinct()))
    return list(found)


def ended(states: Collection[ActionState], as_of: date) -> list[ActionState]:
    """Actions past their end that nobody closed."""
    return [s for s in states if s.closure is None and s.ends and s.ends.day < as_of]
