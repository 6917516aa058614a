"""From dates and values to coordinates, and the marks on the axes."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.formats import date_format
from django.utils.translation import pgettext

from slimsamenwerken.core.charts.measure import text_width

MONTH, QUARTER, YEAR = "month", "quarter", "year"
_LAST_ORDINAL = date.max.toordinal() + 1
_MONTHS_UP_TO_DAYS = 400
_QUARTERS_UP_TO_DAYS = 1130


@dataclass(frozen=True)
class DayScale:
    """Days to x. `first` is the ordinal of the first day, `end` that of the day after the last:
    a last day is drawn up to its end, so a year fills exactly its band."""

    first: int
    end: int
    left: float
    right: float

    def at(self, ordinal: int) -> float:
        span = max(self.end - self.first, 1)
        share = (min(max(ordinal, self.first), self.end) - self.first) / span
        return round(self.left + share * (self.right - self.left), 2)

    def start_of(self, day: date) -> float:
        return self.at(day.toordinal())

    def end_of(self, day: date) -> float:
        return self.at(day.toordinal() + 1)


@dataclass(frozen=True)
class LinearScale:
    """Values to a coordinate; works upwards too (`start` below `end` or not)."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, value: Decimal | int) -> float:
        span = self.high - self.low
        share = float((Decimal(value) - self.low) / span) if span else 0.0
        return round(self.start + share * (self.end - self.start), 2)


@dataclass(frozen=True)
class Band:
    """A stretch of the time axis: a month, a quarter, a year or a few years."""

    first: int
    end: int
    label: str
    year: int


@dataclass(frozen=True)
class TimeAxis:
    unit: str
    bands: tuple[Band, ...]

    @property
    def years(self) -> list[Band]:
        """Months and quarters taken together by year, for the second line of the axis."""
        found: list[Band] = []
        for band in self.bands:
            if found and found[-1].year == band.year:
                last = found.pop()
                found.append(Band(last.first, band.end, last.label, band.year))
            else:
                found.append(Band(band.first, band.end, str(band.year), band.year))
        return found


def time_axis(first: date, last: date, width: float) -> TimeAxis:
    """Bands that cover first up to and including last: months, quarters or years by the span,
    and as many years together as the labels need in `width` units."""
    days = last.toordinal() - first.toordinal() + 1
    if days <= _MONTHS_UP_TO_DAYS:
        return TimeAxis(MONTH, _month_bands(first, last, 1))
    if days <= _QUARTERS_UP_TO_DAYS:
        return TimeAxis(QUARTER, _month_bands(first, last, 3))
    return TimeAxis(YEAR, _year_bands(first.year, last.year, width))


def shift(day: date, days: int) -> date:
    """So many days later; the day itself where the calendar ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _month_start(index: int) -> int:
    year, month = divmod(index, 12)
    return date(year, month + 1, 1).toordinal() if year <= date.max.year else _LAST_ORDINAL


def _month_bands(first: date, last: date, step: int) -> tuple[Band, ...]:
    start = (first.year * 12 + first.month - 1) // step * step
    bands = []
    for index in range(start, last.year * 12 + last.month, step):
        begins = _month_start(index)
        day = date.fromordinal(begins)
        if step == 1:
            label = date_format(day, "b")
        else:
            label = pgettext("chart", "Q%(quarter)s") % {"quarter": index % 12 // 3 + 1}
        bands.append(Band(begins, _month_start(index + step), label, day.year))
    return tuple(bands)


def _year_bands(first: int, last: int, width: float) -> tuple[Band, ...]:
    step = _year_step(first, last, width)
    bands = []
    for year in range(first // step * step, last + 1, step):
        begins = max(year, date.min.year)
        label = str(begins) if step == 1 else f"{begins}–{year + step - 1}"
        bands.append(
            Band(_month_start(begins * 12), _month_start((year + step) * 12), label, begins)
        )
    return tuple(bands)


def _year_step(first: int, last: int, width: float) -> int:
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000):
        label = "2000" if step == 1 else "2000–2009"
        bands = last // step - first // step + 1
        if bands * (text_width(label) + 8) <= width:
            return step
    return 2500


def nice_ticks(low: Decimal, high: Decimal, *, intervals: int = 5) -> list[Decimal]:
    """Round values from at or below `low` to at or above `high`, zero among them when it lies
    between. Steps are 1, 2 or 5 times a power of ten; decimal arithmetic, so no 0.30000000004."""
    if low > high:
        low, high = high, low
    if low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        return [Decimal(0), Decimal(1)]
    step = _nice_step((high - low) / intervals)
    start = (low / step).to_integral_value(ROUND_FLOOR)
    stop = (high / step).to_integral_value(ROUND_CEILING)
    return [step * n for n in range(int(start), int(stop) + 1)]


def _nice_step(raw: Decimal) -> Decimal:
    power = Decimal(1).scaleb(raw.adjusted())
    for factor in (1, 2, 5):
        if raw <= power * factor:
            return power * factor
    return power * 10
