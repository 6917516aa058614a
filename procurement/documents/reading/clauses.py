"""Finds the clauses in a flow of paragraphs: by bookmark, else by visible code (§9.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from procurement.documents.anchors import VISIBLE, Anchor, from_bookmark, from_visible
from procurement.documents.reading.flow import Flow, Mark
from procurement.documents.reading.refusals import TooManyClausesError
from procurement.documents.wording import normalised, text_hash

MOST_CLAUSES: Final = 2_000
LINES_BEFORE: Final = 8  # pasted text breaks a clause over lines; this many may belong to it

FoundBy = Literal["bookmark", "code", "text"]


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause as it stands in the document, without its code.

    `lot` is known from a bookmark only. `variants` are other ways to see where the text begins and
    ends, which a comparison may prefer; `text` is the likeliest.
    """

    code: str
    version: int
    lot: int | None
    text: str
    found_by: FoundBy
    variants: tuple[str, ...] = ()

    @property
    def text_hash(self) -> str:
        return text_hash(self.text)


@dataclass(frozen=True, slots=True)
class _Code:
    """A visible code in a paragraph."""

    anchor: Anchor
    start: int
    end: int


@dataclass(slots=True)
class _Line:
    """A paragraph with what was found in it; `taken` are the codes that a bookmark covers."""

    text: str
    marks: list[Mark]
    codes: list[_Code]
    taken: set[int]


@dataclass(frozen=True, slots=True)
class _Range:
    """From the start of a bookmark to its end: paragraph and character."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]


def find_clauses(flow: Flow) -> tuple[ReadClause, ...]:
    """In the order of the document; a bookmark that occurs twice with one text counts once."""
    lines = [_line(paragraph.text, paragraph.marks) for paragraph in flow.paragraphs]
    if sum(len(line.codes) for line in lines) > MOST_CLAUSES:
        raise TooManyClausesError
    placed = [*_by_bookmark(lines), *_by_code(lines)]
    found: dict[object, ReadClause] = {}
    for place, clause in sorted(placed, key=lambda pair: pair[0]):
        # Two lots may hold the same clause, and a visible code does not tell which.
        once = clause.found_by == "bookmark"
        key = (clause.code, clause.version, clause.lot, clause.text_hash) if once else place
        found.setdefault(key, clause)
    return tuple(found.values())


def _line(text: str, marks: list[Mark]) -> _Line:
    codes = [_Code(from_visible(m), m.start(), m.end()) for m in VISIBLE.finditer(text)]
    return _Line(text, marks, codes, set())


# ── bookmarks ────────────────────────────────────────────────────────────────────────────────────
def _by_bookmark(lines: list[_Line]) -> Iterator[tuple[tuple[int, int], ReadClause]]:
    for found in _ranges(lines):
        anchor = from_bookmark(found.name)
        text = _text_of(lines, found, anchor) if anchor else ""
        if anchor and text:
            clause = ReadClause(anchor.code, anchor.version, anchor.lot, text, "bookmark")
            yield found.first, clause


def _ranges(lines: list[_Line]) -> Iterator[_Range]:
    """Bookmarks with a start and an end; what lacks one of them is left to the visible code."""
    begun: dict[str, tuple[str, tuple[int, int]]] = {}
    for row, line in enumerate(lines):
        for mark in line.marks:
            if mark.opens:
                begun[mark.key] = (mark.name, (row, mark.at))
            elif mark.key in begun:
                name, first = begun.pop(mark.key)
                yield _Range(name, first, (row, mark.at))


def _text_of(lines: list[_Line], found: _Range, anchor: Anchor) -> str:
    """The text of a range up to the ends of its paragraphs: words typed at its edge count too.

    Nothing when the range is empty or holds the code of another clause, for then somebody moved
    things about and the visible codes tell more.
    """
    (top, start), (bottom, end) = found.first, found.last
    if (top, start) == (bottom, end) or bottom < top:
        return ""
    start = _free_before(lines[top], found, start)
    end = _free_after(lines[bottom], found, end)
    pieces = []
    covered: list[tuple[_Line, _Code]] = []
    for row in range(top, bottom + 1):
        line = lines[row]
        first = start if row == top else 0
        last = end if row == bottom else len(line.text)
        covered += [(line, c) for c in line.codes if first <= c.start and c.end <= last]
        pieces.append(VISIBLE.sub(" ", line.text[first:last]))
    if any(not _same(code.anchor, anchor) for _line, code in covered):
        return ""
    for line, code in covered:
        line.taken.add(code.start)
    return _trimmed("\n".join(pieces))


def _free_before(line: _Line, found: _Range, start: int) -> int:
    """Where the text before a bookmark begins: at the line's start, or after another anchor."""
    others = [mark.at for mark in line.marks if mark.name != found.name and mark.at <= start]
    others += [code.end for code in line.codes if code.end <= start]
    return max(others, default=0)


def _free_after(line: _Line, found: _Range, end: int) -> int:
    """Where the text after a bookmark ends. What precedes the code of another is of the other, so
    nothing is added then but the own code."""
    anchor = from_bookmark(found.name)
    own, foreign = end, False
    for code in line.codes:
        if code.start >= end and not foreign:
            foreign = not (anchor and _same(code.anchor, anchor))
            own = own if foreign else code.end
    others = [mark.at for mark in line.marks if mark.name != found.name and mark.at >= end]
    return own if foreign else min(others, default=len(line.text))


def _same(one: Anchor, other: Anchor) -> bool:
    return (one.code, one.version) == (other.code, other.version)


# ── visible codes ────────────────────────────────────────────────────────────────────────────────
def _by_code(lines: list[_Line]) -> Iterator[tuple[tuple[int, int], ReadClause]]:
    for row, line in enumerate(lines):
        for place, code in enumerate(line.codes):
            if code.start not in line.taken:
                texts = [text for text in _readings(lines, row, place) if text]
                if texts:
                    anchor = code.anchor
                    clause = ReadClause(
                        anchor.code, anchor.version, None, texts[0], "code", tuple(texts[1:])
                    )
                    yield (row, code.start), clause


def _readings(lines: list[_Line], row: int, place: int) -> list[str]:
    """The text before the code in its line, with what follows it, and with the lines above."""
    line = lines[row]
    code = line.codes[place]
    start = line.codes[place - 1].end if place else 0
    head = _trimmed(line.text[start : code.start])
    last = place == len(line.codes) - 1
    tail = _trimmed(line.text[code.end :]) if last else ""
    found = [f"{head} {tail}".strip() if head and tail else head, head]
    if not place:
        found += _with_lines_above(lines, row, head)
    return list(dict.fromkeys(found))


def _with_lines_above(lines: list[_Line], row: int, head: str) -> Iterator[str]:
    """The text grown upwards line by line, until another clause or too many lines."""
    text = head
    for above in reversed(lines[max(0, row - LINES_BEFORE) : row]):
        if above.codes or above.marks:
            return
        if above.text.strip():
            text = f"{_trimmed(above.text)} {text}".strip()
            yield text


_INNER: Final = re.compile(r"[^\S\n]+")


def _trimmed(text: str) -> str:
    """One space between words; line breaks stay, for who reads it."""
    lines = (_INNER.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def whole_text(flow: Flow) -> str:
    """Everything that was read, normalised, to look for a text whose anchors are lost."""
    joined = "\n".join(paragraph.text for paragraph in flow.paragraphs)
    return normalised(VISIBLE.sub(" ", joined))
