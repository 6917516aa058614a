"""The PDF for who hears it or tabs through it: tags, language, title, bookmarks, fonts, dates."""

from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest

from slimsamenwerken.reports.blocks import Column, Row, Table
from slimsamenwerken.reports.render import Given, pdf
from tests.reports.documents import made
from tests.reports.parsed import pdf_figures, read_pdf

UA = "{http://www.aiim.org/pdfua/ns/id/}part"


@pytest.fixture
def reader(given: Given) -> pypdf.PdfReader:
    return read_pdf(pdf.render(given))


def root_of(reader: pypdf.PdfReader) -> Any:
    return reader.trailer["/Root"]


def elements(reader: pypdf.PdfReader) -> list[Any]:
    """Every element of the structure tree, in reading order."""
    found, ahead = [], [root_of(reader)["/StructTreeRoot"]]
    while ahead:
        node = ahead.pop()
        if not isinstance(node, dict):
            continue
        if "/S" in node:
            found.append(node)
        children = node.get("/K", [])
        listed = children if isinstance(children, list) else [children]
        ahead += [child.get_object() for child in reversed(listed) if not isinstance(child, int)]
    return found


def test_pdf_is_tagged_and_says_pdf_ua_1(reader: pypdf.PdfReader) -> None:
    root = root_of(reader)
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "nl-BE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    metadata = ElementTree.fromstring(root["/Metadata"].get_object().get_data())  # noqa: S314
    assert [node.text for node in metadata.iter(UA)] == ["1"]


def test_pdf_has_title_and_fixed_dates(reader: pypdf.PdfReader) -> None:
    assert reader.metadata
    assert reader.metadata.title == "Voortgangsrapport Slim samenwerken, 2015"
    dates = reader.metadata["/CreationDate"], reader.metadata["/ModDate"]
    assert {date[:10] for date in dates} == {"D:20260202"}


def test_pdf_bookmarks_are_the_sections(reader: pypdf.PdfReader, given: Given) -> None:
    titles = [section["title"] for section in given.document["sections"]]
    found = [mark["/Title"] for mark in _flat(reader.outline)]
    assert [title for title in found if title in titles] == titles[1:]  # the lead has no heading


def _flat(outline: list[Any]) -> list[Any]:
    found = []
    for mark in outline:
        found += _flat(mark) if isinstance(mark, list) else [mark]
    return found


def test_pdf_tags_headings_tables_and_pictures(reader: pypdf.PdfReader, given: Given) -> None:
    kinds = [element["/S"] for element in elements(reader)]
    blocks = [b for section in given.document["sections"] for b in section["blocks"]]
    tables = [b for b in blocks if b["kind"] == "table" and b["rows"]]
    assert kinds.count("/Table") == len(tables)
    assert kinds.count("/TH") == sum(len(table["columns"]) for table in tables)
    assert kinds.count("/TR") == sum(1 + len(t["rows"]) + len(t["foot"]) for t in tables)
    assert kinds.count("/H1") == 1
    # The lead has no heading of its own, the table of contents has one.
    assert kinds.count("/H2") == len(given.document["sections"])
    pictures = [e for e in elements(reader) if e["/S"] == "/Figure"]
    assert [picture["/Alt"] for picture in pictures] == [
        "Aantal acties per actielijn en opgegeven status op 31 december 2015."
    ]


def test_pdf_fonts_are_embedded(reader: pypdf.PdfReader) -> None:
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            child = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[child["/BaseFont"]] = child["/FontDescriptor"]
    assert fonts
    for name, descriptor in fonts.items():
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), name
    families = {name.split("+")[1].split("-")[0] for name in fonts}
    assert families <= {"LibertinusSerif", "DejaVuSansMono"}


def test_pdf_repeats_the_head_of_a_table_on_every_page() -> None:
    columns = [Column("code", "Codekolom"), Column("name", "Naamkolom", wide=True)]
    rows = [Row(f"r{n:03}", [f"r{n:03}", "tekst"]) for n in range(200)]
    reader = read_pdf(pdf.render(made(("t", "Tabel", [Table("t", "Lang", columns, rows)]))))
    with_rows = [page.extract_text() for page in reader.pages[1:]]
    assert len(with_rows) > 2
    assert all("Codekolom" in text and "Naamkolom" in text for text in with_rows)


def test_pdf_keeps_a_row_together() -> None:
    columns = [Column("code", "Code"), Column("name", "Naam", wide=True)]
    text = " ".join(["woord"] * 100)
    rows = [Row(f"r{n:03}", [f"begin{n:03}", f"{text} einde{n:03}"]) for n in range(40)]
    reader = read_pdf(pdf.render(made(("t", "Tabel", [Table("t", "Lang", columns, rows)]))))
    for page in reader.pages:
        words = page.extract_text().split()
        starts = {word[5:] for word in words if word.startswith("begin")}
        assert starts == {word[5:] for word in words if word.startswith("einde")}


def test_pdf_links_lead_to_the_figure_on_the_website(reader: pypdf.PdfReader, given: Given) -> None:
    addresses = {
        str(mark.get_object()["/A"]["/URI"])
        for page in reader.pages
        for mark in page.get("/Annots", [])
        if "/URI" in mark.get_object().get("/A", {})
    }
    kept = given.document["figures"]
    assert addresses == {f"{given.address}cijfers/{name}/" for name in kept}
    assert set(pdf_figures(reader)) == set(kept)


def test_pdf_counts_its_pages(reader: pypdf.PdfReader) -> None:
    count = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        assert f"Pagina {number} van {count}" in " ".join(page.extract_text().split())
