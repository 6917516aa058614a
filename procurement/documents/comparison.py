"""What became of the clauses of an extract in a document that was read back.

Only the buyer's text is judged here; what happened to the criteria since is for the catalogue.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from procurement.documents.content import Extract
from procurement.documents.reading import ReadClause, Reading
from procurement.documents.reading.clauses import FoundBy
from procurement.documents.worddiff import Segment, word_diff
from procurement.documents.wording import normalised, text_hash

Status = Literal["identical", "edited", "missing"]
LIKENESS_UP_TO: Final = 4_000  # characters; likeness of longer texts would take seconds


@dataclass(frozen=True, slots=True)
class Exported:
    """A clause as it was exported, from an extract or, without one, from the catalogue."""

    code: str
    version: int
    text: str
    lot: int = 1


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text that stands under the code, and its words against the exported ones."""

    text: str
    found_by: FoundBy
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ComparedClause:
    """`found` is empty when missing, and holds more than one text when a code stands above two."""

    exported: Exported
    status: Status
    found: tuple[FoundText, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`clauses` in the order of the export; `unknown` were read but not exported: codes of
    another extract, another version, or none that the catalogue knows."""

    clauses: tuple[ComparedClause, ...]
    unknown: tuple[ReadClause, ...]


def exported_clauses(extract: Extract) -> tuple[Exported, ...]:
    return tuple(
        Exported(clause.code, clause.version, clause.text, lot.number)
        for lot, clause in extract.clauses()
    )


def compare(exported: Iterable[Exported], reading: Reading) -> Comparison:
    """Each exported clause with the text found for it."""
    asked = list(exported)
    known = {(each.code, each.version) for each in asked}
    unknown = tuple(c for c in reading.clauses if (c.code, c.version) not in known)
    shared = _shared_out(asked, [c for c in reading.clauses if (c.code, c.version) in known])
    compared = [_compared(each, shared[row], reading) for row, each in enumerate(asked)]
    return Comparison(tuple(compared), unknown)


def _shared_out(asked: Sequence[Exported], read: list[ReadClause]) -> list[list[ReadClause]]:
    """Which read clauses belong to which exported one: the lot decides, then an equal text, then
    the order. What is left over stands under a code that has a text already."""
    shares: list[list[ReadClause]] = [[] for _each in asked]
    rest = list(read)
    for fits in (_of_lot, _of_text, _of_code):
        for row, each in enumerate(asked):
            match = None if shares[row] else next((c for c in rest if fits(each, c)), None)
            if match is not None:
                rest.remove(match)
                shares[row].append(match)
    for clause in rest:
        rows = [row for row, each in enumerate(asked) if _of_code(each, clause)]
        shares[next((r for r in rows if _of_lot(asked[r], clause)), rows[0])].append(clause)
    return shares


def _of_code(each: Exported, clause: ReadClause) -> bool:
    return (each.code, each.version) == (clause.code, clause.version)


def _of_lot(each: Exported, clause: ReadClause) -> bool:
    return _of_code(each, clause) and clause.lot == each.lot


def _of_text(each: Exported, clause: ReadClause) -> bool:
    return _of_code(each, clause) and clause.lot is None and _equal(each, clause) is not None


def _equal(each: Exported, clause: ReadClause) -> str | None:
    """The reading of a clause that is the exported text."""
    wanted = text_hash(each.text)
    return next((t for t in (clause.text, *clause.variants) if text_hash(t) == wanted), None)


def _compared(each: Exported, read: list[ReadClause], reading: Reading) -> ComparedClause:
    found = {normalised(text.text): text for text in (_found(each, clause) for clause in read)}
    if not found and normalised(each.text) in reading.text:
        # Both anchors are gone, but the words are there.
        found = {"": FoundText(each.text, "text", word_diff(each.text, each.text))}
    wanted = text_hash(each.text)
    same = all(text_hash(text.text) == wanted for text in found.values())
    status: Status = "missing" if not found else "identical" if same else "edited"
    return ComparedClause(each, status, tuple(found.values()))


def _found(each: Exported, clause: ReadClause) -> FoundText:
    """The reading that is the exported text, else the one most like it."""
    text = _equal(each, clause)
    if text is None:
        text = max((clause.text, *clause.variants), key=lambda one: _likeness(each.text, one))
    segments = word_diff(normalised(each.text), normalised(text))
    return FoundText(text, clause.found_by, segments)


def _likeness(one: str, other: str) -> float:
    """Between 0 and 1 by shared characters in any order; long texts by their length alone."""
    if max(len(one), len(other)) > LIKENESS_UP_TO:
        return min(len(one), len(other)) / max(len(one), len(other))
    return SequenceMatcher(None, one, other, autojunk=False).quick_ratio()
