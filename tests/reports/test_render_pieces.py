"""A large PDF is typeset in pieces and joined: it reads, links and counts as one document."""

from typing import Any

import pypdf
import pytest

from slimsamenwerken.reports.blocks import Column, Figures, Row, Table
from slimsamenwerken.reports.render import Given, pdf
from slimsamenwerken.reports.render.joining import Joined, JoinError
from tests.reports.documents import figure, made, texts
from tests.reports.parsed import read_pdf
from tests.reports.test_render_pdf import elements, root_of

ROWS = 90
# Text that a careless join would take for a reference or for the name of a head cell.
TITLE = "Punt (5 0 R) en (U1x0y0)"


def table(name: str, caption: str) -> Table:
    columns = [Column("code", "Codekolom"), Column("n", "Aantal", "int")]
    rows = [
        Row(f"r{n:03}", [f"r{n:03}", figure(f"{name}.r{n:03}", n)]) for n in range(ROWS)
    ]  # fmt: skip
    return Table("t", caption, columns, rows, foot=[Row("som", ["Samen", None])])


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Given:
    monkeypatch.setattr(pdf, "CELLS", 60)  # thirty rows in a piece
    return made(
        ("kern", "Samenvatting", [texts("Een zin.")]),
        ("een", TITLE, [texts("Vooraf."), table("een", "Lange tabel")]),
        ("twee", "Korte tekst", [texts("Daarna.")]),
        ("drie", "Tabel drie", [table("drie", "Andere tabel"), Figures("f", [figure("drie.x", 7)])]),
    )  # fmt: skip


@pytest.fixture
def reader(large: Given) -> pypdf.PdfReader:
    return read_pdf(pdf.render(large))


def test_pieces_hold_every_row_once_and_say_where_a_table_goes_on(reader: pypdf.PdfReader) -> None:
    said = " ".join(page.extract_text() for page in reader.pages).split()
    assert [word for word in said if word.startswith("r0")] == [f"r{n:03}" for n in range(90)] * 2
    assert said.count("(vervolg)") == 4
    assert said.count("Samen") == 2  # totals stand once, at the end


def test_every_reference_leads_somewhere(reader: pypdf.PdfReader) -> None:
    known = set(reader.xref[0])
    for number in known:
        found: Any = reader.get_object(number)
        assert found is not None
        waiting = [found]
        while waiting:
            value = waiting.pop()
            if isinstance(value, pypdf.generic.IndirectObject):
                assert value.idnum in known
            elif isinstance(value, dict):
                waiting += [value.raw_get(key) for key in value]
            elif isinstance(value, list):
                waiting += list(value)


def test_structure_tree_is_one_with_its_indexes(reader: pypdf.PdfReader) -> None:
    kinds = [element["/S"] for element in elements(reader)]
    assert (kinds.count("/Document"), kinds.count("/H1")) == (1, 1)
    assert kinds.count("/H2") == 4  # three sections and the contents
    assert kinds.count("/Table") == 6
    assert kinds.count("/TR") == 2 * ROWS + 6 + 2
    tree = root_of(reader)["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    assert list(numbers[::2]) == list(range(tree["/ParentTreeNextKey"]))
    for place, page in enumerate(reader.pages):
        parents = numbers[2 * page["/StructParents"] + 1].get_object()
        assert all(parent["/S"] for parent in parents), place
        for mark in page.get("/Annots", []):
            parent = numbers[2 * mark.get_object()["/StructParent"] + 1].get_object()
            assert parent["/S"] == "/Link"
            assert any(
                isinstance(kid, dict) and kid.raw_get("/Obj") == mark for kid in parent["/K"]
            )


def test_cells_name_the_head_of_their_own_part(reader: pypdf.PdfReader) -> None:
    names = root_of(reader)["/StructTreeRoot"]["/IDTree"]["/Names"]
    heads = dict(zip(names[::2], names[1::2], strict=True))
    assert list(heads) == sorted(heads)
    assert len(heads) == 12
    for element in elements(reader):
        if element["/S"] != "/TD":
            continue
        (name,) = next(part["/Headers"] for part in element["/A"] if "/Headers" in part)
        table_of_head = heads[name].get_object()["/P"]["/P"]["/P"]
        assert table_of_head == element["/P"]["/P"]["/P"]


def test_contents_and_bookmarks_lead_to_the_page_that_they_print(
    reader: pypdf.PdfReader, large: Given
) -> None:
    titles = [section["title"] for section in large.document["sections"][1:]]
    pages = {page.indirect_reference: n for n, page in enumerate(reader.pages, start=1)}
    starts = [
        next(
            n for n, page in enumerate(reader.pages, start=1)
            if n > 1 and title in page.extract_text()
        )
        for title in titles
    ]  # fmt: skip
    assert len(set(starts)) == 3
    jumps = [mark.get_object() for mark in reader.pages[0]["/Annots"]]
    assert [pages[jump["/Dest"][0].indirect_reference] for jump in jumps] == starts
    assert [jump["/Contents"] for jump in jumps] == titles  # what a screen reader says
    printed = reader.pages[0].extract_text().split("Inhoud")[1]
    for title, start in zip(titles, starts, strict=True):
        assert f"{start}" in printed.split(title)[1].split("\n")[0]
    marks = {
        mark["/Title"]: reader.get_destination_page_number(mark) + 1 for mark in reader.outline
    }
    assert [marks[title] for title in titles] == starts
    for number, page in enumerate(reader.pages, start=1):
        assert f"Pagina {number}" in " ".join(page.extract_text().split())


def test_pages_are_counted_in_the_metadata(reader: pypdf.PdfReader) -> None:
    metadata = root_of(reader)["/Metadata"].get_object().get_data().decode()
    assert f"<xmpTPg:NPages>{len(reader.pages)}</xmpTPg:NPages>" in metadata


def test_pieces_give_the_same_bytes_again(large: Given) -> None:
    assert pdf.render(large) == pdf.render(large)


def test_another_form_of_pdf_is_refused() -> None:
    with pytest.raises(JoinError):
        Joined().add(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF")
