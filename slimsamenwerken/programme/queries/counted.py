"""What the programme's metrics count from; loaded once per page, whatever the number of metrics."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min, OuterRef, Subquery

from slimsamenwerken.programme.metrics import Scope
from slimsamenwerken.programme.models import ActionVersion
from slimsamenwerken.programme.models.codes import ActionKind
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.programme.queries.remembered import all_states
from slimsamenwerken.programme.queries.states import ActionState


def share_states(
    scope: Scope, states: list[ActionState], as_of: date, known_at: datetime | None
) -> None:
    """Hand over states that a page loaded already; all of them, not only what a reader sees."""
    scope.share(("states", as_of, known_at), lambda: states)


def states(as_of: date, known_at: datetime | None, scope: Scope) -> list[ActionState]:
    """The actions of the lines in scope; lever projects have no line and are not counted."""

    def load() -> list[ActionState]:
        return list(all_states(as_of, known_at).states.values())

    found = scope.share(("states", as_of, known_at), load)
    return [
        state
        for state in found
        if state.kind == ActionKind.ACTION and scope.covers(state.line.code if state.line else None)
    ]


@dataclass(frozen=True, slots=True)
class CountedAction:
    """An action of the day: where it stands, and since when it has been known."""

    id: int
    code: str
    title: str
    kind: str
    line_id: int | None
    line_code: str | None
    domain_id: int | None
    is_public: bool
    first_on: date
    public_id: UUID


def actions(as_of: date, known_at: datetime | None, scope: Scope) -> dict[int, CountedAction]:
    """Every action and lever project of the day, by id, in the order of their codes."""

    def load() -> dict[int, CountedAction]:
        first = (
            ActionVersion.objects.until(as_of, known_at)
            .filter(action=OuterRef("action"))
            .order_by()
            .values("action")
            .values(first=Min("valid_on"))
        )
        found = (
            ActionVersion.objects.at(as_of, known_at)
            .annotate(first_on=Subquery(first))
            .order_by("action__code")
            .values_list(
                "action_id", "action__code", "title", "kind", "line_id", "line__code",
                "line__domain_id", "is_public", "first_on", "action__public_id",
            )
        )  # fmt: skip
        return {row[0]: CountedAction(*row) for row in found}

    return scope.share(("actions", as_of, known_at), load)


Planned = tuple[CountedAction, rows.MilestoneRow]


def milestones(as_of: date, known_at: datetime | None, scope: Scope) -> list[Planned]:
    """The milestones of the actions in scope, by code."""

    def load() -> dict[int, list[rows.MilestoneRow]]:
        loaded: list[ActionState] | None = scope.shared.get(("states", as_of, known_at))
        if loaded is not None:
            return {state.id: list(state.milestones) for state in loaded}
        return loaders.milestones(as_of, known_at)

    found = scope.share(("milestones", as_of, known_at), load)
    return [
        (action, milestone)
        for action in actions(as_of, known_at, scope).values()
        if scope.covers(action.line_code)
        for milestone in found.get(action.id, ())
    ]
