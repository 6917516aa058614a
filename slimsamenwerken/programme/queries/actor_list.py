"""The list of actors: names of the day, what they do in actions that the reader may see."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models import ActorVersion
from slimsamenwerken.programme.models.codes import ActorKind, Role
from slimsamenwerken.programme.queries import rows
from slimsamenwerken.programme.queries.sight import roles_in_sight
from slimsamenwerken.programme.rights import Rights
from slimsamenwerken.search.matching import Unaccent, matching

SORTS = ("name", "kind", "actions")


@dataclass(frozen=True)
class ActorCriteria:
    """What to keep; an empty criterion keeps everything, but groups come only when asked for."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    groups: bool = False
    sort: str = ""


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One line of the list; `roles` counts the places per role, in the order of the roles."""

    actor: rows.ActorRow
    website: str
    action_count: int
    roles: tuple[tuple[str, int], ...]


def find_actors(criteria: ActorCriteria, moment: Moment, rights: Rights) -> QuerySet[Any]:
    """The actors that fit, with `action_count`; typing errors and accents are forgiven."""
    found: QuerySet[Any] = ActorVersion.objects.at(moment.as_of, moment.known_at)
    if criteria.kinds:
        found = found.filter(kind__in=criteria.kinds)
    if not criteria.groups:
        # Who asks for the kind "group" asks for groups.
        found = found.filter(
            Q(is_group=False) | Q(kind__in={ActorKind.GROUP}.intersection(criteria.kinds))
        )
    counted = (
        roles_in_sight(moment, rights)
        .filter(actor=OuterRef("actor"), action__isnull=False)
        .order_by()
        .values("actor")
        .annotate(number=Count("action", distinct=True))
    )
    found = found.annotate(action_count=Coalesce(Subquery(counted.values("number")), Value(0)))
    if criteria.text:
        found = matching(found, criteria.text, title="name", code="abbreviation")
    return _ordered(found, criteria)


def _ordered(found: QuerySet[Any], criteria: ActorCriteria) -> QuerySet[Any]:
    """By what was asked for, then by name as a reader sorts it: without case and accents."""
    name = Lower(Unaccent("name"))
    key = criteria.sort.removeprefix("-")
    if key not in SORTS:
        best = [F("rank").desc()] if criteria.text else []
        return found.order_by(*best, name.asc(), "actor_id")
    by: Any = {"name": name, "kind": _kind_place(), "actions": F("action_count")}[key]
    first = by.desc() if criteria.sort.startswith("-") else by.asc()
    return found.order_by(first, name.asc(), "actor_id")


def _kind_place() -> Case:
    """The place of a kind among the words that the reader sees."""
    words = sorted((str(kind.label), kind.value) for kind in ActorKind)
    places = [When(kind=code, then=Value(place)) for place, (_word, code) in enumerate(words)]
    return Case(*places, default=Value(len(places)))


def entries_of(versions: Any, moment: Moment, rights: Rights) -> list[ActorEntry]:
    """The lines of a slice of `find_actors`; two queries."""
    found = list(
        versions.values_list(
            "actor_id", "actor__slug", "name", "abbreviation", "kind", "is_group",
            "website", "action_count",
        )
    )  # fmt: skip
    roles = _roles([row[0] for row in found], moment, rights)
    return [
        ActorEntry(rows.ActorRow(*actor), website, count, roles.get(actor[0], ()))
        for *actor, website, count in found
    ]


def _roles(
    actors: Iterable[int], moment: Moment, rights: Rights
) -> dict[int, tuple[tuple[str, int], ...]]:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    held = roles_in_sight(moment, rights).filter(actor__in=list(actors))
    for actor, role in held.values_list("actor_id", "role"):
        counts[actor][role] += 1
    return {
        actor: tuple((role, found[role]) for role in Role.values if found[role])
        for actor, found in counts.items()
    }
