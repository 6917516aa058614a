"""What can be imported: apps announce each sort of fact once, with how a single row is written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.core.registry import Registry


@dataclass(frozen=True)
class Importer:
    """`row` reads one row, as a single POST does; its field `thing` names by code or id the thing.

    `things` finds those that the viewer may write this sort on today, by the name that was given;
    one that is foreign, hidden or not there is absent. `append` writes one row and raises what the
    single POST would raise: called with the thing, `by`, `origin` and the fields.
    """

    key: str
    name: str
    label: str | Promise
    app: str
    row: type[Any]
    thing: str
    things: Callable[[Viewer, date, Iterable[str]], Mapping[str, Any]]
    append: Callable[..., Any]
    order: int = 0

    @property
    def scope(self) -> str:
        return f"{self.app}:write"


importers: Registry[Importer] = Registry("api.imports")


def importer_of(name: str) -> Importer:
    return next(importer for importer in importers if importer.name == name)
