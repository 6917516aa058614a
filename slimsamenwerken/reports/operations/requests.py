"""Ask for a report, ask again, cancel. Each leaves a row that workers find by themselves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.constraints import speaking
from slimsamenwerken.core.locks import wait_for_lock
from slimsamenwerken.reports.models import (
    WORKING,
    EventKind,
    Publication,
    Purpose,
    ReportDefinition,
    ReportDefinitionVersion,
    ReportRun,
    ReportSnapshot,
    RunEvent,
    State,
)
from slimsamenwerken.reports.periods import period_until


@dataclass(frozen=True)
class Wish:
    """What someone asks for. `known_at`: another moment of knowledge than that of the build;
    `original`: the report that a restated one corrects, or that a proof makes again."""

    as_of: date
    purpose: str = Purpose.MANUAL
    period_key: str = ""
    known_at: datetime | None = None
    original: ReportSnapshot | None = None
    auto_publish: bool = False
    caught_up: bool = False

    @property
    def period(self) -> str:
        return self.period_key or period_until(self.as_of).key


def current_version(definition: ReportDefinition, on: date) -> ReportDefinitionVersion:
    """The version that counts for runs asked for on the day."""
    found: ReportDefinitionVersion | None = ReportDefinitionVersion.objects.at(
        on, definition=definition
    ).first()
    if found is None:
        raise ValidationError(_("This report definition has no version."))
    return found


@transaction.atomic
def request_run(
    *, definition: ReportDefinition, wish: Wish, by: User | None, today: date
) -> tuple[ReportRun, bool]:
    """(run, whether it is new): a second ask for the same report gets the first one."""
    if wish.as_of > today:
        raise ValidationError({"as_of": _("Choose a date up to and including today.")})
    # One ask at a time, so that two people pressing together share one run and one address.
    wait_for_lock(f"reports.request:{definition.pk}")
    existing = _same(definition, wish)
    if existing is not None:
        return existing, False
    run = ReportRun(
        definition=definition,
        definition_version=current_version(definition, today),
        period_key=wish.period,
        purpose=wish.purpose,
        slug=_free_slug(definition.key, wish),
        as_of=wish.as_of,
        known_at=wish.known_at,
        original=wish.original,
        auto_publish=wish.auto_publish,
        caught_up=wish.caught_up,
        requested_by=by,
    )
    if wish.original is not None and wish.purpose == Purpose.PROOF:
        _as_the_original(run, wish.original.run)
    run.full_clean()
    with speaking():
        run.save(force_insert=True)
    RunEvent.objects.create(run=run, kind=EventKind.ASKED, by=by)
    run.refresh_from_db()
    return run, True


def _as_the_original(run: ReportRun, made: ReportRun) -> None:
    """Everything that the bytes depend on is taken over, never chosen again."""
    run.definition_version = made.definition_version
    run.previous = made.previous
    run.previous_chosen = True


def _same(definition: ReportDefinition, wish: Wish) -> ReportRun | None:
    """The run that already answers the wish."""
    runs = ReportRun.objects.filter(definition=definition).order_by("id")
    alike = runs.filter(purpose=wish.purpose, as_of=wish.as_of, original=wish.original)
    busy = [State.QUEUED, *WORKING]
    answers: dict[str, QuerySet[ReportRun]] = {
        Purpose.SCHEDULED: runs.filter(purpose=Purpose.SCHEDULED, period_key=wish.period),
        Purpose.MANUAL: _standing(runs).filter(
            purpose__in=[Purpose.SCHEDULED, Purpose.MANUAL], period_key=wish.period
        ),
        # Each restatement and each proof has a moment of its own, but not two at once.
        Purpose.RESTATED: alike.filter(state__in=[*busy, State.READY, State.FAILED]),
        Purpose.PROOF: alike.filter(state__in=busy, known_at=wish.known_at),
    }
    return answers[wish.purpose].first()


def _standing(runs: QuerySet[ReportRun]) -> QuerySet[ReportRun]:
    """Without what was cancelled or withdrawn: such a period may get a new report."""
    withdrawn = Publication.objects.filter(snapshot__run=OuterRef("pk"), withdrawn_at__isnull=False)
    return runs.exclude(state=State.CANCELLED).exclude(Exists(withdrawn))


def _free_slug(key: str, wish: Wish) -> str:
    """`voortgang-2015`, the next one `voortgang-2015-2`; a proof says so."""
    base = f"{key}-{wish.period}".lower()
    if wish.purpose == Purpose.PROOF:
        base = f"{base}-proef"
    taken = set(ReportRun.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


def restate_report(*, run: ReportRun, by: User | None, today: date) -> tuple[ReportRun, bool]:
    """Make the report again with what is known now; the original stays online."""
    snapshot = ReportSnapshot.objects.filter(run=run).first()
    if snapshot is None or run.state != State.PUBLISHED:
        raise ValidationError(_("Only a published report can be restated."))
    wish = Wish(run.as_of, Purpose.RESTATED, run.period_key, original=snapshot)
    return request_run(definition=run.definition, wish=wish, by=by, today=today)


def remake_report(*, run: ReportRun, by: User | None, today: date) -> tuple[ReportRun, bool]:
    """Make the report again on its own two clocks, to show that the bytes are the same."""
    run = run.original.run if run.original and run.is_remake else run
    snapshot = ReportSnapshot.objects.filter(run=run).select_related("run__previous").first()
    if snapshot is None:
        raise ValidationError(_("There is no report yet to make again."))
    wish = Wish(run.as_of, Purpose.PROOF, run.period_key, run.known_at, original=snapshot)
    return request_run(definition=run.definition, wish=wish, by=by, today=today)


@transaction.atomic
def retry_run(*, run: ReportRun, by: User | None, now: datetime) -> bool:
    """Put a failed or cancelled run back in the queue; False when it is neither any more.

    It keeps its moment of knowledge and what was made, and gets its five retries anew.
    """
    stopped = ReportRun.objects.filter(pk=run.pk, state__in=[State.FAILED, State.CANCELLED])
    changed = stopped.update(
        state=State.QUEUED,
        error="",
        retry_at=now,
        lease_until=None,
        faults_count=0,
        lost_count=0,
        finished_at=None,
    )
    if changed:
        RunEvent.objects.create(run=run, kind=EventKind.RETRIED, by=by)
    return bool(changed)


@transaction.atomic
def cancel_run(*, run: ReportRun, by: User | None, now: datetime) -> bool:
    """Only what waits or failed can be cancelled; False when a worker was faster."""
    waiting = ReportRun.objects.filter(pk=run.pk, state__in=[State.QUEUED, State.FAILED])
    changed = waiting.update(state=State.CANCELLED, finished_at=now)
    if changed:
        RunEvent.objects.create(run=run, kind=EventKind.CANCELLED, by=by)
    return bool(changed)


def end_lease(*, run: ReportRun, now: datetime) -> bool:
    """Let another worker take over at once, when it is sure that the one before is gone.

    Should it live after all, its next write changes no row.
    """
    left = ReportRun.objects.filter(pk=run.pk, attempt=run.attempt, state__in=WORKING)
    return bool(left.update(lease_until=now - timedelta(seconds=1)))
