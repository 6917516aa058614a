"""Everything that the page of one actor shows, at a moment."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.core.text import slugify_nl
from slimsamenwerken.programme.models import (
    ActionDomainVersion,
    ActorSuccession,
    ActorVersion,
    Participation,
)
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.programme.queries.lineage import Step, lineage
from slimsamenwerken.programme.queries.picking import picked
from slimsamenwerken.programme.queries.sight import actions_in_sight
from slimsamenwerken.programme.queries.states import (
    ActionState,
    Given,
    Rules,
    load_rules,
    load_states,
)
from slimsamenwerken.programme.rights import Rights


@dataclass(frozen=True, slots=True)
class Place:
    """Where a role is held. `sort` is action, line or domain; `state` only of an action."""

    sort: str
    code: str
    title: str
    state: ActionState | None = None


@dataclass(frozen=True, slots=True)
class HeldRole:
    public_id: UUID
    role: str
    note: str
    place: Place
    since: rows.VagueDate | None
    until: rows.VagueDate | None
    derived: bool


@dataclass(frozen=True, slots=True)
class Companion:
    """Another actor of the same actions."""

    actor: rows.ActorRow
    actions: tuple[ActionState, ...]


@dataclass(frozen=True)
class LoadedActor:
    """`version` is what the actor is on the day, `names` all that it was called until then."""

    version: ActorVersion
    names: list[ActorVersion]
    earlier: list[Step]
    later: list[Step]
    roles: list[HeldRole]
    past_roles: list[HeldRole]
    actions: list[ActionState]
    companions: list[Companion]
    rules: Rules


def load_actor(typed: str, moment: Moment, rights: Rights) -> LoadedActor | None:
    """The actor with that slug, or None when it has no name at the moment."""
    as_of, known_at = moment.as_of, moment.known_at
    versions = ActorVersion.objects.at(as_of, known_at).select_related("actor")
    version = picked(versions, "actor__slug", typed)
    version = version or picked(versions, "actor__slug", slugify_nl(typed))
    if version is None:
        return None
    actor = version.actor_id
    names = ActorVersion.objects.until(as_of, known_at).filter(actor=actor)
    rules = load_rules(as_of, known_at)
    held = _held(actor, moment, rights, rules)
    roles = [role for role in held if role.until is None or role.until.day >= as_of]
    actions = _actions(roles)
    earlier, later = _lineage(actor, moment)
    own = {actor, *(step.actor.id for step in (*earlier, *later))}
    return LoadedActor(
        version=version,
        names=list(names.order_by("valid_on", "recorded_at", "id")),
        earlier=earlier,
        later=later,
        roles=roles,
        past_roles=[role for role in held if role not in roles],
        actions=actions,
        companions=_companions(actions, own, moment),
        rules=rules,
    )


def _actions(roles: list[HeldRole]) -> list[ActionState]:
    """The actions of the roles, each once."""
    found = {role.place.code: role.place.state for role in roles if role.place.state is not None}
    return [state for _code, state in sorted(found.items())]


def _held(actor: int, moment: Moment, rights: Rights, rules: Rules) -> list[HeldRole]:
    """Every role that began by the day, on places that the reader may see."""
    found = list(
        Participation.objects.known(moment.known_at)
        .filter(Q(since__isnull=True) | Q(since__lte=moment.as_of), actor=actor)
        .order_by("since", "id")
    )
    places = _places(found, moment, rights, rules)
    held = []
    for row in found:
        place = places.get((row.domain_id, row.line_id, row.action_id))
        if place is not None:
            since, until = _vague(row, "since"), _vague(row, "until")
            held.append(
                HeldRole(row.public_id, row.role, row.note, place, since, until, row.derived)
            )
    return held


def _vague(row: Participation, name: str) -> rows.VagueDate | None:
    day: date | None = getattr(row, name)
    if day is None:
        return None
    return rows.VagueDate(day, getattr(row, f"{name}_precision"), getattr(row, f"{name}_from"))


_PlaceKey = tuple[int | None, int | None, int | None]


def _places(
    held: list[Participation], moment: Moment, rights: Rights, rules: Rules
) -> dict[_PlaceKey, Place]:
    """The places of the roles by (domain, line, action); a place that does not count is absent."""
    as_of, known_at = moment.as_of, moment.known_at
    lines = loaders.lines(as_of, known_at)
    domains = ActionDomainVersion.objects.at(as_of, known_at).values_list(
        "domain_id", "domain__code", "title"
    )
    wanted = {row.action_id for row in held if row.action_id is not None}
    states = load_states(
        actions_in_sight(moment, rights).filter(action__in=wanted).order_by("action__code"),
        as_of,
        known_at,
        rules=rules,
        narrow=True,
        given=Given(lines=lines),
    )
    found: dict[_PlaceKey, Place] = {}
    for pk, code, title in domains:
        found[pk, None, None] = Place("domain", code, title)
    for line in lines.values():
        found[None, line.id, None] = Place("line", line.code, line.title)
    for state in states:
        found[None, None, state.id] = Place("action", state.code, state.title, state)
    return found


def _companions(actions: list[ActionState], own: set[int], moment: Moment) -> list[Companion]:
    """Who else has a role in the same actions, those with most in common first.

    An actor does not work together with itself under an earlier or later name.
    """
    condition = Q(action__in=[state.id for state in actions])
    found = loaders.participations(moment.as_of, moment.known_at, condition)
    actors: dict[int, rows.ActorRow] = {}
    common: dict[int, list[ActionState]] = defaultdict(list)
    for state in actions:
        others = {role.actor.id: role.actor for role in found.get(("action", state.id), [])}
        for pk, actor in others.items():
            if pk not in own:
                actors[pk] = actor
                common[pk].append(state)
    companions = [Companion(actors[pk], tuple(states)) for pk, states in common.items()]
    return sorted(companions, key=lambda c: (-len(c.actions), c.actor.name.lower()))


def _lineage(actor: int, moment: Moment) -> tuple[list[Step], list[Step]]:
    as_of, known_at = moment.as_of, moment.known_at
    links = list(ActorSuccession.objects.until(as_of, known_at).order_by("valid_on", "id"))
    ids = {pk for link in links for pk in (link.from_actor_id, link.to_actor_id)}
    return lineage(actor, links, loaders.actors(as_of, known_at, ids))
