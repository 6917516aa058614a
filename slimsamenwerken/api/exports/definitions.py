"""What can be exported: apps announce each list once, with its columns and who sees which rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.api.filtering import PortalFilterSet
from slimsamenwerken.api.handling import kind_of_code
from slimsamenwerken.api.problems import (
    SCHEMA_VIOLATION,
    UNKNOWN_INPUT,
    Issue,
    bad_request,
)
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.core.registry import Registry

KINDS: Final = (
    "id", "text", "code", "int", "decimal", "date", "datetime", "bool", "json",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """For whom, at which moment, and what is filtered; `filters` as a query would give them."""

    viewer: Viewer
    moment: Moment
    filters: QueryDict


@dataclass(frozen=True)
class Column:
    """`key` as the wire writes it; `source` is a path over fields, or makes an expression.

    `choices` are the codes of a "code" with their words.
    """

    key: str
    label: str | Promise
    source: str | Callable[[Asked], Any]
    kind: str = "text"
    choices: Sequence[tuple[str, str | Promise]] = ()


@dataclass(frozen=True)
class Export:
    """`rows` gives what the asker may see, at their moment, filtered and in order.

    The first column is the id. `app` names the scopes that count, `filterset` what can be filtered.
    """

    key: str
    name: str
    label: str | Promise
    app: str
    columns: tuple[Column, ...]
    rows: Callable[[Asked], QuerySet[Any]]
    filterset: type[PortalFilterSet] | None = None
    order: int = 0


exports: Registry[Export] = Registry("api.exports")


def by_name() -> dict[str, Export]:
    return {export.name: export for export in exports}


@dataclass(frozen=True)
class _View:
    """What a filter of the API knows of its view."""

    moment: Moment


def filtered(
    rows: QuerySet[Any], asked: Asked, filterset: type[PortalFilterSet] | None
) -> QuerySet[Any]:
    """The rows that the filters leave; raises the issues of filters that are not right."""
    names = list(filterset.names()) if filterset else []
    many = list(filterset.many()) if filterset else []
    issues = [
        Issue(UNKNOWN_INPUT, "body", f"filters.{name[:60]}", _("There is no such filter."))
        for name in asked.filters
        if name not in names
    ]
    issues += [
        Issue(SCHEMA_VIOLATION, "body", f"filters.{name}", _("Give one value."))
        for name in asked.filters
        if name in names and name not in many and len(asked.filters.getlist(name)) > 1
    ]
    if issues:
        raise bad_request(*issues)
    if filterset is None or not asked.filters:
        return rows
    made = filterset(asked.filters, rows)
    made.view = _View(asked.moment)  # type: ignore[attr-defined]
    if not made.is_valid():
        raise bad_request(*_issues(made.form, asked.filters))
    found: QuerySet[Any] = made.qs
    return found


def _issues(form: Any, given: QueryDict) -> list[Issue]:
    return [
        Issue(kind_of_code(error.code), "body", f"filters.{name}", str(message), given.get(name))
        for name, errors in form.errors.as_data().items()
        for error in errors
        for message in error.messages
    ]
