"""Extracts as files, and specifications read back: the part of procurement that needs no database.

Write:

- `Extract`, `Lot`, `Clause` and what they hold (`content.py`): build one from a basket, with text
  that passed `core.text.clean_text`; `to_json` / `from_json` store it and read it back.
- `content_hash(extract)`: equal for equal content, so that an extract is made once (§9.5). Id,
  moment and release are not part of it.
- `FORMATS` and `render(extract, key)`: the bytes of "docx", "odt", "xlsx", "pdf" or "jsonld". The
  same extract and release give the same bytes in every process (§9.4).
- `text_hash(text)`: the identity of a wording (§9.3).

Read:

- `read_file(content)` and `read_pasted(text)` give a `Reading`: clauses with code, version and
  text, and the id of the extract if it is told. Both raise `RefusedFileError`, whose `message` is
  for the buyer, `code` for the API and `status` 400 or 413. Check an upload's size against
  `MOST_BYTES` before reading it into memory.
- `compare(exported_clauses(extract), reading)` tells per clause: identical, edited or missing, with
  the words that changed, and lists what was read but not exported. Where the extract is unknown,
  make `Exported` of the catalogue's texts for the codes that were read.
- `word_diff(old, new)`: segments "same", "del" and "ins", also for two versions of a criterion.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from procurement.documents.comparison import (
    ComparedClause,
    Comparison,
    Exported,
    FoundText,
    compare,
    exported_clauses,
)
from procurement.documents.content import (
    Clause,
    Evidence,
    Extract,
    Lot,
    Requirement,
    Scoring,
    Source,
    Step,
    content_hash,
    from_json,
    to_json,
)
from procurement.documents.reading import (
    MOST_BYTES,
    ReadClause,
    Reading,
    RefusedFileError,
    read_file,
    read_pasted,
)
from procurement.documents.worddiff import Segment, word_diff
from procurement.documents.wording import normalised, text_hash
from procurement.documents.writing import docx, jsonld, odt, pdf, xlsx

__all__ = [
    "FORMATS", "MOST_BYTES", "Clause", "ComparedClause", "Comparison", "Evidence", "Exported",
    "Extract", "Format", "FoundText", "Lot", "ReadClause", "Reading", "RefusedFileError",
    "Requirement", "Scoring", "Segment", "Source", "Step", "compare", "content_hash",
    "exported_clauses", "from_json", "normalised", "read_file", "read_pasted", "render", "text_hash",
    "to_json", "word_diff",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """`key` is also the ending of the file's name; `purpose` says what the format is for."""

    key: str
    label: str
    purpose: str
    content_type: str
    render: Callable[[Extract], bytes]


FORMATS: Final = {
    found.key: found
    for found in (
        Format("docx", "DOCX", "voor Word", docx.CONTENT_TYPE, docx.render),
        Format("odt", "ODT", "voor LibreOffice", odt.CONTENT_TYPE, odt.render),
        Format(
            "xlsx", "XLSX", "antwoordblad en puntentabel", xlsx.CONTENT_TYPE, xlsx.render,
        ),
        Format("pdf", "PDF", "om te lezen en af te drukken", pdf.CONTENT_TYPE, pdf.render),
        Format("jsonld", "JSON-LD", "voor andere toepassingen", jsonld.CONTENT_TYPE, jsonld.render),
    )
}  # fmt: skip


def render(extract: Extract, key: str) -> bytes:
    """The file of an extract; KeyError for an unknown format.

    It is written from the stored form: an extract from memory and one from the database, which
    went through JSON, may not differ in a decimal or an accent.
    """
    return FORMATS[key].render(from_json(to_json(extract)))
