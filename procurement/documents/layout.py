"""The document as blocks, once for every format that is read as pages (DOCX, ODT, PDF)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from procurement.documents import words
from procurement.documents.anchors import bookmark, visible_code
from procurement.documents.content import Clause, Extract, Lot

Look = Literal["body", "about", "note"]


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 to 3 below the title; numbers are part of the text. `fresh`: on a new page."""

    level: int
    text: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, opened by a label in bold where there is one. `leads`: a list follows."""

    text: str
    label: str = ""
    look: Look = "body"
    leads: bool = False


@dataclass(frozen=True, slots=True)
class ClauseText:
    """The exported text with its first two anchors; a newline in it is a line break."""

    text: str
    bookmark: str
    code: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """`to` is the bookmark of a clause that the cell links to."""

    text: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are parts of the line; the columns named in `numeric` stand to the right."""

    caption: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...] = ()


Block = Heading | Text | ClauseText | Bullets | Table
_ORDER: Final = {code: place for place, code in enumerate(words.TYPES)}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A clause with its place in the document: "2.1.3"."""

    number: str
    lot: Lot
    clause: Clause

    @property
    def bookmark(self) -> str:
        return bookmark(self.clause.code, self.clause.version, self.lot.number)


def numbered(extract: Extract) -> list[tuple[Lot, list[tuple[str, str, list[Numbered]]]]]:
    """Per lot its parts (number, type, clauses) in the order of a specification."""
    return [
        (lot, [_part(lot, place, code, clauses) for place, (code, clauses) in _by_type(lot)])
        for lot in extract.lots
    ]


def _by_type(lot: Lot) -> Iterator[tuple[int, tuple[str, list[Clause]]]]:
    ordered = sorted(lot.clauses, key=lambda clause: _ORDER.get(clause.type_code, len(_ORDER)))
    grouped = groupby(ordered, key=lambda clause: clause.type_code)
    return enumerate(((code, list(clauses)) for code, clauses in grouped), start=1)


def _part(
    lot: Lot, place: int, code: str, clauses: list[Clause]
) -> tuple[str, str, list[Numbered]]:
    number = f"{lot.number}.{place}"
    held = [Numbered(f"{number}.{row}", lot, clause) for row, clause in enumerate(clauses, start=1)]
    return number, code, held


def title(extract: Extract) -> str:
    return extract.title or words.SUBJECT


def blocks(extract: Extract) -> list[Block]:
    """Everything below the title."""
    return [
        Text(words.lead(extract)),
        Text(words.KEEP_CODES),
        *[Text(value, label=label, look="about") for label, value in words.about(extract)],
        *_overview(extract),
        *_lots(extract),
        *_for_author(extract),
        *_sources(extract),
    ]


def _overview(extract: Extract) -> Iterator[Block]:
    yield Heading(1, words.OVERVIEW)
    alone = len(extract.lots) == 1
    for lot, parts in numbered(extract):
        held = [each for _number, _code, clauses in parts for each in clauses]
        weighted = any(each.clause.weight is not None for each in held)
        yield Table(
            caption=words.lot_title(lot, alone=alone),
            head=("Nr.", "Clausule", "Code", "Soort", *(["Punten"] if weighted else [])),
            widths=(8, 37, 15, 29, 11) if weighted else (8, 47, 16, 29),
            rows=tuple(_overview_row(each, weighted=weighted) for each in held),
            numeric=(4,) if weighted else (),
        )


def _overview_row(each: Numbered, *, weighted: bool) -> tuple[Cell, ...]:
    clause = each.clause
    weight = words.number(clause.weight) if clause.weight is not None else "–"
    return (
        Cell(each.number),
        Cell(clause.title, to=each.bookmark),
        Cell(f"{clause.code} v{clause.version}"),
        Cell(words.type_label(clause.type_code)),
        *([Cell(weight)] if weighted else []),
    )


def _lots(extract: Extract) -> Iterator[Block]:
    alone = len(extract.lots) == 1
    for lot, parts in numbered(extract):
        yield Heading(1, f"{lot.number}. {words.lot_title(lot, alone=alone)}", fresh=True)
        if not parts:
            yield Text("Dit perceel bevat geen clausules.")
        for number, code, clauses in parts:
            yield Heading(2, f"{number} {words.type_heading(code)}")
            for each in clauses:
                yield from _clause(each)


def _clause(each: Numbered) -> Iterator[Block]:
    clause = each.clause
    yield Heading(3, f"{each.number} {clause.title}")
    code = visible_code(clause.code, clause.version, clause.valid_from)
    yield ClauseText(clause.text, each.bookmark, code)
    if clause.weight is not None:
        yield Text(words.weight(clause, each.lot), label="Gewicht")
    if clause.scoring is not None:
        yield Text(words.scoring(clause.scoring), label="Beoordeling")
        if clause.scoring.worked_example:
            yield Text(clause.scoring.worked_example, label="Voorbeeld")
    if any(asked.data_type != "boolean" for asked in clause.requirements):
        yield from _listed("Te controleren", words.requirement_groups(clause))
    yield from _listed("Bewijs", [words.evidence(shown) for shown in clause.evidence])


def _listed(label: str, items: list[str]) -> Iterator[Block]:
    if len(items) == 1:
        yield Text(items[0], label=label)
    elif items:
        yield Text("", label=label, leads=True)
        yield Bullets(tuple(items))


def _for_author(extract: Extract) -> Iterator[Block]:
    """Notes of the extract, of its lots and of its clauses; absent when there are none."""
    alone = len(extract.lots) == 1
    found = [Text(note, look="note") for note in extract.notes]
    for lot in extract.lots:
        name = "" if alone else words.lot_title(lot, alone=False)
        found += [Text(note, label=name, look="note") for note in lot.notes]
        for clause in lot.clauses:
            own = [f"Eigen formulering: {clause.own_wording}"] if clause.own_wording else []
            label = f"{clause.code} {clause.title}"
            found += [Text(note, label=label, look="note") for note in (*own, *clause.notes)]
    if found:
        yield Heading(1, words.FOR_AUTHOR, fresh=True)
        yield Text(words.FOR_AUTHOR_LEAD)
        yield from dict.fromkeys(found)


def _sources(extract: Extract) -> Iterator[Block]:
    rows = [
        (
            Cell(f"{clause.code} v{clause.version}"),
            Cell(f"{source.text} ({source.badge})" if source.badge else source.text),
            Cell(source.locator or "–"),
        )
        for _lot, clause in extract.clauses()
        for source in clause.sources
    ]
    if rows:
        yield Heading(1, words.SOURCES)
        yield Table(
            caption="Waar elke clausule op steunt",
            head=("Code", "Bron", "Vindplaats"),
            widths=(16, 62, 22),
            rows=tuple(dict.fromkeys(rows)),
        )
    yield Text(words.colophon(extract), look="note")
