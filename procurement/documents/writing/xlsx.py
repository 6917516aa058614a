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
from procurement.documents.content import Extract
from procurement.documents.layout import Numbered
from procurement.documents.writing.archive import archive
from procurement.documents.writing.docx_parts import core_properties
from procurement.documents.writing.score_formulas import formula
from slimsamenwerken.core.exports import XLSX_TYPE, guarded

CONTENT_TYPE: Final = XLSX_TYPE
ANSWERS, SCORES, ACCOUNT = "Antwoord inschrijver", "Beoordeling", "Verantwoording"
_CORE: Final = "docProps/core.xml"
LONGEST_TEXT: Final = 32_767  # a longer text would be left out as a whole
LINE_HEIGHT: Final = 15  # points
MOST_LINES: Final = 27  # a row is never higher than 409 points
BIDDERS: Final = "ABCDE"
_NOT_ASKED: Final = "suggestion"  # speaks to the buyer, not to who bids
_ANSWER_COLUMNS: Final = (
    ("Nr.", 8), ("Code", 9), ("Versie", 7), ("Perceel", 8), ("Clausule", 34), ("Sleutel", 22),
    ("Gevraagd", 46), ("Eenheid", 9), ("Antwoord", 18), ("Toelichting of bewijsstuk", 38),
)  # fmt: skip
_SCORE_COLUMNS: Final = (
    ("Nr.", 8), ("Code", 9), ("Versie", 7), ("Perceel", 8), ("Gunningscriterium", 34),
    ("Beoordeling", 52), ("Maximum", 10),
)  # fmt: skip
_TO_FILL: Final = {"bg_color": "#FFF9C4", "border": 1, "text_wrap": True}
Columns = tuple[tuple[str, int], ...]
Values = tuple[str | int, ...]


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
        self.answers([each for each in held if each.clause.type_code != _NOT_ASKED])
        self.scores([each for each in held if each.clause.weight is not None])
        self.account(held)

    def style(self, **properties: Any) -> Any:
        """A format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **properties})
        return self.formats[key]

    def line(self, page: Any, row: int, values: Values, columns: Columns, **style: Any) -> None:
        """A row of texts and whole numbers. Its height is set, for LibreOffice does not find it."""
        lines = [
            sum(-(-max(len(part), 1) // width) for part in str(value).split("\n"))
            for value, (_label, width) in zip(values, columns, strict=False)
        ]
        page.set_row(row, LINE_HEIGHT * min(max(lines, default=1), MOST_LINES))
        for place, value in enumerate(values):
            if isinstance(value, int):
                page.write_number(row, place, value, self.style(align="left", **style))
            else:
                look = self.style(text_wrap=True, **style)
                page.write_string(row, place, guarded(value)[:LONGEST_TEXT], look)

    def sheet(self, name: str, columns: Columns) -> Any:
        """A page with its head, that prints on its width."""
        page = self.book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for place, (_label, width) in enumerate(columns):
            page.set_column(place, place, width)
        if columns[0][0]:
            labels = tuple(label for label, _width in columns)
            self.line(page, 0, labels, columns, bold=True, bottom=2, bg_color="#EEF2F8")
            page.repeat_rows(0)
        return page

    # ── answers ──────────────────────────────────────────────────────────────────────────────
    def answers(self, held: list[Numbered]) -> None:
        """A row for each key; a clause without requirements is answered as a whole."""
        page = self.sheet(ANSWERS, _ANSWER_COLUMNS)
        page.freeze_panes(1, 0)
        row = 0
        for each in held:
            keys = list(dict.fromkeys(asked.key for asked in each.clause.requirements)) or [""]
            for key in keys:
                row += 1
                self.answer(page, row, each, key)

    def answer(self, page: Any, row: int, each: Numbered, key: str) -> None:
        asked = [one for one in each.clause.requirements if one.key == key]
        question = "; ".join(dict.fromkeys(words.requirement(one) for one in asked))
        unit = asked[0].unit_label if asked else ""
        clause = each.clause
        values = (
            each.number, clause.code, clause.version, each.lot.number, clause.title, key,
            question or clause.text, unit,
        )  # fmt: skip
        self.line(page, row, values, _ANSWER_COLUMNS)
        for column in (len(values), len(values) + 1):
            page.write_blank(row, column, None, self.style(**_TO_FILL))
        if asked and asked[0].data_type == "boolean":
            choice = {"validate": "list", "source": ["ja", "nee"]}
            page.data_validation(row, len(values), row, len(values), choice)

    # ── scores ───────────────────────────────────────────────────────────────────────────────
    def scores(self, held: list[Numbered]) -> None:
        """Per bidder a column for the offered value and one for the points; a total per lot."""
        bidders = tuple((f"{name} {who}", 12) for who in BIDDERS for name in ("Waarde", "Punten"))
        page = self.sheet(SCORES, (*_SCORE_COLUMNS, *bidders))
        page.freeze_panes(1, len(_SCORE_COLUMNS) - 2)
        row = 1
        for lot in self.extract.lots:
            first = row
            for each in held:
                if each.lot == lot:
                    self.score(page, row, each)
                    row += 1
            if row > first:
                self.total(page, first, row, lot.number)
                row += 2
        if not held:
            none = "Dit uittreksel bevat geen gunningscriteria met een gewicht."
            self.line(page, row, ("", "", "", "", none), _SCORE_COLUMNS)

    def score(self, page: Any, row: int, each: Numbered) -> None:
        clause, most = each.clause, each.clause.weight or Decimal(0)
        rule = words.scoring(clause.scoring) if clause.scoring else ""
        values = (each.number, clause.code, clause.version, each.lot.number, clause.title, rule)
        self.line(page, row, values, _SCORE_COLUMNS)
        page.write_number(row, len(values), most, self.style(num_format="0.00"))
        columns = [len(_SCORE_COLUMNS) + 2 * place for place in range(len(BIDDERS))]
        cells = [xl_rowcol_to_cell(row, column) for column in columns]
        for column, cell in zip(columns, cells, strict=True):
            page.write_blank(row, column, None, self.style(**_TO_FILL))
            points = formula(clause.scoring, xl_rowcol_to_cell(row, len(values)), cell, cells)
            page.write_formula(row, column + 1, points, self.style(num_format="0.00"), "")

    def total(self, page: Any, first: int, row: int, lot: int) -> None:
        label = f"Totaal van deze criteria, perceel {lot}"
        self.line(page, row, ("", "", "", "", label, ""), _SCORE_COLUMNS, bold=True, top=2)
        most = len(_SCORE_COLUMNS) - 1
        look = self.style(num_format="0.00", bold=True, top=2)
        for column in (most, *(most + 2 * place for place in range(1, len(BIDDERS) + 1))):
            top, last = xl_rowcol_to_cell(first, column), xl_rowcol_to_cell(row - 1, column)
            page.write_formula(row, column, f"=SUM({top}:{last})", look)

    # ── account ──────────────────────────────────────────────────────────────────────────────
    def account(self, held: list[Numbered]) -> None:
        """Which extract this is, and every clause with its anchors."""
        columns = (("", 40), ("", 100))
        page = self.sheet(ACCOUNT, columns)
        self.line(page, 0, (layout.title(self.extract), ""), (("", 140),), bold=True)
        row = 1
        for label, value in words.about(self.extract):
            self.line(page, row, (label, value), columns)
            row += 1
        for each in held:
            row += 1
            clause = each.clause
            code = visible_code(clause.code, clause.version, clause.valid_from)
            title, text = f"{each.number} {clause.title}", f"{clause.text} {code}"
            self.line(page, row, (title, text), columns)
            self.book.define_name(each.bookmark, f"={ACCOUNT}!$B${row + 1}")
