"""What a section is made of: text, figures and tables, in plain data; and the snapshot of them.

A builder gets no request, clock, locale or randomness. Each format renders the three kinds once,
so an app adds no template. Every number is a `Figure` with an id `section.path`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from slimsamenwerken.core.registry import Registry
from slimsamenwerken.core.text import clean_text
from slimsamenwerken.reports.canonical import canonical_bytes, digest

SCHEMA: Final = "slimsamenwerken.report/1"
COLUMN_TYPES: Final = frozenset({"text", "int", "decimal", "date", "status", "bool"})
_FIGURE_ID: Final = re.compile(r"[a-z_]+(?:\.[A-Za-z0-9_-]+)+")
_BLOCK_ID: Final = re.compile(r"[a-z][a-z0-9_.-]*")

RowKey = tuple[str, UUID]  # table and public id of a row behind a figure


class DocumentError(ValueError):
    """A builder returned something that no reader could check."""


@dataclass(frozen=True, slots=True)
class Period:
    """`first` and `last` inclusive; `key` as in "2015" or "2015-K3", `label` as people read it."""

    key: str
    first: date
    last: date
    label: str


@dataclass(frozen=True)
class Figure:
    """A number with all that a reader needs to check it.

    `value` None prints as a dash. `missing` and `excluded` are sentences. `keys`: rows behind it;
    their count and digest are kept, the rows are fetched again when someone asks.
    """

    id: str
    value: int | Decimal | None
    label: str
    unit: str = ""
    decimals: int = 0
    qualifier: str = "="
    metric: str = ""
    metric_version: int = 1
    numerator: int | Decimal | None = None
    denominator: int | Decimal | None = None
    missing: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    keys: tuple[RowKey, ...] = ()

    def plain(self) -> dict[str, Any]:
        return {
            "value": fixed(self.value, self.decimals),
            "unit": self.unit,
            "decimals": self.decimals,
            "label": clean_text(self.label),
            "qualifier": self.qualifier,
            "metric": self.metric,
            "metric_version": self.metric_version,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "missing": sorted(clean_text(text) for text in self.missing),
            "excluded": sorted(clean_text(text) for text in self.excluded),
            "rows_count": len(set(self.keys)),
            "rows_digest": rows_digest(self.keys),
        }


def fixed(value: int | Decimal | None, decimals: int) -> int | Decimal | None:
    """A decimal with its printed scale; whole numbers stay integers."""
    if isinstance(value, Decimal):
        return round(value, decimals) if decimals else round(value)
    return value


def rows_digest(keys: Iterable[RowKey]) -> str:
    """SHA-256 of the sorted row keys; who fetches the rows again can compare."""
    return digest(
        canonical_bytes(sorted([table, str(public_id)] for table, public_id in set(keys)))
    )


Cell = str | int | Decimal | date | bool | Figure | None | dict[str, Any]


@dataclass(frozen=True)
class Column:
    """`type`: text, int, decimal, date, status (a status code) or bool. `wide`: takes the room."""

    key: str
    label: str
    type: str = "text"
    unit: str = ""
    wide: bool = False

    def plain(self) -> dict[str, Any]:
        if self.type not in COLUMN_TYPES:
            raise DocumentError(f"Unknown type of column: {self.type}")
        return {
            "key": self.key,
            "label": self.label,
            "type": self.type,
            "unit": self.unit,
            "wide": self.wide,
        }


@dataclass(frozen=True)
class Row:
    """`id` is stable (a code) and unique in its table; cells in the order of the columns."""

    id: str
    cells: Sequence[Cell]

    def plain(self, found: dict[str, Figure]) -> dict[str, Any]:
        return {"id": clean_text(self.id), "cells": [_cell(cell, found) for cell in self.cells]}


def _cell(cell: Cell, found: dict[str, Figure]) -> Any:
    if isinstance(cell, Figure):
        return {"figure": _keep(cell, found)}
    return clean_text(cell) if isinstance(cell, str) else cell


def _keep(figure: Figure, found: dict[str, Figure]) -> str:
    if found.setdefault(figure.id, figure) != figure:
        raise DocumentError(f"Two figures are called {figure.id}.")
    return figure.id


@dataclass(frozen=True)
class Text:
    """Paragraphs of plain text; a Figure stands in the sentence where its number is read."""

    id: str
    paragraphs: Sequence[Sequence[str | Figure]]

    def plain(self, found: dict[str, Figure]) -> dict[str, Any]:
        return {
            "kind": "text",
            "id": self.id,
            "paragraphs": [
                [
                    {"figure": _keep(part, found)}
                    if isinstance(part, Figure)
                    else {"text": clean_text(part)}
                    for part in paragraph
                ]
                for paragraph in self.paragraphs
            ],
        }


@dataclass(frozen=True)
class Figures:
    """Key figures that stand on their own, in the order given."""

    id: str
    items: Sequence[Figure]

    def plain(self, found: dict[str, Figure]) -> dict[str, Any]:
        return {"kind": "figures", "id": self.id, "items": [_keep(f, found) for f in self.items]}


@dataclass(frozen=True)
class Table:
    """Rows are sorted by id. `foot` holds totals. `chart`: message of a chart of the counts in
    the columns whose key is a status code; empty for none. `empty`: sentence when no row is there.
    """

    id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Sequence[Row] = ()
    chart: str = ""
    empty: str = "Er zijn geen gegevens voor deze tabel."

    def plain(self, found: dict[str, Figure]) -> dict[str, Any]:
        width = len(self.columns)
        if any(len(row.cells) != width for row in (*self.rows, *self.foot)):
            raise DocumentError(f"A row of table {self.id} does not fit its columns.")
        rows = sorted((row.plain(found) for row in self.rows), key=lambda row: row["id"])
        if len({row["id"] for row in rows}) != len(rows):
            raise DocumentError(f"Two rows of table {self.id} have the same id.")
        return {
            "kind": "table",
            "id": self.id,
            "caption": clean_text(self.caption),
            "columns": [column.plain() for column in self.columns],
            "rows": rows,
            "sorted_by": "id",
            "foot": [row.plain(found) for row in self.foot],
            "chart": clean_text(self.chart),
            "empty": self.empty,
        }


Block = Text | Figures | Table


@dataclass(frozen=True)
class RowView:
    """One row behind a figure as a reader sees it. `is_public` False: only counted for visitors.
    `withdrawn`: the row, or what it rests on, was withdrawn after the moment of the report."""

    key: RowKey
    cells: tuple[str, ...]
    url: str = ""
    is_public: bool = True
    withdrawn: bool = False


@dataclass(frozen=True)
class Provenance:
    """The rows behind a figure with the names of their cells. `parts`: what the formula is filled
    in with, as (name, value). `by_thresholds`: the thresholds of the report decide the figure."""

    columns: tuple[str, ...]
    rows: tuple[RowView, ...]
    formula: str = ""
    definition: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    by_thresholds: bool = False


@dataclass(frozen=True)
class Given:
    """What a builder gets. `scope`: publiek or intern; `share` loads once what sections share."""

    as_of: date
    known_at: datetime
    period: Period
    scope: str = "publiek"
    memo: dict[str, Any] = field(default_factory=dict, compare=False)

    def share(self, key: str, load: Callable[[], Any]) -> Any:
        if key not in self.memo:
            self.memo[key] = load()
        return self.memo[key]


@dataclass(frozen=True)
class Section:
    """A part of a report, announced in the `portal.py` of an app.

    `build(given)` returns blocks; `rows(figure_id, given)` the rows behind a figure, or None when
    it knows no such figure. A changed output needs a raised `version`.
    """

    key: str
    title: str
    order: int
    version: int
    build: Callable[[Given], Sequence[Block]]
    rows: Callable[[str, Given], Provenance | None]
    budget_queries: int


sections: Registry[Section] = Registry("reports.sections")


def build_section(section: Section, given: Given) -> tuple[dict[str, Any], dict[str, Figure]]:
    """The plain section and its figures; raises DocumentError for what no reader could check."""
    found: dict[str, Figure] = {}
    blocks = [block.plain(found) for block in section.build(given)]
    ids = [block["id"] for block in blocks]
    if len(set(ids)) != len(ids) or not all(_BLOCK_ID.fullmatch(name) for name in ids):
        raise DocumentError(f"Section {section.key} has blocks without a good id: {ids}")
    for name in found:
        if not _FIGURE_ID.fullmatch(name) or not name.startswith(f"{section.key}."):
            raise DocumentError(f"{name} is no figure id of section {section.key}.")
    plain = {
        "key": section.key,
        "title": section.title,
        "order": section.order,
        "version": section.version,
        "blocks": blocks,
    }
    return plain, found


@dataclass(frozen=True)
class Head:
    """All of a snapshot but its sections; `previous` is None or {sha256, as_of}."""

    definition: dict[str, Any]
    period: Period
    purpose: str
    as_of: date
    known_at: datetime
    rules: dict[str, Any]
    labels: dict[str, Any]
    previous: dict[str, Any] | None = None


def snapshot_document(
    head: Head, built: Sequence[tuple[dict[str, Any], dict[str, Figure]]]
) -> dict[str, Any]:
    """The document with exactly the keys of the guide; `canonical_bytes` makes it a snapshot."""
    figures: dict[str, Any] = {}
    for _section, found in built:
        figures |= {name: figure.plain() for name, figure in found.items()}
    period = head.period
    return {
        "schema": SCHEMA,
        "definition": head.definition,
        "period": {
            "key": period.key,
            "first": period.first,
            "last": period.last,
            "label": period.label,
        },
        "purpose": head.purpose,
        "as_of": head.as_of,
        "known_at": head.known_at,
        "rules": head.rules,
        "labels": head.labels,
        "sections": sorted(
            (section for section, _found in built), key=lambda s: (s["order"], s["key"])
        ),
        "figures": figures,
        "previous": head.previous,
    }


def figure_places(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(section key, figure id) for each place where a figure is printed, in reading order."""
    for section in document["sections"]:
        for block in section["blocks"]:
            for name in _names(block):
                yield section["key"], name


def _names(block: dict[str, Any]) -> Iterator[str]:
    if block["kind"] == "figures":
        yield from block["items"]
        return
    parts = block["paragraphs"] if block["kind"] == "text" else _rows(block)
    for part in parts:
        for cell in part:
            if isinstance(cell, dict) and "figure" in cell:
                yield cell["figure"]


def _rows(block: dict[str, Any]) -> list[list[Any]]:
    return [row["cells"] for row in (*block["rows"], *block["foot"])]
