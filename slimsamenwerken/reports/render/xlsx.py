"""XLSX: a sheet per section, every figure on "Cijfers", and the cover on "Verantwoording".

Numbers and days are real ones; the same snapshot gives the same bytes.
"""

import io
from dataclasses import dataclass, field
from datetime import UTC, date
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from slimsamenwerken.core.exports import XLSX_TYPE, guarded
from slimsamenwerken.reports.render import words
from slimsamenwerken.reports.render.given import Given

RENDERER_VERSION: Final = 1
CONTENT_TYPE: Final = XLSX_TYPE
FIGURES: Final = "Cijfers"
ACCOUNT: Final = "Verantwoording"
LONGEST_NAME: Final = 31
LONGEST_TEXT: Final = 32_767  # a longer text would be left out as a whole
FROZEN_MOST: Final = 8  # rows; more would leave no room to scroll on a small screen
_FORBIDDEN: Final = str.maketrans("", "", r"[]:*?/\'")
WIDTHS: Final = {"text": 18, "status": 24, "date": 16, "int": 13, "decimal": 13, "bool": 10}
WIDE: Final = 52
FIGURE_COLUMNS: Final = (
    ("Cijfer", 44), ("Naam", 60), ("Waarde", 12), ("Eenheid", 14), ("Teken", 8), ("Rijen", 8),
    ("Ontbreekt", 40),
)  # fmt: skip


def render(given: Given) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    moment = words.known_at(given.document).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties(
        {
            "title": words.full_title(given.document),
            "author": words.SITE,
            "comments": given.sha256,
            "created": moment,
        }
    )
    _Book(book, given).write()
    book.close()
    return target.getvalue()


