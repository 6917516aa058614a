"""How the values of a snapshot read, in Dutch, the same in every format.

A report is Dutch content: its words do not follow the language of the interface or a catalogue,
so that the same snapshot gives the same file everywhere.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from slimsamenwerken.core.dates import long_date, long_moment, short_date
from slimsamenwerken.core.numbers import NO_BREAK_SPACE, format_decimal

DASH: Final = "–"
SITE: Final = "Slim samenwerken"
PROOF: Final = "proefafdruk"
ROWS: Final = "herkomst"

Document = dict[str, Any]


def title_of(document: Document) -> str:
    return str(document["definition"]["title"])


def period_words(document: Document) -> str:
    """ "1 januari tot en met 31 december 2015"."""
    first, last = (date.fromisoformat(document["period"][end]) for end in ("first", "last"))
    start = long_date(first, "nl")
    if first.year == last.year:
        start = start.removesuffix(f" {first.year}")
    return f"{start} tot en met {long_date(last, 'nl')}"


def as_of_words(document: Document) -> str:
    return long_date(date.fromisoformat(document["as_of"]), "nl")


def known_at(document: Document) -> datetime:
    return datetime.fromisoformat(document["known_at"])


def known_at_words(document: Document) -> str:
    return long_moment(known_at(document), "nl")


def cover(document: Document, sha256: str, address: str) -> list[tuple[str, str]]:
    """What stands on the cover of each format, in this order."""
    return [
        ("Verslagperiode", period_words(document)),
        ("Peildatum", as_of_words(document)),
        ("Zoals bekend op", known_at_words(document)),
        ("Controlegetal (SHA-256)", " ".join(hash_groups(sha256))),
        ("Adres", address),
    ]


def full_title(document: Document) -> str:
    """ "Voortgangsrapport Slim samenwerken, 2015"."""
    return f"{title_of(document)}, {document['period']['label']}"


def is_proof(document: Document) -> bool:
    return bool(document["purpose"] == "proof")


def number_of(figure: dict[str, Any]) -> Decimal | None:
    """The value of a figure as an exact number."""
    return None if figure["value"] is None else Decimal(str(figure["value"]))


def figure_words(figure: dict[str, Any]) -> str:
    """ "32", "75,0 %", "≈ 100", "–". A unit other than % is named in label or column."""
    value = number_of(figure)
    if value is None:
        return DASH
    text = format_decimal(value, figure["decimals"]).replace("-", "−")
    if figure["unit"] == "%":
        text += f"{NO_BREAK_SPACE}%"
    return text if figure["qualifier"] == "=" else f"{figure['qualifier']}{NO_BREAK_SPACE}{text}"


def cell_words(cell: Any, kind: str, document: Document) -> str:
    """A cell without a figure as text; `kind` is the type of its column."""
    if cell is None or cell == "":
        return DASH
    if kind == "status":
        return str(document["labels"]["status"].get(cell, cell))
    return _WRITERS.get(kind, str)(cell)


def _number_words(cell: Any) -> str:
    return format_decimal(Decimal(str(cell)), _scale(cell)).replace("-", "−")


def _yes_or_no(cell: Any) -> str:
    return "ja" if cell else "nee"


def _scale(cell: Any) -> int:
    return len(str(cell).partition(".")[2])


def day_words(cell: Any) -> str:
    """A day for a table; a vague date brings its own words."""
    if isinstance(cell, dict):
        return str(cell["text"])
    return short_date(date.fromisoformat(cell))


_WRITERS: Final[dict[str, Callable[[Any], str]]] = {
    "bool": _yes_or_no,
    "date": day_words,
    "int": _number_words,
    "decimal": _number_words,
}


def exact_day(cell: Any) -> date | None:
    """The day of a date cell when the source gave one, else None."""
    return date.fromisoformat(cell) if isinstance(cell, str) and cell else None


def hash_groups(sha256: str) -> list[str]:
    """64 characters in eight groups of eight."""
    return [sha256[start : start + 8] for start in range(0, 64, 8)]


def is_figure(cell: Any) -> bool:
    return isinstance(cell, dict) and "figure" in cell


def is_numeric(column: dict[str, Any]) -> bool:
    return column["type"] in ("int", "decimal")


def paragraph_words(paragraph: list[dict[str, Any]], document: Document) -> str:
    """A paragraph as plain text."""
    return "".join(
        figure_words(document["figures"][part["figure"]]) if "figure" in part else part["text"]
        for part in paragraph
    )
