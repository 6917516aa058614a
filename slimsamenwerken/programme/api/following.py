"""The things of the programme as the feed tells of them: who may read one, and what everyone may."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.api.resources import INTERNAL, PUBLIC, Resource, Seen, organisation_audience
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.api import showing
from slimsamenwerken.programme.api.action import ActionViewSet
from slimsamenwerken.programme.api.things import ActorViewSet, IndicatorViewSet, LineViewSet
from slimsamenwerken.programme.models import (
    Action,
    ActionIndicator,
    ActionSuccession,
    ActionVersion,
    Actor,
    ActorSuccession,
    ActorVersion,
    Indicator,
    IndicatorVersion,
    Milestone,
    MilestoneVersion,
    Participation,
)
from slimsamenwerken.programme.rights import Rights

VISITOR = Rights(Viewer())
Row = dict[str, Any]


def _now() -> Moment:
    today = timezone.localdate()
    return Moment(today, None, today)


def _insiders(actions: Collection[int]) -> dict[int, set[str]]:
    """Per action: staff and auditors, and the organisations that take part today."""
    found: dict[int, set[str]] = {pk: {INTERNAL} for pk in actions}
    roles = Participation.objects.until(timezone.localdate()).filter(
        action__in=actions, actor__organisation__isnull=False
    )
    for action, organisation in roles.values_list("action_id", "actor__organisation_id"):
        found[action].add(organisation_audience(organisation))
    return found


def _seen(
    ids: Collection[int],
    paths: dict[int, str],
    public: dict[int, Row],
    insiders: dict[int, set[str]],
) -> dict[int, Seen]:
    return {
        pk: Seen(
            paths[pk],
            frozenset(insiders.get(pk, {INTERNAL}) | ({PUBLIC} if pk in public else set())),
            public.get(pk),
        )
        for pk in ids
        if pk in paths
    }


def _paths(path: str, things: QuerySet[Any], ids: Collection[int]) -> dict[int, str]:
    found = things.filter(pk__in=ids).values_list("pk", "public_id")
    return {pk: f"{path}/{public_id}" for pk, public_id in found}


def _shown(viewset: Any, ids: Collection[int], embeds: tuple[str, ...]) -> dict[int, Row]:
    """What a visitor reads now, by the same code that answers them."""
    view = viewset.for_visitor(_now(), VISITOR)
    rows = list(view.get_queryset().filter(**{f"{view.cursor_field}__in": ids}))
    numbers = [row[view.cursor_field] for row in rows]
    return dict(zip(numbers, view.present_with(rows, embeds), strict=True))


def look_at_actions(ids: Collection[int]) -> dict[int, Seen]:
    # Not the status: it changes with the day, and with rows of indicators.
    embeds = ("participations", "updates", "closure", "indicators")
    public = _shown(ActionViewSet, ids, embeds)
    return _seen(ids, _paths("actions", Action.objects.all(), ids), public, _insiders(ids))


def look_at_milestones(ids: Collection[int]) -> dict[int, Seen]:
    moment = _now()
    versions = showing.milestones_in_sight(moment, VISITOR).filter(milestone__in=ids)
    rows: list[Row] = list(versions.values(*showing.MILESTONE))
    shown = showing.milestones_shown(rows, moment)
    public = {row["milestone_id"]: one for row, one in zip(rows, shown, strict=True)}
    actions = dict(Milestone.objects.filter(pk__in=ids).values_list("pk", "action_id"))
    inside = _insiders(set(actions.values()))
    insiders = {pk: inside[action] for pk, action in actions.items()}
    return _seen(ids, _paths("milestones", Milestone.objects.all(), ids), public, insiders)


def look_at_indicators(ids: Collection[int]) -> dict[int, Seen]:
    public = _shown(IndicatorViewSet, ids, ("actions", "targets", "measurements"))
    links = ActionIndicator.objects.until(timezone.localdate()).filter(indicator__in=ids)
    pairs = list(links.values_list("indicator_id", "action_id"))
    inside = _insiders({action for _pk, action in pairs})
    insiders: dict[int, set[str]] = defaultdict(lambda: {INTERNAL})
    for pk, action in pairs:
        insiders[pk] = insiders[pk] | inside[action]
    return _seen(ids, _paths("indicators", Indicator.objects.all(), ids), public, dict(insiders))


def look_at_actors(ids: Collection[int]) -> dict[int, Seen]:
    public = _shown(ActorViewSet, ids, ())
    return _seen(ids, _paths("actors", Actor.objects.all(), ids), public, {})


def look_at_lines(ids: Collection[int]) -> dict[int, Seen]:
    public = _shown(LineViewSet, ids, ())
    return _seen(ids, _paths("actionLines", LineViewSet.identities.all(), ids), public, {})


def _hanging_on(actions: Collection[int]) -> dict[str, list[int]]:
    """Milestones and indicators are seen by whoever sees their action."""
    links = ActionIndicator.objects.known().filter(action__in=actions)
    return {
        "programme.milestone": list(
            Milestone.objects.filter(action__in=actions).values_list("pk", flat=True)
        ),
        "programme.indicator": list(links.values_list("indicator_id", flat=True).distinct()),
    }


def _turning(
    version_model: Any, subject: str, *facts: tuple[Any, str]
) -> Callable[[date], list[int]]:
    """Things with a version or fact that begins on the day, or a period that ended the day before."""

    def found(day: date) -> list[int]:
        yesterday = day - timedelta(days=1)
        ids = set(
            version_model.objects.known().filter(valid_on=day).values_list(subject, flat=True)
        )
        for model, owner in facts:
            begun = Q(since=day) | Q(until=yesterday)
            ids |= set(model.objects.known().filter(begun).values_list(owner, flat=True))
        return sorted(pk for pk in ids if pk is not None)

    return found


def _succeeding(
    model: Any, here: str, there: str, label: str
) -> Callable[[int], dict[str, list[int]]]:
    """Where a thing went on, in the order in which that happened."""

    def found(pk: int) -> dict[str, list[int]]:
        rows = model.objects.known().filter(**{here: pk}).order_by("valid_on", "id")
        return {label: list(rows.values_list(there, flat=True))}

    return found


RESOURCES = [
    Resource(
        "programme.action", "action", "programme.action", look_at_actions, _hanging_on,
        _turning(
            ActionVersion, "action_id", (Participation, "action_id"), (ActionIndicator, "action_id")
        ),
        _succeeding(ActionSuccession, "from_action", "to_action_id", "programme.action"),
        order=10,
    ),
    Resource(
        "programme.milestone", "milestone", "programme.milestone", look_at_milestones,
        turning=_turning(MilestoneVersion, "milestone_id"), order=11,
    ),
    Resource(
        "programme.indicator", "indicator", "programme.indicator", look_at_indicators,
        turning=_turning(IndicatorVersion, "indicator_id", (ActionIndicator, "indicator_id")),
        order=12,
    ),
    Resource(
        "programme.actor", "actor", "programme.actor", look_at_actors,
        turning=_turning(ActorVersion, "actor_id"),
        successors=_succeeding(ActorSuccession, "from_actor", "to_actor_id", "programme.actor"),
        order=13,
    ),
    Resource(
        "programme.line", "actionLine", "programme.actionline", look_at_lines,
        successors=_succeeding(ActionSuccession, "from_line", "to_action_id", "programme.action"),
        order=14,
    ),
]  # fmt: skip
