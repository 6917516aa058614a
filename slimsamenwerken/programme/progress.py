"""Explained percentages of an indicator: progress, pace, met or not, and shares of a whole.

Pure: plain rows in, exact decimals out; no query, no clock, no float. Percentages are in percent
and unrounded; rounding (half up, away from zero) happens where they are printed, here too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.numbers import format_decimal, format_percent
from slimsamenwerken.programme.headline import (
    DASH,
    EXACT,
    NO_BASELINE,
    NO_PERCENT,
    NO_TARGET,
    NO_VALUE,
    TARGET_IS_BASELINE,
    TOO_EARLY,
    WRONG_SIDE,
    Figure,
    Headline,
    Period,
    Value,
    baseline,
    divide,
    headline,
    signed,
)
from slimsamenwerken.programme.shares import ROUNDING_NOTE, CountedAction, Share, on_track_share

__all__ = [
    "ROUNDING_NOTE",
    "Assessment",
    "CountedAction",
    "Figure",
    "Goal",
    "Headline",
    "Period",
    "Series",
    "Share",
    "TargetPlan",
    "Value",
    "assess",
    "baseline",
    "check_target",
    "goals",
    "headline",
    "missing_text",
    "next_goal",
    "on_track_share",
    "pace",
    "print_value",
    "progress",
]

RISING: Final = "rising"
FALLING: Final = "falling"
MAINTAIN: Final = "maintain"
BAND: Final = "band"

# Raised when a percentage comes to mean something else; pages and reports print it.
RULES_VERSION: Final = 1
FORMULA_PROGRESS: Final = _("(value − baseline) ÷ (target − baseline) × 100")
FORMULA_PACE: Final = _("(value − baseline) ÷ (expected value − baseline) × 100")


@dataclass(frozen=True, slots=True)
class TargetPlan:
    """One plan of a goal; `series` holds the plans of a goal together, `upper` is for a band."""

    due: date
    value: Decimal
    series: int = 1
    number: int = 1
    upper: Decimal | None = None
    decided_on: date = date.min
    decided_by: str = ""
    reason: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal at a day: the plan that counts, beside the first one."""

    current: TargetPlan
    original: TargetPlan
    changes: int

    @property
    def reason(self) -> str:
        return self.current.reason if self.changes else ""

    @property
    def decided_by(self) -> str:
        return self.current.decided_by if self.changes else ""


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator with its rows. `factor`: 100 for a ratio in percent, else 1."""

    direction: str
    aggregation: str
    values: tuple[Value, ...] = ()
    targets: tuple[TargetPlan, ...] = ()
    tolerance: Decimal | None = None
    frequency: str = ""
    factor: int = 100
    window: Period | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that the page explains about one goal of one indicator at a day.

    `deviation`: value minus target; of a band the distance to the nearest bound. `expected`: the
    value that a straight line asks for at the day.
    """

    headline: Headline
    baseline: Value | None
    goal: Goal | None
    progress: Figure
    pace: Figure
    expected: Decimal | None = None
    met: bool | None = None
    deviation: Decimal | None = None

    @property
    def approximate(self) -> bool:
        """A value that is not exact makes every result of it approximate."""
        return self.headline.approximate or (
            self.baseline is not None and self.baseline.qualifier != EXACT
        )

    @property
    def verdict(self) -> str:
        """ "gehaald", "niet gehaald, afwijking −3"; empty when it cannot be told."""
        if self.met is None or self.deviation is None:
            return ""
        if self.met:
            return gettext("met")
        sign = "+" if self.deviation > 0 else ""
        deviation = sign + signed(format_decimal(self.deviation))
        return gettext("not met, deviation %(deviation)s") % {"deviation": deviation}


def progress(start: Decimal, target: Decimal, value: Decimal) -> Decimal:
    """(a − b) ÷ (t − b) × 100, the same for rising and falling; target ≠ start."""
    return divide(value - start, target - start)


def pace(start: Value, target: TargetPlan, value: Decimal, as_of: date) -> Decimal:
    """Progress against a straight line by days; after the due date the line stays on the target."""
    total = (target.due - start.on).days
    elapsed = min((as_of - start.on).days, total)
    return divide((value - start.value) * total, (target.value - start.value) * elapsed)


def _expected(start: Value, target: TargetPlan, as_of: date) -> Decimal:
    total = (target.due - start.on).days
    elapsed = min((as_of - start.on).days, total)
    return start.value + divide((target.value - start.value) * elapsed, Decimal(total), 1)


def goals(targets: Iterable[TargetPlan], as_of: date) -> list[Goal]:
    """The goals decided by `as_of`, by due date; the plan decided last counts, then the number."""
    per_series: dict[int, list[TargetPlan]] = {}
    for plan in sorted(targets, key=lambda plan: (plan.decided_on, plan.number)):
        if plan.decided_on <= as_of:
            per_series.setdefault(plan.series, []).append(plan)
    found = [
        Goal(plans[-1], min(plans, key=lambda p: p.number), len(plans) - 1)
        for plans in per_series.values()
    ]
    return sorted(found, key=lambda goal: (goal.current.due, goal.current.series))


