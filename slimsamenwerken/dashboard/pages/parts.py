"""Lists on the first page: the first few, how many there are, and where all of them are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode

from slimsamenwerken.dashboard.queries import Programme

# `?alles=cijfers` shows that list on the first page whole; any other value shows all of them short.
ALL: Final = "alles"


@dataclass(frozen=True)
class Part:
    """The `shown` of `total` things; `url` shows all of them."""

    shown: Sequence[Any]
    total: int
    url: str

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.shown)

    def __bool__(self) -> bool:
        return bool(self.total)


@dataclass(frozen=True)
class Cut:
    """How a list that has no page of its own is cut: its name in the address and its heading."""

    programme: Programme
    name: str
    heading: str
    whole: str  # the name of the list that the reader asked whole

    @property
    def url(self) -> str:
        query = urlencode({ALL: self.name} | self.programme.moment.query)
        return f"{reverse('dashboard:home')}?{query}#{self.heading}"

    def part(self, found: Sequence[Any], most: int) -> Part:
        shown = found if self.whole == self.name else found[:most]
        return Part(shown, len(found), self.url)
