"""Facts about actions, milestones and indicators: appended, withdrawn, replaced, never edited."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import Fact, Origin, insert, replace, withdraw
from slimsamenwerken.programme.models import (
    Action,
    ActionClosure,
    Indicator,
    IndicatorVersion,
    Measurement,
    Milestone,
    MilestoneOutcome,
    MilestonePlan,
    RuleSet,
    StatusUpdate,
    Target,
)
from slimsamenwerken.programme.progress import check_target
from slimsamenwerken.programme.queries.live import live_metric
from slimsamenwerken.programme.queries.states import computed_status, load_rules

FactT = TypeVar("FactT", bound=Fact)


@transaction.atomic
def add_update(
    *,
    action: Action,
    by: User | None,
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> StatusUpdate:
    """Tell how the action stands; a status that differs from the computed one needs a reason.

    The computed status is taken with the new update included and kept on the row.
    """
    row = StatusUpdate(action=action, **fields)
    _append_update(row, by=by, origin=origin, version=version)
    return row


def _append_update(
    row: StatusUpdate, *, by: User | None, origin: str, version: int | None = None
) -> None:
    if row.declared_status and origin != Origin.SEED:
        row.computed_status = computed_status(row.action, as_of=row.valid_on, extra_update=row)
        if row.computed_status != row.declared_status and not row.deviation_reason.strip():
            raise ValidationError({"deviation_reason": _why_it_differs(row)})
    insert(row, by=by, origin=origin, version=version)


def _why_it_differs(row: StatusUpdate) -> ValidationError:
    label = load_rules(row.valid_on).labels[row.computed_status]
    return ValidationError(
        _("Explain why your status differs from the computed one. Computed is: %(status)s."),
        params={"status": label},
    )


@transaction.atomic
def add_measurement(
    *,
    indicator: Indicator,
    by: User | None,
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> Measurement:
    row = Measurement(indicator=indicator, **fields)
    _refuse_live(row)
    insert(row, by=by, origin=origin, version=version)
    return row


def _refuse_live(row: Measurement) -> None:
    """From `live_from` on the portal computes the value; a baseline may still be entered."""
    version = IndicatorVersion.objects.at(row.valid_on, indicator=row.indicator).first()
    if version is None or row.is_baseline:
        return
    if live_metric(version.source_metric, version.live_from, row.valid_on):
        raise ValidationError(
            {
                "valid_on": _(
                    "The portal computes this indicator itself on that day; enter no value."
                )
            }
        )


@transaction.atomic
def record_outcome(
    *,
    milestone: Milestone,
    by: User | None,
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> MilestoneOutcome:
    row = MilestoneOutcome(milestone=milestone, **fields)
    insert(row, by=by, origin=origin, version=version)
    return row


@transaction.atomic
def plan_milestone(
    *,
    milestone: Milestone,
    by: User | None,
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> MilestonePlan:
    """Plan or re-plan; the number follows on that of the last plan that is known."""
    known = MilestonePlan.objects.known().filter(milestone=milestone)
    row = MilestonePlan(milestone=milestone, number=_next_number(known), **fields)
    insert(row, by=by, origin=origin, version=version)
    return row


@transaction.atomic
def close_action(
    *,
    action: Action,
    by: User | None,
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> ActionClosure:
    row = ActionClosure(action=action, **fields)
    insert(row, by=by, origin=origin, version=version)
    return row


@transaction.atomic
def set_target(
    *,
    indicator: Indicator,
    by: User | None,
    series: int = 1,
    origin: str = Origin.WEB,
    version: int | None = None,
    **fields: Any,
) -> Target:
    """Set or re-plan the goal of one series; a rising goal under the baseline is refused."""
    known = Target.objects.known().filter(indicator=indicator, series=series)
    row = Target(indicator=indicator, series=series, number=_next_number(known), **fields)
    _refuse_wrong_side(row)
    insert(row, by=by, origin=origin, version=version)
    return row


def _next_number(known: QuerySet[Any]) -> int:
    # Not a count: an earlier plan may have been withdrawn.
    last: int | None = known.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _refuse_wrong_side(row: Target) -> None:
    version = IndicatorVersion.objects.at(row.valid_on, indicator=row.indicator).first()
    baseline = (
        Measurement.objects.until(row.valid_on)
        .filter(indicator=row.indicator, is_baseline=True, dims={})
        .newest_first()
        .first()
    )
    start = baseline.value if baseline else None
    value: Any = row.value  # a number as it was given
    upper: Any = row.upper
    check_target(version.direction if version else "", start, value, upper)


@transaction.atomic
def set_rules(
    *,
    by: User | None,
    valid_on: date,
    decided_by: str,
    thresholds: Mapping[str, int | Decimal] | None = None,
    labels: Mapping[str, str] | None = None,
    origin: str = Origin.WEB,
) -> RuleSet:
    row = RuleSet(
        valid_on=valid_on,
        decided_by=decided_by,
        thresholds=dict(thresholds or {}),
        labels=dict(labels or {}),
    )
    insert(row, by=by, origin=origin)
    return row


@transaction.atomic
def withdraw_fact(*, fact: Fact, by: User | None, reason: str, version: int | None = None) -> None:
    """Stop the row from counting; it stays with its reason. A second time changes nothing."""
    withdraw(fact, by=by, reason=reason, version=version)


@transaction.atomic
def correct_fact(
    *,
    fact: FactT,
    by: User | None,
    reason: str,
    changes: Mapping[str, Any],
    origin: str = Origin.WEB,
    version: int | None = None,
) -> FactT:
    """Withdraw the row and append a copy with the changes, both or neither."""
    if not type(fact).objects.known().filter(pk=fact.pk).exists():
        raise ValidationError(_("This row was withdrawn already; nothing is changed."))
    envelope = {
        "id", "public_id", "recorded_at", "recorded_by", "origin", "withdrawn_at", "withdrawn_by",
        "withdrawn_reason", "replaces", "search",
    }  # fmt: skip
    kept = {
        field.name: getattr(fact, field.name)
        for field in fact._meta.concrete_fields
        if field.name not in envelope
    }
    new = type(fact)(**(kept | dict(changes)))
    if isinstance(new, Target):
        _refuse_wrong_side(new)
    if isinstance(new, StatusUpdate):
        withdraw(fact, by=by, reason=reason, version=version)
        new.replaces = fact
        _append_update(new, by=by, origin=origin)
    else:
        replace(fact, new, by=by, reason=reason, origin=origin, version=version)
    return new
