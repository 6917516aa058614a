"""How wide text will be. The server has no font, so the widths are those of a wide one.

The stack of the house font ends at whatever the reader's system has. Widths here are those of
DejaVu Sans (as Verdana), the widest of the usual ones: labels that fit by this measure fit in all.
"""

import re
import unicodedata

from slimsamenwerken.core.text import clean_text

FONT_SIZE = 14.0
ELLIPSIS = "…"

_REGULAR_WIDTHS = {
    28: "'ijlï|",
    32: " ,.·I",
    35: "/:;\\f-J",
    40: "()[]t!r",
    50: '"*_`–',
    55: "sz?cL",
    61: "Fkvxy P T Y a o",
    64: "0123456789${}€ESbdeghnpqu",
    70: "ABCKRVXZ",
    79: "DGHNOQU&",
    85: "w#+<=>^~≈≥≤×M",
    100: "%mW@…",
}
_REGULAR = {char: w / 100 for w, chars in _REGULAR_WIDTHS.items() for char in chars.strip()}
_REGULAR[" "] = 0.32
_BOLD_FACTOR = 1.13

# XML 1.0 has no place for these either, and they are not control characters.
_NONCHARACTERS = re.compile("[\ufffe\uffff]")
_BLANKS = re.compile("[ \t\n]+")


def clean(value: object) -> str:
    """One line of text that XML can hold. Direction marks go too: a name with one would turn the
    words around it. No-break spaces stay."""
    return _BLANKS.sub(" ", _NONCHARACTERS.sub("", clean_text(str(value)))).strip(" ")


def _char_width(char: str) -> float:
    known = _REGULAR.get(char)
    if known is not None:
        return known
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    base = unicodedata.normalize("NFD", char)[0]
    return _REGULAR.get(base, 0.9 if char.isupper() else 0.8)


def text_width(text: str, *, size: float = FONT_SIZE, bold: bool = False) -> float:
    """Width in user units of the drawing, on the wide side."""
    width = sum(_char_width(char) for char in text) * size
    return width * _BOLD_FACTOR if bold else width


def shorten(text: str, width: float, *, bold: bool = False) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if text_width(text, bold=bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + ELLIPSIS, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


def wrap(text: str, width: float, *, lines: int = 2) -> list[str]:
    """At most `lines` lines that fit; the last one ends in an ellipsis when text is left."""
    rows: list[str] = []
    words = text.split()
    while words and len(rows) < lines - 1:
        row = ""
        while words and text_width(f"{row} {words[0]}".strip()) <= width:
            row = f"{row} {words.pop(0)}".strip()
        if not row:
            break
        rows.append(row)
    if words:
        rows.append(shorten(" ".join(words), width))
    return rows
