"""The sorts of fact that a page can open: their rows, their owner, their form and their right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.programme.forms import (
    ClosureForm,
    FirstPlanForm,
    MeasurementForm,
    OutcomeForm,
    PlanForm,
    TargetForm,
    UpdateForm,
)
from slimsamenwerken.programme.forms.facts import FactForm
from slimsamenwerken.programme.models import (
    ActionClosure,
    ActionIndicator,
    ActionVersion,
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


@dataclass(frozen=True)
class FactKind:
    """`action_of` and `indicator_of` give the id of what the row belongs to, or None.

    `form` corrects a row; without one the row is only read. `right` is what a correction asks.
    """

    key: str
    label: str | Promise
    model: type[Model]
    page: Callable[[Any], str]
    action_of: Callable[[Any], int | None] = lambda _row: None
    indicator_of: Callable[[Any], int | None] = lambda _row: None
    form: Callable[..., FactForm] | None = None
    right: str = "correct"
    related: tuple[str, ...] = ()


def _action_page(row: Any) -> str:
    return reverse("programme:action-detail", args=[row.action.code])


def _milestone_page(row: Any) -> str:
    return reverse("programme:action-detail", args=[row.milestone.action.code])


def _indicator_page(row: Any) -> str:
    return reverse("programme:indicator-detail", args=[row.indicator.code])


def _actor_page(row: Any) -> str:
    return reverse("programme:actor-detail", args=[row.actor.slug])


def _of_action(row: Any) -> int | None:
    found: int | None = row.action_id
    return found


def _of_milestone(row: Any) -> int:
    found: int = row.milestone.action_id
    return found


def _of_indicator(row: Any) -> int:
    found: int = row.indicator_id
    return found


def _plan_form(*args: Any, correcting: Any, **kwargs: Any) -> FactForm:
    """The first plan needs no reason, every later one does."""
    form = FirstPlanForm if correcting.number == 1 else PlanForm
    return form(*args, correcting=correcting, **kwargs)


_MILESTONE = ("milestone__action",)
KINDS: dict[str, FactKind] = {
    kind.key: kind
    for kind in (
        FactKind(
            "update", _("update"), StatusUpdate, _action_page, _of_action, form=UpdateForm,
            related=("action",),
        ),
        FactKind(
            "closure", _("closure"), ActionClosure, _action_page, _of_action, form=ClosureForm,
            right="close_action", related=("action",),
        ),
        FactKind(
            "action-version", _("version of an action"), ActionVersion, _action_page, _of_action,
            related=("action", "line"),
        ),
        FactKind(
            "participation", _("participation"), Participation, _actor_page, _of_action,
            related=("actor", "action", "line", "domain"),
        ),
        FactKind(
            "outcome", _("result of a milestone"), MilestoneOutcome, _milestone_page,
            _of_milestone, form=OutcomeForm, related=_MILESTONE,
        ),
        FactKind(
            "plan", _("plan of a milestone"), MilestonePlan, _milestone_page, _of_milestone,
            form=_plan_form, related=_MILESTONE,
        ),
        FactKind(
            "milestone-version", _("version of a milestone"), MilestoneVersion, _milestone_page,
            _of_milestone, related=_MILESTONE,
        ),
        FactKind(
            "measurement", _("measurement"), Measurement, _indicator_page,
            indicator_of=_of_indicator, form=MeasurementForm, related=("indicator",),
        ),
        FactKind(
            "target", _("target"), Target, _indicator_page, indicator_of=_of_indicator,
            form=TargetForm, right="set_target", related=("indicator",),
        ),
        FactKind(
            "indicator-version", _("version of an indicator"), IndicatorVersion, _indicator_page,
            indicator_of=_of_indicator, related=("indicator",),
        ),
        FactKind(
            "action-indicator", _("indicator of an action"), ActionIndicator, _action_page,
            _of_action, related=("action", "indicator"),
        ),
        FactKind("actor-version", _("version of an actor"), ActorVersion, _actor_page,
                 related=("actor",)),
    )
}  # fmt: skip
