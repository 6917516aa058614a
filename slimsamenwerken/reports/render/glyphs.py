"""Text that the fonts of the PDF can print.

PDF/UA forbids a character without a glyph, and only fonts that come with typst are used, so that
every machine makes the same bytes. What they lack prints as a square; the other formats have it.
"""

import re
import unicodedata
from typing import Final

STAND_IN: Final = "□"
# Scripts and signs that both read from left to right and are in the fonts; a test prints them all.
PRINTABLE: Final = (
    (0x20, 0x7E), (0xA0, 0x2FF), (0x370, 0x377), (0x384, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x482),
    (0x48A, 0x4FF), (0x1E00, 0x1EFF), (0x200B, 0x200B), (0x2010, 0x2027), (0x2030, 0x203E),
    (0x20A0, 0x20C0), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF),
)  # fmt: skip
LONG_WORD: Final = 24
_LONG: Final = re.compile(rf"\S{{{LONG_WORD + 1},}}")
_LETTERS: Final = frozenset(
    chr(code) for first, last in PRINTABLE for code in range(first, last + 1)
)
# Joiners, variation selectors and marks belong to the character before them.
_PART_OF_OTHER: Final = frozenset({"Mn", "Me", "Cf"})


def printable(text: str) -> str:
    """The text with a square for each character without a glyph, and places to break long words."""
    kept = []
    for character in text:
        if character in _LETTERS:
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
        elif unicodedata.category(character) not in _PART_OF_OTHER:
            kept.append(STAND_IN)
    return _LONG.sub(_with_breaks, "".join(kept))


def _with_breaks(found: re.Match[str]) -> str:
    """A zero-width space after every eight characters: a word may not run off the page."""
    word = found[0]
    return "\u200b".join(word[start : start + 8] for start in range(0, len(word), 8))
