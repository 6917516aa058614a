"""Facts of all things in sight at once."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.exports.definitions import Asked, Column
from slimsamenwerken.api.filtering import CodesFilter, DayFilter, PortalFilterSet
from slimsamenwerken.programme.api.exporting.columns import (
    DATED,
    ENVELOPE,
    code_column,
    id_column,
    make_export,
    vague_columns,
)
from slimsamenwerken.programme.models import (
    Measurement,
    Participation,
    StatusUpdate,
    Target,
)
from slimsamenwerken.programme.models.codes import (
    Qualifier,
    Role,
    StatusCode,
)
from slimsamenwerken.programme.permissions import Rights
from slimsamenwerken.programme.queries.sight import actions_in_sight, indicators_in_sight


def _counting(model: type[Any], asked: Asked) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.until(asked.moment.as_of, asked.moment.known_at)
    return found


def _updates(asked: Asked, rights: Rights) -> QuerySet[Any]:
    """Those of actions in sight; that are not public only for who reads inside the action."""
    found = _counting(StatusUpdate, asked).filter(
        action__in=actions_in_sight(asked.moment, rights).values("action_id")
    )
    if not rights.sees_all:
        found = found.filter(Q(is_public=True) | Q(action__in=rights.own))
    return found.order_by("action__code", "valid_on", "id")


def _of_actions(model: type[Any]) -> Callable[[Asked, Rights], QuerySet[Any]]:
    return lambda asked, rights: (
        _counting(model, asked)
        .filter(action__in=actions_in_sight(asked.moment, rights).values("action_id"))
        .order_by("action__code", "id")
    )


def _of_indicators(model: type[Any]) -> Callable[[Asked, Rights], QuerySet[Any]]:
    return lambda asked, rights: (
        _counting(model, asked)
        .filter(indicator__in=indicators_in_sight(asked.moment, rights).values("indicator_id"))
        .order_by("indicator_id", "valid_on", "id")
    )


class _DayFilters(PortalFilterSet):
    fromValidOn = DayFilter(field_name="valid_on", lookup_expr="gte")  # noqa: N815
    untilValidOn = DayFilter(field_name="valid_on", lookup_expr="lte")  # noqa: N815


class UpdateFilter(_DayFilters):
    action = CodesFilter(field_name="action__code", label=_("Code of the action."))

    class Meta:
        model = StatusUpdate
        fields: list[str] = []


class RoleFilter(PortalFilterSet):
    action = CodesFilter(field_name="action__code", label=_("Code of the action."))
    actor = CodesFilter(field_name="actor__slug", label=_("Short name of an actor with a role."))

    class Meta:
        model = Participation
        fields: list[str] = []


class MeasurementFilter(_DayFilters):
    indicator = CodesFilter(field_name="indicator__code", label=_("Code of the indicator."))

    class Meta:
        model = Measurement
        fields: list[str] = []


class TargetFilter(_DayFilters):
    indicator = CodesFilter(field_name="indicator__code", label=_("Code of the indicator."))

    class Meta:
        model = Target
        fields: list[str] = []


UPDATES = make_export(
    "updates",
    _("Updates"),
    (
        id_column(),
        Column("action", _("Action"), "action__code"),
        *DATED,
        Column("body", _("Text"), "body"),
        code_column("declaredStatus", _("Declared status"), "declared_status", StatusCode.choices),
        code_column("computedStatus", _("Computed status"), "computed_status", StatusCode.choices),
        Column("deviationReason", _("Reason of the deviation"), "deviation_reason"),
        Column("isPublic", _("Public"), "is_public", "bool"),
        *ENVELOPE,
    ),
    _updates,
    UpdateFilter,
    20,
)

PARTICIPATIONS = make_export(
    "participations",
    _("Participations"),
    (
        id_column(),
        Column("action", _("Action"), "action__code"),
        Column("actor", _("Actor"), "actor__slug"),
        code_column("role", _("Role"), "role", Role.choices),
        *vague_columns("since", _("Since"), "since"),
        *vague_columns("until", _("Until"), "until"),
        Column("note", _("Note"), "note"),
        *ENVELOPE,
    ),
    _of_actions(Participation),
    RoleFilter,
    21,
)

MEASUREMENTS = make_export(
    "measurements",
    _("Measurements"),
    (
        id_column(),
        Column("indicator", _("Indicator"), "indicator__code"),
        *DATED,
        Column("periodStart", _("Start of the period"), "period_start", "date"),
        Column("value", _("Value"), "value", "decimal"),
        Column("numerator", _("Numerator"), "numerator", "decimal"),
        Column("denominator", _("Denominator"), "denominator", "decimal"),
        code_column("qualifier", _("How exact"), "qualifier", Qualifier.choices),
        Column("isBaseline", _("Baseline"), "is_baseline", "bool"),
        Column("dims", _("Part of the whole"), "dims", "json"),
        Column("source", _("Source"), "source"),
        Column("methodNote", _("Method"), "method_note"),
        Column("seriesBreak", _("Series break"), "series_break", "bool"),
        *ENVELOPE,
    ),
    _of_indicators(Measurement),
    MeasurementFilter,
    22,
)

TARGETS = make_export(
    "targets",
    _("Targets"),
    (
        id_column(),
        Column("indicator", _("Indicator"), "indicator__code"),
        Column("series", _("Series"), "series", "int"),
        Column("number", _("Number"), "number", "int"),
        *DATED,
        *vague_columns("dueOn", _("Target date"), "due_on"),
        Column("value", _("Value"), "value", "decimal"),
        Column("upper", _("Upper bound"), "upper", "decimal"),
        Column("decidedBy", _("Decided by"), "decided_by"),
        Column("reason", _("Reason"), "reason"),
        *ENVELOPE,
    ),
    _of_indicators(Target),
    TargetFilter,
    23,
)

FACTS = [UPDATES, PARTICIPATIONS, MEASUREMENTS, TARGETS]
