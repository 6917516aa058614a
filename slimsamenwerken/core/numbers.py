"""Numbers as Flemish readers write them: `1.234,5`. Exact decimals only, never floats.

Writing does not follow the interface language: a figure looks the same on the Dutch page, on its
English translation and in a report, so that the two can be compared.
"""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_DIGITS: Final = 20
NO_BREAK_SPACE: Final = "\u00a0"
# Working precision far above any stored number, so that rounding happens once and here.
PRECISION: Final = 60

# Every space that people paste between groups: space, no-break, narrow no-break, thin, figure.
_SPACES: Final = " \u00a0\u202f\u2009\u2007"
_MINUS: Final = "\u2212"
_WELL_FORMED: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)"
    r"(?:,(?P<decimals>[0-9]+))?"
)
_POINT_DECIMALS: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)\.(?P<decimals>[0-9]+)"
)
# One point, three digits behind it and one to three before it: thousands or decimals?
_AMBIGUOUS: Final = re.compile(r"(?P<sign>[+-]?)(?P<whole>[1-9][0-9]{0,2})\.(?P<rest>[0-9]{3})")
_NUMBER_WORDS: Final = re.compile(
    r"[+-]?(?:s?nan[0-9]*|inf|infinity|[0-9.,]+e[+-]?[0-9]+)", re.IGNORECASE
)


def parse_decimal(text: str, *, allow_decimals: bool = True) -> Decimal:
    """Read a number typed by a person.

    Takes `1.234,5`, `1234,5`, `1234.5` and `1 234,5` with an optional sign. `1.234` is a question
    where decimals are allowed and 1234 where they are not. Raises ValidationError with code
    `number_ambiguous`, `number_plain` (NaN, infinity, exponents, over 20 digits), `number_whole`
    or `number_format`.
    """
    typed = _normalise(text)
    if _NUMBER_WORDS.fullmatch(typed) or _digit_count(typed) > MAX_DIGITS:
        raise ValidationError(_("Give an ordinary number."), code="number_plain")
    _refuse_ambiguous(typed, allow_decimals=allow_decimals)
    match = _WELL_FORMED.fullmatch(typed) or _POINT_DECIMALS.fullmatch(typed)
    if match is None:
        raise ValidationError(
            _("Enter a number such as %(example)s."),
            code="number_format",
            params={"example": "1.234,5" if allow_decimals else "1.234"},
        )
    if match["decimals"] and not allow_decimals:
        raise ValidationError(_("Enter a whole number, without decimals."), code="number_whole")
    whole = match["whole"].replace(".", "").replace(" ", "")
    return Decimal(f"{match['sign']}{whole}.{match['decimals'] or '0'}").normalize() + Decimal(0)


def _normalise(text: str) -> str:
    typed = text.strip(_SPACES + "\t\r\n").replace(_MINUS, "-")
    for space in _SPACES:
        typed = typed.replace(space, " ")
    return typed.replace("- ", "-").replace("+ ", "+")


def _digit_count(typed: str) -> int:
    return sum(character.isdigit() for character in typed)


def _refuse_ambiguous(typed: str, *, allow_decimals: bool) -> None:
    match = _AMBIGUOUS.fullmatch(typed)
    if match is None or not allow_decimals:
        return
    raise ValidationError(
        _("Do you mean %(whole)s or %(decimal)s?"),
        code="number_ambiguous",
        params={
            "whole": f"{match['sign']}{match['whole']}{match['rest']}",
            "decimal": f"{match['sign']}{match['whole']},{match['rest']}",
        },
    )


def round_half_up(value: Decimal | int, digits: int = 0) -> Decimal:
    """Round to `digits` decimals, halves away from zero: 2,5 → 3 and -2,5 → -3."""
    with localcontext() as context:
        context.prec = PRECISION
        return Decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def plain_decimal(value: Decimal | int) -> str:
    """Return the shortest exact text with a point and no exponent: `77.000000` → `77`."""
    text = f"{Decimal(value):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def format_decimal(value: Decimal | int, decimals: int | None = None) -> str:
    """Write `1.234,5`. Without `decimals` as many as the value has, no trailing zeros."""
    if decimals is None:
        text = plain_decimal(value)
    else:
        rounded = round_half_up(value, decimals)
        text = f"{rounded:f}" if rounded else f"{abs(rounded):f}"
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _point, rest = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"


def format_percent(value: Decimal | int, decimals: int | None = 1) -> str:
    """Write a value that is already in percent: 12.34 → `12,3 %` (no-break space)."""
    return f"{format_decimal(value, decimals)}{NO_BREAK_SPACE}%"


def format_euro(value: Decimal | int, decimals: int = 2) -> str:
    """Write `€ 1.234,50` (no-break space)."""
    return f"€{NO_BREAK_SPACE}{format_decimal(value, decimals)}"
