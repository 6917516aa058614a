"""Things that the outside can follow and name: apps announce them, the feed and `/id/…` use them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from slimsamenwerken.core.registry import Registry

PUBLIC: Final = "public"
INTERNAL: Final = "internal"


def organisation_audience(pk: int) -> str:
    """Those who read for one organisation, by keys with `feed:read`."""
    return f"organisation:{pk}"


@dataclass(frozen=True)
class Seen:
    """Who may read a thing now, and what everyone may read of it (None: it is not public)."""

    path: str
    audiences: frozenset[str]
    data: Mapping[str, Any] | None


@dataclass(frozen=True)
class Resource:
    """A sort of thing.

    `name` as in `/id/<name>/…` and in the types of events; `label` as in `core.ChangeRow`.
    `look` gives per number who may read it and the public representation, without what depends on
    the day alone (such as a computed status); a thing that nobody may read is left out.
    `depend` names things of other sorts whose audience follows that of these.
    `turning` names the things that look different on a day though nobody wrote on it.
    `successors` names, by label, what came in the place of one of these.
    """

    key: str
    name: str
    label: str
    look: Callable[[Collection[int]], dict[int, Seen]]
    depend: Callable[[Collection[int]], dict[str, list[int]]] = lambda _ids: {}
    turning: Callable[[date], list[int]] = lambda _day: []
    successors: Callable[[int], dict[str, list[int]]] = lambda _pk: {}
    order: int = 0


resources: Registry[Resource] = Registry("api.resources")


def by_label() -> dict[str, Resource]:
    return {resource.label: resource for resource in resources}
