"""Numbers in Flemish notation: reading, writing, rounding (programme guide §13)."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from slimsamenwerken.core.numbers import (
    format_decimal,
    format_euro,
    format_percent,
    parse_decimal,
    plain_decimal,
    round_half_up,
)


def code_of(text, **options):
    with pytest.raises(ValidationError) as caught:
        parse_decimal(text, **options)
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u202f567,25", "1234567.25"),
        (" 77 ", "77"),
        ("-1.234,5", "-1234.5"),
        ("\u22125", "-5"),
        ("+ 5", "5"),
        ("0,5", "0.5"),
        ("0.123", "0.123"),
        ("1,234", "1.234"),
        ("1234.567", "1234.567"),
        ("1.234.567", "1234567"),
        ("12.34", "12.34"),
        ("1000", "1000"),
        ("0", "0"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_parse(text, value):
    parsed = parse_decimal(text)
    assert parsed == Decimal(value)
    assert "E" not in str(parsed)


@pytest.mark.parametrize("text", ["1.234", "-1.234", "999.000"])
def test_parse_ambiguous_is_a_question(text):
    assert code_of(text) == "number_ambiguous"


def test_parse_ambiguous_sentence():
    with pytest.raises(ValidationError) as caught:
        parse_decimal("1.234")
    assert caught.value.messages == ["Bedoelt u 1234 of 1,234?"]


def test_parse_whole():
    assert parse_decimal("1.234", allow_decimals=False) == 1234
    assert code_of("1,5", allow_decimals=False) == "number_whole"
    assert code_of("1234.5", allow_decimals=False) == "number_whole"


@pytest.mark.parametrize(
    "text", ["NaN", "sNaN", "inf", "-Infinity", "1e400", "1E5", "-1,5e3", "1" * 21, "1" * 20 + ",5"]
)
def test_parse_extraordinary(text):
    assert code_of(text) == "number_plain"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "tien",
        "1,2,3",
        "1.23.4",
        "1,234.5",
        "12.3456,7",
        "1 2",
        "--1",
        "1-",
        "1.",
        ",5",
        "\u0663",
        "0x10",
        "1_000",
    ],
)
def test_parse_malformed(text):
    assert code_of(text) == "number_format"


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.125", 2, "0.13"),
        ("2.4999", 0, "2"),
        ("15", -1, "2E+1"),
    ],
)
def test_round_half_up(value, digits, rounded):
    assert round_half_up(Decimal(value), digits) == Decimal(rounded)


def test_round_keeps_twenty_digits_exact():
    assert round_half_up(Decimal("12345678901234567890.125"), 2) == Decimal(
        "12345678901234567890.13"
    )


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("1234.5", None, "1.234,5"),
        ("77.000000", None, "77"),
        ("1E+3", None, "1.000"),
        ("-0.0", None, "0"),
        ("-0.001", 2, "0,00"),
        ("-1234567.891", 2, "-1.234.567,89"),
        ("0.5", 0, "1"),
        ("999.95", 1, "1.000,0"),
    ],
)
def test_format_decimal(value, decimals, text):
    assert format_decimal(Decimal(value), decimals) == text


def test_format_units():
    assert format_percent(Decimal("12.345")) == "12,3\u00a0%"
    assert format_percent(Decimal(50), None) == "50\u00a0%"
    assert format_euro(Decimal("1234.5")) == "€\u00a01.234,50"
    with translation.override("en"):
        assert format_euro(Decimal("1234.5")) == "€\u00a01.234,50"


def test_plain_decimal():
    assert plain_decimal(Decimal(100)) == "100"
    assert plain_decimal(Decimal("1E-7")) == "0.0000001"
