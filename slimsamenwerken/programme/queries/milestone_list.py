"""All milestones over the actions that the reader may see, at a moment."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Lower

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models import MilestoneOutcome, MilestonePlan, MilestoneVersion
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.programme.queries.sight import actions_in_sight
from slimsamenwerken.programme.rights import Rights

SORTS = ("due", "late", "code", "title")
STATES = {
    "open": Q(outcome=None),
    "late": Q(late_since__isnull=False),
    "realised": Q(outcome="realised"),
    "dropped": Q(outcome="dropped"),
}
ABSENT = {
    "date": Q(due_on=None),
    "owner": Q(owner=None),
    "done_when": Q(done_when=""),
}


@dataclass(frozen=True)
class MilestoneCriteria:
    """What to keep; an empty criterion keeps everything.

    `states`: names of STATES of which one must fit; `missing`: names of ABSENT that must all.
    """

    lines: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    due_from: date | None = None
    due_until: date | None = None
    missing: tuple[str, ...] = ()
    sort: str = ""


@dataclass(frozen=True, slots=True)
class ActionOf:
    """The action of a milestone as it was called on the day."""

    id: int
    code: str
    title: str
    line_id: int | None
    is_public: bool


@dataclass(frozen=True, slots=True)
class MilestoneEntry:
    row: rows.MilestoneRow
    action: ActionOf
    owner: rows.ActorRow | None


def find_milestones(criteria: MilestoneCriteria, moment: Moment, rights: Rights) -> QuerySet[Any]:
    """The milestones that fit, with their current due date, outcome and `late_since`."""
    actions = actions_in_sight(moment, rights)
    if criteria.lines:
        actions = actions.filter(line__code__in=criteria.lines)
    found = _judged(moment).filter(milestone__action__in=actions.values("action_id"))
    if criteria.states:
        fits = Q()
        for name in criteria.states:
            fits |= STATES[name]
        found = found.filter(fits)
    for name in criteria.missing:
        found = found.filter(ABSENT[name])
    if criteria.due_from:
        found = found.filter(due_on__gte=criteria.due_from)
    if criteria.due_until:
        found = found.filter(due_on__lte=criteria.due_until)
    return found.order_by(*_order(criteria.sort), "milestone__action__code", "milestone__code")


def _judged(moment: Moment) -> QuerySet[Any]:
    at = (moment.as_of, moment.known_at)
    own = {"milestone": OuterRef("milestone")}
    # The same choice as queries.loaders makes: the plan that was decided last.
    plans = MilestonePlan.objects.until(*at).filter(**own).order_by("-valid_on", "-number", "-id")
    outcomes = MilestoneOutcome.objects.until(*at).filter(**own).newest_first()
    late = Q(outcome=None, due_on__lt=moment.as_of)
    found: QuerySet[Any] = MilestoneVersion.objects.at(*at).annotate(
        due_on=Subquery(plans.values("due_on")[:1]),
        outcome=Subquery(outcomes.values("kind")[:1]),
        late_since=Case(When(late, then=F("due_on"))),
    )
    return found


def _order(sort: str) -> list[OrderBy]:
    """By due date unless asked otherwise; what has no date comes last, in both directions."""
    key, descending = sort.removeprefix("-"), sort.startswith("-")
    if key == "code":
        return [F("milestone__action__code").desc()] if descending else []
    if key == "late":  # the most days late has the earliest date
        late = F("late_since")
        return [late.asc(nulls_last=True) if descending else late.desc(nulls_first=True)]
    by = Lower("title") if key == "title" else F("due_on")
    return [by.desc(nulls_last=True) if descending else by.asc(nulls_last=True)]


def entries_of(versions: Any, moment: Moment, rights: Rights) -> list[MilestoneEntry]:
    """The lines of a slice of `find_milestones`; six queries."""
    chosen = list(versions.values_list("milestone_id", "milestone__action_id"))
    ids = {action for _pk, action in chosen}
    found = {
        row.id: row
        for per_action in loaders.milestones(moment.as_of, moment.known_at, ids).values()
        for row in per_action
    }
    owners = {row.owner_id for row in found.values() if row.owner_id is not None}
    names = loaders.actors(moment.as_of, moment.known_at, owners)
    actions = {
        row[0]: ActionOf(*row)
        for row in actions_in_sight(moment, rights)
        .filter(action__in=ids)
        .values_list("action_id", "action__code", "title", "line_id", "is_public")
    }
    return [
        MilestoneEntry(found[pk], actions[action], names.get(found[pk].owner_id or 0))
        for pk, action in chosen
    ]
