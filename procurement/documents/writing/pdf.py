"""PDF by typst: tagged, PDF/UA-1, id and dates from the extract."""

import json
import warnings
from pathlib import Path
from typing import Any, Final

import typst

from procurement.documents import layout, words
from procurement.documents.anchors import PROPERTY_PREFIX
from procurement.documents.content import Extract
from procurement.documents.layout import Block, Bullets, Cell, ClauseText, Heading, Table, Text
from slimsamenwerken.reports.render.glyphs import printable

CONTENT_TYPE: Final = "application/pdf"
LAYOUT: Final = Path(__file__).with_name("extract.typ")


def render(extract: Extract) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", typst.TypstWarning)
        content = typst.compile(
            LAYOUT.read_bytes(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(_data(extract), ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=extract.created_at.replace(microsecond=0),
        )
    return bytes(content)


def _data(extract: Extract) -> dict[str, Any]:
    """What the layout prints; every text in it has passed `printable`."""
    return {
        "site": words.SITE,
        "title": printable(layout.title(extract)),
        "subject": words.SUBJECT,
        "identifier": f"{PROPERTY_PREFIX}{extract.id}",
        "running": f"{words.SITE} · uittreksel {extract.id}",
        "blocks": [_block(block) for block in layout.blocks(extract)],
    }


def _block(block: Block) -> dict[str, Any]:
    found: dict[str, Any]
    match block:
        case Heading():
            found = {"kind": "heading", "level": block.level, "fresh": block.fresh}
        case Text():
            found = {"kind": "text", "look": block.look, "leads": block.leads}
            found["label"] = printable(block.label)
        case ClauseText():
            lines = [printable(line) for line in block.text.split("\n")]
            found = {"kind": "clause", "bookmark": block.bookmark, "code": block.code}
            found["lines"] = lines
        case Bullets():
            found = {"kind": "bullets", "items": [printable(item) for item in block.items]}
        case Table():
            found = _table(block)
    if isinstance(block, Heading | Text):
        found["text"] = printable(block.text)
    return found


def _table(block: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": printable(block.caption),
        "head": list(block.head),
        "widths": list(block.widths),
        "numeric": list(block.numeric),
        "rows": [[_cell(cell) for cell in row] for row in block.rows],
    }


def _cell(cell: Cell) -> dict[str, str]:
    return {"text": printable(cell.text), "to": cell.to}
