"""Reporting periods: their keys, their days, and the moment their report is due. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from slimsamenwerken.core.schedules import first_instant
from slimsamenwerken.reports.blocks import Period

MONTHS = {"quarter": 3, "half_year": 6, "year": 12}
LETTERS = {"quarter": "K", "half_year": "H"}


def period_of(cadence: str, day: date) -> Period:
    """The period in which a day falls."""
    months = MONTHS[cadence]
    index = (day.month - 1) // months
    first = date(day.year, index * months + 1, 1)
    return Period(_key(cadence, first), first, _last(first, months), _label(cadence, first))


def _key(cadence: str, first: date) -> str:
    if cadence == "year":
        return str(first.year)
    return f"{first.year}-{LETTERS[cadence]}{(first.month - 1) // MONTHS[cadence] + 1}"


def _label(cadence: str, first: date) -> str:
    number = (first.month - 1) // MONTHS[cadence] + 1
    words = {"quarter": f"kwartaal {number} van ", "half_year": f"halfjaar {number} van "}
    return f"{words.get(cadence, '')}{first.year}"


def _last(first: date, months: int) -> date:
    beyond = first.month - 1 + months
    return date(first.year + beyond // 12, beyond % 12 + 1, 1) - timedelta(days=1)


def read_period(key: str) -> tuple[str, Period]:
    """(cadence, period) of a key such as 2015, 2015-K3 or 2015-H1; raises ValueError."""
    year, _dash, part = key.partition("-")
    if not part:
        return "year", period_of("year", date(int(year), 1, 1))
    cadence = next((name for name, letter in LETTERS.items() if part[0] == letter), "")
    months = MONTHS[cadence] if cadence else 0
    number = int(part[1:])
    if not months or not 1 <= number <= 12 // months:
        raise ValueError(key)
    return cadence, period_of(cadence, date(int(year), (number - 1) * months + 1, 1))


def period_until(as_of: date) -> Period:
    """For a report on any day: the year up to and including that day."""
    first = date(as_of.year, 1, 1)
    whole = as_of == date(as_of.year, 12, 31)
    key = str(as_of.year) if whole else as_of.isoformat()
    label = str(as_of.year) if whole else f"{as_of.year} tot en met de peildatum"
    return Period(key, first, as_of, label)


def next_period(cadence: str, period: Period) -> Period:
    return period_of(cadence, period.last + timedelta(days=1))


@dataclass(frozen=True)
class Due:
    period: Period
    at: datetime


def due_at(period: Period, offset_days: int, local_time: time) -> datetime:
    """The moment the report of a period is made.

    A 29 February does not count, so that a yearly report falls on the same day each year. A local
    time that the clock skips becomes the first one after it; of a doubled one the first.
    """
    day = period.last + timedelta(days=offset_days)
    if any(_is_leap_day(period.last + timedelta(days=n)) for n in range(1, offset_days + 1)):
        day += timedelta(days=1)
    return first_instant(day, local_time)


def _is_leap_day(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


def due_periods(
    cadence: str, first_key: str, offset_days: int, local_time: time, now: datetime
) -> list[Due]:
    """Every period from the first whose report is due by now, oldest first."""
    period = read_period(first_key)[1]
    found = []
    while (moment := due_at(period, offset_days, local_time)) <= now:
        found.append(Due(period, moment))
        period = next_period(cadence, period)
    return found
