"""Pace, goals and gaps of an indicator, and what must hold for any numbers."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from slimsamenwerken.core.numbers import format_percent, round_half_up
from slimsamenwerken.programme.headline import periods
from slimsamenwerken.programme.progress import (
    Figure,
    Series,
    TargetPlan,
    Value,
    assess,
    goals,
    headline,
    next_goal,
    print_value,
    progress,
)
from tests.programme.test_progress_traps import DUE, NOW, START, base, judged, percent

D = Decimal


def test_pace_of_the_falling_example() -> None:
    found = judged("falling", "100", "20", "70")
    assert found.pace.text == percent("75,1")
    assert found.expected is not None
    assert print_value(found.expected, decimals=2) == "60,03"
    assert found.progress.text == percent("37,5")


def test_pace_is_judged_at_the_day_asked() -> None:
    values = (base("0"), Value(date(2025, 12, 31), D(25)))
    series = Series("rising", "state", values, (TargetPlan(DUE, D(100)),))
    assert assess(series, date(2025, 12, 31)).pace.text == percent("100,1")
    assert assess(series, NOW).pace.text == percent("50,0")


def test_pace_after_the_last_due_date_is_the_progress() -> None:
    values = (base("0"), Value(NOW, D(60)))
    series = Series("rising", "state", values, (TargetPlan(date(2026, 6, 30), D(100)),))
    found = assess(series, NOW)
    assert found.pace.value == found.progress.value == 60
    assert found.met is False


def test_a_target_due_on_the_baseline_day_gives_no_pace() -> None:
    values = (base("0"), Value(NOW, D(60)))
    series = Series("rising", "state", values, (TargetPlan(START, D(100)),))
    assert assess(series, NOW).pace.reason == "too_early"


def test_the_next_of_several_goals_counts() -> None:
    near = TargetPlan(date(2026, 12, 31), D(50), series=2)
    found = goals([TargetPlan(DUE, D(100), series=1), near], NOW)
    assert next_goal(found, NOW) == found[0]
    assert next_goal(found, NOW + timedelta(days=1)) == found[1]
    assert next_goal(found, DUE + timedelta(days=1)) == found[1]
    assert next_goal([], NOW) is None


def test_no_target_and_no_value_have_their_own_reasons() -> None:
    assert judged("rising", "5", None, "6").progress.reason == "no_target"
    assert judged("rising", "5", "9", None).progress.reason == "no_value"
    assert judged("", "5", "9", "6").progress.reason == "no_percent"
    nothing = judged("rising", "5", "9", None)
    assert (nothing.met, nothing.deviation, nothing.verdict) == (None, None, "")


def test_of_two_values_for_one_day_the_latest_recorded_counts() -> None:
    noon = datetime(2026, 12, 31, 12, tzinfo=UTC)
    first = Value(NOW, D(5), recorded_at=noon, id=9)
    second = Value(NOW, D(6), recorded_at=noon + timedelta(seconds=1), id=1)
    third = Value(NOW, D(7), recorded_at=noon, id=3)
    assert headline([second, third, first], "flow", NOW).value == 6
    assert headline([third, first], "latest", NOW).value == 5


@pytest.mark.parametrize("aggregation", ["state", "latest", "cumulative", "flow"])
def test_later_values_and_parts_do_not_count(aggregation: str) -> None:
    rows = [
        Value(NOW, D(5)),
        Value(NOW + timedelta(days=1), D(50)),
        Value(NOW, D(500), dims=(("province", "Limburg"),)),
    ]
    assert headline(rows, aggregation, NOW).value == 5


@pytest.mark.parametrize(
    ("frequency", "count"), [("month", 12), ("quarter", 4), ("half_year", 2), ("year", 1)]
)
def test_periods_tile_the_year(frequency: str, count: int) -> None:
    found = periods(date(2028, 1, 15), date(2028, 12, 31), frequency)
    assert len(found) == count
    assert (found[0].first, found[-1].last) == (date(2028, 1, 1), date(2028, 12, 31))
    assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(found))


def test_text_agrees_with_the_numbers_of_the_portal() -> None:
    assert Figure(D("12.5")).text == format_percent(D("12.5"))


NUMBERS = st.decimals(-1_000_000, 1_000_000, places=6, allow_nan=False)


@given(start=NUMBERS, target=NUMBERS, value=NUMBERS)
def test_any_bar_stays_within_0_and_100_and_the_text_does_not(
    start: Decimal, target: Decimal, value: Decimal
) -> None:
    assume(start != target)
    figure = Figure(progress(start, target, value))
    assert figure.bar is not None
    assert 0 <= figure.bar <= 100
    assert figure.value is not None
    assert (figure.value == figure.bar) == (0 <= figure.value <= 100)


@given(start=NUMBERS, target=NUMBERS, value=NUMBERS)
def test_any_falling_indicator_mirrors_a_rising_one(
    start: Decimal, target: Decimal, value: Decimal
) -> None:
    assume(start < target)
    up = judged("rising", str(start), str(target), str(value))
    down = judged("falling", str(-start), str(-target), str(-value))
    assert up.progress == down.progress
    assert up.pace == down.pace
    assert up.met == down.met


@given(start=NUMBERS, target=NUMBERS, values=st.tuples(NUMBERS, NUMBERS))
def test_any_step_towards_the_target_never_lowers_progress(
    start: Decimal, target: Decimal, values: tuple[Decimal, Decimal]
) -> None:
    assume(start != target)
    low, high = sorted(values)
    closer, further = (high, low) if target > start else (low, high)
    assert progress(start, target, closer) >= progress(start, target, further)


@given(start=NUMBERS, target=NUMBERS)
def test_any_progress_runs_from_0_at_the_baseline_to_100_at_the_target(
    start: Decimal, target: Decimal
) -> None:
    assume(start != target)
    assert progress(start, target, start) == 0
    assert progress(start, target, target) == 100


@given(value=NUMBERS, target=NUMBERS)
def test_any_met_rising_target_has_a_full_bar(value: Decimal, target: Decimal) -> None:
    assume(target > 0)
    found = judged("rising", "0", str(target), str(value))
    assert found.met == (found.progress.bar == 100)


@given(value=NUMBERS, digits=st.integers(0, 3))
def test_any_rounding_is_symmetric(value: Decimal, digits: int) -> None:
    assert round_half_up(-value, digits) == -round_half_up(value, digits)


@given(
    parts=st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 1000)), min_size=1, max_size=8)
)
def test_any_pooled_ratio_lies_between_its_parts(parts: list[tuple[int, int]]) -> None:
    rows = [
        Value(date(2026, 1, n), D(0), D(top), D(bottom)) for n, (top, bottom) in enumerate(parts, 1)
    ]
    found = headline(rows, "ratio", NOW).value
    assert found is not None
    shares = [D(top) * 100 / D(bottom) for top, bottom in parts]
    slack = D("1e-20")
    assert min(shares) - slack <= found <= max(shares) + slack
