"""How values of a snapshot read, the same in every format."""

from typing import Any

import pytest

from slimsamenwerken.reports.render import words

LABELS = {"labels": {"status": {"on_track": "in uitvoering"}}}


@pytest.mark.parametrize(
    ("value", "fields", "text"),
    [
        (32, {}, "32"),
        (0, {}, "0"),
        (None, {}, "–"),
        (1234567, {}, "1.234.567"),
        ("75.0", {"decimals": 1, "unit": "%"}, "75,0\u00a0%"),
        ("-12.50", {"decimals": 2}, "−12,50"),
        (100, {"qualifier": "≈"}, "≈\u00a0100"),
        (15, {"qualifier": ">", "unit": "%"}, ">\u00a015\u00a0%"),
        (77, {"unit": "aantal"}, "77"),
    ],
)
def test_figure_words(value: Any, fields: dict[str, Any], text: str) -> None:
    figure = {"value": value, "decimals": 0, "unit": "", "qualifier": "="} | fields
    assert words.figure_words(figure) == text


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (None, "text", "–"),
        ("", "status", "–"),
        ("on_track", "status", "in uitvoering"),
        ("onbekend", "status", "onbekend"),
        (True, "bool", "ja"),
        (False, "bool", "nee"),
        ("2015-09-30", "date", "30/09/2015"),
        ({"text": "uiterlijk 2015"}, "date", "uiterlijk 2015"),
        (-3, "int", "−3"),
        ("0.250", "decimal", "0,250"),
        ("tekst", "text", "tekst"),
    ],
)
def test_cell_words(cell: Any, kind: str, text: str) -> None:
    assert words.cell_words(cell, kind, LABELS) == text


def test_period_names_the_year_once() -> None:
    period = {"first": "2015-01-01", "last": "2015-12-31"}
    assert words.period_words({"period": period}) == "1 januari tot en met 31 december 2015"
    period = {"first": "2015-12-01", "last": "2016-02-29"}
    assert words.period_words({"period": period}) == "1 december 2015 tot en met 29 februari 2016"
