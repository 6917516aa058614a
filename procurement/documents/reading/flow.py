"""A document as a row of paragraphs with marks in them, whatever the format it came from."""

from dataclasses import dataclass, field
from typing import Final

from procurement.documents.anchors import from_bookmark
from procurement.documents.reading.refusals import TooLongDocumentError, TooManyClausesError

MOST_CHARACTERS: Final = 10_000_000  # some 3,000 pages
MOST_PARAGRAPHS: Final = 100_000
MOST_MARKS: Final = 4_000  # two for each clause


@dataclass(frozen=True, slots=True)
class Mark:
    """The start or end of a bookmark of ours; `at` counts characters of the paragraph."""

    key: str
    name: str
    at: int
    opens: bool


@dataclass(slots=True)
class Paragraph:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


class Flow:
    """Collects while a parser reads; a text box inside a paragraph holds paragraphs of its own."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.identifiers: list[str] = []
        self._length = 0
        self._open: list[Paragraph] = []
        self._early: list[tuple[str, str]] = []
        self._named: dict[str, str] = {}

    def open_paragraph(self) -> None:
        made = Paragraph()
        made.marks = [Mark(key, name, 0, opens=True) for key, name in self._early]
        self._early = []
        self.paragraphs.append(made)
        if len(self.paragraphs) > MOST_PARAGRAPHS:
            raise TooLongDocumentError
        self._open.append(made)

    def close_paragraph(self) -> None:
        if self._open:
            self._open.pop()

    def add(self, text: str) -> None:
        self._length += len(text)
        if self._length > MOST_CHARACTERS:
            raise TooLongDocumentError
        if self._open:
            self._open[-1].add(text)

    def start_bookmark(self, key: str, name: str) -> None:
        """Between paragraphs it belongs to the next one."""
        if from_bookmark(name) is None:
            return
        self._named[key] = name
        if len(self._named) * 2 > MOST_MARKS:
            raise TooManyClausesError
        if self._open:
            here = self._open[-1]
            here.marks.append(Mark(key, name, here.length, opens=True))
        else:
            self._early.append((key, name))

    def end_bookmark(self, key: str) -> None:
        """Between paragraphs it belongs to the one before."""
        name = self._named.get(key)
        here = self._open[-1] if self._open else next(reversed(self.paragraphs), None)
        if name is not None and here is not None:
            here.marks.append(Mark(key, name, here.length, opens=False))
