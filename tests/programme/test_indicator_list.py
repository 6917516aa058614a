"""The list of indicators: what it prints of the start data, filters, order, exports, cost."""

from datetime import date, datetime

import pytest

from slimsamenwerken.programme import operations
from tests.factories.programme import (
    BASE,
    make_action,
    make_indicator,
    make_line,
    make_measurement,
)
from tests.programme.figures import DAY, START, set_target
from tests.programme.listing import cells_of, firsts, queries, ways_out
from tests.programme.reading import (
    address,
    body_of,
    book_of,
    csv_of,
    text_of,
)

pytestmark = pytest.mark.django_db
END_2015 = "2015-12-31"


@pytest.mark.usefixtures("start_data")
class TestStartData:
    def test_list_prints_value_date_and_why_there_is_no_progress(self, client):
        rows = cells_of(client.get(address("indicator-list", as_of=END_2015)))
        none = ["geen", "geen", "– (geen nulmeting)"]
        assert rows == [
            ["K1", "Overheidsaankopen in verhouding tot het bnp %", "context",
             "meer dan 15 % 2015 (afgeleid)", *none, "geen"],
            ["K2", "Uitgevoerde materialenscans aantal", "output", "77 september 2015", *none,
             "1.2.04 Materialenscan"],
            ["K3", "Aankopers op het event 'Circulair aankopen' aantal", "output",
             "ongeveer 100 uiterlijk 2015", *none, "1.1.07 Event 'Circulair aankopen'"],
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("as_of", "value"), [("2015-08-31", "niet gemeten"), ("2015-09-30", "77 september 2015")]
    )
    def test_scans_are_counted_from_the_end_of_september(self, client, as_of, value):
        (row,) = cells_of(client.get(address("indicator-list", as_of=as_of)))
        assert (row[0], row[3]) == ("K2", value)

    def test_export_has_real_numbers_and_dates(self, client):
        query = {"as_of": END_2015, "level": "output"}
        plain = client.get(address("indicator-export", "csv", **query))
        assert body_of(plain).startswith(b"\xef\xbb\xbfCode;Indicator;")
        rows = csv_of(client.get(address("indicator-export", "csv", **query)))
        cover, rich = book_of(client.get(address("indicator-export", "xlsx", **query)))
        assert [row["Code"] for row in rows] == [row["Code"] for row in rich] == ["K2", "K3"]
        assert (rows[0]["Laatste waarde"], rich[0]["Laatste waarde"]) == ("77", 77)
        assert rows[0]["Datum van de laatste waarde"] == "2015-09-30"
        assert rich[0]["Datum van de laatste waarde"] == datetime(2015, 9, 30)  # noqa: DTZ001
        assert rows[0]["Nauwkeurigheid van die datum"] == "op de maand"
        assert (rows[1]["Hoe nauwkeurig"], rows[1]["Vooruitgang (%)"]) == ("ongeveer", "")
        assert rows[1]["Waarom geen vooruitgang"] == "geen nulmeting"
        assert cover["Filter"] == "output"

    def test_filters_in_words_and_on_absence(self, client):
        def codes(**query):
            return firsts(client.get(address("indicator-list", as_of=END_2015, **query)))

        assert codes(q="materialenscan") == ["K2"]
        assert codes(q="k3") == ["K3"]
        assert codes(level="context") == ["K1"]
        assert codes(line="1.1") == ["K3"]
        assert codes(missing="action") == ["K1"]
        assert codes(missing=["baseline", "target"]) == ["K1", "K2", "K3"]
        assert codes(missing="measurement") == []
        page = client.get(address("indicator-list", as_of=END_2015, line="1.1", level="output"))
        assert "Indicatoren (1.1 Duurzaam aankopen; output)" in page.content.decode()

    def test_empty_list_says_which_filter_to_drop(self, client):
        query = {"as_of": END_2015, "line": "1.2", "level": "context"}
        exits = ways_out(client.get(address("indicator-list", **query)))
        assert list(exits) == ["verwijder ‘1.2 Bedrijventerreinen’: 1", "verwijder ‘context’: 1"]
        found = client.get(address("indicator-list") + exits["verwijder ‘context’: 1"])
        assert firsts(found) == ["K2"]


def test_impossible_filter_value_answers_400_with_the_panel(client):
    for url in (
        address("indicator-list", level="x"),
        address("indicator-export", "xlsx", line="9"),
    ):
        page = client.get(url)
        assert page.status_code == 400
        assert "Kies een waarde uit de lijst." in text_of(page)


def test_order_of_the_list(client):
    make_indicator(code="A1", title="Zonder waarde", level="impact")
    make_measurement(make_indicator(code="A2", title="Oud", level="context"), 1, date(2015, 1, 1))
    make_measurement(make_indicator(code="A3", title="Nieuw", level="outcome"), 1, START)

    def codes(sort):
        return firsts(client.get(address("indicator-list", sort=sort)))

    assert codes("measured") == ["A2", "A3", "A1"]
    assert codes("-measured") == ["A3", "A2", "A1"]
    assert codes("level") == ["A2", "A3", "A1"]
    assert codes("-title") == ["A1", "A2", "A3"]
    assert codes("onbekend") == ["A1", "A2", "A3"]


# ── cost ─────────────────────────────────────────────────────────────────────────────────────
def test_list_and_page_cost_the_same_queries_for_one_row_and_for_five(client, clock):
    clock("2014-01-01T10:00:00+01:00")
    line = make_line(code="8.5")
    main = make_indicator(make_action(code="8.5.00", line=line), code="V1")
    make_measurement(main, 1, START, is_baseline=True)
    set_target(main, "100")
    counts = []
    for first, last in ((1, 2), (2, 6)):
        for number in range(first, last):
            action = make_action(code=f"8.5.{number:02}", line=line)
            make_measurement(make_indicator(action), 5, DAY)
            operations.attach_indicator(action=action, indicator=main, **BASE)
            make_measurement(main, number, date(2025, number, 28))
        counts.append(
            [
                queries(client, url)
                for moment in ({}, {"as_of": "2026-06-30"}, {"known_at": "2026-01-01"})
                for url in (
                    address("indicator-list", **moment),
                    address("indicator-list", line="8.5", sort="-measured", **moment),
                    address("indicator-export", "csv", **moment),
                )
            ]
            + [queries(client, address("indicator-detail", "V1"))]
        )
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
    assert counts[0][-1] <= 18
