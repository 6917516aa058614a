"""XLSX: what bidders answer, how it is scored, and which extract it belongs to.

Formulas are ours alone; text that a spreadsheet would run is written as text (§9.6).
"""

import io
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from procurement.documents import layout, words
from procurement.documents.anchors import visible_code
from procurement.documents.content import Extract, Requirement
from procurement.documents.layout import Numbered
from procurement.documents.writing.archive import archive
from procurement.documents.writing.docx_parts import core_properties
from procurement.documents.writing.score_formulas import formula
from slimsamenwerken.core.exports import XLSX_TYPE, guarded

CONTENT_TYPE: Final = XLSX_TYPE
ANSWERS, SCORES, ACCOUNT = "Antwoord inschrijver", "Beoordeling", "Verantwoording"
_CORE: Final = "docProps/core.xml"
LONGEST_TEXT: Final = 32_767  # a longer text would be left out as a whole
BIDDERS: Final = 5
_ANSWER_COLUMNS: Final = (
    ("Nr.", 8), ("Code", 10), ("Versie", 8), ("Perceel", 9), ("Clausule", 36), ("Sleutel", 22),
    ("Gevraagd", 46), ("Eenheid", 10), ("Antwoord", 18), ("Toelichting of bewijsstuk", 40),
)  # fmt: skip
_SCORE_COLUMNS: Final = (
    ("Nr.", 8), ("Code", 10), ("Versie", 8), ("Gunningscriterium", 36), ("Beoordeling", 56),
    ("Maximum", 10),
)  # fmt: skip
_TO_FILL: Final = {"bg_color": "#FFF9C4", "border": 1, "text_wrap": True}
_FIRST_BIDDER: Final = len(_SCORE_COLUMNS)


def render(extract: Extract) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    _Book(book, extract).write()
    book.close()
    return _repacked(target.getvalue(), extract)


def _repacked(content: bytes, extract: Extract) -> bytes:
    """The same parts as every archive of ours, with the properties that the library lacks."""
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts[_CORE] = core_properties(extract)
    return archive(parts.items())


@dataclass
class _Book:
    """One workbook; rows are written once, from top to bottom."""

    book: Any
    extract: Extract
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def write(self) -> None:
        held = [
            each
            for _lot, parts in layout.numbered(self.extract)
            for _number, _code, clauses in parts
            for each in clauses
        ]
        self.answers(held)
        self.scores([each for each in held if each.clause.weight is not None])
        self.account(held)

    def style(self, **properties: Any) -> Any:
        """A format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **properties})
        return self.formats[key]

    def text(self, page: Any, row: int, column: int, value: str, **style: Any) -> None:
        page.write_string(
            row, column, guarded(value)[:LONGEST_TEXT], self.style(text_wrap=True, **style)
        )

    def head(self, page: Any, columns: tuple[tuple[str, int], ...], row: int) -> None:
        for place, (label, _width) in enumerate(columns):
            self.text(page, row, place, label, bold=True, bottom=2, bg_color="#EEF2F8")

    def sheet(self, name: str, columns: tuple[tuple[str, int], ...]) -> Any:
        """A page that prints on its width."""
        page = self.book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for place, (_label, width) in enumerate(columns):
            page.set_column(place, place, width)
        return page

    # ── answers ──────────────────────────────────────────────────────────────────────────────
    def answers(self, held: list[Numbered]) -> None:
        """A row for each requirement; a clause without any is answered as a whole."""
        page = self.sheet(ANSWERS, _ANSWER_COLUMNS)
        self.head(page, _ANSWER_COLUMNS, 0)
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        row = 0
        for each in held:
            first = row + 1
            for asked in each.clause.requirements or (None,):
                row += 1
                self.answer(page, row, each, asked)
            sheet = f"'{ANSWERS}'"
            self.book.define_name(each.bookmark, f"={sheet}!$A${first + 1}:$J${row + 1}")

    def answer(self, page: Any, row: int, each: Numbered, asked: Requirement | None) -> None:
        self.named(page, row, each)
        page.write_number(row, 3, each.lot.number, self.style(align="left"))
        self.text(page, row, 4, each.clause.title)
        self.text(page, row, 5, asked.key if asked else "")
        self.text(page, row, 6, words.requirement(asked) if asked else each.clause.text)
        self.text(page, row, 7, asked.unit_label if asked else "")
        for column in (8, 9):
            page.write_blank(row, column, None, self.style(**_TO_FILL))
        if asked and asked.data_type == "boolean":
            page.data_validation(row, 8, row, 8, {"validate": "list", "source": ["ja", "nee"]})

    def named(self, page: Any, row: int, each: Numbered) -> None:
        self.text(page, row, 0, each.number)
        self.text(page, row, 1, each.clause.code)
        page.write_number(row, 2, each.clause.version, self.style(align="left"))

    # ── scores ───────────────────────────────────────────────────────────────────────────────
    def scores(self, held: list[Numbered]) -> None:
        """Per bidder a column for the offered value and one for the points."""
        bidders = tuple(
            (f"{name} {letter}", 13)
            for letter in "ABCDE"[:BIDDERS]
            for name in ("Waarde", "Punten")
        )
        columns = (*_SCORE_COLUMNS, *bidders)
        page = self.sheet(SCORES, columns)
        self.head(page, columns, 0)
        page.freeze_panes(1, 4)
        page.repeat_rows(0)
        if not held:
            self.text(page, 1, 3, "Dit uittreksel bevat geen gunningscriteria met een gewicht.")
            return
        for row, each in enumerate(held, start=1):
            self.score(page, row, each)
        self.total(page, len(held) + 1)

    def score(self, page: Any, row: int, each: Numbered) -> None:
        rule, most = each.clause.scoring, each.clause.weight or Decimal(0)
        self.named(page, row, each)
        self.text(page, row, 3, each.clause.title)
        self.text(page, row, 4, words.scoring(rule) if rule else "")
        page.write_number(row, 5, most, self.style(num_format="0.00"))
        values = [_FIRST_BIDDER + 2 * place for place in range(BIDDERS)]
        cells = [xl_rowcol_to_cell(row, column) for column in values]
        for column, cell in zip(values, cells, strict=True):
            page.write_blank(row, column, None, self.style(**_TO_FILL))
            points = formula(rule, xl_rowcol_to_cell(row, 5), cell, cells)
            page.write_formula(row, column + 1, points, self.style(num_format="0.00"), "")

    def total(self, page: Any, row: int) -> None:
        self.text(page, row, 3, "Totaal van deze criteria", bold=True, top=2)
        for column in (5, *(_FIRST_BIDDER + 2 * place + 1 for place in range(BIDDERS))):
            first, last = xl_rowcol_to_cell(1, column), xl_rowcol_to_cell(row - 1, column)
            look = self.style(num_format="0.00", bold=True, top=2)
            page.write_formula(row, column, f"=SUM({first}:{last})", look)

    # ── account ──────────────────────────────────────────────────────────────────────────────
    def account(self, held: list[Numbered]) -> None:
        page = self.sheet(ACCOUNT, (("", 26), ("", 90)))
        self.text(page, 0, 0, layout.title(self.extract), bold=True, font_size=14)
        row = 1
        for label, value in words.about(self.extract):
            self.text(page, row, 0, label, bold=True)
            self.text(page, row, 1, value)
            row += 1
        for each in held:
            row += 1
            self.text(page, row, 0, f"{each.number} {each.clause.title}", bold=True)
            code = visible_code(each.clause.code, each.clause.version, each.clause.valid_from)
            self.text(page, row, 1, f"{each.clause.text} {code}")
