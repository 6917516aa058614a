"""The sorts of fact that a page can open: their rows, their owner, their form and their right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.programme.forms import (
    ActorSuccessionTermsForm,
    ClosureForm,
    FirstPlanForm,
    LineSuccessionTermsForm,
    MeasurementForm,
    OutcomeForm,
    PeriodForm,
    PlanForm,
    RelationTermsForm,
    RoleTermsForm,
    SuccessionTermsForm,
    TargetForm,
    UpdateForm,
)
from slimsamenwerken.programme.forms.facts import FactForm
from slimsamenwerken.programme.models import (
    ActionClosure,
    ActionIndicator,
    ActionRelation,
    ActionSuccession,
    ActionVersion,
    ActorSuccession,
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

    A row between two actions is seen only by who may see both: `other_action_of`.
    `form` corrects a row; without one the row is only read. `right` is what a correction asks.
    """

    key: str
    label: str | Promise
    model: type[Model]
    page: Callable[[Any], str]
    action_of: Callable[[Any], int | None] = lambda _row: None
    indicator_of: Callable[[Any], int | None] = lambda _row: None
    other_action_of: Callable[[Any], int | None] = lambda _row: None
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


def _start_page(row: Any) -> str:
    """The page of what goes on: an action, or a whole line."""
    if row.from_action is not None:
        return reverse("programme:action-detail", args=[row.from_action.code])
    return reverse("dashboard:line", args=[row.from_line.code])


def _succession_form(*args: Any, correcting: Any, **kwargs: Any) -> FactForm:
    form = LineSuccessionTermsForm if correcting.from_action is None else SuccessionTermsForm
    return form(*args, correcting=correcting, **kwargs)


_OFFICE = "change_things"
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
            form=RoleTermsForm, right=_OFFICE, related=("actor", "action", "line", "domain"),
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
            _of_action, form=PeriodForm, right=_OFFICE, related=("action", "indicator"),
        ),
        FactKind(
            "relation", _("relation between actions"), ActionRelation,
            lambda row: reverse("programme:action-detail", args=[row.from_action.code]),
            lambda row: row.from_action_id, other_action_of=lambda row: row.to_action_id,
            form=RelationTermsForm, right=_OFFICE, related=("from_action", "to_action"),
        ),
        FactKind(
            "action-succession", _("succession of an action"), ActionSuccession, _start_page,
            lambda row: row.from_action_id, other_action_of=lambda row: row.to_action_id,
            form=_succession_form, right=_OFFICE,
            related=("from_action", "from_line", "to_action"),
        ),
        FactKind(
            "actor-succession", _("succession of an actor"), ActorSuccession,
            lambda row: reverse("programme:actor-detail", args=[row.from_actor.slug]),
            form=ActorSuccessionTermsForm, right=_OFFICE, related=("from_actor", "to_actor"),
        ),
        FactKind("actor-version", _("version of an actor"), ActorVersion, _actor_page,
                 related=("actor",)),
    )
}  # fmt: skip
