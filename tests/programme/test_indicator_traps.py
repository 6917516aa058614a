"""The twenty traps of explained percentages, as the page of an indicator prints them."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.programme import (
    make_indicator,
    make_measurement,
)
from tests.programme.figures import DAY, START, figures, look, measured, set_target
from tests.programme.listing import cells_of
from tests.programme.reading import (
    address,
    part_of,
    text_of,
)

pytestmark = pytest.mark.django_db
END_2015 = "2015-12-31"


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
