"""Asks every announced sort of thing, best group first."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.search.registry import Hit, indexes

SHOWN = 10
SHOWN_ALONE = 200


@dataclass(frozen=True)
class Group:
    key: str
    label: str | Promise
    hits: list[Hit]
    count: int

    @property
    def best(self) -> float:
        return max((hit.rank for hit in self.hits), default=0.0)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


def search(text: str, viewer: Any, moment: Moment, *, sort: str = "") -> list[Group]:
    """Groups with at least one hit, the one with the best hit first; two queries a group.

    `sort` is the key of one group, of which then up to 200 hits are shown.
    """
    groups = []
    for entry in indexes:
        if sort and entry.key != sort:
            continue
        rows = entry.queryset_for(text, viewer, moment).order_by("-rank", "pk")
        shown = SHOWN_ALONE if sort else SHOWN
        hits = [entry.hit(row) for row in rows[:shown]]
        count = rows.count() if len(hits) == shown else len(hits)
        groups.append(Group(entry.key, entry.label, hits, count))
    return sorted((g for g in groups if g.hits), key=lambda g: -g.best)
