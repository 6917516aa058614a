"""Rows of the programme as the API shows them: plain dictionaries, a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from slimsamenwerken.api.wire import camel, page_url
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.api.base import exact_text, filled, reference, vague
from slimsamenwerken.programme.models import (
    ActionClosure,
    ActionIndicator,
    ActorVersion,
    Measurement,
    MilestoneOutcome,
    MilestonePlan,
    MilestoneVersion,
    Participation,
    StatusUpdate,
    Target,
)
from slimsamenwerken.programme.queries.remembered import all_states
from slimsamenwerken.programme.queries.sight import actions_in_sight, indicators_in_sight
from slimsamenwerken.programme.rights import Rights

Row = dict[str, Any]
ENVELOPE = (
    "id", "public_id", "recorded_at", "derived", "basis", "withdrawn_at", "withdrawn_reason",
)  # fmt: skip
DATED = (*ENVELOPE, "valid_on", "valid_on_precision", "valid_on_from")
FACT_FIELDS: dict[type, tuple[str, ...]] = {
    StatusUpdate: (
        *DATED, "action_id", "action__public_id", "body", "declared_status", "computed_status",
        "deviation_reason", "is_public",
    ),
    ActionClosure: (*DATED, "action_id", "action__public_id", "kind", "statement", "evidence_url"),
    Participation: (
        *ENVELOPE, "action_id", "action__public_id", "actor_id", "actor__public_id", "role", "note",
        "since", "since_precision", "since_from", "until", "until_precision", "until_from",
    ),
    MilestonePlan: (
        *DATED, "milestone_id", "milestone__public_id", "number", "due_on", "due_on_precision",
        "due_on_from", "decided_by", "reason", "original_unknown",
    ),
    MilestoneOutcome: (
        *DATED, "milestone_id", "milestone__public_id", "kind", "statement", "evidence_url",
    ),
    Measurement: (
        *DATED, "indicator_id", "indicator__public_id", "period_start", "value", "numerator",
        "denominator", "qualifier", "is_baseline", "dims", "source", "method_note", "series_break",
    ),
    Target: (
        *DATED, "indicator_id", "indicator__public_id", "series", "number", "due_on",
        "due_on_precision", "due_on_from", "value", "upper", "decided_by", "reason",
    ),
}  # fmt: skip
# Where the facts of a model live: the collection of their thing, and their own.
FACT_PATHS: dict[type, tuple[str, str, str]] = {
    StatusUpdate: ("actions", "action", "updates"),
    ActionClosure: ("actions", "action", "closures"),
    Participation: ("actions", "action", "participations"),
    MilestonePlan: ("milestones", "milestone", "plans"),
    MilestoneOutcome: ("milestones", "milestone", "outcomes"),
    Measurement: ("indicators", "indicator", "measurements"),
    Target: ("indicators", "indicator", "targets"),
}
_VAGUE = ("valid_on", "due_on", "since", "until", "starts_on", "ends_on")
_CODES = frozenset({"kind", "role", "declared_status", "computed_status"})
_NUMBERS = frozenset({"value", "upper", "numerator", "denominator", "tolerance"})


def facts_shown(model: type, rows: Iterable[Row], names: dict[int, str] | None = None) -> list[Row]:
    """Facts by their own columns; `names` of actors, for roles."""
    things, owner, own = FACT_PATHS[model]
    skipped = {
        "id",
        "public_id",
        f"{owner}_id",
        f"{owner}__public_id",
        "actor_id",
        "actor__public_id",
    }
    shown = []
    for row in rows:
        path = f"{things}/{row[f'{owner}__public_id']}/{own}"
        item: Row = dict(reference(path, row["public_id"]) or {})
        if "actor_id" in row:
            item["actor"] = reference(
                "actors", row["actor__public_id"], name=(names or {}).get(row["actor_id"], "–")
            )
        for name in FACT_FIELDS[model]:
            if name not in skipped and not name.endswith(("_precision", "_from")):
                item |= vague(row, name) if name in _VAGUE else {name: _value(name, row[name])}
        shown.append({k: v for k, v in filled(item).items() if not (k == "derived" and not v)})
    return shown


def _value(name: str, value: Any) -> Any:
    """Exact numbers travel as text, codes in camelCase; an empty part is no part."""
    if name in _NUMBERS and value is not None:
        return exact_text(value)
    if name in _CODES and value:
        return camel(value)
    return None if value == {} else value


def facts_of(
    model: type[Any], moment: Moment, ids: Collection[int] | None, order: str = "id"
) -> list[Row]:
    """The facts that count at the moment of some things, as rows."""
    _things, owner, _own = FACT_PATHS[model]
    narrow = {} if ids is None else {f"{owner}__in": ids}
    found = model.objects.until(moment.as_of, moment.known_at).filter(**narrow)
    rows: list[Row] = list(found.order_by(order, "id").values(*FACT_FIELDS[model]))
    return rows


def names_of_actors(moment: Moment) -> dict[int, str]:
    found = ActorVersion.objects.at(moment.as_of, moment.known_at)
    return dict(found.values_list("actor_id", "name"))


def grouped(
    model: type, rows: list[Row], names: dict[int, str] | None = None
) -> dict[int, list[Row]]:
    """Facts as shown, by the number of their thing."""
    owner = f"{FACT_PATHS[model][1]}_id"
    found: dict[int, list[Row]] = defaultdict(list)
    for row, shown in zip(rows, facts_shown(model, rows, names), strict=True):
        found[row[owner]].append(shown)
    return found


ACTION = (
    "action_id", "action__public_id", "action__code", "action__version", "action__modified_at",
    "kind", "line__public_id", "line__code", "title", "summary", "description",
    "starts_on", "starts_on_precision", "starts_on_from",
    "ends_on", "ends_on_precision", "ends_on_from", "is_continuous", "is_public",
)  # fmt: skip


def action_shown(row: Row) -> Row:
    return filled(
        {
            **(reference("actions", row["action__public_id"]) or {}),
            "page": page_url(reverse("programme:action-detail", args=[row["action__code"]])),
            "version": row["action__version"],
            "modified_at": row["action__modified_at"],
            "code": row["action__code"],
            "kind": camel(row["kind"]),
            "line": reference("actionLines", row["line__public_id"], code=row["line__code"]),
            "title": row["title"],
            "summary": row["summary"],
            "description": row["description"],
            **vague(row, "starts_on"),
            **vague(row, "ends_on"),
            "is_continuous": row["is_continuous"],
            "is_public": row["is_public"],
        }
    )


def participations_by_action(moment: Moment, ids: list[int]) -> dict[int, list[Row]]:
    rows = facts_of(Participation, moment, ids)
    return grouped(Participation, rows, names_of_actors(moment))


def updates_by_action(moment: Moment, ids: list[int], rights: Rights) -> dict[int, list[Row]]:
    rows = [
        row
        for row in facts_of(StatusUpdate, moment, ids, "-valid_on")
        if row["is_public"] or rights.sees_all or row["action_id"] in rights.own
    ]
    return grouped(StatusUpdate, rows)


def closure_by_action(moment: Moment, ids: list[int]) -> dict[int, Row]:
    rows = facts_of(ActionClosure, moment, ids, "valid_on")
    return {pk: found[-1] for pk, found in grouped(ActionClosure, rows).items()}


def statuses(moment: Moment, ids: list[int]) -> dict[int, Row]:
    """Declared and computed status, with the labels of that day."""
    every = all_states(moment.as_of, moment.known_at)
    labels = every.rules.labels
    found = {}
    for pk in ids:
        state = every.states.get(pk)
        if state is not None:
            found[pk] = filled(
                {
                    "declared": camel(state.declared) if state.declared else "",
                    "computed": camel(state.computed),
                    "deviates": state.deviates,
                    "declared_label": str(labels[state.declared]) if state.declared else "",
                    "computed_label": str(labels[state.computed]),
                }
            )
    return found


def indicators_by_action(moment: Moment, ids: list[int], rights: Rights) -> dict[int, list[Row]]:
    links = ActionIndicator.objects.until(moment.as_of, moment.known_at).filter(
        action__in=ids,
        indicator__in=indicators_in_sight(moment, rights).values("indicator_id"),
    )
    found: dict[int, list[Row]] = defaultdict(list)
    for action, public_id, code in links.order_by("indicator__code").values_list(
        "action_id", "indicator__public_id", "indicator__code"
    ):
        found[action].append(reference("indicators", public_id, code=code) or {})
    return found


def actions_by_indicator(moment: Moment, ids: list[int], rights: Rights) -> dict[int, list[Row]]:
    links = ActionIndicator.objects.until(moment.as_of, moment.known_at).filter(
        indicator__in=ids, action__in=actions_in_sight(moment, rights).values("action_id")
    )
    found: dict[int, list[Row]] = defaultdict(list)
    for indicator, public_id, code in links.order_by("action__code").values_list(
        "indicator_id", "action__public_id", "action__code"
    ):
        found[indicator].append(reference("actions", public_id, code=code) or {})
    return found


MILESTONE = (
    "milestone_id", "milestone__public_id", "milestone__code", "milestone__version",
    "milestone__modified_at", "milestone__action_id", "milestone__action__public_id",
    "milestone__action__code", "title", "done_when", "owner_id", "owner__public_id", "is_final",
)  # fmt: skip


def milestones_shown(rows: list[Row], moment: Moment) -> list[Row]:
    """Milestones with every plan and the outcome; three queries."""
    ids = [row["milestone_id"] for row in rows]
    names = names_of_actors(moment) if any(row["owner_id"] for row in rows) else {}
    plans = grouped(MilestonePlan, facts_of(MilestonePlan, moment, ids, "number"))
    outcomes = grouped(MilestoneOutcome, facts_of(MilestoneOutcome, moment, ids))
    return [_milestone(row, names, plans, outcomes) for row in rows]


def _milestone(
    row: Row, names: dict[int, str], plans: dict[int, list[Row]], outcomes: dict[int, list[Row]]
) -> Row:
    pk, action = row["milestone_id"], row["milestone__action__code"]
    owner = reference("actors", row["owner__public_id"], name=names.get(row["owner_id"], "–"))
    return filled(
        {
            **(reference("milestones", row["milestone__public_id"]) or {}),
            "page": page_url(reverse("programme:action-detail", args=[action])),
            "version": row["milestone__version"],
            "modified_at": row["milestone__modified_at"],
            "action": reference("actions", row["milestone__action__public_id"], code=action),
            "code": f"{action}-{row['milestone__code']}",
            "title": row["title"],
            "done_when": row["done_when"],
            "owner": owner,
            "is_final": row["is_final"],
            "plans": plans.get(pk, []),
            "outcome": next(iter(outcomes.get(pk, [])), None),
        }
    )


def milestones_in_sight(moment: Moment, rights: Rights) -> QuerySet[MilestoneVersion]:
    seen = actions_in_sight(moment, rights).values("action_id")
    versions = MilestoneVersion.objects.at(moment.as_of, moment.known_at)
    return versions.filter(Q(milestone__action__in=seen))


def milestones_by_action(moment: Moment, ids: list[int]) -> dict[int, list[Row]]:
    versions = MilestoneVersion.objects.at(moment.as_of, moment.known_at)
    rows = list(
        versions.filter(milestone__action__in=ids)
        .order_by("milestone__action_id", "milestone__code")
        .values(*MILESTONE)
    )
    found: dict[int, list[Row]] = defaultdict(list)
    for row, shown in zip(rows, milestones_shown(rows, moment), strict=True):
        found[row["milestone__action_id"]].append(shown)
    return found
