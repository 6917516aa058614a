"""Actions, milestones, indicators, actors and lines."""

import json
from collections.abc import Callable
from typing import Any

from django.db.models import F, Func, JSONField, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.exports.definitions import Asked, Column
from slimsamenwerken.core.precision import Precision
from slimsamenwerken.programme.api import showing
from slimsamenwerken.programme.api.action import ActionFilter
from slimsamenwerken.programme.api.exporting.columns import (
    code_column,
    id_column,
    make_export,
    thing_columns,
    vague_columns,
)
from slimsamenwerken.programme.api.things import (
    ActorFilter,
    IndicatorFilter,
    LineFilter,
    MilestoneFilter,
)
from slimsamenwerken.programme.models import (
    ActionLineVersion,
    ActorVersion,
    MilestoneOutcome,
    MilestonePlan,
)
from slimsamenwerken.programme.models.codes import (
    ActionKind,
    ActorKind,
    Aggregation,
    DimensionAggregation,
    Direction,
    Frequency,
    Level,
    OutcomeKind,
    StatusCode,
)
from slimsamenwerken.programme.queries.remembered import all_states
from slimsamenwerken.programme.queries.sight import actions_in_sight, indicators_in_sight


def _status(which: str) -> Callable[[Asked], Any]:
    """The status of each action, that PostgreSQL looks up by the number of the action."""

    def source(asked: Asked) -> Any:
        states = all_states(asked.moment.as_of, asked.moment.known_at).states
        found = {str(pk): getattr(state, which) or "" for pk, state in states.items()}
        return Func(
            Cast(Value(json.dumps(found)), JSONField()),
            Cast(F("action_id"), TextField()),
            template="(%(expressions)s)",
            arg_joiner=" ->> ",
            output_field=TextField(),
        )

    return source


ACTIONS = make_export(
    "actions",
    _("Actions"),
    (
        id_column("action__public_id"),
        Column("code", _("Code"), "action__code"),
        code_column("kind", _("Kind"), "kind", ActionKind.choices),
        Column("line", _("Action line"), "line__code"),
        Column("title", _("Title"), "title"),
        Column("summary", _("Summary"), "summary"),
        Column("description", _("Description"), "description"),
        *vague_columns("startsOn", _("Start"), "starts_on"),
        *vague_columns("endsOn", _("End"), "ends_on"),
        Column("isContinuous", _("Continuous"), "is_continuous", "bool"),
        Column("isPublic", _("Public"), "is_public", "bool"),
        code_column(
            "declaredStatus", _("Declared status"), _status("declared"), StatusCode.choices
        ),
        code_column(
            "computedStatus", _("Computed status"), _status("computed"), StatusCode.choices
        ),
        *thing_columns("action"),
    ),
    lambda asked, rights: actions_in_sight(asked.moment, rights).order_by("action__code"),
    ActionFilter,
    10,
)


def _of_milestone(model: type[Any], field: str, newest: str) -> Callable[[Asked], Any]:
    """The newest fact that counts of each milestone."""

    def source(asked: Asked) -> Any:
        at = asked.moment
        found = model.objects.until(at.as_of, at.known_at).filter(milestone=OuterRef("milestone"))
        return Subquery(found.order_by(f"-{newest}", "-id").values(field)[:1])

    return source


MILESTONES = make_export(
    "milestones",
    _("Milestones"),
    (
        id_column("milestone__public_id"),
        Column("action", _("Action"), "milestone__action__code"),
        Column("code", _("Code"), "milestone__code"),
        Column("title", _("Title"), "title"),
        Column("doneWhen", _("Done when"), "done_when"),
        Column("owner", _("Owner"), "owner__slug"),
        Column("isFinal", _("Final"), "is_final", "bool"),
        Column("dueOn", _("Current date"), _of_milestone(MilestonePlan, "due_on", "number"), "date"),
        code_column(
            "dueOnPrecision", _("Precision of the current date"),
            _of_milestone(MilestonePlan, "due_on_precision", "number"), Precision.choices,
        ),
        code_column(
            "outcome", _("Result"), _of_milestone(MilestoneOutcome, "kind", "valid_on"),
            OutcomeKind.choices,
        ),
        Column(
            "outcomeOn", _("Date of the result"),
            _of_milestone(MilestoneOutcome, "valid_on", "valid_on"), "date",
        ),
        *thing_columns("milestone"),
    ),
    lambda asked, rights: showing.milestones_in_sight(asked.moment, rights).order_by(
        "milestone__action__code", "milestone__code"
    ),
    MilestoneFilter,
    11,
)  # fmt: skip

INDICATORS = make_export(
    "indicators",
    _("Indicators"),
    (
        id_column("indicator__public_id"),
        Column("code", _("Code"), "indicator__code"),
        Column("title", _("Title"), "title"),
        Column("definition", _("Definition"), "definition"),
        Column("unit", _("Unit"), "unit"),
        Column("decimals", _("Decimals"), "decimals", "int"),
        code_column("level", _("Level"), "level", Level.choices),
        code_column("direction", _("Direction"), "direction", Direction.choices),
        code_column("aggregation", _("Aggregation"), "aggregation", Aggregation.choices),
        code_column(
            "dimensionAggregation", _("Aggregation of parts"), "dimension_aggregation",
            DimensionAggregation.choices,
        ),
        code_column("frequency", _("Frequency"), "frequency", Frequency.choices),
        Column("sourceMetric", _("Metric"), "source_metric"),
        Column("liveFrom", _("Live from"), "live_from", "date"),
        Column("tolerance", _("Tolerance"), "tolerance", "decimal"),
        *thing_columns("indicator"),
    ),
    lambda asked, rights: indicators_in_sight(asked.moment, rights).order_by("indicator__code"),
    IndicatorFilter,
    12,
)  # fmt: skip

ACTORS = make_export(
    "actors",
    _("Actors"),
    (
        id_column("actor__public_id"),
        Column("slug", _("Short name"), "actor__slug"),
        Column("name", _("Name"), "name"),
        Column("abbreviation", _("Abbreviation"), "abbreviation"),
        code_column("kind", _("Kind"), "kind", ActorKind.choices),
        Column("isGroup", _("Group, not a partner"), "is_group", "bool"),
        Column("website", _("Website"), "website"),
        Column("enterpriseNumber", _("Enterprise number"), "enterprise_number"),
        *thing_columns("actor"),
    ),
    lambda asked, _rights: ActorVersion.objects.at(
        asked.moment.as_of, asked.moment.known_at
    ).order_by("actor__slug"),
    ActorFilter,
    13,
)

LINES = make_export(
    "actionLines",
    _("Action lines"),
    (
        id_column("line__public_id"),
        Column("code", _("Code"), "line__code"),
        Column("title", _("Title"), "title"),
        Column("shortLabel", _("Short label"), "short_label"),
        Column("intro", _("Introduction"), "intro"),
        *thing_columns("line"),
    ),
    lambda asked, _rights: ActionLineVersion.objects.at(
        asked.moment.as_of, asked.moment.known_at
    ).order_by("line__code"),
    LineFilter,
    14,
)


THINGS = [ACTIONS, MILESTONES, INDICATORS, ACTORS, LINES]
