"""Relations between things: who does what, what goes on in what, what belongs together."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import Origin, PeriodFact, insert, withdraw
from slimsamenwerken.core.precision import Precision
from slimsamenwerken.programme.models import (
    Action,
    ActionDomain,
    ActionIndicator,
    ActionLine,
    ActionRelation,
    ActionSuccession,
    Actor,
    ActorSuccession,
    Indicator,
    Participation,
    SourceFact,
    SourceFactPlace,
)
from slimsamenwerken.programme.operations.facts import correct_fact

Target = ActionDomain | ActionLine | Action
PeriodT = TypeVar("PeriodT", bound=PeriodFact)


def _place(target: Target) -> dict[str, Target]:
    names = {ActionDomain: "domain", ActionLine: "line", Action: "action"}
    return {names[type(target)]: target}


@transaction.atomic
def add_participation(
    *,
    actor: Actor,
    target: Target,
    role: str,
    by: User | None,
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> Participation:
    """Give the actor a role; `version` is that of the target."""
    row = Participation(actor=actor, role=role, **_place(target), **fields)
    insert(row, by=by, origin=origin, version=version)
    return row


@transaction.atomic
def end_participation(
    *,
    participation: Participation,
    until: date,
    by: User | None,
    reason: str,
    origin: str = Origin.WEB,
    version: int | None = None,
) -> Participation:
    """Let the role end on a day; the row with the open end is withdrawn and replaced."""
    return _end(participation, until, by=by, reason=reason, origin=origin, version=version)


def _end(fact: PeriodT, until: date, **how: Any) -> PeriodT:
    changes = {"until": until, "until_precision": Precision.DAY, "until_from": None}
    return correct_fact(fact=fact, changes=changes, **how)


@transaction.atomic
def attach_indicator(
    *,
    action: Action,
    indicator: Indicator,
    by: User | None,
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> ActionIndicator:
    """Measure the action with the indicator; `version` is that of the action."""
    row = ActionIndicator(action=action, indicator=indicator, **fields)
    insert(row, by=by, origin=origin, version=version)
    return row


@transaction.atomic
def detach_indicator(
    *,
    link: ActionIndicator,
    by: User | None,
    reason: str,
    until: date | None = None,
    origin: str = Origin.WEB,
    version: int | None = None,
) -> None:
    """Let the link end on a day; without a day it never should have been there."""
    if until is None:
        withdraw(link, by=by, reason=reason, version=version)
    else:
        _end(link, until, by=by, reason=reason, origin=origin, version=version)


@transaction.atomic
def continue_action(
    *,
    start: Action | ActionLine,
    to_action: Action,
    kind: str,
    by: User | None,
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> ActionSuccession:
    """Doorstart; the predecessor closes only with `closes_predecessor`."""
    place = {"from_action": start} if isinstance(start, Action) else {"from_line": start}
    row = ActionSuccession(to_action=to_action, kind=kind, **place, **fields)
    insert(row, by=by, origin=origin, version=version)
    return row


@transaction.atomic
def relate_actions(
    *,
    from_action: Action,
    to_action: Action,
    kind: str,
    by: User | None,
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> ActionRelation:
    row = ActionRelation(from_action=from_action, to_action=to_action, kind=kind, **fields)
    insert(row, by=by, origin=origin, version=version)
    return row


@transaction.atomic
def succeed_actor(
    *,
    from_actor: Actor,
    to_actor: Actor,
    by: User | None,
    carry: Iterable[Participation] = (),
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> ActorSuccession:
    """Let one actor go on as another on `valid_on`; only the roles in `carry` move along.

    A carried role ends on the day before and opens for the successor on the day itself.
    """
    carry = list(carry)
    if any(role.actor_id != from_actor.pk for role in carry):
        raise ValidationError(_("Only roles of the predecessor move along."))
    row = ActorSuccession(from_actor=from_actor, to_actor=to_actor, **fields)
    insert(row, by=by, origin=origin, version=version)
    for role in carry:
        end_participation(
            participation=role,
            until=row.valid_on - timedelta(days=1),
            by=by,
            reason=f"{from_actor.slug} → {to_actor.slug}",
            origin=origin,
        )
        if role.target is not None:
            add_participation(
                actor=to_actor,
                target=role.target,  # type: ignore[arg-type]
                role=role.role,
                by=by,
                origin=origin,
                since=row.valid_on,
                note=role.note,
            )
    return row


@transaction.atomic
def place_fact(
    *,
    fact: SourceFact,
    target: Target,
    by: User | None,
    later_place: str = "",
    origin: str = Origin.SEED,
) -> SourceFactPlace:
    row = SourceFactPlace(fact=fact, later_place=later_place, **_place(target))
    insert(row, by=by, origin=origin)
    return row