def next_goal(found: Sequence[Goal], as_of: date) -> Goal | None:
    """The first goal that is not past its day; when all are past, the last one."""
    ahead = (goal for goal in found if goal.current.due >= as_of)
    return next(ahead, found[-1] if found else None)


def assess(series: Series, as_of: date, goal: Goal | None = None) -> Assessment:
    """Judge an indicator at `as_of`, against `goal` or else the next one."""
    value = headline(
        series.values,
        series.aggregation,
        as_of,
        window=series.window,
        frequency=series.frequency,
        factor=series.factor,
    )
    start = baseline(series.values, as_of)
    goal = goal or next_goal(goals(series.targets, as_of), as_of)
    target = goal.current if goal else None
    doubt = value.approximate or (start is not None and start.qualifier != EXACT)
    reason = _why_no_percent(series, value, start, target)
    met, deviation = _judged(series, value.value, target)
    done, speed, expected = Figure(None, reason), Figure(None, reason), None
    if start and target and value.value is not None and not reason:
        done = Figure(progress(start.value, target.value, value.value), approximate=doubt)
        speed, expected = _speed(start, target, value.value, as_of)
    if start and as_of <= start.on and reason == NO_VALUE:
        speed = Figure(None, TOO_EARLY)
    return Assessment(
        value, start, goal, done, _doubted(speed, doubt=doubt), expected, met, deviation
    )


def _doubted(figure: Figure, *, doubt: bool) -> Figure:
    return Figure(figure.value, figure.reason, approximate=doubt and figure.value is not None)


def _why_no_percent(
    series: Series, value: Headline, start: Value | None, target: TargetPlan | None
) -> str:
    """The first reason why there is no percentage; empty when there is one."""
    if series.direction in (MAINTAIN, BAND):
        return NO_PERCENT
    if start is None or target is None:
        return NO_BASELINE if start is None else NO_TARGET
    return _why_not_between(series, value, start, target)


def _why_not_between(series: Series, value: Headline, start: Value, target: TargetPlan) -> str:
    if series.direction not in (RISING, FALLING):
        return NO_PERCENT
    if target.value == start.value:
        return TARGET_IS_BASELINE
    falls = target.value < start.value
    return WRONG_SIDE if falls == (series.direction == RISING) else value.reason


def _speed(
    start: Value, target: TargetPlan, value: Decimal, as_of: date
) -> tuple[Figure, Decimal | None]:
    if as_of <= start.on or target.due <= start.on:
        return Figure(None, TOO_EARLY), None
    return Figure(pace(start, target, value, as_of)), _expected(start, target, as_of)


def _judged(
    series: Series, value: Decimal | None, target: TargetPlan | None
) -> tuple[bool | None, Decimal | None]:
    """Met or not and the deviation; (None, None) without value or target."""
    if value is None or target is None:
        return None, None
    upper = target.upper if target.upper is not None else target.value
    if series.direction == BAND:
        nearest = min(max(value, target.value), upper)
        return value == nearest, value - nearest
    deviation = value - target.value
    met = {
        RISING: deviation >= 0,
        FALLING: deviation <= 0,
        MAINTAIN: abs(deviation) <= (series.tolerance or 0),
    }
    return met.get(series.direction), deviation


def check_target(
    direction: str, start: Decimal | None, value: Decimal, upper: Decimal | None = None
) -> None:
    """Refuse a target that contradicts its direction; raises ValidationError on `value`/`upper`.

    A target equal to the baseline is allowed: it is met or not, without a percentage.
    """
    if direction == BAND and upper is not None and upper < value:
        raise ValidationError({"upper": _("The upper bound lies under the lower bound.")})
    if start is None:
        return
    if direction == RISING and value < start:
        raise ValidationError({"value": _("A rising indicator has a target above its baseline.")})
    if direction == FALLING and value > start:
        raise ValidationError({"value": _("A falling indicator has a target under its baseline.")})


_QUALIFIED: Final[Mapping[str, Promise]] = {
    "≈": _("about %(value)s"),
    ">": _("more than %(value)s"),
    "≥": _("at least %(value)s"),
    "<": _("less than %(value)s"),
    "≤": _("at most %(value)s"),
}


def print_value(
    value: Decimal | None, unit: str = "", decimals: int | None = None, qualifier: str = EXACT
) -> str:
    """ "77", "12,3 %", "meer dan 15 %"; "–" without a value. Only % joins the number."""
    if value is None:
        return DASH
    write = format_percent if unit == "%" else format_decimal
    text = signed(write(value, decimals))
    return str(_QUALIFIED[qualifier]) % {"value": text} if qualifier in _QUALIFIED else text


def missing_text(missing: Sequence[Period]) -> str:
    """ "1 periode ontbreekt"; empty when none does."""
    if not missing:
        return ""
    count = len(missing)
    return ngettext("%(count)s period is missing", "%(count)s periods are missing", count) % {
        "count": count
    }
