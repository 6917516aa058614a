"""PDF by typst: tagged, PDF/UA-1, the same bytes for the same snapshot on every machine."""

import json
import warnings
from pathlib import Path
from typing import Any, Final

import typst

from slimsamenwerken.core.charts import Chart
from slimsamenwerken.core.dates import local_date
from slimsamenwerken.reports.render import words
from slimsamenwerken.reports.render.given import Given
from slimsamenwerken.reports.render.glyphs import printable
from slimsamenwerken.reports.render.view import (
    BlockView,
    CellView,
    FigureLink,
    Part,
    SectionView,
    View,
)

RENDERER_VERSION: Final = 1
CONTENT_TYPE: Final = "application/pdf"
LAYOUT: Final = Path(__file__).with_name("report.typ")
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


def render(given: Given) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", typst.TypstWarning)
        content = typst.compile(
            LAYOUT.read_bytes(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(_data(given), ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=words.known_at(given.document).replace(microsecond=0),
        )
    return bytes(content)


def _data(given: Given) -> dict[str, Any]:
    """What the layout prints; every text in it has passed `printable`."""
    document, view = given.document, View(given, base=given.address)
    day = local_date(words.known_at(document))
    title = words.full_title(document)
    cover = words.cover(document, given.sha256, given.address)
    return {
        "site": words.SITE,
        "title": printable(title),
        "running": printable(f"{title} · controlegetal {given.sha256[:8]}"),
        "date": [day.year, day.month, day.day],
        "proof": words.PROOF if words.is_proof(document) else "",
        "cover": [[name, printable(value)] for name, value in cover],
        "lead": [_parts(parts) for parts in view.lead()],
        "sections": [_section(section) for section in view.sections()],
    }


def _section(section: SectionView) -> dict[str, Any]:
    widths = [sum(_width(c) for c in block.columns) for block in section.blocks]
    return {
        "title": printable(section.title),
        "flipped": max(widths, default=0) > PORTRAIT,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: BlockView) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "paragraphs": [_parts(parts) for parts in block.paragraphs],
        "items": [{"figure": _part(item), "label": printable(item.label)} for item in block.items],
        "caption": printable(block.caption),
        "columns": _columns(block),
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
