"""A snapshot made ready to print: each value in words, each figure with its address.

From the snapshot alone: a section whose app is gone still reads. HTML and PDF draw from this.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from slimsamenwerken.core.charts import Chart
from slimsamenwerken.reports.render import words
from slimsamenwerken.reports.render.charts import chart_of
from slimsamenwerken.reports.render.given import Given


@dataclass(frozen=True)
class FigureLink:
    """A number where it is read; `label` says what it counts, `url` opens it down to its rows."""

    id: str
    text: str
    label: str
    unit: str
    url: str

    @property
    def name(self) -> str:
        """For who hears the link without what stands around it."""
        return f"{self.label}, {words.ROWS}"


Part = str | FigureLink


@dataclass(frozen=True)
class CellView:
    """A figure, or text; `status` is the code of a status. `label` returns on narrow screens."""

    label: str
    numeric: bool
    content: Part
    status: str = ""

    @property
    def figure(self) -> FigureLink | None:
        return self.content if isinstance(self.content, FigureLink) else None

    @property
    def is_plain(self) -> bool:
        return self.figure is None and not self.status


@dataclass(frozen=True)
class BlockView:
    """One of the three kinds of block; only the fields of its kind are filled."""

    kind: str
    paragraphs: tuple[tuple[Part, ...], ...] = ()
    items: tuple[FigureLink, ...] = ()
    caption: str = ""
    columns: tuple[dict[str, Any], ...] = ()
    rows: tuple[tuple[CellView, ...], ...] = ()
    foot: tuple[tuple[CellView, ...], ...] = ()
    chart: Chart | None = None
    empty: str = ""


@dataclass(frozen=True)
class SectionView:
    key: str
    title: str
    blocks: tuple[BlockView, ...]

    @property
    def anchor(self) -> str:
        return f"onderdeel-{self.key.replace('.', '-')}"


@dataclass(frozen=True)
class View:
    """`base`: address of the report, or "" for links that are relative to its page."""

    given: Given
    base: str = ""
    charts: bool = True

    @property
    def document(self) -> words.Document:
        return self.given.document

    def lead(self) -> list[tuple[Part, ...]]:
        """Paragraphs of the first section, when that is nothing but text."""
        first = next(iter(self._sections()), None)
        if first is None or any(block.kind != "text" for block in first.blocks):
            return []
        return [parts for block in first.blocks for parts in block.paragraphs]

    def sections(self) -> list[SectionView]:
        """The sections behind the lead."""
        return list(self.body())

    def body(self) -> Iterator[SectionView]:
        """The same one by one, for who need not hold a large report as a whole."""
        return islice(self._sections(), 1 if self.lead() else 0, None)

    def _sections(self) -> Iterator[SectionView]:
        for section in self.document["sections"]:
            blocks = tuple(self._block(block) for block in section["blocks"])
            yield SectionView(section["key"], section["title"], blocks)

    def _block(self, block: dict[str, Any]) -> BlockView:
        if block["kind"] == "text":
            return BlockView("text", tuple(self._paragraph(p) for p in block["paragraphs"]))
        if block["kind"] == "figures":
            return BlockView("figures", items=tuple(self.link(name) for name in block["items"]))
        columns = tuple(c | {"numeric": words.is_numeric(c)} for c in block["columns"])
        return BlockView(
            "table",
            caption=block["caption"],
            columns=columns,
            rows=tuple(self._cells(row, columns) for row in block["rows"]),
            foot=tuple(self._cells(row, columns) for row in block["foot"]),
            chart=chart_of(block, self.document) if self.charts else None,
            empty=block["empty"],
        )

    def _paragraph(self, parts: list[dict[str, Any]]) -> tuple[Part, ...]:
        return tuple(self.link(p["figure"]) if "figure" in p else p["text"] for p in parts)

    def link(self, name: str) -> FigureLink:
        figure = self.document["figures"][name]
        url = f"{self.base}cijfers/{name}/"
        return FigureLink(name, words.figure_words(figure), figure["label"], figure["unit"], url)

    def _cells(
        self, row: dict[str, Any], columns: tuple[dict[str, Any], ...]
    ) -> tuple[CellView, ...]:
        return tuple(self._cell(*pair) for pair in zip(row["cells"], columns, strict=True))

    def _cell(self, cell: Any, column: dict[str, Any]) -> CellView:
        unit = f" ({column['unit']})" if column["unit"] else ""
        label, numeric = f"{column['label']}{unit}", column["numeric"]
        if words.is_figure(cell):
            return CellView(label, numeric, self.link(cell["figure"]))
        text = words.cell_words(cell, column["type"], self.document)
        status = str(cell) if column["type"] == "status" and cell else ""
        return CellView(label, numeric, text, status)
