"""When jobs are due, over the clock changes of 2027 (trust guide §7)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from slimsamenwerken.core.schedules import (
    EACH_TICK,
    Daily,
    EveryMinutes,
    Monthly,
    Weekly,
    first_instant,
)

NIGHT = Daily(time(2, 30))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def ticks(first: datetime, last: datetime):
    while first <= last:
        yield first
        first += timedelta(minutes=1)


def run_by_minute(schedule, first, last):
    """What a beat would start, minute by minute."""
    after, started = first, []
    for now in ticks(first, last):
        started += [(slot.label, now) for slot in schedule.slots(after, now)]
        after = now
    return started


def test_hour_that_does_not_exist_runs_once_at_three():
    started = run_by_minute(NIGHT, utc(2027, 3, 27, 23), utc(2027, 3, 28, 22, 59))
    assert started == [("2027-03-28", utc(2027, 3, 28, 1, 0))]


def test_hour_that_comes_twice_runs_once():
    started = run_by_minute(NIGHT, utc(2027, 10, 30, 22), utc(2027, 10, 31, 22, 59))
    assert started == [("2027-10-31", utc(2027, 10, 31, 0, 30))]


def test_ordinary_days():
    assert first_instant(date(2027, 1, 5), time(2, 30)) == utc(2027, 1, 5, 1, 30)
    assert first_instant(date(2027, 7, 5), time(2, 30)) == utc(2027, 7, 5, 0, 30)


def test_limits_are_after_and_until():
    due = utc(2027, 1, 5, 1, 30)
    assert NIGHT.slots(due, due + timedelta(hours=1)) == []
    assert [slot.due_at for slot in NIGHT.slots(due - timedelta(seconds=1), due)] == [due]


def test_missed_periods_once_each():
    labels = [slot.label for slot in NIGHT.slots(utc(2027, 1, 1), utc(2027, 1, 3, 12))]
    assert labels == ["2027-01-01", "2027-01-02", "2027-01-03"]


def test_three_months_with_a_quarterly_round_is_one_round():
    quarterly = Monthly(day=1, at=time(6), months=(1, 4, 7, 10))
    assert [s.label for s in quarterly.slots(utc(2027, 2, 15), utc(2027, 5, 15))] == ["2027-04-01"]


def test_monthly_on_a_day_that_short_months_lack():
    last_days = [s.label for s in Monthly(31, time(8)).slots(utc(2027, 1, 1), utc(2027, 5, 1))]
    assert last_days == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]


def test_weekly():
    mondays = [s.label for s in Weekly(0, time(8)).slots(utc(2027, 1, 1), utc(2027, 1, 18, 12))]
    assert mondays == ["2027-01-04", "2027-01-11", "2027-01-18"]


def test_minutes_give_only_the_newest_missed_turn():
    slots = EveryMinutes(5).slots(utc(2027, 1, 1, 0, 0), utc(2027, 1, 1, 9, 59, 30))
    assert [(s.label, s.due_at) for s in slots] == [("2027-01-01T10:55", utc(2027, 1, 1, 9, 55))]
    assert EveryMinutes(5).slots(utc(2027, 1, 1, 9, 55), utc(2027, 1, 1, 9, 59)) == []


@pytest.mark.parametrize(
    "schedule", [NIGHT, Weekly(0, time(8)), Monthly(1, time(8)), EveryMinutes(5)]
)
def test_a_clock_that_steps_back_gives_nothing(schedule):
    assert schedule.slots(utc(2027, 6, 1), utc(2027, 1, 1)) == []


def test_sweeps_have_no_slots():
    assert EACH_TICK.slots(utc(2027, 1, 1), utc(2028, 1, 1)) == []
