"""The metric over leads: how many actions rest on the one that leads most of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from slimsamenwerken.programme.headline import NOTHING_COUNTABLE, divide
from slimsamenwerken.programme.metrics import MetricRow, Missing, Reading, Scope
from slimsamenwerken.programme.models.codes import ActionKind, Role
from slimsamenwerken.programme.queries import counted
from slimsamenwerken.programme.queries.cast import Cast, Part, load_cast
from slimsamenwerken.programme.queries.counted import CountedAction


@dataclass(frozen=True)
class _Led:
    """Actions with their leads (lineages), and the lead of most of them."""

    led: tuple[tuple[CountedAction, frozenset[int]], ...]
    leadless: tuple[str, ...]
    largest: int | None


def _led(as_of: date, known_at: datetime | None, scope: Scope) -> tuple[Cast, _Led]:
    cast = load_cast(as_of, known_at, scope)
    leads: dict[tuple[str, int], set[int]] = {}
    for part in cast.parts:
        if part.role == Role.LEAD and part.counts_on(as_of):
            place = _place(part)
            leads.setdefault(place, set()).add(cast.head(part.actor_id))
    led, leadless, sizes = [], [], dict[int, int]()
    for action in counted.actions(as_of, known_at, scope).values():
        if action.kind != ActionKind.ACTION or not scope.covers(action.line_code):
            continue
        own = _inherited(leads, action)
        if own:
            led.append((action, frozenset(own)))
        else:
            leadless.append(action.code)
        for head in own:
            sizes[head] = sizes.get(head, 0) + 1
    # Equal sizes: the name decides, so that the same rows always give the same answer.
    largest = min(sizes, key=lambda head: (-sizes[head], cast.people[head].slug), default=None)
    return cast, _Led(tuple(led), tuple(leadless), largest)


def _place(part: Part) -> tuple[str, int]:
    if part.action_id is not None:
        return "action", part.action_id
    if part.line_id is not None:
        return "line", part.line_id
    return "domain", part.domain_id or 0


def _inherited(leads: Mapping[tuple[str, int], set[int]], action: CountedAction) -> set[int]:
    """The own leads of an action, else those of its line, else those of its domain."""
    places = (
        ("action", action.id), ("line", action.line_id or 0), ("domain", action.domain_id or 0),
    )  # fmt: skip
    return next((leads[place] for place in places if leads.get(place)), set())


def concentration(as_of: date, known_at: datetime | None, scope: Scope) -> Reading:
    _unused, found = _led(as_of, known_at, scope)
    missing = (Missing("leadless", found.leadless),) if found.leadless else ()
    whole = Decimal(len(found.led))
    if not found.led:
        return Reading(None, Decimal(0), whole, missing, NOTHING_COUNTABLE)
    under = Decimal(sum(found.largest in leads for _action, leads in found.led))
    return Reading(divide(under, whole), under, whole, missing)


def concentration_rows(as_of: date, known_at: datetime | None, scope: Scope) -> list[MetricRow]:
    cast, found = _led(as_of, known_at, scope)
    return [
        MetricRow(
            key=("programme_action", action.public_id),
            code=action.code,
            label=action.title,
            detail=", ".join(sorted(cast.people[head].name for head in leads)),
            counted=found.largest in leads,
            action_ids=frozenset({action.id}),
            is_public=action.is_public,
            url_name="programme:action-detail",
            url_arg=action.code,
        )
        for action, leads in found.led
    ]
