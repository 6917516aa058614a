"""What counts as a figure in a requirement, and what is a year, a date or a number of a text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.figures import figures_in, value_of, without_row


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Het papier bestaat voor 100 % uit teruggewonnen vezels.", ["100 %"]),
        ("Hoogstens 0,062 mg formaldehyde per m³ lucht.", ["0,062 mg"]),
        ("minstens 10 jaar voor nieuw en 5 jaar voor opgeknapt", ["10 jaar", "5 jaar"]),
        ("Minstens 120 lm/W (2018-19), 137 lm/W (2020-21)", ["120 lm/W", "137 lm/W"]),
        ("kleurtemperatuur van hoogstens 3000 K", ["3000 K"]),
        ("een kleurtemperatuur van 2000 K", ["2000 K"]),
        ("na 1.500 laadcycli", ["1.500"]),
        ("hoogstens 140 °C", ["140 °C"]),
        ("minstens 70\N{NO-BREAK SPACE}% van de vezels", ["70 %"]),
        ("15% of 30%", ["15%", "30%"]),
        ("in 12 weken", ["12"]),
    ],
)
def test_figures(text: str, figures: list[str]) -> None:
    assert [figure.text for figure in figures_in(text)] == figures


@pytest.mark.parametrize(
    "text",
    [
        "sinds 1 januari 2015 verboden", "vanaf 06-08-2026", "vanaf 2026-08-06", "in 2023",
        "volgens EN 12281", "EN 717-1 of EN 16516", "EN 12899-1", "EN ISO 14024:2018", "IEC 61960",
        "NBN EN 13242", "PTV 662", "Standaardbestek 250", "Oeko-Tex 100 klasse III", "NEN 3381",
        "richtlijn 2014/24/EU", "verordening (EU) 2023/1464", "artikel 42", "emissieklasse E1",
        "CO2-uitstoot", "een type I-milieukeur", "per m³ lucht", "in de jaren 2018-2019",
    ],
)  # fmt: skip
def test_no_figures(text: str) -> None:
    assert figures_in(text) == []


@pytest.mark.parametrize(
    ("number", "value"),
    [("1.500,5", "1500.5"), ("0.062", "0.062"), ("0,10", "0.10"), ("12.000", "12000")],
)
def test_value(number: str, value: str) -> None:
    assert value_of(number) == Decimal(value)


@given(
    st.decimals(min_value=0, max_value=1800, places=2), st.sampled_from(["%", "jaar", "lm/W", "°C"])
)
def test_every_number_with_a_unit_is_found(value: Decimal, unit: str) -> None:
    text = f"Minstens {str(value).replace('.', ',')} {unit} volgens EN 12899-1, sinds 2015."
    assert [figure.value for figure in figures_in(text)] == [value]
    assert without_row(text, [value]) == []
    assert len(without_row(text, [value + 1])) == 1


@given(st.integers(min_value=1900, max_value=2099))
def test_a_year_is_a_figure_only_with_a_unit(year: int) -> None:
    assert figures_in(f"van kracht in {year}.") == []
    assert [figure.value for figure in figures_in(f"hoogstens {year} kg")] == [year]
