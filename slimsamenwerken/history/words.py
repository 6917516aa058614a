"""Values of a row as a person reads them: labels of choices, vague dates, names instead of ids."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.db.models import Field, ForeignKey, Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from slimsamenwerken.core.clocks import FactQuerySet, Identity
from slimsamenwerken.core.dates import long_date, long_moment
from slimsamenwerken.core.numbers import format_decimal

# Beside a vague date: its words say them.
BESIDE: Final = ("_precision", "_from")
PERIOD: Final = ("since", "until")
LONGEST: Final = 240


class Names:
    """The names of the things that rows point at, as known at a moment; one query per model."""

    def __init__(self, as_of: date, known_at: datetime | None) -> None:
        self._as_of, self._known_at = as_of, known_at
        self._found: dict[tuple[type[Model], Any], str] = {}

    def load(self, rows: Iterable[Model]) -> None:
        wanted: dict[type[Model], set[Any]] = {}
        for row in rows:
            for field in readable(type(row)):
                pk = getattr(row, field.attname)
                if isinstance(field, ForeignKey) and pk is not None:
                    wanted.setdefault(_target(field), set()).add(pk)
        for model, pks in wanted.items():
            self._load(model, {pk for pk in pks if (model, pk) not in self._found})

    def of(self, field: "ForeignKey[Any, Any]", pk: Any) -> str:
        return self._found.get((_target(field), pk)) or _("removed")

    def _load(self, model: type[Model], pks: set[Any]) -> None:
        titles = self._titles(model, pks)
        for pk, thing in model._default_manager.in_bulk(pks).items():
            self._found[model, pk] = _name(thing, titles.get(pk, ""))

    def _titles(self, model: type[Model], pks: set[Any]) -> Mapping[Any, str]:
        relation = versions_of(model)
        if relation is None:
            return {}
        versions: FactQuerySet = relation.model._default_manager.all()  # type: ignore[assignment]
        rows = versions.at(self._as_of, self._known_at)
        rows = rows.filter(**{f"{relation.name}__in": pks}).select_related(relation.name)
        return {getattr(row, relation.attname): str(row) for row in rows}


def _target(field: "ForeignKey[Any, Any]") -> type[Model]:
    model: type[Model] = field.related_model
    return model


def versions_of(model: type[Model]) -> "ForeignKey[Any, Any] | None":
    """The foreign key from the versions of a thing to it, or None when it has no versions."""
    if not issubclass(model, Identity):
        return None
    for relation in model._meta.related_objects:
        if relation.get_accessor_name() == "versions":
            found: ForeignKey[Any, Any] = relation.field  # type: ignore[assignment]
            return found
    return None


def _name(thing: Model, title: str) -> str:
    """ "1.2.04 Materialenscan"; a slug is an address and no name."""
    code = str(getattr(thing, "code", "") or "")
    if not title:
        return code or str(thing)
    return title if title.startswith(code) else f"{code} {title}"


def readable(model: type[Model]) -> "list[Field[Any, Any]]":
    """The fields that a person fills in, a period last: no envelope, no keys, nothing computed."""
    found = [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and not field.name.startswith("pgh_")
        if field.name != "id" and not field.name.endswith(BESIDE)
    ]
    return sorted(found, key=lambda field: field.name in PERIOD)


def words(field: "Field[Any, Any]", row: Model, names: Names) -> str:
    """The value as a person reads it; empty when there is none."""
    text = getattr(row, f"{field.name}_text", None)
    if isinstance(text, str):
        return text
    if isinstance(field, ForeignKey):
        pk = getattr(row, field.attname)
        return "" if pk is None else names.of(field, pk)
    value = getattr(row, field.name)
    if value in (None, "", {}, []):
        return ""
    return _choice(field, value) or plain(value)


def _choice(field: "Field[Any, Any]", value: Any) -> str:
    labels = dict(field.flatchoices) if field.choices else {}
    return str(labels.get(value, ""))


def plain(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {plain(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(plain(part) for part in value)
    return _number_or_day(value)


def _number_or_day(value: object) -> str:
    if isinstance(value, Decimal | int):
        return format_decimal(value)
    if isinstance(value, datetime):
        return long_moment(value)
    if isinstance(value, time):
        return f"{value:%H.%M}"
    return long_date(value) if isinstance(value, date) else str(value)


def shortened(text: str) -> str:
    """The first words of a long text; the row itself shows the rest."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def label(field: "Field[Any, Any]") -> str:
    """Its name; a link without a name of its own is called after what it points at."""
    if isinstance(field, ForeignKey) and not isinstance(field.verbose_name, Promise):
        return str(_target(field)._meta.verbose_name)
    return str(field.verbose_name)
