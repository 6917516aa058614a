"""What the lists of the programme share: caption, the moment, and the way out of an empty list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.core.paginator import Page
from django.http import QueryDict

from slimsamenwerken.core.forms import FilterForm

FormT = TypeVar("FormT", bound=FilterForm)


class Countable(Protocol):
    """What a filter found: a QuerySet, or the actions with their statuses."""

    def count(self) -> int: ...


@dataclass(frozen=True)
class Exit:
    """A filter to drop (or, with `adds`, to tick), and what the list then holds."""

    label: str
    url: str
    count: int
    adds: bool = False


@dataclass(frozen=True)
class Sought:
    """A valid filter with the rows that it finds."""

    form: FilterForm
    page: Page[Any]
    exits: Sequence[Exit] = ()


def exits(
    form: FormT,
    again: Callable[[QueryDict], FormT],
    find: Callable[[FormT], Countable],
) -> list[Exit]:
    """The chosen filters that stand in the way: without one of them the list is not empty.

    `again` makes the same form of another query. One query per chosen filter, so ask only when
    the list is empty.
    """
    found = []
    for chip in form.chips():
        other = again(QueryDict(chip.url.removeprefix("?")))
        count = find(other).count() if other.is_valid() else 0
        if count:
            found.append(Exit(chip.label, chip.url, count))
    return found


def exit_with(
    name: str,
    form: FormT,
    again: Callable[[QueryDict], FormT],
    find: Callable[[FormT], Countable],
) -> list[Exit]:
    """The box that would fill the list when it were ticked as well."""
    query = form.query.copy()
    query[name] = "on"
    query.pop("page", None)
    other = again(query)
    count = find(other).count() if other.is_valid() else 0
    label = str(form.fields[name].label)
    return [Exit(label, f"?{query.urlencode()}", count, adds=True)] if count else []


def list_context(sought: Sought, *, default_sort: str) -> dict[str, Any]:
    """`default_sort` is the order without `?sort=`; a search is ordered by relevance."""
    form, page = sought.form, sought.page
    count = page.paginator.count
    return {
        "page_obj": page,
        "count": count,
        "nothing_yet": not count and not form.in_words(),
        "exits": sought.exits,
        "default_sort": "" if form.query.get("q") else default_sort,
    }


def panel_context(form: FilterForm) -> dict[str, Any]:
    """What a list shows around its rows, also when the filter is refused."""
    return {"form": form, "kept": kept_for_moment(form.query), "nav_key": "programme.actions"}


def kept_for_moment(query: QueryDict) -> list[tuple[str, str]]:
    """What stays in the address when the reader chooses another reference date."""
    return [
        (name, value)
        for name, values in query.lists()
        if name not in ("as_of", "page")
        for value in values
    ]