@dataclass
class _Book:
    """One workbook that is being written."""

    book: Any
    given: Given
    names: set[str] = field(default_factory=set)
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def write(self) -> None:
        sections = self.given.document["sections"]
        account = [section for section in sections if section["key"] == "method"]
        self.names |= {FIGURES.casefold(), ACCOUNT.casefold()}
        for section in sections:
            if section not in account:
                _Sheet(self, self.name(section["title"])).section(section)
        self.figures()
        sheet = _Sheet(self, ACCOUNT)
        self.cover(sheet)
        for section in account:
            sheet.row += 1
            sheet.section(section)

    def name(self, title: str) -> str:
        """A name that a spreadsheet takes: short, unique whatever the capitals."""
        base = " ".join(title.translate(_FORBIDDEN).split())[:LONGEST_NAME].strip() or "Onderdeel"
        found, number = base, 2
        while found.casefold() in self.names:
            found = f"{base[: LONGEST_NAME - 4].strip()} {number}"
            number += 1
        self.names.add(found.casefold())
        return found

    def style(self, **properties: Any) -> Any:
        """A format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **properties})
        return self.formats[key]

    def figures(self) -> None:
        sheet = _Sheet(self, FIGURES)
        for place, (label, width) in enumerate(FIGURE_COLUMNS):
            sheet.page.set_column(place, place, width)
            sheet.text(place, label, bold=True, bottom=2)
        sheet.page.freeze_panes(1, 0)
        for name, figure in sorted(self.given.document["figures"].items()):
            sheet.row += 1
            sheet.link(0, f"{self.given.address}cijfers/{name}/", name)
            sheet.text(1, figure["label"])
            sheet.figure(2, figure)
            sheet.text(3, figure["unit"])
            sheet.text(4, "" if figure["qualifier"] == "=" else figure["qualifier"])
            sheet.number(5, Decimal(figure["rows_count"]), "0")
            sheet.text(6, "; ".join(figure["missing"]))
        sheet.page.autofilter(0, 0, sheet.row, len(FIGURE_COLUMNS) - 1)

    def cover(self, sheet: "_Sheet") -> None:
        document = self.given.document
        sheet.page.set_column(0, 0, 28)
        sheet.text(0, words.full_title(document), bold=True, font_size=14)
        if words.is_proof(document):
            sheet.row += 1
            sheet.text(0, f"Dit is een {words.PROOF}. Hij is niet gepubliceerd.", bold=True)
        for label, value in words.cover(document, self.given.sha256, self.given.address):
            sheet.row += 1
            sheet.text(0, label, bold=True)
            sheet.text(1, value)
        sheet.row += 1


@dataclass
class _Sheet:
    """One sheet; `row` is where the next line goes. Rows are written once, from top to bottom."""

    book: _Book
    name: str
    row: int = 0
    frozen: bool = False
    page: Any = None

    def __post_init__(self) -> None:
        self.page = self.book.book.add_worksheet(self.name)
        self.page.hide_gridlines(2)

    # ── blocks ───────────────────────────────────────────────────────────────────────────────
    def section(self, section: dict[str, Any]) -> None:
        self.text(0, section["title"], bold=True, font_size=13)
        self.row += 1
        for block in section["blocks"]:
            {"text": self.paragraphs, "figures": self.items, "table": self.table}[block["kind"]](
                block
            )
            self.row += 1

    def paragraphs(self, block: dict[str, Any]) -> None:
        for paragraph in block["paragraphs"]:
            self.text(0, words.paragraph_words(paragraph, self.document))
            self.row += 1

    def items(self, block: dict[str, Any]) -> None:
        for name in block["items"]:
            figure = self.document["figures"][name]
            self.text(0, figure["label"])
            self.figure(1, figure)
            self.text(2, figure["unit"])
            self.row += 1

    def table(self, table: dict[str, Any]) -> None:
        self.text(0, table["caption"], italic=True)
        self.row += 1
        if not table["rows"]:
            self.text(0, table["empty"])
            self.row += 1
            return
        for place, column in enumerate(table["columns"]):
            unit = f" ({column['unit']})" if column["unit"] else ""
            side = "right" if words.is_numeric(column) else "left"
            label = f"{column['label']}{unit}"
            self.text(place, label, bold=True, bottom=2, align=side, text_wrap=True)
        self.row += 1
        self.freeze(table["columns"])
        for row in table["rows"]:
            self.cells(row["cells"], table["columns"])
        for row in table["foot"]:
            self.cells(row["cells"], table["columns"], bold=True, top=2)

    def freeze(self, columns: list[dict[str, Any]]) -> None:
        """Under the head of the first table, which also sets the widths."""
        if self.frozen:
            return
        self.frozen = True
        for place, column in enumerate(columns):
            self.page.set_column(place, place, WIDE if column["wide"] else WIDTHS[column["type"]])
        if self.row <= FROZEN_MOST:
            self.page.freeze_panes(self.row, 0)

    def cells(self, cells: list[Any], columns: list[dict[str, Any]], **style: Any) -> None:
        for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            self.cell(place, cell, column["type"], **style)
        self.row += 1

    # ── cells ────────────────────────────────────────────────────────────────────────────────
    @property
    def document(self) -> words.Document:
        return self.book.given.document

    def cell(self, place: int, cell: Any, kind: str, **style: Any) -> None:
        """A real number or day where the snapshot has one, else its words."""
        if words.is_figure(cell):
            self.figure(place, self.document["figures"][cell["figure"]], **style)
        elif kind in ("int", "decimal") and cell is not None:
            decimals = len(str(cell).partition(".")[2])
            self.number(place, Decimal(str(cell)), _pattern(decimals), **style)
        elif kind == "date" and words.exact_day(cell):
            self.day(place, date.fromisoformat(cell), **style)
        else:
            text = words.cell_words(cell, kind, self.document)
            self.text(place, text, text_wrap=True, **style)

    def figure(self, place: int, figure: dict[str, Any], **style: Any) -> None:
        value = words.number_of(figure)
        if value is None:
            self.text(place, words.DASH, align="right", **style)
            return
        pattern = _pattern(figure["decimals"], figure["unit"], figure["qualifier"])
        self.number(place, value, pattern, **style)

    def number(self, place: int, value: Decimal, pattern: str, **style: Any) -> None:
        look = self.book.style(num_format=pattern, align="right", **style)
        self.page.write_number(self.row, place, value, look)

    def day(self, place: int, value: date, **style: Any) -> None:
        look = self.book.style(num_format="dd/mm/yyyy", align="left", **style)
        self.page.write_datetime(self.row, place, value, look)

    def text(self, place: int, value: str, **style: Any) -> None:
        self.page.write_string(
            self.row, place, guarded(value)[:LONGEST_TEXT], self.book.style(**style)
        )

    def link(self, place: int, address: str, value: str) -> None:
        look = self.book.style(font_color="#0055cc", underline=1)
        self.page.write_url(self.row, place, address, look, string=value)


def _pattern(decimals: int, unit: str = "", qualifier: str = "=") -> str:
    """Number format: `"> "#,##0.0" %"`. The value stays a plain number, percents undivided."""
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    before = "" if qualifier == "=" else f'"{qualifier} "'
    return f"{before}{digits}" + ('" %"' if unit == "%" else "")
