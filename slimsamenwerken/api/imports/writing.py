"""The rows of an import: each read and written as its single POST would, with its issues."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError as ModelError
from django.utils.translation import gettext as _
from rest_framework import exceptions

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.api.handling import issues_of
from slimsamenwerken.api.imports.definitions import Importer
from slimsamenwerken.api.imports.sheets import typed
from slimsamenwerken.api.problems import NOT_FOUND_INPUT, Issue
from slimsamenwerken.core.clocks import Origin

Row = tuple[int, Mapping[str, Any]]


@dataclass
class Found:
    """What is wrong, row by row."""

    issues: list[dict[str, Any]] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)

    def add(self, number: int, issues: Iterable[Issue]) -> None:
        self.refused.add(number)
        self.issues += [{"row": number, **issue.as_dict()} for issue in issues]

    def in_order(self) -> None:
        self.issues.sort(key=lambda issue: int(issue["row"]))


@dataclass(frozen=True)
class Ready:
    """A row that can be written."""

    number: int
    sent: Mapping[str, Any]
    thing: Any
    fields: Mapping[str, Any]


def read_rows(
    importer: Importer, rows: Sequence[Row], separator: str, viewer: Viewer, today: date
) -> tuple[list[Ready], Found]:
    """The rows whose form is right and whose thing the viewer may write on; the rest as issues."""
    found, read = Found(), []
    fields = importer.row().fields
    for number, sent in rows:
        try:
            sheet = typed(sent, fields, separator) if separator else sent
            serializer = importer.row(data=sheet)
            serializer.is_valid(raise_exception=True)
        except (exceptions.ValidationError, ModelError) as error:
            found.add(number, issues_of(error, sent))
        else:
            read.append((number, sent, dict(serializer.validated_data)))
    things = importer.things(viewer, today, {values[importer.thing] for _n, _s, values in read})
    ready = []
    for number, sent, values in read:
        name = values.pop(importer.thing)
        if name in things:
            ready.append(Ready(number, sent, things[name], values))
        else:
            found.add(number, [_unknown(importer.thing, name)])
    return ready, found


def _unknown(thing: str, name: str) -> Issue:
    """Foreign, hidden or not there: the answer is the same."""
    sentence = _("There is nothing with this code or id on which you may write.")
    return Issue(NOT_FOUND_INPUT, "body", thing, sentence, name)


def write_rows(importer: Importer, rows: Iterable[Ready], by: Any, found: Found) -> None:
    """In the transaction of the caller; a row that is refused leaves the others as they are."""
    for row in rows:
        try:
            importer.append(row.thing, by=by, origin=Origin.IMPORT, **row.fields)
        except ModelError as error:
            found.add(row.number, issues_of(error, row.sent))
    found.in_order()
