"""Vector 15: the numbers read back from each format are those of the snapshot, and the rest of
what every format owes its reader."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from slimsamenwerken.reports.blocks import Column, Figures, Row, Table, Text
from slimsamenwerken.reports.render import FORMATS, Given, html, pdf, words, xlsx
from slimsamenwerken.reports.render import json as json_
from tests.reports.documents import figure, made, table, texts
from tests.reports.parsed import (
    Printed,
    expected,
    pdf_figures,
    pdf_text,
    read_html,
    read_number,
    read_pdf,
    read_xlsx,
    xlsx_rows,
)

TYPES = [
    Column("name", "Naam", wide=True),
    Column("count", "Aantal", "int"),
    Column("share", "Aandeel", "decimal", "%"),
    Column("on", "Datum", "date"),
    Column("is", "Klaar", "bool"),
    Column("state", "Status", "status"),
]


def rich() -> Given:
    """Every kind of block, of cell and of doubt about a number."""
    share = figure("proef.share", Decimal("1234.5"), unit="%", decimals=1, qualifier="≈")
    below = figure("proef.below", Decimal("-12.50"), decimals=2, qualifier="<")
    empty = figure("proef.empty", None, missing=("geen nulmeting",))
    large = figure("proef.large", 1_234_567)
    cells = [
        ["Eerste", large, share, date(2015, 9, 30), True, "achieved"],
        ["Tweede", 7, Decimal("0.25"), {"text": "uiterlijk 2015"}, False, ""],
        ["Derde", None, None, None, None, "on_track"],
    ]
    foot = [Row("som", ["Totaal", below, empty, None, None, ""])]
    return made(
        ("proef", "Proef", [Figures("kern", [share, below, empty]), table(cells, TYPES, foot=foot)]),
        ("slot", "Slot", [Text("zin", [["Het waren er ", figure("slot.n", 1), "."]])]),
    )  # fmt: skip


@pytest.fixture(params=["2015", "rich"])
def any_given(request: pytest.FixtureRequest) -> Given:
    return request.getfixturevalue("given") if request.param == "2015" else rich()


def all_equal(found: dict[str, list[str]], figures: dict[str, Any]) -> None:
    """Each figure stands somewhere, and wherever it stands it reads the same."""
    assert sorted(found) == sorted(figures)
    read = {name: {read_number(text) for text in printed} for name, printed in found.items()}
    assert read == {name: {expected(kept)} for name, kept in figures.items()}


def test_html_figures_equal_the_snapshot(any_given: Given) -> None:
    all_equal(read_html(html.render(any_given)).figures, any_given.document["figures"])


def test_html_of_the_page_figures_equal_the_snapshot(any_given: Given) -> None:
    drawn = html.drawn(any_given.content)
    all_equal(read_html(drawn.lead + drawn.body).figures, any_given.document["figures"])


def test_pdf_figures_equal_the_snapshot(any_given: Given) -> None:
    all_equal(pdf_figures(read_pdf(pdf.render(any_given))), any_given.document["figures"])


def test_xlsx_list_of_figures_equals_the_snapshot(any_given: Given) -> None:
    head, *rows = xlsx_rows(read_xlsx(xlsx.render(any_given)), "Cijfers")
    assert head[:5] == ["Cijfer", "Naam", "Waarde", "Eenheid", "Teken"]
    kept = any_given.document["figures"]
    assert [row[0] for row in rows] == sorted(kept)
    for name, label, value, unit, sign, count, missing in rows:
        figure_ = kept[name]
        number = None if value == "–" else Decimal(str(value))
        assert number == words.number_of(figure_), name
        assert (label, unit or "", sign or "=") == (
            figure_["label"], figure_["unit"], figure_["qualifier"],
        )  # fmt: skip
        assert (count, missing or "") == (figure_["rows_count"], "; ".join(figure_["missing"]))


def numbers_of(document: dict[str, Any], section: dict[str, Any]) -> list[Decimal]:
    """The numbers in the tables and key figures of a section, in reading order."""
    found = []
    for block in section["blocks"]:
        if block["kind"] == "figures":
            found += [{"figure": name} for name in block["items"]]
        for row in (*block.get("rows", ()), *block.get("foot", ())):
            pairs = zip(row["cells"], block["columns"], strict=True)
            found += [cell for cell, column in pairs if words.is_numeric(column)]
    figures = [
        document["figures"][c["figure"]]["value"] if words.is_figure(c) else c for c in found
    ]
    return [Decimal(str(value)) for value in figures if value is not None]


def test_xlsx_sheets_hold_the_numbers_of_their_section(any_given: Given) -> None:
    book, document = read_xlsx(xlsx.render(any_given)), any_given.document
    for section in document["sections"]:
        name = "Verantwoording" if section["key"] == "method" else section["title"]
        cells = [c for row in book[name].iter_rows() for c in row]
        read = [Decimal(str(c.value)) for c in cells if c.data_type == "n" and c.value is not None]
        assert read == numbers_of(document, section), section["key"]


def test_json_is_the_exact_bytes(given: Given) -> None:
    content = json_.render(given)
    assert content == given.content
    assert json.loads(content)["figures"] == given.document["figures"]
    assert hashlib.sha256(content).hexdigest() == given.sha256


def test_number_reader_is_no_echo() -> None:
    """The reader of this test refuses what it would otherwise let pass."""
    assert read_number("≈ 1.234,5 %") == Printed(Decimal("1234.5"), "≈", 1, percent=True)
    assert read_number("−12,50 rest") == Printed(Decimal("-12.50"), "=", 2)
    assert read_number("– ") == Printed(None)
    with pytest.raises(AssertionError):
        read_number("geen getal")


# ── cover ────────────────────────────────────────────────────────────────────────────────────
COVER = [
    "Voortgangsrapport Slim samenwerken, 2015",
    "1 januari tot en met 31 december 2015",
    "31 december 2015",
    "2 februari 2026, 14.30 uur",
    "https://portaal.example/rapporten/voortgang-2015/",
]


def test_every_format_has_the_cover(given: Given) -> None:
    groups = " ".join(given.sha256[place : place + 8] for place in range(0, 64, 8))
    sheet = xlsx_rows(read_xlsx(xlsx.render(given)), "Verantwoording")
    written = {
        "html": read_html(html.render(given)).text,
        "pdf": pdf_text(read_pdf(pdf.render(given))),
        "xlsx": " ".join(str(cell) for row in sheet[:7] for cell in row if cell),
    }
    for form, text in written.items():
        for fact in [*COVER, groups]:
            assert fact in text, f"{form} lacks {fact}"


def test_proof_says_so_in_every_format() -> None:
    given = made(("proef", "Proef", [texts("Een zin.")]), purpose="proof")
    official = made(("proef", "Proef", [texts("Een zin.")]))
    for form in ("html", "pdf", "xlsx"):
        render = FORMATS[form].render
        assert "proefafdruk" in as_text(form, render(given)).casefold(), form
        assert "proefafdruk" not in as_text(form, render(official)).casefold(), form


def as_text(form: str, content: bytes) -> str:
    if form == "html":
        return read_html(content).text
    if form == "pdf":
        return pdf_text(read_pdf(content))
    book = read_xlsx(content)
    return " ".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)


# ── the same bytes, and whatever a section holds ─────────────────────────────────────────────
def test_two_renders_give_the_same_bytes(any_given: Given) -> None:
    for form in FORMATS.values():
        again = Given(any_given.content, any_given.slug, any_given.address)
        assert form.render(any_given) == form.render(again), form.key


def test_a_section_of_an_app_that_is_gone_still_renders() -> None:
    kept = figure("verdwenen.deel.aantal", 12, label="Aantal van een app die weg is")
    cells = [["Rij", kept]]
    columns = [Column("name", "Naam"), Column("count", "Aantal", "int")]
    given = made(("verdwenen.deel", "Verdwenen deel", [table(cells, columns)]))
    for form in ("html", "pdf", "xlsx"):
        text = as_text(form, FORMATS[form].render(given))
        assert "Verdwenen deel" in text and "12" in text, form  # noqa: PT018


def test_empty_table_says_why_in_every_format() -> None:
    empty = Table("leeg", "Een lege tabel", [Column("a", "A")], [], empty="Er was nog niets.")
    given = made(("proef", "Proef", [empty]))
    for form in ("html", "pdf", "xlsx"):
        text = as_text(form, FORMATS[form].render(given))
        assert "Een lege tabel" in text and "Er was nog niets." in text, form  # noqa: PT018


def test_report_without_any_section_renders() -> None:
    for form in ("html", "pdf", "xlsx"):
        assert "Voorbeeld, halfjaar 1 van 2026" in as_text(form, FORMATS[form].render(made()))
