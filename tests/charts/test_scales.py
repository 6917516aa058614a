from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slimsamenwerken.core.charts import DayScale, LinearScale, nice_ticks, time_axis


def test_a_last_day_is_drawn_up_to_its_end() -> None:
    axis = time_axis(date(2013, 1, 1), date(2016, 12, 31), 700)
    scale = DayScale(axis.bands[0].first, axis.bands[-1].end, 0, 1461)
    assert scale.start_of(date(2013, 1, 1)) == 0
    assert scale.end_of(date(2016, 12, 31)) == 1461
    assert scale.end_of(date(2015, 12, 31)) == scale.start_of(date(2016, 1, 1)) == 1095


def test_days_outside_stay_on_the_edge() -> None:
    scale = DayScale(100, 200, 10, 20)
    assert scale.at(5) == 10
    assert scale.at(900) == 20


@pytest.mark.parametrize(
    ("first", "last", "unit", "count"),
    [
        (date(2026, 2, 3), date(2026, 2, 3), "month", 1),
        (date(2026, 1, 1), date(2026, 12, 31), "month", 12),
        (date(2025, 1, 1), date(2026, 12, 31), "quarter", 8),
        (date(2013, 1, 1), date(2016, 12, 31), "year", 4),
        (date(1815, 5, 5), date(2026, 12, 31), "year", 5),
    ],
)
def test_unit_of_the_axis_follows_the_span(first: date, last: date, unit: str, count: int) -> None:
    axis = time_axis(first, last, 700)
    assert axis.unit == unit
    assert len(axis.bands) == count
    assert axis.bands[0].first <= first.toordinal()
    assert axis.bands[-1].end > last.toordinal()


@given(st.dates(), st.dates())
def test_bands_cover_every_pair_of_dates_without_holes(one: date, two: date) -> None:
    first, last = min(one, two), max(one, two)
    axis = time_axis(first, last, 700)
    assert axis.bands[0].first <= first.toordinal()
    assert axis.bands[-1].end >= last.toordinal() + 1
    assert all(a.end == b.first for a, b in zip(axis.bands, axis.bands[1:], strict=False))
    assert len(axis.bands) <= 16


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        ("0", "84.7", "0 20 40 60 80 100"),
        ("0", "0", "0 1"),
        ("5", "5", "0 1 2 3 4 5"),
        ("-10", "10", "-10 -5 0 5 10"),
        ("0", "0.3", "0 0.1 0.2 0.3"),
    ],
)
def test_ticks_are_round(low: str, high: str, ticks: str) -> None:
    found = nice_ticks(Decimal(low), Decimal(high))
    assert found == [Decimal(tick) for tick in ticks.split()]


_VALUES = st.decimals(
    min_value=-(10**18), max_value=10**18, allow_nan=False, allow_infinity=False, places=6
)


@given(_VALUES, _VALUES)
def test_ticks_enclose_the_values(one: Decimal, two: Decimal) -> None:
    low, high = min(one, two), max(one, two)
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= 8


def test_linear_scale_runs_upwards() -> None:
    scale = LinearScale(Decimal(0), Decimal(100), 230, 30)
    assert scale.at(0) == 230
    assert scale.at(77) == 76
    assert LinearScale(Decimal(1), Decimal(1), 5, 9).at(1) == 5
