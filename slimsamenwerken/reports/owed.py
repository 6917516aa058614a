"""Which reports the schedules owe by now: what was missed is made once, the oldest not at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from slimsamenwerken.reports.blocks import Period
from slimsamenwerken.reports.models import Purpose, ReportRun, ReportSchedule
from slimsamenwerken.reports.periods import Due, due_at, due_periods, next_period, read_period

CATCH_UP_LIMIT: Final = 4  # per definition
IN_TIME: Final = timedelta(days=1)  # beyond this a run says that it was caught up


@dataclass(frozen=True)
class Owed:
    """A period without its scheduled report; `is_skipped`: too old to be made by itself."""

    schedule: ReportSchedule
    due: Due
    is_skipped: bool

    @property
    def period(self) -> Period:
        return self.due.period

    def is_late(self, now: datetime) -> bool:
        return now - self.due.at > IN_TIME


def owed_periods(now: datetime) -> list[Owed]:
    """Every owed period of the active schedules, oldest first within a definition; two queries."""
    schedules = ReportSchedule.objects.filter(active=True).select_related("definition")
    made = set(
        ReportRun.objects.filter(purpose=Purpose.SCHEDULED)
        .order_by()
        .values_list("definition_id", "period_key")
    )
    by_definition = groupby(
        schedules.order_by("definition__key", "id"), key=lambda s: s.definition_id
    )
    return [
        owed
        for definition_id, group in by_definition
        for owed in _of_definition(group, now)
        if (definition_id, owed.period.key) not in made
    ]


def _of_definition(schedules: Iterable[ReportSchedule], now: datetime) -> Iterator[Owed]:
    # The last four that fell due, made or not: a later tick must not go on with older ones.
    due = sorted(
        ((found, schedule) for schedule in schedules for found in due_of(schedule, now)),
        key=lambda pair: (pair[0].at, pair[0].period.key),
    )
    for index, (found, schedule) in enumerate(due):
        yield Owed(schedule, found, is_skipped=index < len(due) - CATCH_UP_LIMIT)


def due_of(schedule: ReportSchedule, now: datetime) -> list[Due]:
    return due_periods(
        schedule.cadence,
        schedule.first_period,
        schedule.offset_days,
        schedule.local_time,
        now,
    )


def upcoming(schedule: ReportSchedule, now: datetime) -> Due:
    """The first period whose report is not due yet."""
    passed = due_of(schedule, now)
    period = (
        next_period(schedule.cadence, passed[-1].period)
        if passed
        else read_period(schedule.first_period)[1]
    )
    return Due(period, due_at(period, schedule.offset_days, schedule.local_time))
