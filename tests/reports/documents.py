"""Small reports made by hand, so that a renderer can be tried on anything a snapshot may hold."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from slimsamenwerken.reports.blocks import (
    Block,
    Column,
    Figure,
    Head,
    Period,
    Row,
    Section,
    Table,
    Text,
    build_section,
    snapshot_document,
)
from slimsamenwerken.reports.blocks import Given as Building
from slimsamenwerken.reports.canonical import canonical_bytes
from slimsamenwerken.reports.render import Given

AS_OF = date(2026, 6, 30)
KNOWN_AT = datetime(2026, 7, 15, 8, 5, 4, 321, tzinfo=UTC)
PERIOD = Period("2026-H1", date(2026, 1, 1), AS_OF, "halfjaar 1 van 2026")
ADDRESS = "https://portaal.example/rapporten/voorbeeld/"
LABELS = {"achieved": "gerealiseerd", "on_track": "in uitvoering", "none": "geen status"}


def made(
    *sections: tuple[str, str, Sequence[Block]], title: str = "Voorbeeld", purpose: str = "report"
) -> Given:
    """A report with sections given as (key, title, blocks)."""
    built = []
    for order, (key, name, blocks) in enumerate(sections):
        section = Section(
            key, name, order, 1, lambda _g, b=blocks: b, lambda _f, _g: None, budget_queries=0
        )
        built.append(build_section(section, Building(AS_OF, KNOWN_AT, PERIOD)))
    head = Head(
        definition={"key": "voorbeeld", "version": 1, "title": title},
        period=PERIOD,
        purpose=purpose,
        as_of=AS_OF,
        known_at=KNOWN_AT,
        rules={"thresholds": {}, "valid_on": None, "decided_by": ""},
        labels={"status": LABELS},
    )
    return Given(canonical_bytes(snapshot_document(head, built)), "voorbeeld", ADDRESS)


def figure(name: str, value: Any, **fields: Any) -> Figure:
    return Figure(id=name, value=value, label=fields.pop("label", f"Cijfer {name}"), **fields)


def table(cells: Sequence[Sequence[Any]], columns: Sequence[Column], **fields: Any) -> Table:
    rows = [Row(f"r{number:05}", line) for number, line in enumerate(cells)]
    return Table("tabel", fields.pop("caption", "Een tabel"), columns, rows, **fields)


def texts(*paragraphs: str) -> Text:
    return Text("tekst", [[paragraph] for paragraph in paragraphs])
