"""The files as other programs see them."""

import io
import json
import re
import zipfile
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pypdf
import pytest
import rdflib

from procurement.documents import FORMATS, Lot, render
from procurement.documents.content import Extract
from procurement.documents.words import KEEP_CODES
from tests.procurement.documents.extracts import SPARE_PARTS, clause, extract, one_lot, textile

HOSTILE = "=1+1 <b>&amp; \"x\" ]]> #strong[x] @ref $a$ \\n é 漢 {{ x }} 'y'"
IDENTIFIER = "urn:uuid:5b0c1e1a-7f4e-4a57-9c51-0a6f3f2a9d10"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def part(key: str, name: str, given: Extract | None = None) -> str:
    with zipfile.ZipFile(io.BytesIO(render(given or extract(), key))) as archive:
        return archive.read(name).decode()


def tree(key: str, name: str, given: Extract | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(part(key, name, given))  # noqa: S314 - made here


def words_of(paragraph: ElementTree.Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t"))


@pytest.fixture(scope="module")
def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(render(extract(), "xlsx")))


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("docx", ["docProps/core.xml"]),
        ("xlsx", ["docProps/core.xml"]),
        ("odt", ["meta.xml"]),
    ],
)
def test_properties_hold_id_dates_and_release_but_no_user(key: str, names: list[str]) -> None:
    found = "".join(part(key, name) for name in names)
    assert IDENTIFIER in found
    assert found.count("2026-02-03T09:15:30Z") == 2
    assert "2026.11" in found
    assert "nl-BE" in found
    assert "lastModifiedBy" not in found


def test_docx_has_real_headings_in_order() -> None:
    body = tree("docx", "word/document.xml")
    styled = [
        (style.get(f"{W}val"), words_of(paragraph))
        for paragraph in body.iter(f"{W}p")
        for style in paragraph.iter(f"{W}pStyle")
    ]
    headings = [pair for pair in styled if str(pair[0]).startswith(("Heading", "Title"))]
    assert headings[:5] == [
        ("Title", "Bureaustoelen en tafels voor het stadhuis"),
        ("Heading1", "Overzicht"),
        ("Heading1", "1. Perceel 1: Bureaustoelen"),
        ("Heading2", "1.1 Technische specificaties"),
        ("Heading3", "1.1.1 Reserveonderdelen tien jaar leverbaar"),
    ]
    levels = [int(str(style)[-1]) for style, _text in headings[1:]]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    defined = set(re.findall(r'w:styleId="(\w+)"', part("docx", "word/styles.xml")))
    assert {str(style) for style, _text in styled} <= defined


def test_docx_bookmarks_are_unique_and_every_link_has_one() -> None:
    body = tree("docx", "word/document.xml")
    names = [node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names)) == 8
    assert {"vmp_MB_003_v1", "vmp_MB_003_v1_l2", "vmp_MB_004_v1_l2"} <= set(names)
    assert [node.get(f"{W}anchor") for node in body.iter(f"{W}hyperlink")] == [
        f"vmp_MB_{name}" for name in
        ("003_v1", "007_v1", "012_v1", "005_v1", "004_v1", "001_v1", "003_v1_l2", "004_v1_l2")
    ]  # fmt: skip
    opened = [node.get(f"{W}id") for node in body.iter(f"{W}bookmarkStart")]
    assert [node.get(f"{W}id") for node in body.iter(f"{W}bookmarkEnd")] == opened


def test_docx_tables_repeat_their_head_and_language_is_dutch() -> None:
    body = tree("docx", "word/document.xml")
    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) == 3
    assert all(len(list(table.iter(f"{W}tblHeader"))) == 1 for table in tables)
    assert all(len(list(table.iter(f"{W}tblCaption"))) == 1 for table in tables)
    assert 'w:lang w:val="nl-BE"' in part("docx", "word/styles.xml")


def test_every_declared_part_of_the_docx_is_there() -> None:
    with zipfile.ZipFile(io.BytesIO(render(extract(), "docx"))) as archive:
        names = set(archive.namelist())
    declared = set(re.findall(r'PartName="/([^"]+)"', part("docx", "[Content_Types].xml")))
    assert names - declared == {
        "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"
    }  # fmt: skip
    related = re.findall(r'Target="([^"]+)"', part("docx", "word/_rels/document.xml.rels"))
    assert {f"word/{name}" for name in related} <= names


def test_odt_has_headings_bookmarks_and_language() -> None:
    body = tree("odt", "content.xml")
    levels = [node.get(f"{TEXT}outline-level") for node in body.iter(f"{TEXT}h")]
    assert levels[:4] == ["1", "1", "2", "3"]
    names = [node.get(f"{TEXT}name") for node in body.iter(f"{TEXT}bookmark-start")]
    assert names == [node.get(f"{TEXT}name") for node in body.iter(f"{TEXT}bookmark-end")]
    assert len(set(names)) == 8
    assert 'fo:language="nl" fo:country="BE"' in part("odt", "styles.xml")
    used = set(re.findall(r'text:style-name="(\w+)"', part("odt", "content.xml")))
    own = part("odt", "styles.xml") + part("odt", "content.xml")
    assert used <= set(re.findall(r'style:name="(\w+)"', own))


