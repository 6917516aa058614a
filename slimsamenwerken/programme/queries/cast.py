"""Who stands behind the metrics on working together: actors, their roles, who follows whom."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Min, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast as SqlCast
from django.db.models.functions import JSONObject

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

    id: int
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
    """One query: per actor of the day its roles and who follows it."""

    def load() -> Cast:
        people: dict[int, Person] = {}
        parts: list[Part] = []
        # The successions of actors that the day knows: who has no name yet follows nobody.
        edges: list[tuple[int, int]] = []
        for row in _found(as_of, known_at):
            person = Person(*row[:7])
            people[person.id] = person
            edges += [(person.id, follower) for follower in row[8]]
            if not person.is_group:
                parts += [_part(person.id, json.loads(role)) for role in row[7]]
        parts.sort(key=lambda part: part.id)
        return Cast(people, tuple(parts), lineages(edges))

    return scope.share(("cast", as_of, known_at), load)


def _found(as_of: date, known_at: datetime | None) -> Iterable[tuple[Any, ...]]:
    own = {"actor": OuterRef("actor")}
    first = ActorVersion.objects.until(as_of, known_at).filter(**own).order_by().values("actor")
    begun = Q(since__isnull=True) | Q(since__lte=as_of)
    roles = (
        Participation.objects.known(known_at).filter(begun, **own).exclude(role=Role.TARGET_GROUP)
    )
    followers = ActorSuccession.objects.until(as_of, known_at).filter(from_actor=OuterRef("actor"))
    found: Iterable[tuple[Any, ...]] = (
        ActorVersion.objects.at(as_of, known_at)
        .annotate(
            first_on=Subquery(first.values(first=Min("valid_on"))),
            roles=ArraySubquery(
                roles.order_by("id").values(
                    json=SqlCast(JSONObject(**{name: name for name in _PART}), TextField())
                )
            ),
            followers=ArraySubquery(followers.order_by("to_actor").values("to_actor_id")),
        )
        .order_by("actor_id")
        .values_list(
            "actor_id", "actor__slug", "actor__public_id", "name", "kind", "is_group", "first_on",
            "roles", "followers",
        )
    )  # fmt: skip
    return found


_PART = ("id", "domain_id", "line_id", "action_id", "role", "since", "until")


def _part(actor: int, row: Mapping[str, Any]) -> Part:
    return Part(
        row["id"], actor, row["domain_id"], row["line_id"], row["action_id"], row["role"],
        *(date.fromisoformat(row[end]) if row[end] else None for end in ("since", "until")),
    )  # fmt: skip


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
