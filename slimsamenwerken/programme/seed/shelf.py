"""What is in the database already, so that loading twice changes nothing."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from slimsamenwerken.core.clocks import Origin
from slimsamenwerken.programme.models import (
    Action,
    ActionDomain,
    ActionLine,
    Actor,
    Indicator,
    Milestone,
)
from slimsamenwerken.programme.seed.rows import When

# Nobody answers for the start data: it is what the source states.
SEEDED: dict[str, Any] = {"by": None, "origin": Origin.SEED}


@dataclass
class Shelf:
    """The things by code, and how many rows this run added per sort."""

    domains: dict[str, ActionDomain]
    lines: dict[str, ActionLine]
    actions: dict[str, Action]
    actors: dict[str, Actor]
    indicators: dict[str, Indicator]
    milestones: dict[tuple[str, str], Milestone]
    added: Counter[str] = field(default_factory=Counter)

    def target(self, code: str) -> ActionDomain | ActionLine | Action:
        """The domain, line or action of the code; KeyError when there is none."""
        if code in self.actions:
            return self.actions[code]
        return self.lines[code] if code in self.lines else self.domains[code]

    def start(self, code: str) -> ActionLine | Action:
        """Where a doorstart begins."""
        return self.actions[code] if code in self.actions else self.lines[code]


def open_shelf() -> Shelf:
    milestones = Milestone.objects.select_related("action")
    return Shelf(
        domains={thing.code: thing for thing in ActionDomain.objects.all()},
        lines={thing.code: thing for thing in ActionLine.objects.all()},
        actions={thing.code: thing for thing in Action.objects.all()},
        actors={thing.slug: thing for thing in Actor.objects.all()},
        indicators={thing.code: thing for thing in Indicator.objects.all()},
        milestones={(thing.action.code, thing.code): thing for thing in milestones},
    )


def present(model: type[Model], *fields: str, **only: Any) -> set[tuple[Any, ...]]:
    """Keys of the rows that were ever there: what a person withdrew is not loaded again."""
    return set(model._default_manager.filter(**only).values_list(*fields))


def dated(when: When | None, name: str = "valid_on") -> dict[str, Any]:
    """The three columns of a date that the source may leave vague."""
    if when is None:
        return {}
    return {name: when.last, f"{name}_precision": when.precision, f"{name}_from": when.first}


def because(facts: str, *readings: str) -> str:
    """The basis of a row: the ids of its facts, then what was read into them."""
    parts = [reading[0].lower() + reading[1:] for reading in readings if reading]
    return "; ".join(part.rstrip(".") for part in (facts, *parts))
