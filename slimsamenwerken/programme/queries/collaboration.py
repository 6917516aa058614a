"""Metrics over working together: partners, and pairs of different kind that are new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from slimsamenwerken.core.dates import long_date
from slimsamenwerken.programme.metrics import MetricRow, Reading, Scope, window_of
from slimsamenwerken.programme.models.codes import ActorKind
from slimsamenwerken.programme.queries import counted
from slimsamenwerken.programme.queries.cast import Cast, Part, Person, load_cast, seen_through
from slimsamenwerken.programme.queries.counted import CountedAction


def _partners(
    as_of: date, known_at: datetime | None, scope: Scope
) -> dict[int, tuple[Person, list[CountedAction | None]]]:
    """Per lineage who stands for it, with its actions; None for a role on a line or domain."""
    cast = load_cast(as_of, known_at, scope)
    actions = counted.actions(as_of, known_at, scope)
    lines = {action.line_id for action in actions.values() if scope.covers(action.line_code)}
    found: dict[int, tuple[Person, list[CountedAction | None]]] = {}
    for part in cast.parts:
        action = actions.get(part.action_id or 0)
        if part.action_id is None:
            fits = not scope.line or part.line_id in lines
        else:
            fits = action is not None and scope.covers(action.line_code)
        if fits and part.counts_on(as_of):
            head = cast.people[cast.head(part.actor_id)]
            found.setdefault(head.id, (head, []))[1].append(action)
    return found


def partners(as_of: date, known_at: datetime | None, scope: Scope) -> Reading:
    return Reading(Decimal(len(_partners(as_of, known_at, scope))))


def partner_rows(as_of: date, known_at: datetime | None, scope: Scope) -> list[MetricRow]:
    found = sorted(_partners(as_of, known_at, scope).values(), key=lambda item: item[0].slug)
    return [
        MetricRow(
            key=("programme_actor", person.public_id),
            code=person.slug,
            label=person.name,
            detail=str(ActorKind(person.kind).label),
            url_name="programme:actor-detail",
            url_arg=person.slug,
            **seen_through(actions),
        )
        for person, actions in found
    ]


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Person
    other: Person
    first_on: date
    actions: tuple[CountedAction, ...]


def _shared_from(one: Part, other: Part, floors: tuple[date, date, date]) -> date | None:
    """The first day on which both had their role; None when one ended before the other began.

    `floors`: first day of one, of the other and of the action; a role without a beginning counts
    from there.
    """
    first_one = one.since or max(floors[0], floors[2])
    first_other = other.since or max(floors[1], floors[2])
    first = max(first_one, first_other)
    ends = [part.until for part in (one, other) if part.until]
    return first if all(first <= end for end in ends) else None


def _pairs(as_of: date, known_at: datetime | None, scope: Scope) -> list[_Pair]:
    """The pairs of different kind whose first shared action lies in the window."""
    firsts = scope.share(
        ("first shares", as_of, known_at),
        lambda: _first_shares(
            load_cast(as_of, known_at, scope), counted.actions(as_of, known_at, scope)
        ),
    )
    window = window_of(scope, as_of)
    return [
        pair
        for pair in firsts
        if window.first <= pair.first_on <= window.last
        and any(scope.covers(action.line_code) for action in pair.actions)
    ]


def _first_shares(cast: Cast, actions: Mapping[int, CountedAction]) -> list[_Pair]:
    per_action: dict[int, list[Part]] = {}
    for part in cast.parts:
        if part.action_id in actions:
            per_action.setdefault(part.action_id or 0, []).append(part)
    days: dict[tuple[int, int], dict[date, list[CountedAction]]] = {}
    for action_id, parts in per_action.items():
        action = actions[action_id]
        for one, other in combinations(parts, 2):
            heads = sorted({cast.head(one.actor_id), cast.head(other.actor_id)})
            floors = (
                cast.people[one.actor_id].first_on,
                cast.people[other.actor_id].first_on,
                action.first_on,
            )
            first = _shared_from(one, other, floors)
            if len(heads) == 2 and first is not None:
                found = days.setdefault((heads[0], heads[1]), {})
                found.setdefault(first, []).append(action)
    pairs = []
    for (a, b), per_day in days.items():
        first = min(per_day)
        who, whom = sorted((cast.people[a], cast.people[b]), key=lambda p: p.slug)
        if who.kind != whom.kind:
            pairs.append(_Pair(who, whom, first, tuple(dict.fromkeys(per_day[first]))))
    return sorted(pairs, key=lambda pair: (pair.one.slug, pair.other.slug))


def new_pairs(as_of: date, known_at: datetime | None, scope: Scope) -> Reading:
    return Reading(Decimal(len(_pairs(as_of, known_at, scope))))


def new_pair_rows(as_of: date, known_at: datetime | None, scope: Scope) -> list[MetricRow]:
    return [
        MetricRow(
            # A pair has no row of its own: its id follows from the ids of the two actors.
            key=("actor_pair", uuid5(NAMESPACE_URL, f"{p.one.public_id} {p.other.public_id}")),
            code=p.actions[0].code,
            label=f"{p.one.name} – {p.other.name}",
            detail=_("since %(start)s") % {"start": long_date(p.first_on)},
            url_name="programme:action-detail",
            url_arg=p.actions[0].code,
            **seen_through(p.actions),
        )
        for p in _pairs(as_of, known_at, scope)
    ]
