"""The legal pages: dated versions of Dutch texts, and the check that no heading stays empty.

The words are content of the owner, not interface: they are Dutch in every language of the
interface. They live in `legal_texts.py`; a new version is added, an old one is never changed.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Link:
    """A link under a section: words and address."""

    label: str
    url: str


@dataclass(frozen=True)
class Table:
    """Rows under their columns; the first cell names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs, points, table and links, in this order."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: Table | None = None
    links: tuple[Link, ...] = ()

    @property
    def is_empty(self) -> bool:
        words = [*self.paragraphs, *self.points]
        has_rows = self.table is not None and bool(self.table.rows)
        return not any(text.strip() for text in words) and not has_rows

    @property
    def anchor(self) -> str:
        return self.heading.lower().replace(" ", "-")


@dataclass(frozen=True)
class Version:
    """A text as it counts from `valid_from`; a draft waits for the owner's approval."""

    valid_from: date
    is_draft: bool
    lead: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class LegalPage:
    """A page with all its versions. `headings`: those the law prescribes, in their order."""

    key: str
    title: str
    versions: tuple[Version, ...]
    headings: tuple[str, ...] = ()

    def version_on(self, day: date) -> Version:
        """The version that counted on `day`; before the first one: the first one."""
        ordered = sorted(self.versions, key=lambda version: version.valid_from)
        past = [version for version in ordered if version.valid_from <= day]
        return past[-1] if past else ordered[0]


ACCESSIBILITY_HEADINGS = (
    "Nalevingsstatus",
    "Niet-toegankelijke inhoud",
    "Opstelling van deze verklaring",
    "Feedback en contact",
    "Handhavingsprocedure",
)


def faults_of(page: LegalPage) -> list[str]:
    """What keeps this page from being published: empty parts, headings missing or out of order."""
    days = [version.valid_from for version in page.versions]
    faults = [] if page.versions else [f"{page.key}: there is no text."]
    faults += [f"{page.key} {day}: two versions count from this day." for day in _twice(days)]
    for version in page.versions:
        faults += [f"{page.key} {version.valid_from}: {fault}" for fault in _faults(page, version)]
    return faults


def _twice(days: list[date]) -> list[date]:
    return sorted({day for day in days if days.count(day) > 1})


def _faults(page: LegalPage, version: Version) -> list[str]:
    found = tuple(section.heading for section in version.sections)
    faults = [] if version.sections else ["there is no text."]
    if page.headings and found != page.headings:
        faults.append(f"the headings are {found}.")
    return faults + [
        f"nothing stands under “{section.heading}”."
        for section in version.sections
        if section.is_empty or not section.heading.strip()
    ]
