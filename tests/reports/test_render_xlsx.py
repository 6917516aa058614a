"""The workbook: real days and numbers, heads that stay in sight, and fixed bytes."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

from slimsamenwerken.reports.blocks import Column, Row, Table
from slimsamenwerken.reports.render import Given, xlsx
from tests.reports.documents import figure, made, texts
from tests.reports.parsed import read_xlsx


def test_sheet_per_section_then_figures_and_account(given: Given) -> None:
    names = read_xlsx(xlsx.render(given)).sheetnames
    titles = [s["title"] for s in given.document["sections"] if s["key"] != "method"]
    assert names == [*titles, "Cijfers", "Verantwoording"]


def test_account_holds_the_cover_and_the_method(given: Given) -> None:
    sheet = read_xlsx(xlsx.render(given))["Verantwoording"]
    first = [row[0].value for row in sheet.iter_rows()]
    assert first[:6] == [
        "Voortgangsrapport Slim samenwerken, 2015",
        "Verslagperiode", "Peildatum", "Zoals bekend op", "Controlegetal (SHA-256)", "Adres",
    ]  # fmt: skip
    assert "Drempels van de berekende status" in first


def test_days_are_days_and_vague_ones_are_words() -> None:
    columns = [Column("name", "Naam"), Column("on", "Datum", "date")]
    cells = [["dag", date(2015, 9, 30)], ["vaag", {"text": "uiterlijk 2015"}], ["geen", None]]
    rows = [Row(f"r{n}", line) for n, line in enumerate(cells)]
    sheet = read_xlsx(xlsx.render(made(("d", "Data", [Table("t", "T", columns, rows)]))))["Data"]
    found = {row[0].value: row[1] for row in sheet.iter_rows()}
    assert found["dag"].value == datetime(2015, 9, 30)  # noqa: DTZ001 - a workbook knows no zone
    assert found["dag"].number_format == "dd/mm/yyyy"
    assert (found["vaag"].value, found["geen"].value) == ("uiterlijk 2015", "–")


def test_numbers_keep_sign_of_doubt_and_decimals_in_their_format() -> None:
    share = figure("n.share", Decimal("75.0"), unit="%", decimals=1, qualifier="≈")
    columns = [Column("name", "Naam"), Column("share", "Aandeel", "decimal", "%")]
    table = Table("t", "T", columns, [Row("r", ["deel", share])])
    sheet = read_xlsx(xlsx.render(made(("n", "Getallen", [table]))))["Getallen"]
    cell = next(row[1] for row in sheet.iter_rows() if row[0].value == "deel")
    assert (cell.data_type, cell.value) == ("n", 75)
    assert cell.number_format == '"≈ "#,##0.0" %"'


def test_head_stays_in_sight(given: Given) -> None:
    book = read_xlsx(xlsx.render(given))
    for title in ("Status per actielijn", "Acties", "Mijlpalen", "Indicatoren", "Actoren"):
        sheet = book[title]
        assert sheet.freeze_panes, title
        row = int(sheet.freeze_panes[1:])
        assert sheet.cell(row - 1, 1).font.bold, title  # the head is the last row that stays
        assert sheet.cell(row, 1).value, title
    assert book["Cijfers"].freeze_panes == "A2"


def test_head_far_down_is_not_frozen() -> None:
    """Rows that stay in sight may not fill a small screen."""
    table = Table("t", "T", [Column("a", "A")], [Row("r", ["x"])])
    given = made(("v", "Ver", [texts(*["zin"] * 30), table]))
    assert read_xlsx(xlsx.render(given))["Ver"].freeze_panes is None


def test_figures_lead_to_their_page(given: Given) -> None:
    sheet = read_xlsx(xlsx.render(given))["Cijfers"]
    links = {row[0].value: row[0].hyperlink.target for row in sheet.iter_rows(min_row=2)}
    assert links == {name: f"{given.address}cijfers/{name}/" for name in given.document["figures"]}


def test_bytes_hold_no_moment_of_writing(given: Given) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx.render(given))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2026-02-02T13:30:00Z") == 2  # created and changed
    assert given.sha256 in core
