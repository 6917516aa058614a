"""Finds a thing by a code that a person typed: other case and stray spaces are forgiven."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from slimsamenwerken.core.text import clean_line

ModelT = TypeVar("ModelT", bound=Model)


def picked(found: QuerySet[ModelT, ModelT], field: str, typed: str) -> ModelT | None:
    """The row whose `field` is the code; else the one that differs in case or spaces only.

    The caller compares the code of the row with what was typed, and redirects when they differ.
    """
    wanted = clean_line(typed)
    near = list(found.filter(**{f"{field}__iexact": wanted}).order_by("pk"))
    return next((row for row in near if _read(row, field) == wanted), near[0] if near else None)


def _read(row: Model, field: str) -> str:
    value: object = row
    for name in field.split("__"):
        value = getattr(value, name)
    return str(value)
