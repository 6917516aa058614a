"""Reads reports back from their files, without any of the code that wrote them."""

import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pypdf

FIGURE = re.compile(r"cijfers/([A-Za-z0-9_.-]+)/$")
# The number at the start of a text: sign of doubt, digits in groups, decimals, percent.
NUMBER = re.compile(r"(?:([≈<≤>≥])\s)?(−?[\d.]+(?:,\d+)?)(\s%)?")
DASH = "–"


@dataclass(frozen=True)
class Printed:
    """A figure as a reader sees it."""

    value: Decimal | None
    qualifier: str = "="
    decimals: int = 0
    percent: bool = False


def read_number(text: str) -> Printed:
    """The number with which a text begins."""
    text = text.strip()
    if text.startswith(DASH):
        return Printed(None)
    found = NUMBER.match(text)
    assert found, f"no number in {text!r}"
    digits = found[2].replace(".", "").replace(",", ".").replace("−", "-")
    decimals = len(digits.partition(".")[2])
    return Printed(Decimal(digits), found[1] or "=", decimals, bool(found[3]))


def expected(figure: dict[str, Any]) -> Printed:
    """What a reader must see of a figure of the snapshot."""
    if figure["value"] is None:
        return Printed(None)
    value, is_percent = Decimal(str(figure["value"])), figure["unit"] == "%"
    return Printed(value, figure["qualifier"], figure["decimals"], is_percent)


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────
@dataclass
class Page(HTMLParser):
    """Texts of links to figures, all text, and every tag with its attributes."""

    figures: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    texts: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._figure, self._hidden = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        found = FIGURE.search(given.get("href") or "") if tag == "a" else None
        if found:
            self._figure = found[1]
            self.figures[self._figure].append("")
        if tag == "span":
            self._hidden += bool(self._hidden or "visually-hidden" in (given.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._figure = ""
        if tag == "span" and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._figure and not self._hidden:
            self.figures[self._figure][-1] += data

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def read_html(content: bytes | str) -> Page:
    page = Page()
    page.feed(content.decode() if isinstance(content, bytes) else content)
    page.close()
    return page


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────
def read_pdf(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def pdf_figures(reader: pypdf.PdfReader) -> dict[str, list[str]]:
    """Per figure the text that begins where its link lies on the page."""
    found: dict[str, list[str]] = defaultdict(list)
    for page in reader.pages:
        places = _places(page)
        for mark in (reference.get_object() for reference in page.get("/Annots", [])):
            address = FIGURE.search(str(mark.get("/A", {}).get("/URI", "")))
            if address:
                left, low, right, high = (float(side) for side in mark["/Rect"])
                inside = [
                    text for x, y, text in places
                    if left - 1 <= x <= right + 1 and low - 1 <= y <= high + 1
                ]  # fmt: skip
                found[address[1]].append("".join(inside))
    return found


def _places(page: pypdf.PageObject) -> list[tuple[float, float, str]]:
    places: list[tuple[float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, _size: Any) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            places.append((x, y, text))

    page.extract_text(visitor_text=visit)
    return places


def pdf_text(reader: pypdf.PdfReader) -> str:
    """All text on one line, without the places where a long word may break."""
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u200b", "").split())


# ── XLSX ─────────────────────────────────────────────────────────────────────────────────────
def read_xlsx(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def xlsx_rows(book: openpyxl.Workbook, sheet: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]
