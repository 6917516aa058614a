"""Reads a specification back: DOCX, ODT or pasted text, in the order of §9.2."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from procurement.documents.anchors import extract_id_in
from procurement.documents.reading import docx, odt, opening
from procurement.documents.reading.clauses import ReadClause, find_clauses, whole_text
from procurement.documents.reading.flow import Flow
from procurement.documents.reading.refusals import (
    RefusedFileError,
    TooMuchTextError,
    UnknownFormatError,
)

__all__ = ["MOST_BYTES", "ReadClause", "Reading", "RefusedFileError", "read_file", "read_pasted"]

MOST_BYTES: Final = opening.MOST_BYTES
MOST_CHARACTERS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found. `extract_id` is None when neither a property nor the text tells it;
    `text` is everything, normalised."""

    clauses: tuple[ReadClause, ...]
    extract_id: UUID | None
    text: str


def read_file(content: bytes) -> Reading:
    """Read the bytes of a DOCX or ODT, told apart by their content, not by a name.

    Raises a RefusedFileError whose `message` is for the buyer. Look at the size of an upload
    (`MOST_BYTES`) before reading it into memory.
    """
    with opening.open_archive(content) as archive:
        if opening.read_small(archive, "mimetype").strip() in odt.KINDS:
            return _reading(odt.read(archive))
        if docx.TYPES in archive.NameToInfo:
            return _reading(docx.read(archive))
    raise UnknownFormatError


def read_pasted(text: str) -> Reading:
    """Read text from a clipboard or a mail; each line counts as a paragraph."""
    if len(text) > MOST_CHARACTERS:
        raise TooMuchTextError
    flow = Flow()
    for line in text.splitlines():
        flow.open_paragraph()
        flow.add(line)
        flow.close_paragraph()
    return _reading(flow)


def _reading(flow: Flow) -> Reading:
    """The property tells the extract; without it, the line with its id at the end of the text."""
    text = whole_text(flow)
    named = "".join(flow.identifiers)
    return Reading(find_clauses(flow), extract_id_in(named) or _extract_line(text), text)


def _extract_line(text: str) -> UUID | None:
    _before, found, after = text.rpartition("Uittreksel ")
    return extract_id_in(after[:40]) if found else None
