"""Ask for a report, cancel it, try it again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import insert
from slimsamenwerken.reports.models import (
    Purpose,
    ReportDefinition,
    ReportDefinitionVersion,
    ReportRun,
    ReportSchedule,
    State,
)
from slimsamenwerken.reports.periods import due_periods, period_until

CATCH_UP_LIMIT = 4


@dataclass(frozen=True)
class Wish:
    """What someone asks for; `known_at` only to regenerate an earlier report."""

    as_of: date
    purpose: str = Purpose.MANUAL
    period_key: str = ""
    known_at: datetime | None = None


def current_version(definition: ReportDefinition) -> ReportDefinitionVersion:
    """The version that counts for new runs: the latest known one."""
    version = ReportDefinitionVersion.objects.known().filter(definition=definition).newest_first()
    found = version.first()
    if found is None:
        raise ValidationError(_("This report definition has no version."))
    return found


def request_run(
    *,
    definition: ReportDefinition,
    wish: Wish,
    by: User | None,
    today: date,
    auto_publish: bool = False,
    caught_up: bool = False,
) -> tuple[ReportRun, bool]:
    """(run, whether it is new). A scheduled period has one run: the second ask gets the first."""
    if wish.as_of > today:
        raise ValidationError({"as_of": _("Choose a date up to and including today.")})
    version = current_version(definition)
    period_key = wish.period_key or period_until(wish.as_of).key
    run = ReportRun(
        definition=definition,
        definition_version=version,
        period_key=period_key,
        purpose=wish.purpose,
        as_of=wish.as_of,
        known_at=wish.known_at,
        auto_publish=auto_publish,
        caught_up=caught_up,
        requested_by=by,
    )
    for _try in range(5):
        run.slug = _free_slug(definition.key, period_key, wish.purpose)
        try:
            with transaction.atomic():
                run.save(force_insert=True)
        except IntegrityError:
            existing = _scheduled(definition, period_key) if wish.purpose == "scheduled" else None
            if existing is not None:
                return existing, False
            continue  # someone took the address; take the next one
        return run, True
    raise ValidationError(_("There is already a report for this period."))


def _scheduled(definition: ReportDefinition, period_key: str) -> ReportRun | None:
    return ReportRun.objects.filter(
        definition=definition, period_key=period_key, purpose=Purpose.SCHEDULED
    ).first()


def _free_slug(key: str, period_key: str, purpose: str) -> str:
    """`voortgang-2015`, the next one `voortgang-2015-2`; a proof says so."""
    base = f"{key}-{period_key}".lower()
    if purpose == Purpose.PROOF:
        base = f"{base}-proef"
    taken = set(ReportRun.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


@transaction.atomic
def retry_run(*, run: ReportRun, by: User | None) -> bool:
    """Put a failed run back in the queue; False when it is not failed."""
    del by
    changed = ReportRun.objects.filter(pk=run.pk, state=State.FAILED).update(
        state=State.QUEUED, error="", retry_at=None, lease_until=None
    )
    return bool(changed)


@transaction.atomic
def cancel_run(*, run: ReportRun, by: User | None) -> bool:
    """Only what waits or failed can be cancelled."""
    del by
    changed = ReportRun.objects.filter(pk=run.pk, state__in=[State.QUEUED, State.FAILED]).update(
        state=State.CANCELLED
    )
    return bool(changed)


@transaction.atomic
def create_definition(
    *, key: str, title: str, sections: list[str], valid_on: date, by: User | None, origin: str
) -> ReportDefinition:
    definition = ReportDefinition(key=key)
    definition.full_clean()
    definition.save(force_insert=True)
    version = ReportDefinitionVersion(
        definition=definition, title=title, sections=sections, valid_on=valid_on
    )
    insert(version, by=by, origin=origin)
    return definition


def open_due_runs(*, now: datetime, today: date) -> list[ReportRun]:
    """Make the runs that schedules owe: each missed period once, the last four at most."""
    made = []
    for schedule in ReportSchedule.objects.filter(active=True).select_related("definition"):
        due = due_periods(
            schedule.cadence,
            schedule.first_period,
            schedule.offset_days,
            schedule.local_time,
            now,
        )
        have = set(
            ReportRun.objects.filter(
                definition=schedule.definition, purpose=Purpose.SCHEDULED
            ).values_list("period_key", flat=True)
        )
        missing = [item for item in due if item.period.key not in have]
        for item in missing[-CATCH_UP_LIMIT:]:
            run, new = request_run(
                definition=schedule.definition,
                wish=Wish(item.period.last, Purpose.SCHEDULED, item.period.key),
                by=None,
                today=today,
                auto_publish=schedule.auto_publish,
                caught_up=now - item.at > timedelta(days=1),
            )
            made += [run] if new else []
    return made
