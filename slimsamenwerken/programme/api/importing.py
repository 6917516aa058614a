"""Facts that partners append in bulk: each row as the POST on its thing would take it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.api.imports.definitions import Importer
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.api.facts import INDICATOR, SORTS, FactSort
from slimsamenwerken.programme.api.inputs import RowInput
from slimsamenwerken.programme.permissions import Rights, may_measure, rights_of


def _writable(sort: FactSort) -> Callable[[Viewer, date, Iterable[str]], Mapping[str, Any]]:
    """The things of the sort in sight of the viewer, with the right of the single POST."""

    def found(viewer: Viewer, today: date, names: Iterable[str]) -> Mapping[str, Any]:
        rights, wanted = rights_of(viewer, on=today), set(names)
        by_id = {public_id: name for name in wanted if (public_id := _as_id(name))}
        things: QuerySet[Any] = sort.owner.model.objects.filter(
            Q(code__in=wanted) | Q(public_id__in=by_id),
            pk__in=sort.owner.seen(Moment(today, None, today), rights),
        )
        allowed = [thing for thing in things if _may(sort, rights, thing, today)]
        named = {by_id[t.public_id]: t for t in allowed if t.public_id in by_id}
        return named | {thing.code: thing for thing in allowed}

    return found


def _may(sort: FactSort, rights: Rights, thing: Any, today: date) -> bool:
    if sort.owner is INDICATOR:
        return may_measure(rights, thing.pk, on=today)
    return rights.may(sort.right, sort.owner.action_of(thing))


def _as_id(name: str) -> UUID | None:
    try:
        return UUID(name) if len(name) == 36 else None
    except ValueError:
        return None


def _row(sort: FactSort) -> type[RowInput]:
    """The input of a single POST, with what the address says there."""
    own: Any = sort.given.Meta
    thing = sort.owner.name
    meta = type("Meta", (own,), {"fields": (thing, *own.fields)})
    field = serializers.CharField(max_length=36, help_text="Code of id.")
    name = f"{sort.name.capitalize()}RowInput"
    return type(name, (sort.given,), {thing: field, "Meta": meta})


def _append(sort: FactSort) -> Callable[..., Any]:
    def append(thing: Any, **fields: Any) -> Any:
        return sort.add(**{sort.owner.name: thing}, **fields)

    return append


_LABELS: Mapping[str, str | Promise] = {
    "measurements": _("Measurements"),
    "updates": _("Status updates"),
}
IMPORTERS = [
    Importer(
        key=f"programme.{sort.plural}",
        name=sort.plural,
        label=_LABELS[sort.plural],
        app="programme",
        row=_row(sort),
        thing=sort.owner.name,
        things=_writable(sort),
        append=_append(sort),
        order=place,
    )
    for place, sort in enumerate(SORTS)
    if sort.plural in _LABELS
]
