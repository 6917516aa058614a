"""From measurements to the one value of an indicator: aggregation over time, gaps named.

Pure: plain rows in, exact decimals out; no query, no clock, no float. Percentages are in percent
(12.5 means 12,5 %).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.numbers import PRECISION, format_percent

STATE: Final = "state"
FLOW: Final = "flow"
CUMULATIVE: Final = "cumulative"
RATIO: Final = "ratio"
LATEST: Final = "latest"

EXACT: Final = "="
DASH: Final = "–"
MINUS: Final = "−"
# Reasons why there is no number; the page prints "–" and the sentence.
NO_BASELINE: Final = "no_baseline"
NO_TARGET: Final = "no_target"
NO_VALUE: Final = "no_value"
NO_DENOMINATOR: Final = "no_denominator"
TARGET_IS_BASELINE: Final = "target_is_baseline"
WRONG_SIDE: Final = "wrong_side"
TOO_EARLY: Final = "too_early"
NO_PERCENT: Final = "no_percent"
NOTHING_COUNTABLE: Final = "nothing_countable"

REASONS: Final[Mapping[str, Promise]] = {
    NO_BASELINE: _("no baseline"),
    NO_TARGET: _("no target"),
    NO_VALUE: _("no measurement"),
    NO_DENOMINATOR: _("no denominator"),
    TARGET_IS_BASELINE: _("target equal to the baseline"),
    WRONG_SIDE: _("target on the wrong side of the baseline"),
    TOO_EARLY: _("cannot be judged yet"),
    NO_PERCENT: _("this direction has no percentage"),
    NOTHING_COUNTABLE: _("nothing to count"),
}

_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_STEP_MONTHS: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Value:
    """A measurement. `dims` empty = the whole; `on` = last day of its period."""

    on: date
    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    qualifier: str = EXACT
    is_baseline: bool = False
    dims: tuple[tuple[str, str], ...] = ()
    period_start: date | None = None
    recorded_at: datetime | None = None
    id: int = 0


def signed(text: str) -> str:
    """A printed number with a real minus sign, as the guides write it."""
    return text.replace("-", MINUS)


@dataclass(frozen=True, slots=True)
class Figure:
    """A percentage, or None with the reason why there is none."""

    value: Decimal | None
    reason: str = ""
    approximate: bool = False

    @property
    def text(self) -> str:
        """ "12,5 %", "−20,0 %", or "–"; never clamped."""
        return DASH if self.value is None else signed(format_percent(self.value))

    @property
    def why(self) -> str | Promise:
        """The reason in words; empty when there is a number."""
        return REASONS[self.reason] if self.reason else ""

    @property
    def mark(self) -> str | Promise:
        """ "benaderend" beside a result of values that are not exact, else empty."""
        return _("approximate") if self.approximate else ""

    @property
    def bar(self) -> Decimal | None:
        """Length of the bar: the value clamped to 0–100."""
        return None if self.value is None else min(max(self.value, Decimal(0)), Decimal(100))


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Headline:
    """The value at a day. `value` None comes with a `reason`.

    `rows`: measurements used; `excluded`: rows in the window that could not count (no
    denominator); `missing`: periods without a value; `falls`: a cumulative series went down.
    """

    value: Decimal | None
    reason: str = ""
    qualifier: str = EXACT
    rows: tuple[Value, ...] = ()
    excluded: tuple[Value, ...] = ()
    missing: tuple[Period, ...] = ()
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    falls: bool = False

    @property
    def approximate(self) -> bool:
        return self.qualifier != EXACT


def divide(numerator: Decimal, denominator: Decimal, factor: int = 100) -> Decimal:
    """`factor` × numerator ÷ denominator to 60 digits; the caller made sure of a denominator."""
    with localcontext() as context:
        context.prec = PRECISION
        return numerator * factor / denominator


def known_values(values: Iterable[Value], as_of: date) -> list[Value]:
    """Values of the whole at `as_of`, by day; of two values for one day the latest recorded."""
    whole = [value for value in values if not value.dims and value.on <= as_of]
    whole.sort(key=lambda value: (value.on, value.recorded_at or _NEVER, value.id))
    return list({(value.on, value.is_baseline): value for value in whole}.values())


def baseline(values: Iterable[Value], as_of: date) -> Value | None:
    """The latest baseline of the whole; the first value is not one by itself."""
    return next((v for v in reversed(known_values(values, as_of)) if v.is_baseline), None)


def headline(
    values: Iterable[Value],
    aggregation: str,
    as_of: date,
    *,
    window: Period | None = None,
    frequency: str = "",
    factor: int = 100,
) -> Headline:
    """The value at `as_of` of the rows within `window` (default: all), without baselines.

    `frequency` (month, quarter, half_year, year) lets a flow name the periods without a value;
    `factor` is 100 for a ratio in percent, 1 for a plain one.
    """
    known = [value for value in known_values(values, as_of) if not value.is_baseline]
    rows = [v for v in known if window is None or window.first <= v.on <= window.last]
    if not rows:
        return Headline(None, NO_VALUE, missing=_gaps(rows, window, frequency, as_of))
    if aggregation == FLOW:
        total = sum((row.value for row in rows), Decimal(0))
        missing = _gaps(rows, window, frequency, as_of)
        return Headline(total, qualifier=_combined(rows), rows=tuple(rows), missing=missing)
    if aggregation == RATIO:
        return _pooled(rows, factor)
    falls = aggregation == CUMULATIVE and any(
        later.value < earlier.value for earlier, later in pairwise(rows)
    )
    return Headline(rows[-1].value, qualifier=rows[-1].qualifier, rows=(rows[-1],), falls=falls)


def _pooled(rows: Sequence[Value], factor: int) -> Headline:
    """Sum of numerators by sum of denominators, never the mean of the ratios."""
    whole = tuple(row for row in rows if row.numerator is not None and row.denominator)
    excluded = tuple(row for row in rows if row not in whole)
    numerator = sum((row.numerator or Decimal(0) for row in whole), Decimal(0))
    denominator = sum((row.denominator or Decimal(0) for row in whole), Decimal(0))
    if not denominator:
        return Headline(None, NO_DENOMINATOR, excluded=excluded)
    return Headline(
        divide(numerator, denominator, factor),
        qualifier=_combined(whole),
        rows=whole,
        excluded=excluded,
        numerator=numerator,
        denominator=denominator,
    )


def _combined(rows: Iterable[Value]) -> str:
    """One kind of doubt stays what it is (> with =: >); two kinds make "about"."""
    doubts = {row.qualifier for row in rows} - {EXACT}
    if not doubts:
        return EXACT
    return doubts.pop() if len(doubts) == 1 else "≈"


def _gaps(
    rows: Sequence[Value], window: Period | None, frequency: str, as_of: date
) -> tuple[Period, ...]:
    """Periods that ended by `as_of` without a value.

    Without a window the series runs from its first value to `as_of`; a period still running is
    not missing.
    """
    if frequency not in _STEP_MONTHS or not (rows or window):
        return ()
    first = window.first if window else rows[0].period_start or rows[0].on
    last = min(window.last, as_of) if window else as_of
    return tuple(
        period
        for period in periods(first, last, frequency)
        if not any(period.first <= row.on <= period.last for row in rows)
    )


def periods(first: date, last: date, frequency: str) -> list[Period]:
    """Calendar periods from the one that holds `first`, those that end by `last`."""
    months = _STEP_MONTHS[frequency]
    start = date(first.year, (first.month - 1) // months * months + 1, 1)
    found: list[Period] = []
    while True:
        beyond = start.month - 1 + months
        following = date(start.year + beyond // 12, beyond % 12 + 1, 1)
        end = following - timedelta(days=1)
        if end > last:
            return found
        found.append(Period(start, end))
        start = following
