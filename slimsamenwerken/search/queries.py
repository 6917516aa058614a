"""Asks every announced sort of thing, best group first."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import Promise

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.search.registry import Hit, SearchEntry, indexes

SHOWN = 10  # of each sort
SHOWN_ALONE = 50  # on a page of one sort


@dataclass(frozen=True)
class Group:
    """Hits of one sort; `page` when that sort is shown alone."""

    key: str
    label: str | Promise
    hits: list[Hit]
    count: int
    page: Page[Any] | None = None

    @property
    def best(self) -> float:
        return max((hit.rank for hit in self.hits), default=0.0)

    @property
    def has_more(self) -> bool:
        return self.page is None and self.count > len(self.hits)


def search(text: str, viewer: Any, moment: Moment) -> list[Group]:
    """Groups with at least one hit, the one with the best hit first; two queries a group."""
    groups = []
    for entry in indexes:
        rows = _ranked(entry, text, viewer, moment)
        hits = [entry.hit(row) for row in rows[:SHOWN]]
        count = rows.count() if len(hits) == SHOWN else len(hits)
        groups.append(Group(entry.key, entry.label, hits, count))
    return sorted((g for g in groups if g.hits), key=lambda g: -g.best)


def search_one(key: str, text: str, viewer: Any, moment: Moment, page: str | None) -> list[Group]:
    """The hits of one sort, page by page; nothing when the sort is unknown."""
    entry = next((entry for entry in indexes if entry.key == key), None)
    if entry is None:
        return []
    found = Paginator(_ranked(entry, text, viewer, moment), SHOWN_ALONE).get_page(page)
    hits = [entry.hit(row) for row in found.object_list]
    return [Group(entry.key, entry.label, hits, found.paginator.count, found)] if hits else []


def _ranked(entry: SearchEntry, text: str, viewer: Any, moment: Moment) -> QuerySet[Any]:
    return entry.queryset_for(text, viewer, moment).order_by("-rank", "pk")