@pytest.mark.parametrize("key", ["docx", "odt"])
def test_documents_say_what_the_buyer_needs(key: str) -> None:
    found = part(key, "word/document.xml" if key == "docx" else "content.xml")
    text = re.sub(r"<[^>]+>", "", found)
    for words in (
        KEEP_CODES,
        "[VMP-MB-003 · v1 · 2026-01-15]",
        "milieukeur type I of gelijkwaardig",
        "10 van de 100\u00a0punten",
        "0\u00a0% geeft 0 punten, 100\u00a0% geeft het maximum, daartussen naar verhouding.",
        "mogelijkheid 2: Nieuw meubilair: nee en Waarborg: minstens 5\u00a0jaar",
        "MB-006 v1 (Formaldehyde uit houtplaten) staat niet in dit document",
        "Eigen formulering: Het bestuur wil de stappen zelf kiezen.",
        "bron nog na te lezen",
        "Uittreksel 5b0c1e1a-7f4e-4a57-9c51-0a6f3f2a9d10, gemaakt op 3 februari 2026",
    ):
        assert words in text, words


@pytest.mark.parametrize("key", FORMATS)
def test_hostile_words_stay_words(key: str) -> None:
    given = one_lot(clause(title=HOSTILE, text=HOSTILE, notes=(HOSTILE,)), textile())
    content = render(extract(lots=given.lots, title=HOSTILE, organisation=HOSTILE), key)
    if key == "docx":
        assert HOSTILE in words_of(tree("docx", "word/document.xml", given))
    if key == "xlsx":
        opened = openpyxl.load_workbook(io.BytesIO(content))
        cells = [c for sheet in opened for row in sheet.iter_rows() for c in row]
        assert not [c for c in cells if c.data_type == "f" and "1+1" in str(c.value)]
        assert f"'{HOSTILE}" in [c.value for c in cells]


@pytest.mark.parametrize("key", FORMATS)
def test_extract_without_clauses_is_still_a_file(key: str) -> None:
    assert render(extract(lots=(Lot(number=1, clauses=()),), notes=(), title=""), key)


def test_lone_lot_without_name_reads_clausules() -> None:
    text = re.sub(r"<[^>]+>", " ", part("docx", "word/document.xml", one_lot()))
    assert "1. Clausules" in text
    assert "Perceel" not in text
    assert "1 clausule voor uw bestek" in text


def test_response_sheet_has_a_row_for_each_requirement(book: Any) -> None:
    rows = list(book["Antwoord inschrijver"].iter_rows(min_row=2, values_only=True))
    keys = [(row[1], row[3], row[5]) for row in rows]
    assert keys[0] == ("MB-003", 1, "spare_parts_years")
    assert [key for key in keys if key[0] == "MB-004"] == [
        ("MB-004", lot, key) for lot in (1, 2) for key in ("is_new", "warranty_years")
    ]
    assert "MB-001" not in {key[0] for key in keys}  # speaks to the buyer
    asked = next(row[6] for row in rows if row[1] == "MB-004" and row[5] == "warranty_years")
    assert asked == "Waarborg: minstens 10\u00a0jaar; Waarborg: minstens 5\u00a0jaar"
    assert rows[0][6] == "Reserveonderdelen leverbaar: minstens 10\u00a0jaar"
    assert [row[8] for row in rows] == [None] * len(rows)


def test_workbook_names_the_cell_of_each_clause(book: Any) -> None:
    assert len(book.defined_names) == 8
    sheet, cell = book.defined_names["vmp_MB_003_v1_l2"].attr_text.split("!")
    text = book[sheet][cell.replace("$", "")].value
    assert text == f"{SPARE_PARTS} [VMP-MB-003 · v1 · 2026-01-15]"


def test_scoring_sheet_counts_by_the_rule_of_each_criterion(book: Any) -> None:
    sheet = book["Beoordeling"]
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=2) if row[1].value}
    assert set(rows) == {"MB-012", "MB-005"}
    assert rows["MB-012"][6].value == 10
    assert rows["MB-012"][8].value == '=IF(H2="","",ROUND(MAX(0,MIN(G2,G2*(H2-0)/100)),2))'
    assert rows["MB-005"][8].value.startswith('=IF(H3="","",ROUND(G3*IF(H3>=14,8,IF(H3>=13,6,')
    assert sheet["G4"].value == "=SUM(G2:G3)"
    assert sheet["Q4"].value == "=SUM(Q2:Q3)"


def test_pdf_is_tagged_and_dated_by_the_extract() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(extract(), "pdf")))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "nl-BE"
    assert reader.metadata
    assert reader.metadata.title == "Bureaustoelen en tafels voor het stadhuis"
    assert reader.metadata["/Keywords"] == IDENTIFIER
    assert reader.metadata["/CreationDate"][:15] == "D:2026020309153"
    links = [a for page in reader.pages for a in page.get("/Annots", [])]
    assert len(links) == 8
    text = "".join(page.extract_text() for page in reader.pages)
    assert "VMP-MB-003 · v1" in text


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_jsonld_is_rdf_with_terms_of_cccev() -> None:
    content = render(extract(), "jsonld")
    graph = rdflib.Graph().parse(data=content, format="json-ld")
    cccev = rdflib.Namespace("http://data.europa.eu/m8g/")
    dct = rdflib.DCTERMS
    criteria = list(graph.subjects(rdflib.RDF.type, cccev.Criterion))
    assert len(criteria) == 8
    weighed = {str(graph.value(c, dct.identifier)): graph.value(c, cccev.weight) for c in criteria}
    assert weighed["MB-012"].toPython() == Decimal(10)  # type: ignore[union-attr]
    used = {str(p).removeprefix(cccev) for p in graph.predicates() if p in cccev}
    assert used == {
        "constrains", "expressionOfExpectedValue", "hasEvidenceTypeList", "hasRequirement",
        "isDerivedFrom", "specifiesEvidenceType", "weight", "weightingConsiderationDescription",
    }  # fmt: skip
    values = {str(value) for value in graph.objects(None, cccev.expressionOfExpectedValue)}
    assert {"ge 10 ANN", "lt 30 P1", "eq true"} <= values
    assert json.loads(content)["dct:created"]["@value"] == "2026-02-03T09:15:30Z"
