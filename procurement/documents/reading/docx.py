"""Text, bookmarks and identifier of a DOCX as it would read with every change accepted."""

import zipfile
from typing import Final

from procurement.documents.reading.flow import Flow
from procurement.documents.reading.opening import parse
from procurement.documents.reading.refusals import MacroFileError, UnknownFormatError

TYPES: Final = "[Content_Types].xml"
_CORE: Final = "docProps/core.xml"
_MAIN: Final = ("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml")
_W: Final = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",  # strict
    }
)
_READ: Final = (
    "t",
    "p",
    "br",
    "cr",
    "tab",
    "ptab",
    "noBreakHyphen",
    "bookmarkStart",
    "bookmarkEnd",
)
_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011"}
# Text that is deleted, moved away, the code of a field, or said twice for old readers.
_LEFT_OUT: Final = ("del", "moveFrom", "instrText", "delInstrText", "delText", "rt")
_FALLBACK: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_KNOWN: Final = {f"{address}}}{name}": name for address in _W for name in _READ}
_SKIPPED: Final = {_FALLBACK, *(f"{address}}}{name}" for address in _W for name in _LEFT_OUT)}
_IDENTIFIER: Final = "http://purl.org/dc/elements/1.1/}identifier"


def read(archive: zipfile.ZipFile) -> Flow:
    """Raises a RefusedFileError; macros are refused although nothing would run them here."""
    types = _Types()
    parse(archive, TYPES, types)
    macros = any("macroenabled" in kind.casefold() for kind in types.kinds.values())
    if macros or any(name.casefold().endswith("vbaproject.bin") for name in archive.namelist()):
        raise MacroFileError
    main = next((name for name, kind in types.kinds.items() if kind.endswith(_MAIN)), None)
    if main is None:
        raise UnknownFormatError
    flow = Flow()
    parse(archive, main.removeprefix("/"), _Text(flow))
    if _CORE in archive.NameToInfo:
        parse(archive, _CORE, _Core(flow))
    return flow


class _Types:
    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        if "PartName" in attributes:
            self.kinds[attributes["PartName"]] = attributes.get("ContentType", "")

    def data(self, text: str) -> None:
        """No text counts here."""

    def end(self, tag: str) -> None:
        """Nor where an element ends."""


class _Text:
    """Reads `word/document.xml`; text counts only inside `w:t`."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.skipped = 0
        self.reading = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.skipped or tag in _SKIPPED:
            self.skipped += 1
        elif tag in _KNOWN:
            self._begin(_KNOWN[tag], attributes)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self.reading = True
        elif name == "p":
            self.flow.open_paragraph()
        elif name in _BREAKS:
            self.flow.add(_BREAKS[name])
        elif name == "bookmarkStart":
            named = _local(attributes)
            self.flow.start_bookmark(named.get("id", ""), named.get("name", ""))
        elif name == "bookmarkEnd":
            self.flow.end_bookmark(_local(attributes).get("id", ""))

    def data(self, text: str) -> None:
        if self.reading and not self.skipped:
            self.flow.add(text)

    def end(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        name = _KNOWN.get(tag)
        if name == "t":
            self.reading = False
        elif name == "p":
            self.flow.close_paragraph()


class _Core:
    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.inside = False

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self.inside = tag == _IDENTIFIER

    def data(self, text: str) -> None:
        if self.inside:
            self.flow.identifiers.append(text)

    def end(self, _tag: str) -> None:
        self.inside = False


def _local(attributes: dict[str, str]) -> dict[str, str]:
    """The attributes by their name without namespace."""
    return {name.rpartition("}")[2]: value for name, value in attributes.items()}
