"""What the lists of the programme have in common."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.exports.definitions import Asked, Column, Export, filtered
from slimsamenwerken.core.precision import Precision
from slimsamenwerken.programme.permissions import Rights, rights_of

APP = "programme"


def rights_in(asked: Asked) -> Rights:
    return rights_of(asked.viewer, on=asked.moment.today)


def id_column(path: str = "public_id") -> Column:
    return Column("id", _("Lasting id"), path, "id")


def code_column(key: str, label: Any, source: Any, choices: Any) -> Column:
    return Column(key, label, source, "code", choices)


def vague_columns(key: str, label: Any, source: str) -> tuple[Column, Column]:
    """A date with how precise the source is; a vague one is the last day of its period."""
    name = format_lazy("{}: {}", label, _("precision"))
    return (
        Column(key, label, source, "date"),
        code_column(f"{key}Precision", name, f"{source}_precision", Precision.choices),
    )


def thing_columns(path: str) -> tuple[Column, Column]:
    """What every thing of the API ends with."""
    return (
        Column("version", _("Version"), f"{path}__version", "int"),
        Column("modifiedAt", _("Written at"), f"{path}__modified_at", "datetime"),
    )


# What every fact begins and ends with.
DATED = vague_columns("validOn", _("Date"), "valid_on")
ENVELOPE = (
    Column("recordedAt", _("Recorded at"), "recorded_at", "datetime"),
    Column("derived", _("Derived"), "derived", "bool"),
    Column("basis", _("Basis"), "basis"),
)


def make_export(
    name: str, label: Any, columns: Sequence[Column], rows: Any, filters: Any, order: int
) -> Export:
    def seen(asked: Asked) -> QuerySet[Any]:
        found: QuerySet[Any] = rows(asked, rights_in(asked))
        return filtered(found, asked, filters)

    key = f"programme.{name}".lower()
    return Export(key, name, label, APP, tuple(columns), seen, filters, order)
