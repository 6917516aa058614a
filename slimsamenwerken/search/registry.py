from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.core.registry import Registry


@dataclass(frozen=True)
class Hit:
    """One line of the result page; `rank` decides its place within and between sorts."""

    title: str
    url: str
    rank: float
    kicker: str = ""
    text: str = ""


@dataclass(frozen=True)
class SearchEntry:
    """A sort of thing that can be found.

    `queryset_for(text, user, moment)` gives the ranked rows that the user may see; `hit(row)`
    turns one into a line.
    """

    key: str
    label: str | Promise
    queryset_for: Callable[[str, Any, Moment], QuerySet[Any]]
    hit: Callable[[Any], Hit]
    order: int = 0


indexes: Registry[SearchEntry] = Registry("search.indexes")
