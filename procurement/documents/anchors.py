"""The three marks by which a clause is found again: bookmark, visible code, extract id (§9.1).

Word processors keep bookmarks, people keep codes, and the id in the properties survives both.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

PROPERTY_PREFIX: Final = "urn:uuid:"
# OpenDocument has no such core property; LibreOffice keeps that of a DOCX under this name, and
# turns it back when it saves as DOCX.
ODF_PROPERTY: Final = "OOXMLCorePropertyIdentifier"

_BOOKMARK: Final = re.compile(
    # Copies that LibreOffice makes are called "… Copy 1"; Word numbers nothing.
    r"vmp_(?P<group>[A-Z]{2})_(?P<number>[0-9]{3})_v(?P<version>[0-9]{1,4})"
    r"(?:_l(?P<lot>[0-9]{1,4}))?(?: Copy [0-9]{1,3})?"
)
_SPACE: Final = r"[\s\u200b\u2060\ufeff]{0,4}"
_DASH: Final = rf"{_SPACE}[-\u2010-\u2015\u2212]{_SPACE}"
_DOT: Final = rf"{_SPACE}(?:[·•∙‧⋅●.|]|[-\u2010-\u2015\u2212]){_SPACE}"
VISIBLE: Final = re.compile(
    rf"\[?{_SPACE}VMP{_DASH}(?P<group>[A-Z]{{2}}){_DASH}(?P<number>[0-9]{{3}})"
    rf"{_DOT}v{_SPACE}(?P<version>[0-9]{{1,4}})"
    rf"{_DOT}[0-9]{{4}}{_DASH}[0-9]{{2}}{_DASH}[0-9]{{2}}(?![0-9])(?:{_SPACE}\])?",
    re.IGNORECASE,
)
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """Which clause: code and version, and the lot where the mark tells it (else None)."""

    code: str
    version: int
    lot: int | None = None


def bookmark(code: str, version: int, lot: int = 1) -> str:
    """ "vmp_MB_003_v1"; a later lot appends "_l2"."""
    name = f"vmp_{code.replace('-', '_')}_v{version}"
    return name if lot == 1 else f"{name}_l{lot}"


def visible_code(code: str, version: int, valid_from: date) -> str:
    """ "[VMP-MB-003 · v1 · 2026-01-15]"."""
    return f"[VMP-{code} · v{version} · {valid_from.isoformat()}]"


def from_bookmark(name: str) -> Anchor | None:
    found = _BOOKMARK.fullmatch(name)
    return _anchor(found, int(found["lot"] or 1)) if found else None


def from_visible(found: re.Match[str]) -> Anchor:
    return _anchor(found, None)


def extract_id_in(text: str) -> UUID | None:
    """The id of an extract written anywhere in a property or in a text line."""
    found = _UUID.search(text)
    return UUID(found[0]) if found else None


def _anchor(found: re.Match[str], lot: int | None) -> Anchor:
    return Anchor(f"{found['group'].upper()}-{found['number']}", int(found["version"]), lot)
