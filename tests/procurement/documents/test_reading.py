"""Specifications read back: bookmark, then visible code, then the property (§9.2)."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.documents import (
    ReadClause,
    compare,
    exported_clauses,
    read_file,
    read_pasted,
    render,
)
from tests.procurement.documents.edits import changed, docx_of, odt_of, replaced
from tests.procurement.documents.extracts import (
    SPARE_PARTS,
    WARRANTY,
    clause,
    extract,
    one_lot,
    spare_parts,
    warranty,
)

CODE = "[VMP-MB-003 · v1 · 2026-01-15]"
OTHER = "[VMP-MB-004 · v1 · 2026-01-15]"
TRACKED = re.compile(r"minstens 10 jaar na de levering ")


def texts(found: tuple[ReadClause, ...]) -> list[tuple[str, int | None, str, str]]:
    return [(each.code, each.lot, each.found_by, each.text) for each in found]


def marked(name: str, inside: str, key: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{key}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{key}"/>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def para(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


@pytest.mark.parametrize("key", ["docx", "odt"])
def test_written_file_is_read_whole(key: str) -> None:
    reading = read_file(render(extract(), key))
    assert reading.extract_id == extract().id
    wanted = {(c.code, lot.number, c.text) for lot, c in extract().clauses()}
    assert {(c.code, c.lot, c.text) for c in reading.clauses} == wanted
    assert {c.found_by for c in reading.clauses} == {"bookmark"}


@pytest.mark.parametrize("key", ["docx", "odt"])
def test_without_bookmarks_the_visible_code_is_read(key: str) -> None:
    bare = changed(
        render(extract(), key),
        lambda text: re.sub(
            r"<(w:bookmarkStart|w:bookmarkEnd|text:bookmark-\w+) [^>]*/>", "", text
        ),
    )
    reading = read_file(bare)
    assert {c.found_by for c in reading.clauses} == {"code"}
    compared = compare(exported_clauses(extract()), reading)
    assert {c.status for c in compared.clauses} == {"identical"}
    assert compared.unknown == ()


@pytest.mark.parametrize("key", ["docx", "odt"])
def test_without_bookmarks_and_codes_the_words_of_the_extract_are_found(key: str) -> None:
    bare = changed(
        render(extract(), key),
        lambda text: re.sub(
            r"\[VMP[^\]]*\]", "", re.sub(r"<[^>]*(bookmarkStart|bookmark-start)[^>]*/>", "", text)
        ),
    )
    reading = read_file(replaced(bare, WARRANTY, "Andere waarborg."))
    assert reading.clauses == ()
    assert reading.extract_id == extract().id
    compared = compare(exported_clauses(extract()), reading).clauses
    assert {c.exported.code for c in compared if c.status == "missing"} == {"MB-004"}
    assert {t.found_by for c in compared for t in c.found} == {"text"}


def test_pasted_text_is_read() -> None:
    pasted = (
        f"1.1 Reserveonderdelen\n{SPARE_PARTS} {CODE}\nBewijs: catalogus\n{WARRANTY}\n{OTHER}\n"
    )
    found = read_pasted(pasted)
    assert texts(found.clauses) == [
        ("MB-003", None, "code", SPARE_PARTS), ("MB-004", None, "code", WARRANTY)
    ]  # fmt: skip
    assert found.extract_id is None
    assert (
        read_pasted(f"{pasted}Uittreksel {extract().id}, gemaakt op …").extract_id == extract().id
    )


def test_pasted_text_broken_over_lines_is_identical() -> None:
    broken = SPARE_PARTS.replace(" minstens", "\nminstens").replace(" de levering", "\nde levering")
    pasted = f"Reserveonderdelen\n{broken} VMP-MB-003 - v1 - 2026-01-15\n"
    compared = compare(exported_clauses(one_lot()), read_pasted(pasted))
    assert [c.status for c in compared.clauses] == ["identical"]
    assert compared.clauses[0].found[0].text == SPARE_PARTS


def test_two_clauses_on_one_line_are_parted() -> None:
    found = read_pasted(f"{SPARE_PARTS} {CODE} {WARRANTY} {OTHER}").clauses
    assert [each.text for each in found] == [SPARE_PARTS, WARRANTY]


def test_bookmark_goes_before_the_code_of_another_clause_in_its_line() -> None:
    body = para(marked("vmp_MB_003_v1", run(f"{SPARE_PARTS} {CODE}")) + run(f"{WARRANTY} {OTHER}"))
    assert texts(read_file(docx_of(body)).clauses) == [
        ("MB-003", 1, "bookmark", SPARE_PARTS), ("MB-004", None, "code", WARRANTY)
    ]  # fmt: skip


def test_bookmark_that_swallowed_another_clause_is_not_believed() -> None:
    body = marked(
        "vmp_MB_003_v1", para(run(f"{SPARE_PARTS} {CODE}")) + para(run(f"{WARRANTY} {OTHER}"))
    )
    found = read_file(docx_of(body)).clauses
    assert [(c.code, c.found_by, c.text) for c in found] == [
        ("MB-003", "code", SPARE_PARTS), ("MB-004", "code", WARRANTY)
    ]  # fmt: skip


def test_words_typed_around_the_bookmark_belong_to_the_clause() -> None:
    body = para(
        run("Liefst: ") + marked("vmp_MB_003_v1", run(SPARE_PARTS)) + run(f" Altijd. {CODE}")
    )
    assert [c.text for c in read_file(docx_of(body)).clauses] == [f"Liefst: {SPARE_PARTS} Altijd."]


def test_bookmark_over_several_paragraphs_is_one_clause() -> None:
    start = '<w:bookmarkStart w:id="1" w:name="vmp_MB_001_v1"/>'
    body = para(start + run("Maak een lijst.")) + para(run("Laat opknappen.")
                                                       + '<w:bookmarkEnd w:id="1"/>')  # fmt: skip
    assert [c.text for c in read_file(docx_of(body)).clauses] == [
        "Maak een lijst.\nLaat opknappen."
    ]


def test_duplicated_bookmark_counts_once() -> None:
    twice = "".join(
        para(marked("vmp_MB_003_v1", run(f"{SPARE_PARTS} {CODE}"), key)) for key in (1, 2)
    )
    assert len(read_file(docx_of(twice)).clauses) == 1
    body = (
        '<text:p><text:bookmark-start text:name="vmp_MB_003_v1"/>Tekst.<text:bookmark-end '
        'text:name="vmp_MB_003_v1"/></text:p>'
    )
    copied = body + body.replace("v1", "v1 Copy 1")
    assert len(read_file(odt_of(copied)).clauses) == 1


def test_two_texts_under_one_code_are_both_shown() -> None:
    eight = SPARE_PARTS.replace("10", "8")
    body = "".join(
        para(marked("vmp_MB_003_v1", run(f"{text} {CODE}"), key))
        for key, text in enumerate((SPARE_PARTS, eight))
    )
    reading = read_file(docx_of(body))
    assert [c.text for c in reading.clauses] == [SPARE_PARTS, eight]
    compared = compare(exported_clauses(one_lot()), reading).clauses[0]
    assert compared.status == "edited"
    assert [t.text for t in compared.found] == [SPARE_PARTS, eight]


def test_emptied_bookmark_finds_nothing() -> None:
    body = para(marked("vmp_MB_003_v1", "")) + para(marked("vmp_MB_004_v1", run(" "), 2))
    assert read_file(docx_of(body)).clauses == ()


@pytest.mark.parametrize(
    "body",
    [
        '<w:p><w:r><w:t>Nu</w:t></w:r><w:bookmarkStart w:id="1" w:name="vmp_MB_003_v1"/></w:p>',
        '<w:bookmarkEnd w:id="1"/><w:p/>',
        '<w:bookmarkStart w:id="1" w:name="vmp_MB_003_v1"/>',
    ],
)
def test_half_bookmark_finds_nothing(body: str) -> None:
    assert read_file(docx_of(body)).clauses == ()


def test_tracked_changes_read_as_accepted() -> None:
    deleted = '<w:del w:id="9"><w:r><w:delText>minstens 10</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="8">{run("hoogstens 8")}</w:ins>'
    inside = run("Wacht ") + deleted + inserted + run(f" jaar. {CODE}")
    found = read_file(docx_of(para(marked("vmp_MB_003_v1", inside)))).clauses
    assert [c.text for c in found] == ["Wacht hoogstens 8 jaar."]


def test_fields_fallbacks_remarks_and_breaks_in_docx() -> None:
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    inside = (
        '<w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>' + run("een")
        + "<w:r><w:br/></w:r>" + run("twee") + "<w:r><w:noBreakHyphen/></w:r>" + run("drie")
        + f"<mc:AlternateContent {names}><mc:Choice>{run(' vier')}</mc:Choice><mc:Fallback>"
        + f"{run(' vijf')}</mc:Fallback></mc:AlternateContent>"
    )  # fmt: skip
    found = read_file(docx_of(para(marked("vmp_MB_003_v1", inside)))).clauses
    assert [c.text for c in found] == ["een\ntwee\u2011drie vier"]


def test_deleted_text_notes_and_spaces_in_odt() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Weg</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p><text:bookmark-start text:name="vmp_MB_003_v1"/>een<text:s text:c="3"/>twee'
        "<text:line-break/>drie<text:note><text:note-body><text:p>voet</text:p></text:note-body>"
        '</text:note><text:bookmark-end text:name="vmp_MB_003_v1"/></text:p>'
    )
    found = read_file(odt_of(body)).clauses
    assert [c.text for c in found] == ["een twee\ndrie"]


def test_clause_in_a_table_or_text_box_is_found() -> None:
    cell = f"<w:tbl><w:tr><w:tc>{para(run(f'{WARRANTY} {OTHER}'))}</w:tc></w:tr></w:tbl>"
    box = para(run("Kader") + "<w:r><w:txbxContent>" + para(marked("vmp_MB_003_v1", run(SPARE_PARTS)))
               + "</w:txbxContent></w:r>")  # fmt: skip
    found = read_file(docx_of(cell + box)).clauses
    assert {(c.code, c.text) for c in found} == {("MB-003", SPARE_PARTS), ("MB-004", WARRANTY)}


@pytest.mark.parametrize(
    ("meta", "wanted"),
    [
        ('<meta:user-defined meta:name="OOXMLCorePropertyIdentifier">{}</meta:user-defined>', True),
        ("<dc:identifier>{}</dc:identifier>", True),
        ('<meta:user-defined meta:name="Ander">{}</meta:user-defined>', False),
    ],
)
def test_identifier_of_odt_by_the_names_that_programs_use(meta: str, wanted: bool) -> None:
    held = meta.format(f"urn:uuid:{extract().id}")
    names = (
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    reading = read_file(odt_of("<text:p/>", **{"meta.xml": f"<m {names}>{held}</m>"}))
    assert reading.extract_id == (extract().id if wanted else None)


# ── comparison ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("key", ["docx", "odt"])
def test_edited_missing_and_unknown(key: str) -> None:
    content = render(extract(), key)
    text = "Meer punten voor een groter aandeel circulair textiel in de bekleding."
    content = replaced(content, text, text.replace("groter aandeel", "groot aandeel"))
    content = changed(
        content,
        lambda found: re.sub(r"<(w|text):p[ >](?:(?!</\1:p>).)*MB-007 ·.*?</\1:p>", "", found),
    )
    other = one_lot(*(c for _lot, c in extract().clauses() if c.code != "MB-001"))
    compared = compare(exported_clauses(other), read_file(content))
    states = {c.exported.code: c.status for c in compared.clauses}
    assert states.pop("MB-012") == "edited"
    assert states.pop("MB-007") == "missing"
    assert set(states.values()) == {"identical"}
    assert [c.code for c in compared.unknown] == ["MB-001"]
    edited = next(c for c in compared.clauses if c.exported.code == "MB-012").found[0]
    assert [(s.kind, s.text) for s in edited.segments if s.kind != "same"] == [
        ("del", "groter"), ("ins", "groot")
    ]  # fmt: skip


def test_lots_keep_their_own_texts() -> None:
    content = changed(
        render(extract(), "docx"),
        lambda text: TRACKED.sub("minstens 7 jaar na de levering ", text[::1], count=1),
    )
    compared = compare(exported_clauses(extract()), read_file(content)).clauses
    found = {(c.exported.code, c.exported.lot): c.status for c in compared}
    assert found.pop(("MB-003", 1)) == "edited"
    assert set(found.values()) == {"identical"}


def test_pasted_lots_are_shared_out_by_equal_text() -> None:
    seven = SPARE_PARTS.replace("10", "7")
    lots = (
        extract().lots[1],
        extract(lots=()).lots,
    )
    given_extract = extract(lots=(
        type(lots[0])(number=1, clauses=(clause(text=seven),)),
        type(lots[0])(number=2, clauses=(spare_parts(),)),
    ))  # fmt: skip
    pasted = f"{SPARE_PARTS} {CODE}\n{seven} {CODE}"
    compared = compare(exported_clauses(given_extract), read_pasted(pasted)).clauses
    assert [c.status for c in compared] == ["identical", "identical"]


def test_other_version_is_another_clause() -> None:
    pasted = f"{SPARE_PARTS} {CODE.replace('v1', 'v2')}"
    compared = compare(exported_clauses(one_lot(warranty())), read_pasted(pasted))
    assert [c.status for c in compared.clauses] == ["missing"]
    assert [(c.code, c.version) for c in compared.unknown] == [("MB-003", 2)]


def test_typography_of_a_word_processor_is_no_edit() -> None:
    typed = SPARE_PARTS.replace("10 jaar", "10\u00a0jaar").replace("reserve", "reser\u00adve")
    compared = compare(exported_clauses(one_lot()), read_pasted(f"{typed} {CODE}"))
    assert [c.status for c in compared.clauses] == ["identical"]
    assert [s.kind for s in compared.clauses[0].found[0].segments] == ["same"]


@given(st.text())
def test_any_pasted_text_is_read(text: str) -> None:
    assert read_pasted(text).clauses == ()


@given(st.text(), st.text())
def test_text_around_a_code_never_breaks_it(before: str, after: str) -> None:
    found = read_pasted(f"{before}\nx {CODE}\n{after}").clauses
    assert [c.code for c in found] == ["MB-003"]


def test_reading_tells_the_extract_of_the_last_line() -> None:
    first, last = UUID(int=1), UUID(int=2)
    assert read_pasted(f"Uittreksel {first}\nUittreksel {last}").extract_id == last
