"""Schedules: each period once, also when the clock jumps, steps back or has a doubled hour."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from slimsamenwerken.core.clocks import StaleEditError, withdraw
from slimsamenwerken.core.dates import BRUSSELS
from slimsamenwerken.history.acting import acting
from slimsamenwerken.history.tracking import history_of
from slimsamenwerken.reports import operations, owed
from slimsamenwerken.reports.models import (
    Purpose,
    ReportDefinitionVersion,
    ReportRun,
    ReportSchedule,
)
from slimsamenwerken.reports.operations import Plan, Wish
from slimsamenwerken.reports.periods import (
    due_at,
    due_periods,
    period_of,
    period_until,
    read_period,
)

pytestmark = pytest.mark.django_db
SIX = time(6, 0)
HALF_PAST_TWO = time(2, 30)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _seeding():
    with acting(by=None, source="seed"):
        yield


def brussels(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BRUSSELS)  # type: ignore[misc,arg-type]


def make_definition(key="plan"):
    return operations.create_definition(
        key=key, title="Gepland rapport", sections=["method"], valid_on=date(2013, 1, 1),
        by=None, origin="seed",
    )  # fmt: skip


@pytest.fixture
def tick(clock):
    """A minute tick at a moment, with the clock of the database on the same moment."""

    def tick_(moment: datetime) -> list[str]:
        clock(moment.isoformat())
        made = operations.open_due_runs(now=moment, today=moment.astimezone(BRUSSELS).date())
        return [run.period_key for run in made]

    return tick_


def plan(cadence="quarter", offset_days=15, first_period="2026-K1", **fields):
    return Plan(
        cadence, offset_days, fields.pop("local_time", SIX), first_period=first_period, **fields
    )


def make_schedule(definition=None, **fields):
    return operations.create_schedule(
        definition=definition or make_definition(), plan=plan(**fields), today=date(2026, 1, 1)
    )


# ── periods ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("cadence", "offset", "period", "due"),
    [
        ("quarter", 15, "2026-K1", brussels(2026, 4, 15, 6)),
        ("quarter", 15, "2026-K2", brussels(2026, 7, 15, 6)),
        ("quarter", 15, "2026-K3", brussels(2026, 10, 15, 6)),
        ("quarter", 15, "2026-K4", brussels(2027, 1, 15, 6)),
        ("half_year", 46, "2026-H1", brussels(2026, 8, 15, 6)),
        ("half_year", 46, "2026-H2", brussels(2027, 2, 15, 6)),
        ("year", 60, "2026", brussels(2027, 3, 1, 6)),
        ("year", 60, "2027", brussels(2028, 3, 1, 6)),  # a leap year
    ],
)
def test_the_default_run_days(cadence, offset, period, due):
    kind, found = read_period(period)
    assert kind == cadence
    assert due_at(found, offset, SIX) == due


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026-K3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2024-K1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2015", date(2015, 1, 1), date(2015, 12, 31)),
    ],
)
def test_a_period_is_read_from_its_key(key, first, last):
    cadence, period = read_period(key)
    assert (period.first, period.last, period.key) == (first, last, key)
    assert period_of(cadence, last) == period


@pytest.mark.parametrize("key", ["2026-K5", "2026-H3", "2026-X1", "2026-06-30", "abc"])
def test_a_wrong_key_is_no_period(key):
    with pytest.raises(ValueError):  # noqa: PT011  several kinds of wrong
        read_period(key)


def test_a_report_on_any_day_covers_the_year_until_then():
    period = period_until(date(2015, 6, 30))
    assert (period.key, period.first, period.last) == (
        "2015-06-30", date(2015, 1, 1), date(2015, 6, 30),
    )  # fmt: skip
    assert period_until(date(2015, 12, 31)).key == "2015"


# Vector 12, both nights: a period that ends the day before, due at 02:30.
def test_vector_12_a_skipped_half_hour_becomes_three_o_clock():
    night = period_of("quarter", date(2025, 12, 31))
    due = due_at(night, (date(2026, 3, 29) - night.last).days, HALF_PAST_TWO)
    assert due == brussels(2026, 3, 29, 3, 0)
    assert due.astimezone(UTC) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_vector_12_a_doubled_half_hour_is_the_first():
    night = period_of("quarter", date(2026, 9, 30))
    due = due_at(night, 25, HALF_PAST_TWO)
    assert due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first_period", "offset", "start", "due"),
    [
        ("2025-K4", 88, datetime(2026, 3, 28, 22, tzinfo=UTC), "2026-03-29T01:00"),
        ("2026-K3", 25, datetime(2026, 10, 24, 22, tzinfo=UTC), "2026-10-25T00:30"),
    ],
)
def test_vector_12_each_night_makes_its_run_once_and_on_time(
    tick, first_period, offset, start, due
):
    make_schedule(first_period=first_period, offset_days=offset, local_time=HALF_PAST_TWO)
    at = {}
    for minutes in range(5 * 60):
        moment = start + minutes * MINUTE
        at |= dict.fromkeys(tick(moment), moment)
    assert at == {first_period: datetime.fromisoformat(due).replace(tzinfo=UTC)}
    assert ReportRun.objects.count() == 1


# ── catching up ──────────────────────────────────────────────────────────────────────────────
def test_nothing_is_due_before_the_day_and_one_run_after_it(tick):
    make_schedule()
    assert tick(brussels(2026, 4, 15, 5, 59)) == []
    assert tick(brussels(2026, 4, 15, 6, 0)) == ["2026-K1"]
    run = ReportRun.objects.get()
    assert (run.as_of, run.purpose, run.caught_up) == (
        date(2026, 3, 31), Purpose.SCHEDULED, False,
    )  # fmt: skip


def test_vector_12_clock_three_months_forward_gives_one_run_per_missed_period(tick):
    make_schedule()
    tick(brussels(2026, 4, 20, 6))
    jumped = brussels(2026, 7, 20, 6)
    assert tick(jumped) == ["2026-K2"]
    for minutes in range(1, 91):
        assert tick(jumped + minutes * MINUTE) == []
    assert ReportRun.objects.get(period_key="2026-K2").caught_up


def test_vector_12_clock_one_day_back_gives_nothing_twice(tick):
    make_schedule()
    tick(brussels(2026, 4, 15, 6))
    assert tick(brussels(2026, 4, 14, 6)) == []
    assert tick(brussels(2026, 4, 15, 6)) == []
    assert ReportRun.objects.count() == 1


def test_at_most_four_are_caught_up_and_older_ones_are_skipped_for_good(tick):
    make_schedule(first_period="2024-K1")
    now = brussels(2026, 4, 15, 6)
    assert tick(now) == ["2025-K2", "2025-K3", "2025-K4", "2026-K1"]
    assert tick(now + MINUTE) == []
    skipped = [o.period.key for o in owed.owed_periods(now) if o.is_skipped]
    assert skipped == ["2024-K1", "2024-K2", "2024-K3", "2024-K4", "2025-K1"]
    assert tick(brussels(2026, 7, 15, 6)) == ["2026-K2"]


def test_the_limit_counts_per_definition_whatever_its_schedules(tick):
    definition = make_definition()
    make_schedule(definition, first_period="2024-K1")
    make_schedule(definition, cadence="year", offset_days=60, first_period="2024")
    assert tick(brussels(2026, 4, 15, 6)) == ["2025-K3", "2025-K4", "2025", "2026-K1"]


def test_a_skipped_period_starts_by_hand_once(tick):
    schedule = make_schedule(first_period="2024-K1")
    now = brussels(2026, 4, 15, 6)
    tick(now)
    run, new = operations.start_skipped(schedule=schedule, period_key="2024-K3", by=None, now=now)
    assert new
    assert (run.period_key, run.as_of, run.caught_up) == ("2024-K3", date(2024, 9, 30), True)
    with pytest.raises(ValidationError, match="wacht niet"):
        operations.start_skipped(schedule=schedule, period_key="2024-K3", by=None, now=now)
    with pytest.raises(ValidationError, match="wacht niet"):
        operations.start_skipped(schedule=schedule, period_key="2026-K2", by=None, now=now)


def test_a_cancelled_run_is_not_made_again_by_the_tick(tick):
    make_schedule()
    tick(brussels(2026, 4, 15, 6))
    run = ReportRun.objects.get()
    operations.cancel_run(run=run, by=None, now=brussels(2026, 4, 15, 7))
    assert tick(brussels(2026, 4, 15, 8)) == []


def test_one_definition_that_cannot_be_made_does_not_stop_the_others(tick, caplog):
    broken, good = make_definition("a-kapot"), make_definition("b-goed")
    make_schedule(broken)
    make_schedule(good)
    version = ReportDefinitionVersion.objects.get(definition=broken)
    withdraw(version, by=None, reason="niet meer nodig")
    assert tick(brussels(2026, 4, 15, 6)) == ["2026-K1"]
    assert ReportRun.objects.get().definition == good
    assert "cannot make 2026-K1" in caplog.text


def test_an_inactive_schedule_owes_nothing(tick):
    make_schedule(active=False)
    assert tick(brussels(2026, 4, 15, 6)) == []


def test_a_schedule_passes_publishing_on_to_its_runs(tick):
    make_schedule(auto_publish=True)
    tick(brussels(2026, 4, 15, 6))
    assert ReportRun.objects.get().auto_publish


def test_a_manual_report_does_not_take_the_place_of_the_scheduled_one(tick):
    definition = make_definition()
    make_schedule(definition)
    wish = Wish(date(2026, 3, 31), Purpose.MANUAL, "2026-K1")
    operations.request_run(definition=definition, wish=wish, by=None, today=date(2026, 4, 2))
    assert tick(brussels(2026, 4, 15, 6)) == ["2026-K1"]


def test_due_periods_are_oldest_first():
    found = due_periods("quarter", "2025-K3", 15, SIX, brussels(2026, 4, 15, 6))
    assert [due.period.key for due in found] == ["2025-K3", "2025-K4", "2026-K1"]


# ── changing a schedule ──────────────────────────────────────────────────────────────────────
def test_a_new_schedule_starts_with_the_period_of_today():
    schedule = make_schedule(first_period="")
    assert schedule.first_period == "2026-K1"


def test_another_cadence_starts_with_the_first_period_that_does_not_overlap(tick):
    schedule = make_schedule(cadence="year", offset_days=60, first_period="2025")
    tick(brussels(2026, 3, 1, 6))
    operations.change_schedule(schedule=schedule, plan=plan(first_period="", cadence="quarter"))
    assert schedule.first_period == "2026-K1"
    assert tick(brussels(2026, 4, 15, 6)) == ["2026-K1"]
    operations.change_schedule(
        schedule=schedule, plan=plan(first_period="", cadence="half_year", offset_days=46)
    )
    # 2026-H1 holds the quarter that was made: the next one does not.
    assert schedule.first_period == "2026-H2"


def test_a_change_without_another_cadence_keeps_the_first_period():
    schedule = make_schedule(first_period="2025-K3")
    operations.change_schedule(schedule=schedule, plan=plan(first_period="", offset_days=20))
    schedule.refresh_from_db()
    assert (schedule.offset_days, schedule.first_period) == (20, "2025-K3")


def test_a_stale_form_changes_nothing():
    schedule = make_schedule()
    seen = schedule.version
    operations.change_schedule(schedule=schedule, plan=plan(offset_days=20), version=seen)
    with pytest.raises(StaleEditError):
        operations.change_schedule(schedule=schedule, plan=plan(offset_days=30), version=seen)
    schedule.refresh_from_db()
    assert schedule.offset_days == 20


def test_every_change_of_a_schedule_stays_in_its_history():
    schedule = make_schedule()
    operations.change_schedule(schedule=schedule, plan=plan(offset_days=20))
    rows = history_of(ReportSchedule).objects.filter(pgh_obj=schedule).order_by("pgh_id")
    assert [(r.pgh_label, r.offset_days) for r in rows] == [("insert", 15), ("update", 20)]


def test_a_second_active_schedule_of_one_cadence_is_refused():
    definition = make_definition()
    make_schedule(definition)
    with pytest.raises(ValidationError, match="Deze planning bestaat al"):
        make_schedule(definition)
    make_schedule(definition, active=False)


@pytest.mark.parametrize(
    ("cadence", "first_period"),
    [("quarter", "2026"), ("year", "2026-K1"), ("half_year", "2026-H3"), ("year", "1999")],
)
def test_the_first_period_fits_the_cadence(cadence, first_period):
    with pytest.raises(ValidationError, match="eerste periode"):
        make_schedule(cadence=cadence, first_period=first_period)
    with pytest.raises(IntegrityError, match="first_period"), transaction.atomic():
        ReportSchedule.objects.create(
            definition=make_definition("raw"), cadence=cadence, first_period=first_period
        )


def test_an_offset_of_more_than_a_year_is_refused():
    with pytest.raises(ValidationError, match="366"):
        make_schedule(offset_days=367)
