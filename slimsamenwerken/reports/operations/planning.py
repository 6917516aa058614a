"""Schedules: change one, and make what they owe."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import touch
from slimsamenwerken.core.constraints import speaking
from slimsamenwerken.reports.models import Purpose, ReportDefinition, ReportRun, ReportSchedule
from slimsamenwerken.reports.operations.requests import Wish, request_run
from slimsamenwerken.reports.owed import Owed, owed_periods
from slimsamenwerken.reports.periods import next_period, period_of, read_period

FIELDS: Final = (
    "cadence", "offset_days", "local_time", "auto_publish", "active", "first_period",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What a schedule says. Without `first_period` it follows from what was made before."""

    cadence: str
    offset_days: int
    local_time: time
    auto_publish: bool = False
    active: bool = True
    first_period: str = ""


@transaction.atomic
def create_schedule(*, definition: ReportDefinition, plan: Plan, today: date) -> ReportSchedule:
    """A schedule starts with the period that runs today, unless the plan names another."""
    first = plan.first_period or period_of(plan.cadence, today).key
    schedule = ReportSchedule(definition=definition)
    _write(schedule, plan, first)
    schedule.full_clean()
    with speaking():
        schedule.save(force_insert=True)
    return schedule


@transaction.atomic
def change_schedule(
    *, schedule: ReportSchedule, plan: Plan, version: int | None = None
) -> ReportSchedule:
    """Another cadence starts with the first period that overlaps no report made so far."""
    cadence, first = schedule.cadence, plan.first_period or schedule.first_period
    if plan.cadence != cadence and first == schedule.first_period:
        first = first_after(schedule, plan.cadence)
    touch(schedule, version=version)
    _write(schedule, plan, first)
    schedule.full_clean()
    with speaking():
        schedule.save(update_fields=FIELDS)
    return schedule


def _write(schedule: ReportSchedule, plan: Plan, first_period: str) -> None:
    for name in FIELDS:
        setattr(schedule, name, getattr(plan, name))
    schedule.first_period = first_period


def first_after(schedule: ReportSchedule, cadence: str) -> str:
    """The first period of the new cadence beside the ones that the old cadence made."""
    made = ReportRun.objects.filter(
        definition=schedule.definition_id, purpose=Purpose.SCHEDULED
    ).values_list("period_key", flat=True)
    old = [found for key in made for kind, found in [read_period(key)] if kind == schedule.cadence]
    start = read_period(schedule.first_period)[1].first
    if old:
        start = next_period(schedule.cadence, max(old, key=lambda period: period.last)).first
    found = period_of(cadence, start)
    return found.key if found.first >= start else next_period(cadence, found).key


def open_due_runs(*, now: datetime, today: date) -> list[ReportRun]:
    """Make the runs that schedules owe: each missed period once, the last four at most.

    What goes wrong with one period does not stop the others.
    """
    made = []
    for owed in owed_periods(now):
        if owed.is_skipped:
            continue
        try:
            run, new = _make(owed, by=None, now=now, today=today)
        except ValidationError:
            logging.getLogger(__name__).exception(
                "Schedule %s cannot make %s", owed.schedule.pk, owed.period.key
            )
            continue
        made += [run] if new else []
    return made


def start_skipped(
    *, schedule: ReportSchedule, period_key: str, by: User | None, now: datetime
) -> tuple[ReportRun, bool]:
    """Make the report of a period that was too old to be caught up by itself."""
    found = (
        owed
        for owed in owed_periods(now)
        if owed.schedule.pk == schedule.pk and owed.period.key == period_key
    )
    owed = next(found, None)
    if owed is None:
        raise ValidationError(_("This period is not waiting for a report."))
    return _make(owed, by=by, now=now, today=owed.period.last)


def _make(owed: Owed, *, by: User | None, now: datetime, today: date) -> tuple[ReportRun, bool]:
    wish = Wish(
        owed.period.last,
        Purpose.SCHEDULED,
        owed.period.key,
        auto_publish=owed.schedule.auto_publish,
        caught_up=owed.is_late(now),
    )
    return request_run(definition=owed.schedule.definition, wish=wish, by=by, today=today)
