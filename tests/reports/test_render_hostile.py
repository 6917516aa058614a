"""Text of people is text in every format, whatever it looks like to a browser, typst or Excel."""

import itertools
from collections.abc import Iterator

import pytest

from slimsamenwerken.core.exports import FORMULA_STARTS
from slimsamenwerken.reports.blocks import Column, Row, Table
from slimsamenwerken.reports.render import Given, html, pdf, xlsx
from slimsamenwerken.reports.render.glyphs import LONG_WORD, PRINTABLE, STAND_IN, printable
from tests.reports.documents import figure, made, texts
from tests.reports.parsed import pdf_text, read_html, read_pdf, read_xlsx

HOSTILE = [
    "#set text(red)",
    '#import "@preview/evil:1.0.0": *',
    "$x^2$ en $ los",
    "*vet* en _schuin_",
    "@verwijzing en <label>",
    "`code` en ```raw```",
    "] haakje #[ open",
    "\\ achteruit \\u{41} \\#",
    "// opmerking /* en */ einde",
    "= Kop",
    "- streepje",
    "+ plus",
    "=SOM(A1:A9)",
    "@SUM(1)",
    "'aangehaald' \"dubbel\"",
    "-- --- ... ~",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }} {% include 'base.html' %}",
    "&amp; &#39; & <b>",
    "https://voorbeeld.be/?a=1&b=2",
    "${jndi:ldap}",
    "%s %(naam)s {0}",
    "ë ï é ŵ Ω Ж € ≈ ≤ → □",
]


def hostile() -> Given:
    """Each text in a title, a caption, a column, a unit, a cell, a paragraph, a label, a foot."""
    sections = []
    for number, text in enumerate(HOSTILE):
        key = f"kwaad.n{number}"
        count = figure(f"{key}.aantal", number, label=text)
        rows = [Row("a", [text, count]), Row("b", [f"{text} bis", 2])]
        columns = [Column("name", text, wide=True), Column("n", "Aantal", "int", text)]
        full = Table("vol", text, columns, rows, foot=[Row("f", [text, 3])], chart=text)
        sections.append(
            (key, text, [texts(text), full, Table("leeg", text, columns, [], empty=text)])
        )
    return made(*sections, title=HOSTILE[0])


def squeezed(text: str) -> str:
    """Without any space: a PDF may break a line where it likes."""
    return "".join(text.split()).replace("\u00ad", "").replace("\u200b", "")


def on_page(given: Given) -> str:
    found = html.drawn(given.content)
    return found.lead + found.body


def test_html_shows_every_text_and_runs_none() -> None:
    for content in (html.render(hostile()).decode(), on_page(hostile())):
        page = read_html(content)
        for text in HOSTILE:
            assert " ".join(text.split()) in page.text
        names = {tag for tag, _attrs in page.tags}
        assert not names & {"script", "img", "b", "style", "iframe"}
        attributes = {name for _tag, attrs in page.tags for name in attrs}
        assert not {name for name in attributes if name.startswith("on")} | attributes & {"style"}


def test_pdf_prints_every_text_as_text() -> None:
    text = squeezed(pdf_text(read_pdf(pdf.render(hostile()))))
    for hostile_text in HOSTILE:
        assert squeezed(hostile_text) in text, hostile_text


def test_xlsx_holds_no_formula_and_loses_no_text() -> None:
    book = read_xlsx(xlsx.render(hostile()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    values = {str(cell.value) for cell in cells}
    for text in HOSTILE:
        assert (f"'{text}" if text.startswith(FORMULA_STARTS) else text) in values, text
    assert not [v for v in values if v.startswith(("=", "+", "@", "- "))]


def test_xlsx_names_of_sheets_are_accepted_and_unique() -> None:
    titles = ["Cijfers", "cijfers", "A" * 60, "A" * 60, "[]:*?/\\", "", "Verantwoording"]
    sections = [(f"s.n{i}", title, [texts("x")]) for i, title in enumerate(titles)]
    names = read_xlsx(xlsx.render(made(*sections))).sheetnames
    assert len({name.casefold() for name in names}) == len(titles) + 2
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


# ── characters and words that no font or column can take ─────────────────────────────────────
def test_pdf_puts_a_square_for_what_its_fonts_lack() -> None:
    given = made(("tekens", "Tekens", [texts("Goed 😀 zo", "漢字 en 🏳️‍🌈", "e\u0323\u0301 los")]))
    text = pdf_text(read_pdf(pdf.render(given)))
    assert f"Goed {STAND_IN} zo" in text
    assert f"{STAND_IN}{STAND_IN} en {STAND_IN}{STAND_IN}" in text
    assert "😀" in read_html(html.render(given)).text


def blocks_of(characters: Iterator[str], size: int) -> Iterator[str]:
    while part := "".join(itertools.islice(characters, size)):
        yield part


def test_pdf_prints_every_character_that_is_called_printable() -> None:
    """Fails when a newer typst brings other fonts: then the list must follow them."""
    characters = (chr(code) for first, last in PRINTABLE for code in range(first, last + 1))
    lines = [f"a{part}z" for part in blocks_of(characters, 15)]
    pdf.render(made(("tekens", "Tekens", [texts(*lines)])))


@pytest.mark.parametrize("length", [LONG_WORD + 1, 300, 5000])
def test_pdf_breaks_a_long_word(length: int) -> None:
    word = "W" * length
    columns = [Column(f"c{n}", "Kolom", wide=n == 0) for n in range(8)]
    rows = [Row("a", [word, *["kort"] * 7])]
    given = made(("lang", "Lang", [texts(word), Table("t", "Lang", columns, rows)]))
    reader = read_pdf(pdf.render(given))
    assert squeezed(pdf_text(reader)).count("W") == 2 * length
    widths = [float(page.mediabox.width) for page in reader.pages]
    for page, width in zip(reader.pages, widths, strict=True):
        places: list[float] = []
        page.extract_text(visitor_text=lambda t, cm, tm, _f, _s, p=places: t.strip() and p.append(tm[4] * cm[0] + cm[4]))  # fmt: skip
        assert all(0 <= x <= width for x in places)


def test_pdf_lets_a_huge_text_run_over_several_pages() -> None:
    text = " ".join(f"woord{n}" for n in range(4000))
    columns = [Column("a", "A"), Column("b", "B", wide=True)]
    given = made(("lang", "Lang", [Table("t", "Lang", columns, [Row("a", ["x", text])])]))
    read = squeezed(pdf_text(read_pdf(pdf.render(given))))
    assert all(f"woord{n}" in read for n in (0, 1999, 3999))


def test_xlsx_cuts_a_text_that_no_cell_can_hold() -> None:
    book = read_xlsx(xlsx.render(made(("lang", "Lang", [texts("x" * 40_000)]))))
    assert max(len(str(c.value)) for row in book["Lang"].iter_rows() for c in row) == 32_767


def test_printable_leaves_ordinary_dutch_alone() -> None:
    text = "Eén coöperatie – 75,0 % van ’t geheel; “goed” … € 1.234,50"
    assert printable(text) == text
    assert printable("a\tb\nc") == "a b c"
