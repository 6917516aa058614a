"""The figures in a Dutch requirement: what a number is, and what is none.

A year, a date, the number of a standard or of a document is no figure; every other number needs a
row that says in which unit it counts and how far it was read at its source. Pure: no database.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_MONTHS: Final = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
)
_UNIT: Final = r"%|°C?|€|euro\b|lm(?:/W)?\b|lux\b|[km]?W(?:h|atts?)?\b|[kmµ]?g\b|[kcm]?m[²³]?(?!\w)|K\b|dB\b|jaar\b|cycli\b"
_YEAR: Final = r"(?:19|20)\d\d"

_STANDARD: Final = (
    r"\b(?:EN|ISO|IEC|NEN|NBN|DIN|CEN|PTV|TRA|SB|CIE|UNE|BS)(?:[\s/](?:EN|ISO|IEC|TS|TR|PAS))*"
    r"\s*-?\d+(?:[-–]\d+)*(?::\d{4})?"
)
_NAMED: Final = (
    r"\b(?:Oeko-Tex|OEKO-TEX|(?i:standaardbestek|klasse|artikel|art\.|bijlage|deel|categorie))"
    r"(?:\s+(?i:standard))?\s+\d+(?:[.\-]\d+)*"
)

# What is taken out before figures are sought, the longest first. Law and standards are named by
# what precedes the number, so that "100 %" is a figure and "Oeko-Tex 100" is not. Capitals count:
# "nieuw en 5 jaar" holds no standard EN 5.
_NO_FIGURES: Final = (
    rf"\b\d{{1,2}}\s+(?i:{_MONTHS})(?:\s+{_YEAR})?\b",
    rf"\b\d{{1,2}}[-/.]\d{{1,2}}[-/.]{_YEAR}\b",
    rf"\b{_YEAR}-\d{{2}}-\d{{2}}\b",
    _STANDARD,
    _NAMED,
    r"\(EU\)\s*(?:nr\.\s*)?\d+/\d+",
    r"\b\d{2,4}/\d{1,4}(?:/(?:EU|EG|EEG|EC))?\b(?!\s*(?:%|°))",
    rf"\b{_YEAR}-\d{{2,4}}\b",
    rf"(?<![\d.,]){_YEAR}\b(?![.,]\d)(?!\s*(?:{_UNIT}))",
)
_AWAY: Final = re.compile("|".join(f"(?:{pattern})" for pattern in _NO_FIGURES))
# A digit that belongs to a word (E1, R3, CO2) is part of a name.
_NUMBER: Final = re.compile(
    rf"(?<![\w.,])(?P<number>\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?P<unit>\s?(?:{_UNIT}))?"
)


@dataclass(frozen=True)
class Figure:
    """`text` is as it stands in the sentence, with its unit: "70 %"."""

    value: Decimal
    text: str


def value_of(number: str) -> Decimal:
    """ "1.500,5" and "0.10": a point before exactly three digits parts thousands, as in Dutch."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", number):
        number = number.replace(".", "")
    return Decimal(number.replace(",", "."))


def figures_in(text: str) -> list[Figure]:
    """Every number that needs a requirement or a scoring hint, in the order of the text."""
    flat = re.sub(r"\s", " ", text)
    rest = _AWAY.sub(lambda found: "\N{BULLET}" * len(found[0]), flat)
    return [Figure(value_of(found["number"]), found[0].strip()) for found in _NUMBER.finditer(rest)]


def without_row(text: str, known: Iterable[Decimal]) -> list[Figure]:
    """The figures of the text that no row holds."""
    values = set(known)
    return [figure for figure in figures_in(text) if figure.value not in values]
