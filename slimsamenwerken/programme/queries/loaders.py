"""Loads what a set of actions looked like on a day, in a fixed number of queries.

Every loader takes `as_of` and `known_at`, returns plain rows (rows.py) and costs one query
(participations: two). `actions` narrows by ids; None means all.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, CharField, ExpressionWrapper, OuterRef, Q, TextField
from django.db.models.functions import Cast, JSONObject

from slimsamenwerken.core.clocks import FactQuerySet
from slimsamenwerken.programme.models import (
    ActionClosure,
    ActionIndicator,
    ActionLineVersion,
    ActionSuccession,
    ActorVersion,
    IndicatorVersion,
    Measurement,
    MilestoneOutcome,
    MilestonePlan,
    MilestoneVersion,
    Participation,
    StatusUpdate,
    Target,
)
from slimsamenwerken.programme.models.codes import Aggregation
from slimsamenwerken.programme.queries import rows
from slimsamenwerken.programme.queries.live import with_live_values

Ids = Collection[int] | None


def _narrow(field: str, ids: Ids) -> dict[str, Any]:
    return {} if ids is None else {f"{field}__in": ids}


def lines(as_of: date, known_at: datetime | None) -> dict[int, rows.LineRow]:
    found = ActionLineVersion.objects.at(as_of, known_at).values_list(
        "line_id", "line__code", "title", "short_label", "intro"
    )
    return {line[0]: rows.LineRow(*line) for line in found.order_by("line__code")}


def closures(
    as_of: date, known_at: datetime | None, actions: Ids = None
) -> dict[int, rows.ClosureRow]:
    found = ActionClosure.objects.at(as_of, known_at, **_narrow("action", actions)).values_list(
        "action_id", "id", "kind", "valid_on", "valid_on_precision", "valid_on_from", "statement"
    )
    return {
        action: rows.ClosureRow(pk, kind, rows.VagueDate(*when), statement)
        for action, pk, kind, *when, statement in found
    }


def closing_successions(
    as_of: date, known_at: datetime | None, actions: Ids = None
) -> dict[int, tuple[rows.ClosureRow, str]]:
    """Per action the doorstart that closed it, with the code of the action that goes on."""
    found = ActionSuccession.objects.until(as_of, known_at).filter(
        closes_predecessor=True, from_action__isnull=False, **_narrow("from_action", actions)
    )
    return {
        action: (rows.ClosureRow(pk, "stopped", rows.VagueDate(*when), ""), successor)
        for action, pk, successor, *when in found.order_by("valid_on", "id").values_list(
            "from_action_id", "id", "to_action__code",
            "valid_on", "valid_on_precision", "valid_on_from",
        )
    }  # fmt: skip


_UPDATE = (
    "id", "public_id", "action_id", "valid_on", "valid_on_precision", "valid_on_from",
    "declared_status", "computed_status", "deviation_reason", "recorded_at", "is_public", "derived",
)  # fmt: skip


def _update(row: tuple[Any, ...]) -> rows.UpdateRow:
    pk, public_id, action, *when = row[:6]
    return rows.UpdateRow(pk, public_id, action, rows.VagueDate(*when), *row[6:])


def latest_updates(
    as_of: date, known_at: datetime | None, actions: Ids = None
) -> dict[int, list[rows.UpdateRow]]:
    """Per action the latest update with a declared status and the latest without, newest first."""
    declares = ExpressionWrapper(~Q(declared_status=""), output_field=BooleanField())
    found = (
        StatusUpdate.objects.until(as_of, known_at)
        .filter(**_narrow("action", actions))
        .annotate(declares=declares)
        .order_by("action_id", "declares", "-valid_on", "-recorded_at", "-id")
        .distinct("action_id", "declares")
    )
    per_action: dict[int, list[rows.UpdateRow]] = defaultdict(list)
    # "declares" rides along: DISTINCT ON takes an annotation only when it is selected.
    for *row, _declares in found.values_list(*_UPDATE, "declares"):
        per_action[row[2]].append(_update(tuple(row)))
    for updates in per_action.values():
        updates.sort(key=lambda u: (u.on.day, u.recorded_at, u.id), reverse=True)
    return dict(per_action)


def milestones(
    as_of: date, known_at: datetime | None, actions: Ids = None
) -> dict[int, list[rows.MilestoneRow]]:
    """Per action its milestones by code, with plans and outcome; three queries."""
    narrow = _narrow("milestone__action", actions)
    plans = _plans(as_of, known_at, narrow)
    outcomes = _outcomes(as_of, known_at, narrow)
    found = (
        MilestoneVersion.objects.at(as_of, known_at, **narrow)
        .order_by("milestone__action_id", "milestone__code")
        .values_list(
            "milestone_id", "milestone__public_id", "milestone__action_id",
            "milestone__action__code", "milestone__code", "title", "done_when", "owner_id",
            "is_final",
        )
    )  # fmt: skip
    per_action: dict[int, list[rows.MilestoneRow]] = defaultdict(list)
    for pk, public_id, action, action_code, code, *rest in found:
        row = rows.MilestoneRow(
            pk, public_id, action, f"{action_code}-{code}", *rest,  # type: ignore[misc]
            plans=tuple(plans.get(pk, ())), outcome=outcomes.get(pk),
        )  # fmt: skip
        per_action[action].append(row)
    return dict(per_action)


def _plans(
    as_of: date, known_at: datetime | None, narrow: Mapping[str, Any]
) -> dict[int, list[rows.PlanRow]]:
    per_milestone: dict[int, list[rows.PlanRow]] = defaultdict(list)
    found = (
        MilestonePlan.objects.until(as_of, known_at)
        .filter(**narrow)
        .order_by("valid_on", "number", "id")
    )
    for milestone, pk, number, due, precision, first, *rest in found.values_list(
        "milestone_id", "id", "number", "due_on", "due_on_precision", "due_on_from", "valid_on",
        "decided_by", "reason", "original_unknown",
    ):  # fmt: skip
        plan = rows.PlanRow(pk, number, rows.VagueDate(due, precision, first), *rest)
        per_milestone[milestone].append(plan)
    return per_milestone


def _outcomes(
    as_of: date, known_at: datetime | None, narrow: Mapping[str, Any]
) -> dict[int, rows.OutcomeRow]:
    found = MilestoneOutcome.objects.at(as_of, known_at, **narrow).values_list(
        "milestone_id", "id", "public_id", "kind", "valid_on", "valid_on_precision",
        "valid_on_from", "statement", "evidence_url", "derived",
    )  # fmt: skip
    return {
        milestone: rows.OutcomeRow(
            pk, public_id, kind, rows.VagueDate(day, precision, first), *rest
        )
        for milestone, pk, public_id, kind, day, precision, first, *rest in found
    }


def actors(as_of: date, known_at: datetime | None, ids: Ids = None) -> dict[int, rows.ActorRow]:
    found = ActorVersion.objects.at(as_of, known_at, **_narrow("actor", ids)).values_list(
        "actor_id", "actor__slug", "name", "abbreviation", "kind", "is_group"
    )
    return {row[0]: rows.ActorRow(*row) for row in found}


PlaceKey = tuple[str, int]


def participations(
    as_of: date, known_at: datetime | None, places: Q | None = None
) -> dict[PlaceKey, list[rows.ParticipationRow]]:
    """Roles per place: ("action", id), ("line", id) or ("domain", id); two queries."""
    names = actors(as_of, known_at)
    found = Participation.objects.until(as_of, known_at).filter(places or Q())
    per_place: dict[PlaceKey, list[rows.ParticipationRow]] = defaultdict(list)
    for row in found.order_by("id").values(
        "id", "public_id", "actor_id", "domain_id", "line_id", "action_id", "role", "note",
        "since", "since_precision", "since_from", "until", "until_precision", "until_from",
        "derived",
    ):  # fmt: skip
        actor = names.get(row["actor_id"])
        if actor is None:  # the actor has no name yet on that day
            continue
        place = next(
            (kind, row[f"{kind}_id"])
            for kind in ("action", "line", "domain")
            if row[f"{kind}_id"] is not None
        )
        per_place[place].append(
            rows.ParticipationRow(
                row["id"],
                row["public_id"],
                actor,
                row["role"],
                row["note"],
                _vague(row, "since"),
                _vague(row, "until"),
                row["derived"],
            )
        )
    return dict(per_place)


def _vague(row: Mapping[str, Any], name: str) -> rows.VagueDate | None:
    if row[name] is None:
        return None
    return rows.VagueDate(row[name], row[f"{name}_precision"], row[f"{name}_from"])


def indicators(
    as_of: date, known_at: datetime | None, ids: Ids = None, *, brief: bool = False
) -> dict[int, rows.IndicatorRow]:
    """Indicators as pages show them; a live one costs the queries of its metric."""
    stored = stored_indicators(as_of, known_at, ids, brief=brief)
    return {row.id: row for row in with_live_values(stored, as_of, known_at)}


def stored_indicators(
    as_of: date,
    known_at: datetime | None,
    ids: Ids = None,
    *,
    of_actions: Ids = None,
    brief: bool = False,
) -> list[rows.IndicatorRow]:
    """Indicators with targets, entered measurements and the ids of their actions; one query.

    The parts come as JSON arrays, so that a list of many actions costs no extra query; numbers
    travel as text, because JSON would make floats of them. `brief` leaves out the measurements
    that neither the value of the day, nor its progress, nor a status can depend on.
    """
    own = {"indicator": OuterRef("indicator")}
    narrow = _narrow("indicator", ids)
    if of_actions is not None:
        links = ActionIndicator.objects.until(as_of, known_at).filter(action__in=of_actions)
        narrow["indicator__in"] = links.values("indicator_id")
    measured = Measurement.objects.until(as_of, known_at).filter(**own)
    parts = _telling(measured) if brief else {"rows_all": measured}
    versions = IndicatorVersion.objects.at(as_of, known_at, **narrow).annotate(
        target_rows=ArraySubquery(
            Target.objects.until(as_of, known_at)
            .filter(**own)
            .order_by("series", "number", "id")
            .values(json=_json_of(_TARGET))
        ),
        actions=ArraySubquery(
            ActionIndicator.objects.until(as_of, known_at)
            .filter(**own)
            .order_by("action_id")
            .values("action_id")
        ),
        **{
            name: ArraySubquery(part.values(json=_json_of(_MEASUREMENT)))
            for name, part in parts.items()
        },
    )
    found = versions.order_by("indicator__code").values_list(
        "indicator_id", "indicator__public_id", "indicator__code", "title", "definition", "unit",
        "decimals", "level", "direction", "aggregation", "dimension_aggregation", "frequency",
        "source_metric", "live_from", "tolerance", "derived", "target_rows", "actions", *parts,
    )  # fmt: skip
    return [
        rows.IndicatorRow(
            *row[:16],  # type: ignore[call-arg]
            tuple(_target(_loads(t)) for t in row[16]),
            _measurements(row[18:]),
            frozenset(row[17]),
        )
        for row in found
    ]


def _telling(measured: FactQuerySet) -> dict[str, FactQuerySet]:
    """First and latest value and the baselines; of a sum or a ratio every value counts."""
    whole = measured.filter(dims={})
    values = whole.filter(is_baseline=False)
    rule = ExpressionWrapper(OuterRef("aggregation"), output_field=CharField())
    return {
        "rows_first": values.order_by("valid_on", "recorded_at", "id")[:1],
        "rows_latest": values.newest_first()[:1],
        "rows_baseline": whole.filter(is_baseline=True),
        "rows_pooled": values.annotate(rule=rule).filter(
            rule__in=[Aggregation.FLOW, Aggregation.RATIO]
        ),
    }


def _measurements(parts: Sequence[list[Any]]) -> tuple[rows.MeasurementRow, ...]:
    """Each row once, by day."""
    found = {row["id"]: row for part in parts for row in map(_loads, part)}
    read = [_measurement(row) for row in found.values()]
    return tuple(sorted(read, key=lambda m: (m.on.day, m.recorded_at, m.id)))


_TARGET = (
    "id", "public_id", "series", "number", "due_on", "due_on_precision", "due_on_from", "value",
    "upper", "valid_on", "decided_by", "reason",
)  # fmt: skip
_MEASUREMENT = (
    "id", "public_id", "valid_on", "valid_on_precision", "valid_on_from", "period_start", "value",
    "numerator", "denominator", "qualifier", "is_baseline", "dims", "source", "method_note",
    "series_break", "derived", "recorded_at",
)  # fmt: skip
_NUMBERS = {"value", "upper", "numerator", "denominator"}


def _json_of(fields: tuple[str, ...]) -> JSONObject:
    return JSONObject(
        **{name: Cast(name, TextField()) if name in _NUMBERS else name for name in fields}
    )


def _loads(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _vague_json(row: Mapping[str, Any], name: str) -> rows.VagueDate:
    first = _day(row[f"{name}_from"])
    return rows.VagueDate(date.fromisoformat(row[name]), row[f"{name}_precision"], first)


def _target(row: Mapping[str, Any]) -> rows.TargetRow:
    return rows.TargetRow(
        row["id"], UUID(row["public_id"]), row["series"], row["number"],
        _vague_json(row, "due_on"), Decimal(row["value"]), _number(row["upper"]),
        date.fromisoformat(row["valid_on"]), row["decided_by"], row["reason"],
    )  # fmt: skip


def _measurement(row: Mapping[str, Any]) -> rows.MeasurementRow:
    return rows.MeasurementRow(
        row["id"], UUID(row["public_id"]), _vague_json(row, "valid_on"),
        _day(row["period_start"]), Decimal(row["value"]), _number(row["numerator"]),
        _number(row["denominator"]), row["qualifier"], row["is_baseline"], row["dims"],
        row["source"], row["method_note"], row["series_break"], row["derived"],
        datetime.fromisoformat(row["recorded_at"]),
    )  # fmt: skip
