"""Cleaning of text that people type or paste, before it is stored."""

import re
import unicodedata
from typing import Final

# Characters that reorder what a reader sees: a name could be shown other than it is stored.
BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Controls but newline and tab (category Cc), direction marks, unpaired surrogates (Cs).
_DROPPED: Final = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{''.join(sorted(BIDI))}\ud800-\udfff]")
_LINE_ENDS: Final = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_NOT_IN_SLUG: Final = re.compile(r"[^a-z0-9]+")
# Letters that do not fall apart into a base letter and an accent.
_LETTERS: Final = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "đ": "d",
        "&": " en ",
    }
)


def clean_text(text: str) -> str:
    """Return NFC text without control, bidi and unpaired surrogate characters.

    Line ends become newlines; newline and tab stay. Markup is kept: templates escape it.
    """
    if text.isascii() and text.isprintable():  # most texts: nothing to look for
        return text
    return unicodedata.normalize("NFC", _DROPPED.sub("", _LINE_ENDS.sub("\n", text)))


def clean_line(text: str) -> str:
    """Return `clean_text` on one line: every run of white space becomes one space."""
    return " ".join(clean_text(text).split())


def slugify_nl(text: str, max_length: int = 80) -> str:
    """Return lower-case ASCII words joined by hyphens, cut at a whole word where possible.

    `&` reads "en". May return an empty string; the caller then needs another key.
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    ascii_text = folded.encode("ascii", "ignore").decode("ascii").replace("'", "")
    slug = _NOT_IN_SLUG.sub("-", ascii_text).strip("-")
    if len(slug) <= max_length:
        return slug
    cut = slug[: max_length + 1].rpartition("-")[0]
    return cut or slug[:max_length]
