"""Who stands behind the metrics on working together: actors, their roles, who follows whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from django.db.models import Q

from slimsamenwerken.programme.metrics import Scope
from slimsamenwerken.programme.models import ActorSuccession, ActorVersion, Participation
from slimsamenwerken.programme.models.codes import Role
from slimsamenwerken.programme.queries.counted import CountedAction


def lineages(edges: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    """Per actor with a predecessor or successor the one that stands for its whole line.

    That is an actor without a successor of its own; of several (a split) the lowest id. Actors
    that nobody follows and that follow nobody are left out: they stand for themselves.
    """
    pairs = list(edges)
    root: dict[int, int] = {}

    def find(actor: int) -> int:
        while root.setdefault(actor, actor) != actor:
            actor = root[actor]
        return actor

    for before, after in pairs:
        root[find(before)] = find(after)
    succeeded = {before for before, _after in pairs}
    families: dict[int, list[int]] = {}
    for actor in sorted(root):
        families.setdefault(find(actor), []).append(actor)
    return {
        actor: min(family, key=lambda member: (member in succeeded, member))
        for family in families.values()
        for actor in family
    }


@dataclass(frozen=True, slots=True)
class Person:
    """An actor as the day knows it; `first_on`: since when it has been known."""

    id: int
    slug: str
    public_id: UUID
    name: str
    kind: str
    is_group: bool
    first_on: date


@dataclass(frozen=True, slots=True)
class Part:
    """A role as it was or is; `since` None is unknown, `until` None is open."""

    actor_id: int
    domain_id: int | None
    line_id: int | None
    action_id: int | None
    role: str
    since: date | None
    until: date | None

    def counts_on(self, day: date) -> bool:
        return self.until is None or self.until >= day


@dataclass(frozen=True)
class Cast:
    """Everyone with a role, but no groups and no target groups. `heads`: who stands for whom."""

    people: Mapping[int, Person]
    parts: tuple[Part, ...]
    heads: Mapping[int, int]

    def head(self, actor_id: int) -> int:
        """The actor that stands for the lineage; itself when the day does not know the other."""
        head = self.heads.get(actor_id, actor_id)
        return head if head in self.people else actor_id


def load_cast(as_of: date, known_at: datetime | None, scope: Scope) -> Cast:
    """Three queries: actors, roles, successions."""

    def load() -> Cast:
        people = _people(as_of, known_at)
        begun = Q(since__isnull=True) | Q(since__lte=as_of)
        found = Participation.objects.known(known_at).filter(begun).exclude(role=Role.TARGET_GROUP)
        parts = (
            Part(*row)
            for row in found.order_by("id").values_list(
                "actor_id", "domain_id", "line_id", "action_id", "role", "since", "until"
            )
        )
        edges = ActorSuccession.objects.until(as_of, known_at).values_list(
            "from_actor_id", "to_actor_id"
        )
        known = (p for p in parts if p.actor_id in people and not people[p.actor_id].is_group)
        return Cast(people, tuple(known), lineages(edges.order_by("id")))

    return scope.share(("cast", as_of, known_at), load)


def _people(as_of: date, known_at: datetime | None) -> dict[int, Person]:
    found: dict[int, Person] = {}
    versions = ActorVersion.objects.until(as_of, known_at).order_by("valid_on", "recorded_at", "id")
    for actor, *rest, valid_on in versions.values_list(
        "actor_id", "actor__slug", "actor__public_id", "name", "kind", "is_group", "valid_on"
    ):
        first = found[actor].first_on if actor in found else valid_on
        found[actor] = Person(actor, *rest, first)
    return found


class Sight(TypedDict, total=False):
    """Through which actions a row is seen."""

    action_ids: frozenset[int]
    is_public: bool


def seen_through(actions: Iterable[CountedAction | None]) -> Sight:
    """A role on a line or the domain (None) is public; else the row is as public as its actions."""
    found = list(actions)
    if None in found:
        return {}
    return {
        "action_ids": frozenset(action.id for action in found if action),
        "is_public": any(action.is_public for action in found if action),
    }
