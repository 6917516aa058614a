"""Text, bookmarks and identifier of an ODT as it would read with every change accepted."""

import zipfile
from typing import Final

from procurement.documents.anchors import ODF_PROPERTY
from procurement.documents.reading.flow import Flow
from procurement.documents.reading.opening import parse
from procurement.documents.reading.refusals import EncryptedFileError, MacroFileError

KINDS: Final = (
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.text-template",
)
_MANIFEST: Final = "META-INF/manifest.xml"
_MACROS: Final = ("basic/", "scripts/")
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META: Final = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_SVG: Final = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_IDENTIFIER: Final = "http://purl.org/dc/elements/1.1/}identifier"
_PARAGRAPHS: Final = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
# Deleted text, remarks, notes, and the bytes and descriptions of pictures.
_SKIPPED: Final = frozenset(
    {
        f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text",
        f"{_OFFICE}binary-data", f"{_OFFICE}forms", f"{_SVG}title", f"{_SVG}desc",
    }
)  # fmt: skip
_MOST_SPACES: Final = 1_000  # more in one element is no text


def read(archive: zipfile.ZipFile) -> Flow:
    """Raises a RefusedFileError; macros are refused although nothing would run them here."""
    if any(name.casefold().startswith(_MACROS) for name in archive.namelist()):
        raise MacroFileError
    if _MANIFEST in archive.NameToInfo:
        parse(archive, _MANIFEST, _Manifest())
    flow = Flow()
    parse(archive, "content.xml", _Text(flow))
    if "meta.xml" in archive.NameToInfo:
        parse(archive, "meta.xml", _Meta(flow))
    return flow


class _Manifest:
    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag.endswith("}encryption-data"):
            raise EncryptedFileError

    def data(self, text: str) -> None:
        """No text counts here."""

    def end(self, tag: str) -> None:
        """Nor where an element ends."""


class _Text:
    """Reads `content.xml`."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.skipped = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.skipped or tag in _SKIPPED:
            self.skipped += 1
        elif tag in _PARAGRAPHS:
            self.flow.open_paragraph()
        else:
            self._inside(tag.removeprefix(_TEXT), attributes)

    def _inside(self, name: str, attributes: dict[str, str]) -> None:
        bookmark = attributes.get(f"{_TEXT}name", "")
        if name == "s":
            count = attributes.get(f"{_TEXT}c", "1")
            self.flow.add(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif name in ("tab", "line-break"):
            self.flow.add("\t" if name == "tab" else "\n")
        elif name == "bookmark-start":
            self.flow.start_bookmark(bookmark, bookmark)
        elif name == "bookmark-end":
            self.flow.end_bookmark(bookmark)

    def data(self, text: str) -> None:
        if not self.skipped:
            self.flow.add(text)

    def end(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif tag in _PARAGRAPHS:
            self.flow.close_paragraph()


class _Meta:
    """The property under the name that LibreOffice gives it, or as later versions write it."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        named = attributes.get(f"{_META}name") == ODF_PROPERTY
        self.inside = tag == _IDENTIFIER or (tag == f"{_META}user-defined" and named)

    def data(self, text: str) -> None:
        if self.inside:
            self.flow.identifiers.append(text)

    def end(self, _tag: str) -> None:
        self.inside = False
