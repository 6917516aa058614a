"""When two texts are the same wording: what word processors change by themselves does not count."""

import hashlib
import re
import unicodedata
from typing import Final

# Soft hyphen, zero-width space and joiners, word joiner, byte order mark: nobody sees them.
_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys(_UNSEEN),
        "…": "...",
    }
)
_SPACES: Final = re.compile(r"\s+")


def normalised(text: str) -> str:
    """NFC, one kind of space, quote and dash, no unseen characters, trimmed; capitals stay."""
    plain = unicodedata.normalize("NFC", text).translate(_SAME)
    # Once more: a letter and its accent may have had a soft hyphen between them.
    return _SPACES.sub(" ", unicodedata.normalize("NFC", plain)).strip()


def text_hash(text: str) -> str:
    """SHA-256 of the normalised text in 64 lower-case hex characters."""
    return hashlib.sha256(normalised(text).encode()).hexdigest()
