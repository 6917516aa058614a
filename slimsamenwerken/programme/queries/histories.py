"""The history of an action or an actor, as far as the reader may see it."""

from functools import cached_property

from django.db.models import Model

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.history.timeline import Change, Reader, timeline
from slimsamenwerken.programme.models import Action, Actor, Milestone, StatusUpdate
from slimsamenwerken.programme.queries.sight import actions_in_sight, indicators_in_sight
from slimsamenwerken.programme.rights import Rights

# Inside bookkeeping of a row: it tells a reader nothing.
SILENT = frozenset(
    {
        "programme.MilestonePlan.number",
        "programme.Target.number",
        "programme.Target.series",
        "programme.SourceFactPlace.later_place",
    }
)
# Which organisation may log in for an actor is nobody's business but the office's.
INTERNAL = frozenset({"programme.ActorHistory.organisation"})


class _Sight:
    """Which rows somebody outside the office may read; what they point at must be in sight too."""

    def __init__(self, thing: Model, moment: Moment, rights: Rights, *, inside: bool) -> None:
        self._thing, self._moment, self._rights = thing, moment, rights
        self._inside = inside

    def sees(self, row: Model) -> bool:
        if isinstance(row, StatusUpdate) and not (row.is_public or self._inside):
            return False
        ends = [getattr(row, f"{name}_id", None) for name in ("action", "from_action", "to_action")]
        return (
            self._in_actions(ends)
            and self._in_milestones(getattr(row, "milestone_id", None))
            and self._in_indicators(getattr(row, "indicator_id", None))
        )

    def _in_actions(self, ends: list[int | None]) -> bool:
        return all(pk is None or pk in self._actions for pk in ends)

    def _in_milestones(self, pk: int | None) -> bool:
        return pk is None or isinstance(self._thing, Action) or pk in self._milestones

    def _in_indicators(self, pk: int | None) -> bool:
        return pk is None or pk in self._indicators

    @cached_property
    def _actions(self) -> set[int]:
        found = actions_in_sight(self._moment, self._rights)
        return set(found.order_by().values_list("action_id", flat=True))

    @cached_property
    def _milestones(self) -> set[int]:
        owned = Milestone.objects.filter(versions__owner=self._thing.pk, action__in=self._actions)
        return set(owned.order_by().values_list("pk", flat=True))

    @cached_property
    def _indicators(self) -> set[int]:
        found = indicators_in_sight(self._moment, self._rights)
        return set(found.order_by().values_list("indicator_id", flat=True))


def history_of_action(action: Action, moment: Moment, rights: Rights) -> list[Change]:
    return _history(action, moment, rights, inside=rights.may("read_internal", action.pk))


def history_of_actor(actor: Actor, moment: Moment, rights: Rights) -> list[Change]:
    return _history(actor, moment, rights, inside=rights.sees_all)


def _history(
    thing: Action | Actor, moment: Moment, rights: Rights, *, inside: bool
) -> list[Change]:
    """`inside`: names of people, withdrawn rows with their reason, updates that are not public."""
    if rights.sees_all:
        reader = Reader(sees_people=True, sees_withdrawn=True, hidden=SILENT)
    else:
        sight = _Sight(thing, moment, rights, inside=inside)
        reader = Reader(sight.sees, inside, inside, SILENT | INTERNAL)
    return timeline(thing, for_user=reader, as_of=moment.as_of, known_at=moment.known_at)
