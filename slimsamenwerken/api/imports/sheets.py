"""Rows from a spreadsheet: CSV with semicolons and decimal commas, or with commas and points."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework import serializers

from slimsamenwerken.api.formats import storable
from slimsamenwerken.api.problems import SCHEMA_VIOLATION, UNKNOWN_INPUT, Issue, bad_request
from slimsamenwerken.api.wire import camel, snake
from slimsamenwerken.core.numbers import parse_decimal

SEMICOLON, COMMA = ";", ","
_YES_NO: Final = {"ja": "true", "nee": "false"}


def read_sheet(raw: bytes) -> tuple[str, list[tuple[int, dict[str, str]]]]:
    """The separator, and each filled row with its number in the sheet; the header is row 1."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong(_("This is not UTF-8.")) from None
    if not storable(text):
        raise _wrong(_("A character here is not allowed."))
    separator = SEMICOLON if SEMICOLON in text.partition("\n")[0] else COMMA
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return separator, list(_rows(lines))
    except csv.Error:
        raise _wrong(_("This is not valid CSV.")) from None


def _rows(lines: Iterator[list[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    header = [name.strip() for name in next(lines, [])]
    if not all(header) or len(set(header)) != len(header):
        raise _wrong(_("The first row names each column once."))
    names = [snake(name) for name in header]
    for number, cells in enumerate(lines, start=2):
        if len(cells) > len(header):
            sentence = _("Row %(number)s has more cells than the first row.")
            raise _wrong(sentence % {"number": number})
        filled = {n: c.strip() for n, c in zip(names, cells, strict=False) if c.strip()}
        if filled:
            yield number, filled


def check_columns(names: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    """A column that no row can have is told once, not at every row."""
    sentence = _("There is no such field.")
    issues = [
        Issue(UNKNOWN_INPUT, "body", camel(name)[:60], sentence)
        for name in names
        if name not in known
    ]
    if issues:
        raise bad_request(*issues)


def typed(cells: Mapping[str, str], fields: Mapping[str, Any], separator: str) -> dict[str, Any]:
    """A row as JSON would have it; raises what is wrong with its numbers, by field."""
    found: dict[str, Any] = {}
    errors: dict[str, ValidationError] = {}
    for name, cell in cells.items():
        try:
            found[name] = _value(cell, fields.get(name), separator)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return found


def _value(cell: str, field: Any, separator: str) -> Any:
    value: Any = cell
    if isinstance(field, serializers.DecimalField) and separator == SEMICOLON:
        value = str(parse_decimal(cell))
    elif isinstance(field, serializers.BooleanField):
        value = _YES_NO.get(cell.lower(), cell.lower())
    elif isinstance(field, serializers.DictField):
        with suppress(ValueError, RecursionError):  # else the field says what it must be
            value = json.loads(cell)
    return value


def _wrong(sentence: str) -> Exception:
    return bad_request(Issue(SCHEMA_VIOLATION, "body", "", sentence))
