"""The list of indicators and the page of one: every percentage opens, every value has its row."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import Measurement
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_indicator,
    make_line,
    make_measurement,
    make_role,
)
from tests.programme.listing import cells_of, firsts, queries, ways_out
from tests.programme.people import make_cast
from tests.programme.reading import (
    address,
    body_of,
    book_of,
    csv_of,
    listed,
    part_of,
    text_of,
)

pytestmark = pytest.mark.django_db
END_2015 = "2015-12-31"
START, END = date(2024, 12, 31), date(2028, 12, 31)
DAY = date(2026, 6, 30)


def set_target(indicator, value, due_on=END, valid_on=START, **fields):
    return operations.set_target(
        indicator=indicator,
        value=Decimal(value),
        due_on=due_on,
        valid_on=valid_on,
        **BASE,
        **fields,
    )


def measured(start=None, target=None, value=None, **fields):
    """An indicator with a baseline, a target and a value, as far as they are given."""
    indicator = make_indicator(code="V1", **fields)
    if start is not None:
        make_measurement(indicator, start, START, is_baseline=True)
    if target is not None:
        set_target(indicator, target)
    if value is not None:
        make_measurement(indicator, value, DAY)
    return indicator


def figures(page):
    """The words of each figure on the page, by its label."""
    html = page.content.decode()
    items = html.split('<div class="figure-item">')[1:]
    found = {}
    for item in items:
        label = re.search(r'figure-item__label">([^<(]+)', item)
        words = re.sub(r"<[^>]+>", " ", item.partition("</section>")[0])
        found[label[1].strip()] = " ".join(words.split())
    return found


def look(client, **moment):
    return client.get(address("indicator-detail", "V1", **moment))


# ── start data ───────────────────────────────────────────────────────────────────────────────
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

    def test_page_tells_what_is_measured_and_where_it_comes_from(self, client):
        page = client.get(address("indicator-detail", "K2", as_of=END_2015))
        assert "Aantal scans bij bedrijven sinds de start in 2013." in text_of(page)
        said = part_of(page, "h-definitie")
        for words in (
            "Eenheid aantal",
            "Niveau output",
            "Richting stijgend",
            "cumulatief: de laatste waarde, nooit opgeteld",
            "1.2.04 Materialenscan",
            "afgeleid uit de brontekst",
        ):
            assert words in said
        course = part_of(page, "h-verloop")
        assert "Uitgevoerde materialenscans: 77 (september 2015)" in course
        assert "september 2015 77 meting Brontekst Slim samenwerken" in course
        html = page.content.decode()
        assert "<svg " in html.partition("chart__scroll")[2]
        row = Measurement.objects.get(indicator__code="K2")
        assert f'id="meting-{row.pk}"' in html
        assert address("fact-detail", "measurement", row.public_id) in html
        assert client.get(address("fact-detail", "measurement", row.public_id)).status_code == 200
        assert f'href="{address("measurement-export", "K2", as_of=END_2015)}"' in html

    def test_missing_inputs_are_named(self, client):
        found = figures(client.get(address("indicator-detail", "K2", as_of=END_2015)))
        assert found["Vooruitgang"].startswith("– Vooruitgang geen nulmeting Hoe berekend?")
        assert "Er ontbreekt een nulmeting. De eerste meting is er geen." in found["Vooruitgang"]
        assert "Er ontbreekt een streefwaarde." in found["Tempo"]
        assert "Nulmeting: – " in found["Vooruitgang"]

    def test_what_was_read_into_the_source_is_called_derived(self, client):
        page = client.get(address("indicator-detail", "K1", as_of=END_2015))
        assert "2015 periode vanaf 01/01/2015 meer dan 15 % meting, benaderend, afgeleid" in (
            part_of(page, "h-verloop")
        )

    def test_rows_leave_as_csv_with_their_precision(self, client):
        answer = client.get(address("measurement-export", "K2", as_of=END_2015))
        assert answer["Content-Type"].startswith("text/csv")
        (row,) = csv_of(answer)
        assert (row["Soort"], row["Datum"], row["Waarde"]) == ("meting", "2015-09-30", "77")
        assert (row["Datum in woorden"], row["Nauwkeurigheid"]) == ("september 2015", "op de maand")
        assert row["Bron of beslisser"] == "Brontekst Slim samenwerken"
        assert (row["Telt mee"], row["Afgeleid"]) == ("ja", "nee")

    @pytest.mark.parametrize("typed", ["k2", " K2", "k2 "])
    def test_other_case_and_spaces_lead_to_the_one_address(self, client, typed):
        answer = client.get(address("indicator-detail", typed, as_of=END_2015))
        assert answer.status_code == 301
        assert answer["Location"] == address("indicator-detail", "K2", as_of=END_2015)

    @pytest.mark.parametrize("typed", ["K9", "K", "\x00", "%"])
    def test_unknown_indicator_is_not_found(self, client, typed):
        assert client.get(address("indicator-detail", typed)).status_code == 404
        assert client.get(address("measurement-export", typed)).status_code == 404

    def test_indicator_is_not_found_before_it_was_defined(self, client):
        assert client.get(address("indicator-detail", "K3", as_of="2015-12-30")).status_code == 404

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


# ── the traps of explained percentages, as the page prints them ──────────────────────────────
@pytest.mark.parametrize(
    ("direction", "given", "text", "bar"),
    [
        ("rising", (50, 100, 75), "50,0 %", "50.0"),  # trap 1
        ("rising", (50, 100, 40), "−20,0 %", "0.0"),
        ("rising", (50, 100, 110), "120,0 %", "100.0"),
        ("falling", (100, 20, 60), "50,0 %", "50.0"),  # trap 2
        ("falling", (100, 20, 120), "−25,0 %", "0.0"),
        ("falling", (100, 20, 10), "112,5 %", "100.0"),
        ("falling", (40, 0, 30), "25,0 %", "25.0"),  # trap 3: 0 is a target
        ("rising", (0, 40, 10), "25,0 %", "25.0"),  # trap 4: 0 is a baseline
        ("rising", (-10, 10, -2), "40,0 %", "40.0"),  # trap 5
    ],
)
def test_progress_is_printed_whole_and_its_bar_is_clamped(client, direction, given, text, bar):
    measured(*given, direction=direction, aggregation="state")
    page = look(client)
    assert figures(page)["Vooruitgang"].startswith(f"{text} Vooruitgang")
    assert f'class="c2" width="{bar}"' in page.content.decode()
    assert cells_of(client.get(address("indicator-list")))[0][6].startswith(text)


def test_progress_opens_with_formula_numbers_and_rows(client):
    indicator = measured(50, 100, 75)
    said = figures(look(client))["Vooruitgang"]
    assert "(waarde − nulmeting) ÷ (streefwaarde − nulmeting) × 100" in said
    assert "(75 − 50) ÷ (100 − 50) × 100 = 50,0 %" in said
    assert "Regel: versie 1." in said
    html = look(client).content.decode()
    rows = [("measurement", m) for m in indicator.measurements.all()]
    for kind, row in [*rows, ("target", indicator.targets.get())]:
        url = address("fact-detail", kind, row.public_id)
        assert url in html.partition("Hoe berekend?")[2].partition("</section>")[0]
        assert client.get(url).status_code == 200


def test_pace_opens_with_the_expected_value(client):
    indicator = measured(100, 20, direction="falling", aggregation="state")
    make_measurement(indicator, 70, date(2026, 12, 31))
    said = figures(look(client, as_of="2026-11-20"))["Tempo"]
    assert said.startswith("– Tempo geen meting")
    make_measurement(indicator, 70, date(2026, 11, 1))
    said = figures(look(client, as_of="2026-11-20"))["Tempo"]
    assert (
        "Verwachte waarde: 62,27 op een rechte lijn per dag van 31/12/2024 tot 31/12/2028" in said
    )
    assert "(70 − 100) ÷ (62,27 − 100) × 100 = 79,5 %" in said


@pytest.mark.parametrize(
    ("given", "fields", "why"),
    [
        ((50, 50, 60), {}, "streefwaarde gelijk aan nulmeting"),  # trap 6
        ((None, 100, 60), {}, "geen nulmeting"),  # trap 8
        ((50, None, 60), {}, "geen streefwaarde"),
        ((50, 100, None), {}, "geen meting"),
        ((50, 100, 60), {"direction": "maintain"}, "geen percentage bij deze richting"),
        ((50, 100, 60), {"direction": ""}, "geen percentage bij deze richting"),
        ((None, None, 60), {"direction": ""}, "geen nulmeting"),
    ],
)
def test_without_a_percentage_stands_a_dash_with_its_reason(client, given, fields, why):
    measured(*given, **fields)
    assert figures(look(client))["Vooruitgang"].startswith(f"– Vooruitgang {why} ")
    assert cells_of(client.get(address("indicator-list")))[0][6].startswith(f"– ({why})")


def test_baseline_of_one_part_is_no_baseline_of_the_whole(client):
    indicator = measured(None, 100, 60)  # trap 8
    make_measurement(indicator, 10, START, is_baseline=True, dims={"provincie": "Limburg"})
    said = figures(look(client))["Vooruitgang"]
    assert said.startswith("– Vooruitgang geen nulmeting")
    assert "Niet meegeteld: 1 meting van een deel van het geheel." in said
    assert "nulmeting, deel van het geheel provincie: Limburg" in part_of(look(client), "h-verloop")


@pytest.mark.parametrize(
    ("fields", "target", "value", "verdict"),
    [
        ({"direction": "maintain", "tolerance": 2}, {"value": "100"}, 97,
         "niet gehaald, afwijking −3"),  # trap 9
        ({"direction": "band"}, {"value": "20", "upper": Decimal(30)}, 30, "gehaald"),  # trap 10
        ({"direction": "band"}, {"value": "20", "upper": Decimal(30)}, 31,
         "niet gehaald, afwijking +1"),
    ],
)  # fmt: skip
def test_direction_without_percentage_is_met_or_not(client, fields, target, value, verdict):
    indicator = measured(50, None, value, aggregation="state", **fields)
    set_target(indicator, **target)
    assert f", {verdict} " in part_of(look(client), "h-streefwaarde")
    assert cells_of(client.get(address("indicator-list")))[0][6].endswith(f" {verdict}")


def test_percentage_on_its_way_is_not_yet_called_missed(client):
    indicator = measured(50, 100, 75)
    assert "niet gehaald" not in text_of(look(client)) + text_of(
        client.get(address("indicator-list"))
    )
    set_target(indicator, "80", due_on=date(2026, 9, 30), series=2)
    assert "niet gehaald, afwijking −5" in part_of(look(client), "h-streefwaarde")


def test_ratio_is_pooled_and_shows_its_parts(client):
    indicator = make_indicator(code="V1", unit="%", aggregation="ratio", decimals=1)  # trap 11
    make_measurement(indicator, 50, date(2025, 12, 31), numerator=1, denominator=2)
    make_measurement(indicator, 90, DAY, numerator=90, denominator=100)
    said = figures(look(client))["Waarde"]
    assert said.startswith("89,2 % Waarde")
    assert "Gebruikte metingen: 2" in said
    assert "Som van de tellers: 91 Som van de noemers: 102" in said
    assert "90,0 % 90 ÷ 100" in part_of(look(client), "h-verloop")


def test_ratio_without_denominator_is_named(client):
    indicator = make_indicator(code="V1", unit="%", aggregation="ratio", decimals=1)  # trap 12
    make_measurement(indicator, 50, DAY)
    said = figures(look(client))["Waarde"]
    assert said.startswith("– Waarde geen noemer")
    assert "Niet meegeteld: Meting van 30/06/2026: geen noemer." in said


def test_cumulative_takes_the_last_value_and_warns_when_it_falls(client):
    indicator = make_indicator(code="V1", aggregation="cumulative")
    make_measurement(indicator, 40, date(2025, 3, 31))
    make_measurement(indicator, 77, date(2025, 9, 30))  # trap 13
    assert figures(look(client))["Waarde"].startswith("77 Waarde aantal, 30 september 2025")
    assert "De reeks daalt" not in text_of(look(client))
    make_measurement(indicator, 70, date(2025, 12, 31))
    assert "De reeks daalt, maar is cumulatief." in text_of(look(client))


def test_fall_with_a_break_is_a_break_and_no_fall(client):
    indicator = make_indicator(code="V1", aggregation="cumulative")
    make_measurement(indicator, 40, date(2025, 3, 31))
    make_measurement(
        indicator, 30, date(2025, 9, 30), series_break=True, method_note="Andere vragenlijst"
    )
    said = text_of(look(client))
    assert "De reeks daalt" not in said
    assert (
        "Reeksbreuk vanaf 30 september 2025: waarden ervoor en erna zijn niet te vergelijken. "
        "Andere vragenlijst." in said
    )


def test_flow_sums_and_names_the_missing_period(client):
    indicator = make_indicator(code="V1", aggregation="flow", frequency="quarter")  # trap 14
    make_measurement(indicator, 5, date(2025, 3, 31))
    make_measurement(indicator, 7, date(2025, 9, 30))
    said = figures(look(client, as_of="2025-09-30"))["Waarde"]
    assert said.startswith("12 Waarde")
    assert "1 periode ontbreekt: 01/04/2025 – 30/06/2025." in said


def test_pace_on_the_day_of_the_baseline_cannot_be_judged(client):
    indicator = make_indicator(code="V1", aggregation="state")  # trap 15
    make_measurement(indicator, 50, START, is_baseline=True)
    make_measurement(indicator, 50, START, source="Andere bron")
    set_target(indicator, "100")
    said = figures(look(client, as_of=START.isoformat()))["Tempo"]
    assert said.startswith("– Tempo nog niet te beoordelen")


def test_value_that_is_not_exact_makes_the_result_approximate(client):
    indicator = measured(50, 100)  # trap 19
    make_measurement(indicator, 60, DAY, qualifier=">")
    found = figures(look(client))
    assert found["Waarde"].startswith("meer dan 60 Waarde")
    assert "20,0 % Vooruitgang (benaderend)" in found["Vooruitgang"]
    assert "benaderend" in cells_of(client.get(address("indicator-list")))[0][6]


def test_replanned_target_stands_beside_the_first_one(client):
    indicator = measured(50, 100, 75)  # trap 20
    set_target(
        indicator, "150", due_on=date(2030, 12, 31), valid_on=date(2026, 1, 15),
        reason="Meer deelnemers dan verwacht.", decided_by="Stuurgroep (voorbeeld)",
    )  # fmt: skip
    said = part_of(look(client), "h-streefwaarde")
    for words in (
        "Huidige streefwaarde 150 aantal, tegen 31 december 2030",
        "Oorspronkelijke streefwaarde 100, tegen 31 december 2028",
        "Wijzigingen 1",
        "Reden Meer deelnemers dan verwacht.",
        "Beslist door Stuurgroep (voorbeeld)",
        "Vooruitgang 25,0 %",
        "15/01/2026 150 31/12/2030",
    ):
        assert words in said
    before = part_of(look(client, as_of="2025-12-31"), "h-streefwaarde")
    assert "Huidige streefwaarde 100 aantal" in before
    assert "dezelfde: nooit gewijzigd" in before
    assert "150" not in before


def test_two_goals_stand_apart(client):
    indicator = measured(50, 100, 75)
    set_target(indicator, "60", due_on=date(2026, 12, 31), series=2)
    said = part_of(look(client), "h-streefwaarde")
    assert said.index("60 aantal, tegen 31 december 2026") < said.index("100 aantal, tegen")


# ── rows and the two clocks ──────────────────────────────────────────────────────────────────
def test_late_value_is_absent_at_an_earlier_moment_and_shows_when_it_was_recorded(client, clock):
    clock("2024-01-01T10:00:00+01:00")
    indicator = make_indicator(code="V1")
    clock("2026-07-20T10:00:00+02:00")
    make_measurement(indicator, 12, DAY)
    now = look(client, as_of="2026-06-30")
    then = look(client, as_of="2026-06-30", known_at="2026-07-15")
    assert "30 juni 2026 12 meting Voorbeeldbron 20/07/2026" in part_of(now, "h-verloop")
    assert "Op deze datum is geen meting bekend." in part_of(then, "h-verloop")
    assert csv_of(client.get(address("measurement-export", "V1", known_at="2026-07-15"))) == []
    (row,) = csv_of(client.get(address("measurement-export", "V1")))
    assert row["Geregistreerd of beslist op"] == "2026-07-20"


def test_of_two_values_for_a_day_the_latest_recorded_counts_and_the_other_stays(client, clock):
    indicator = make_indicator(code="V1", aggregation="state")
    clock("2026-01-01T10:00:00+01:00")
    make_measurement(indicator, 10, date(2025, 12, 31), source="Eerste bron")
    clock("2026-02-01T10:00:00+01:00")
    make_measurement(indicator, 12, date(2025, 12, 31), source="Tweede bron")
    assert figures(look(client))["Waarde"].startswith("12 Waarde")
    course = part_of(look(client), "h-verloop")
    assert "10 meting, telt niet: een later geregistreerde waarde" in course
    rows = csv_of(client.get(address("measurement-export", "V1")))
    assert [(row["Waarde"], row["Telt mee"]) for row in rows] == [("10", "nee"), ("12", "ja")]


def test_csv_of_the_figures_holds_the_targets_with_their_revisions(client):
    indicator = measured(50, 100, "75.5", decimals=1)
    set_target(
        indicator, "150", valid_on=date(2026, 1, 15), reason="Meer deelnemers.", decided_by="Raad"
    )
    rows = csv_of(client.get(address("measurement-export", "V1")))
    assert [(row["Soort"], row["Waarde"], row["Telt mee"]) for row in rows] == [
        ("nulmeting", "50", "ja"),
        ("meting", "75,5", "ja"),
        ("streefwaarde", "100", "nee"),
        ("streefwaarde", "150", "ja"),
    ]
    assert (rows[3]["Bron of beslisser"], rows[3]["Methode of reden"]) == (
        "Raad",
        "Meer deelnemers.",
    )


def test_withdrawn_row_is_read_by_those_inside_only(clock):
    clock("2024-01-01T10:00:00+01:00")
    cast = make_cast()
    wrong = make_measurement(cast.indicator, 999, date(2023, 12, 31))
    clock("2025-01-01T10:00:00+01:00")
    operations.withdraw_fact(fact=wrong, by=None, reason="Verkeerde kolom gelezen")
    url = address("indicator-detail", "V71")
    inside = {"alice", "staff", "admin", "auditor"}
    for who in ("visitor", "bob", "charlie", *inside):
        said = text_of(cast.client(who).get(url))
        expected = "Ingetrokken op 1 januari 2025: Verkeerde kolom gelezen" in said
        assert (expected, "999" in said) == (who in inside, who in inside), who
    then = text_of(
        cast.client("visitor").get(address("indicator-detail", "V71", known_at="2024-06-30"))
    )
    assert "31 december 2023 999 meting" in then
    before = cast.client("staff").get(address("indicator-detail", "V71", known_at="2024-06-30"))
    assert "Verkeerde kolom" not in text_of(before)


# ── who sees and does what ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("who", "measures", "targets"),
    [
        ("visitor", False, False),
        ("alice", True, False),
        ("bob", False, False),
        ("charlie", False, False),
        ("auditor", False, False),
        ("staff", True, True),
        ("admin", True, True),
    ],
)
def test_buttons_stand_there_for_those_who_may(who, measures, targets):
    cast = make_cast()
    row = make_measurement(cast.indicator, 5, date(2020, 6, 30))
    browser = cast.client(who)
    html = browser.get(address("indicator-detail", "V71")).content.decode()
    assert (address("measurement-new", "V71") in html) is measures
    assert (address("fact-correct", "measurement", row.public_id) in html) is measures
    assert (address("target-new", "V71") in html) is targets
    past = browser.get(address("indicator-detail", "V71", as_of="2020-06-30")).content.decode()
    assert address("measurement-new", "V71") not in past
    assert address("target-new", "V71") not in past
    assert address("fact-correct", "measurement", row.public_id) not in past


def test_indicator_of_a_hidden_action_only_does_not_exist_for_outsiders(client):
    cast = make_cast()
    hidden = make_action(code="7.1.09", title="Verborgen actie", is_public=False)
    make_role(cast.actor, hidden, "lead")
    indicator = make_indicator(hidden, code="V79", title="Verborgen maat")
    row = make_measurement(indicator, 5, date(2020, 6, 30))
    urls = (
        address("indicator-detail", "V79"),
        address("indicator-detail", "v79"),
        address("indicator-detail", "V79", as_of="2016-01-01"),
        address("measurement-export", "V79"),
        address("measurement-new", "V79"),
        address("fact-detail", "measurement", row.public_id),
    )
    for who, sees in (("visitor", False), ("charlie", False), ("bob", False), ("staff", True)):
        browser = cast.client(who)
        codes = [browser.get(url).status_code for url in urls]
        assert codes == ([200, 301, 200, 200, 200, 200] if sees else [404] * len(urls)), who
        assert ("V79" in listed(browser.get(address("indicator-list")))) is sees
        rows = csv_of(browser.get(address("indicator-export", "csv")))
        assert ("V79" in {row["Code"] for row in rows}) is sees
        found = text_of(browser.get("/zoeken/?q=verborgen+maat"))
        assert ("V79" in found) is sees
    assert cast.client("alice").get(urls[0]).status_code == 200


def test_indicator_of_a_hidden_and_a_public_action_names_the_public_one_only(client):
    shown = make_action(code="8.1.01", title="Openbaar", line=make_line(code="8.1"))
    hidden = make_action(code="8.1.02", title="Verborgen", line=make_line(), is_public=False)
    indicator = make_indicator(shown, code="V1")
    operations.attach_indicator(action=hidden, indicator=indicator, **BASE)
    assert "8.1.01 Openbaar" in part_of(look(client), "h-definitie")
    assert "Verborgen" not in text_of(look(client)) + text_of(client.get(address("indicator-list")))
    (row,) = csv_of(client.get(address("indicator-export", "csv")))
    assert row["Acties"] == "8.1.01 Openbaar"


def test_line_filter_does_not_tell_of_hidden_actions(client):
    line = make_line(code="8.1")
    shown = make_action(code="8.2.01", line=make_line(code="8.2"))
    hidden = make_action(code="8.1.02", line=line, is_public=False)
    indicator = make_indicator(shown, code="V1")
    operations.attach_indicator(action=hidden, indicator=indicator, **BASE)
    assert firsts(client.get(address("indicator-list", line="8.1"))) == []
    assert firsts(client.get(address("indicator-list", line="8.2"))) == ["V1"]


# ── live indicators ──────────────────────────────────────────────────────────────────────────
def test_live_value_opens_with_the_rows_that_the_portal_counted(client):
    line = make_line(code="8.1")
    action = make_action(code="8.1.01", line=line)
    hidden = make_action(code="8.1.02", line=line, is_public=False)
    make_role(make_actor(slug="wit", name="Witte Raaf"), action, "partner")
    make_role(make_actor(slug="stil", name="Stille Maat"), hidden, "partner")
    indicator = make_indicator(
        code="V1", aggregation="state", unit="actoren", title="Voorbeeld",
        source_metric="programme.active_partners", live_from=date(2016, 1, 1),
    )  # fmt: skip
    make_measurement(indicator, 9, date(2015, 6, 30))
    page = look(client, as_of="2016-06-30")
    found = figures(page)["Waarde"]
    assert found.startswith("2 Waarde")
    assert "1 meting van voor het portaal dit berekende." in found
    rows = part_of(page, "h-rijen")
    assert "Witte Raaf" in rows
    assert "Stille Maat" not in rows
    assert "1 rij is niet openbaar." in rows
    assert "Reeksbreuk vanaf 1 januari 2016" in text_of(page)
    assert "00000000-0000" not in page.content.decode()
    exported = csv_of(client.get(address("measurement-export", "V1", as_of="2016-06-30")))
    assert [row["Soort"] for row in exported] == ["meting", "berekend door het portaal"]
    assert figures(look(client, as_of="2015-12-31"))["Waarde"].startswith("9 Waarde")


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
