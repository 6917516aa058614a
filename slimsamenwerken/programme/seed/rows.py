"""The shapes of the start data: frozen rows that know no database.

A date is a `When`: the last day of the stated period, how precise the source is, and for a period
of several years its first day.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

SOURCE = "Brontekst Slim samenwerken"
# The text carries no date: its last figure is of September 2015 and 2016 is still to come.
REFERENCE_DAY = date(2015, 12, 31)
# Year of the first dated fact; domain, lines and actors are known from here on.
FIRST_DAY = date(2013, 1, 1)


@dataclass(frozen=True)
class When:
    """A stated date; precision is a code of core.precision."""

    last: date
    precision: str = "day"
    first: date | None = None

    @property
    def known_from(self) -> date:
        """From when a thing of this period counts: its first day, never after the text itself."""
        starts = {
            "year": date(self.last.year, 1, 1),
            "month": self.last.replace(day=1),
            "range": self.first or self.last,
        }
        return min(starts.get(self.precision, self.last), REFERENCE_DAY)


def day(year_: int, month_: int, day_: int) -> When:
    return When(date(year_, month_, day_))


def month(year_: int, month_: int) -> When:
    return When(date(year_, month_, monthrange(year_, month_)[1]), "month")


def year(year_: int) -> When:
    return When(date(year_, 12, 31), "year")


def years(first: int, last: int) -> When:
    return When(date(last, 12, 31), "range", date(first, 1, 1))


def by(year_: int) -> When:
    """No date is stated: at the latest the last day of the year."""
    return When(date(year_, 12, 31), "by")


UNDATED = by(2015)
YEAR_OF_TEXT = "Jaar afgeleid: de brontekst draagt geen datum, peildatum 31 december 2015."
ON_REFERENCE_DAY = When(REFERENCE_DAY)


@dataclass(frozen=True)
class Place:
    """Code of a domain, line or action; `later` names the object within it that an app claims."""

    code: str
    later: str = ""


def at(*codes: str, later: str = "") -> tuple[Place, ...]:
    return tuple(Place(code, later) for code in codes)


@dataclass(frozen=True)
class Fact:
    """One numbered statement. `date_text` is the date as stated, empty when none is."""

    code: str
    text: str
    places: tuple[Place, ...]
    when: When = UNDATED
    date_text: str = ""
    basis: str = ""  # says what was read into the text; filled in makes the row derived


@dataclass(frozen=True)
class Titled:
    """A domain or a line; `facts` are the ids that name it."""

    code: str
    title: str
    short_label: str
    facts: str


@dataclass(frozen=True)
class Version:
    """What is told of an action from a day on. `facts` are the ids that the texts come from."""

    valid_on: date
    facts: tuple[str, ...]
    summary: str
    starts: When | None = None
    ends: When | None = None


@dataclass(frozen=True)
class Action:
    """`continuous` and the status are always derived; `derived` explains any other reading."""

    code: str
    title: str
    summary: str
    status: str = ""
    starts: When | None = None
    ends: When | None = None
    continuous: bool = False
    derived: str = ""
    kind: str = "action"
    earlier: tuple[Version, ...] = ()

    @property
    def line(self) -> str | None:
        return self.code[:3] if self.kind == "action" else None

    @property
    def valid_on(self) -> date:
        """First day of the stated period, else the day of the text; after earlier versions."""
        if self.earlier or self.starts is None:
            return REFERENCE_DAY
        return self.starts.known_from


@dataclass(frozen=True)
class Update:
    """A dated update; its body is the texts of the facts."""

    action: str
    when: When
    facts: tuple[str, ...]
    status: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Plan:
    """A planned day of a milestone."""

    due: When
    reason: str
    original_unknown: bool = False


@dataclass(frozen=True)
class Milestone:
    """A milestone; `reached` is None while it is open. `derived` explains a reading of the date."""

    action: str
    code: str
    title: str
    facts: tuple[str, ...]
    reached: When | None = UNDATED
    is_final: bool = False
    plan: Plan | None = None
    derived: str = ""


@dataclass(frozen=True)
class Measurement:
    value: Decimal
    qualifier: str
    when: When
    facts: str
    period_start: date | None = None
    method_note: str = ""
    derived: str = ""


@dataclass(frozen=True)
class Indicator:
    """Name and definition are always derived; a direction that is not stated stays empty."""

    code: str
    title: str
    definition: str
    unit: str
    level: str
    aggregation: str
    valid_on: date
    measurements: tuple[Measurement, ...]
    basis: str
    direction: str = ""
    actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Actor:
    slug: str
    name: str
    kind: str
    basis: str
    abbreviation: str = ""
    is_group: bool = False
    derived: bool = False
    valid_on: date = FIRST_DAY


@dataclass(frozen=True)
class Participation:
    """`target` is the code of a domain, line or action; `derived` explains what was read into it."""

    target: str
    actor: str
    role: str
    facts: str
    note: str = ""
    since: When | None = None
    until: When | None = None
    derived: str = ""


@dataclass(frozen=True)
class Succession:
    """Doorstart of a line or action in another action."""

    origin: str
    target: str
    facts: str
    kind: str = "continued_in"
    closes: bool = False
    when: When = field(default=UNDATED)


@dataclass(frozen=True)
class Relation:
    origin: str
    kind: str
    target: str
    facts: str
    note: str = ""
    derived: str = ""


@dataclass(frozen=True)
class ActorSuccession:
    origin: str
    target: str
    kind: str
    when: When
    source: str
    basis: str
