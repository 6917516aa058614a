"""What the endpoints of the programme share: who reads, and how dates and links look."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.utils import timezone

from slimsamenwerken.api.viewsets import PortalView, ResourceViewSet
from slimsamenwerken.api.wire import api_root
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.permissions import Rights, rights_of
from slimsamenwerken.programme.queries.rows import VagueDate

READ, WRITE = "programme:read", "programme:write"


class ProgrammeMixin(PortalView):
    """`rights` are those of today, whatever the moment that is asked for."""

    app: ClassVar[str] = "programme"
    _rights: Rights | None = None

    @property
    def rights(self) -> Rights:
        if self._rights is None:
            self._rights = rights_of(self.reader, on=timezone.localdate())
        return self._rights


class ProgrammeViewSet(ProgrammeMixin, ResourceViewSet):
    @classmethod
    def for_visitor(cls, moment: Moment, rights: Rights) -> "ProgrammeViewSet":
        """For the feed: the same answers, outside of a request."""
        view = cls()
        view._moment, view._rights = moment, rights
        return view

    lookup_value_regex = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def reference(path: str, public_id: Any, **more: Any) -> dict[str, Any] | None:
    """A link to another thing; None when there is none."""
    if public_id is None:
        return None
    return {"id": public_id, "href": f"{api_root()}/{path}/{public_id}", **more}


def vague(row: dict[str, Any], name: str) -> dict[str, Any]:
    """A date with what says how vague it is; a precise one stands alone."""
    found: dict[str, Any] = {name: row[name]}
    precision = row[f"{name}_precision"]
    if row[name] is not None and precision != "day":
        found[f"{name}_precision"] = precision
        found[f"{name}_from"] = row[f"{name}_from"]
    return found


def vague_date(name: str, when: VagueDate | None) -> dict[str, Any]:
    if when is None:
        return {}
    row = {name: when.day, f"{name}_precision": when.precision, f"{name}_from": when.first_day}
    return vague(row, name)


def exact_text(value: Decimal | None) -> str | None:
    """An exact number travels as text, without zeros that say nothing."""
    return None if value is None else f"{value.normalize():f}"


def filled(item: dict[str, Any]) -> dict[str, Any]:
    """What is empty is left out, never null."""
    return {key: value for key, value in item.items() if value is not None and value != ""}


def ids_of(rows: Iterable[dict[str, Any]], field: str) -> list[int]:
    return [row[field] for row in rows]
