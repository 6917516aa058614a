"""PDF by typst: tagged, PDF/UA-1, the same bytes for the same snapshot on every machine."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from slimsamenwerken.core.charts import Chart
from slimsamenwerken.core.dates import local_date
from slimsamenwerken.reports.render import words
from slimsamenwerken.reports.render.given import Given
from slimsamenwerken.reports.render.glyphs import printable
from slimsamenwerken.reports.render.joining import TARGET, Joined, pages_in
from slimsamenwerken.reports.render.view import (
    BlockView,
    CellView,
    FigureLink,
    Part,
    SectionView,
    View,
)

RENDERER_VERSION: Final = 2
CONTENT_TYPE: Final = "application/pdf"
LAYOUT: Final = Path(__file__).with_name("report.typ")
TYPESET: Final = Path(__file__).with_name("typeset.py")
CELLS: Final = 4000  # of the tables in one piece; typst takes some 15 kB for each
# Rough widths per type of column tell whether a table fits on a standing page.
WIDTHS: Final = {"text": 1.6, "status": 1.7, "date": 1.3, "int": 1.1, "decimal": 1.2, "bool": 0.9}
WIDE: Final = 3.2
PORTRAIT: Final = 12.0
SHORTEST, LONGEST = 10, 120  # characters that count for the room of a column
UNBROKEN: Final = 900  # characters; a row with a longer text may run over to the next page
# The classes of the charts, as components.css draws them on the page.
CHART_STYLE: Final = (
    "text{font-family:'Libertinus Serif';font-size:17px;fill:#333332}"
    ".t-strong{font-weight:700;fill:#1f1f1e}.t-muted{fill:#687483}.t-end{text-anchor:end}"
    ".t-mid{text-anchor:middle}.t-on-dark{fill:#fff}"
    ".c1{fill:#002f70}.c2{fill:#0055cc}.c3{fill:#5990de}.c4{fill:#a9c6ee;stroke:#333332}"
    ".cy{fill:#ffed00;stroke:#333332}.c-open{fill:#fff;stroke:#002f70;stroke-width:2}"
    ".c-gap{fill:url(#hatch);stroke:#8695a8;stroke-dasharray:4 3}"
    ".l1{stroke:#002f70;stroke-width:2.5;fill:none}.l2{stroke:#0055cc;stroke-width:2;fill:none}"
    ".now,.zero{stroke:#1f1f1e;stroke-width:1.5}.lbl-bg{fill:#fff}"
)
HATCH: Final = (
    '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path d="M0 0V7" stroke="#8695a8" stroke-width="1.25"/></pattern>'
)


@dataclass(frozen=True)
class _Part:
    """A block, or some rows of a long table; `title` of the section that begins with it."""

    title: str
    flipped: bool
    block: dict[str, Any] | None
    cells: int


def render(given: Given) -> bytes:
    return _Typesetter(given).pdf()


@dataclass(frozen=True)
class _Typesetter:
    """Typesets a report in pieces, so that its memory does not grow with the report."""

    given: Given

    @cached_property
    def view(self) -> View:
        return View(self.given, base=self.given.address)

    def pdf(self) -> bytes:
        lead = [_parts(parts) for parts in self.view.lead()]
        behind = self.given.document["sections"][1 if lead else 0 :]
        titles = [printable(section["title"]) for section in behind]
        # Once before the pages are known, to see how many pages it takes itself.
        front = pages_in(self._cover(lead, [(title, 0) for title in titles], None))
        joined, is_whole = self._body(front)
        numbers = [front + start + 1 for start in joined.starts]
        pages = front + joined.pages_count if is_whole else None
        return joined.finish(self._cover(lead, list(zip(titles, numbers, strict=True)), pages))

    def _body(self, front: int) -> tuple[Joined, bool]:
        """The sections, and whether they were one piece. A piece is joined while the next one,
        which had to know how many pages came before, is typeset."""
        pieces, joined = _pieces(self.view.body()), Joined()
        piece, first, count = next(pieces, None), front + 1, 0
        typeset = b""
        with ThreadPoolExecutor(1) as other:
            while piece is not None:
                coming, count = next(pieces, None), count + 1
                pages = 0 if coming is None and count == 1 else None
                task = other.submit(self._typeset, sections=piece, first=first, pages=pages)
                if typeset:
                    joined.add(typeset)
                typeset = task.result()
                first += pages_in(typeset)
                piece = coming
        if typeset:
            joined.add(typeset)
        return joined, count <= 1

    def _cover(
        self, lead: list[list[dict[str, str]]], contents: list[tuple[str, int]], pages: int | None
    ) -> bytes:
        given = self.given
        facts = words.cover(given.document, given.sha256, given.address)
        cover = {
            "lead": lead,
            "facts": [[name, printable(value)] for name, value in facts],
            "contents": [
                {"title": title, "url": f"{TARGET}{place}", "page": str(page)}
                for place, (title, page) in enumerate(contents)
            ],
        }
        return self._typeset(sections=[], first=1, pages=pages, cover=cover)

    def _typeset(
        self,
        *,
        sections: list[dict[str, Any]],
        first: int,
        pages: int | None,
        cover: dict[str, Any] | None = None,
    ) -> bytes:
        """One piece; every text in it has passed `printable`. A process of its own: `typeset`."""
        content = {"sections": sections, "first": first, "pages": pages, "cover": cover}
        data = json.dumps(self._head | content, ensure_ascii=False)
        moment = words.known_at(self.given.document).replace(microsecond=0).isoformat()
        order = {"layout": LAYOUT.read_text("utf-8"), "data": data, "timestamp": moment}
        return subprocess.run(  # noqa: S603  our own script, by its path
            [sys.executable, "-I", str(TYPESET)],
            input=json.dumps(order).encode(),
            stdout=subprocess.PIPE,
            check=True,
        ).stdout

    @cached_property
    def _head(self) -> dict[str, Any]:
        document = self.given.document
        day, title = local_date(words.known_at(document)), words.full_title(document)
        return {
            "site": words.SITE,
            "title": printable(title),
            "running": printable(f"{title} · controlegetal {self.given.sha256[:8]}"),
            "date": [day.year, day.month, day.day],
            "proof": words.PROOF if words.is_proof(document) else "",
        }


def _pieces(sections: Iterable[SectionView]) -> Iterator[list[dict[str, Any]]]:
    """The sections in pieces of at most so many cells; a section may go on in the next piece."""
    piece: list[dict[str, Any]] = []
    cells = 0
    for part in (part for section in sections for part in _section(section)):
        if piece and cells + part.cells > CELLS:
            yield piece
            piece, cells = [], 0
        if part.title or not piece:
            piece.append({"title": part.title, "flipped": part.flipped, "blocks": []})
        if part.block:
            piece[-1]["blocks"].append(part.block)
        cells += part.cells
    if piece:
        yield piece


def _section(section: SectionView) -> Iterator[_Part]:
    widths = [sum(_width(c) for c in block.columns) for block in section.blocks]
    title, flipped = printable(section.title), max(widths, default=0) > PORTRAIT
    if not section.blocks:
        yield _Part(title, flipped, None, 0)
    for block in section.blocks:
        columns = _columns(block)
        for part in _cut(block):
            yield _Part(title, flipped, _block(part, columns), len(part.rows) * len(columns))
            title = ""


def _cut(block: BlockView) -> Iterator[BlockView]:
    """A table in parts that each fit in a piece: the chart with the first, totals with the last."""
    most = max(CELLS // max(len(block.columns), 1), 1)
    starts = range(0, max(len(block.rows), 1), most)
    for start in starts:
        yield replace(
            block,
            caption=f"{block.caption} (vervolg)" if start else block.caption,
            rows=block.rows[start : start + most],
            foot=block.foot if start == starts[-1] else (),
            chart=None if start else block.chart,
        )


def _block(block: BlockView, columns: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "paragraphs": [_parts(parts) for parts in block.paragraphs],
        "items": [{"figure": _part(item), "label": printable(item.label)} for item in block.items],
        "caption": printable(block.caption),
        "columns": columns,
        "rows": [_row(row) for row in block.rows],
        "foot": [_row(row) for row in block.foot],
        "chart": _chart(block.chart) if block.chart and block.chart.svg else None,
        "empty": printable(block.empty),
    }


def _columns(block: BlockView) -> list[dict[str, Any]]:
    return [
        {
            "label": printable(column["label"]),
            "unit": printable(column["unit"]),
            "numeric": column["numeric"],
            "width": round(_share(column["label"], [row[place] for row in block.rows]), 2),
        }
        for place, column in enumerate(block.columns)
    ]


def _share(label: str, cells: list[CellView]) -> float:
    """Room for a column by the length of its texts: ten times the text, four times the room."""
    lengths = [len(cell.content) for cell in cells if isinstance(cell.content, str)] or [0]
    head = max((len(word) for word in label.split()), default=0) + 2
    typical = max(sum(lengths) / len(lengths), max(lengths) / 2, head)
    return float(min(max(typical, SHORTEST), LONGEST) ** 0.6)


def _width(column: dict[str, Any]) -> float:
    return WIDE if column["wide"] else WIDTHS[column["type"]]


def _chart(chart: Chart) -> dict[str, str]:
    head, _end, shapes = chart.svg.partition(">")
    namespace = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    style = f"<defs>{HATCH}</defs><style>{CHART_STYLE}</style>"
    return {
        "title": printable(chart.title),
        "alt": printable(chart.description),
        "svg": f"{namespace}>{style}{shapes}",
    }


def _row(row: tuple[CellView, ...]) -> dict[str, Any]:
    cells = [_part(cell.content) for cell in row]
    return {"cells": cells, "breakable": any(len(cell["t"]) > UNBROKEN for cell in cells)}


def _parts(parts: tuple[Part, ...]) -> list[dict[str, str]]:
    return [_part(part) for part in parts]


def _part(part: Part) -> dict[str, str]:
    if isinstance(part, FigureLink):
        return {"t": printable(part.text), "u": part.url}
    return {"t": printable(part)}
