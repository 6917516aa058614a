"""Pages that add facts to an action, a milestone, an indicator or an actor."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.programme import forms, models, operations
from slimsamenwerken.programme.queries.states import computed_label
from slimsamenwerken.programme.views.changing import Adding, add
from slimsamenwerken.programme.views.subjects import (
    action_subject,
    actor_subject,
    indicator_subject,
    milestone_subject,
)

UPDATE = Adding(
    right="add_update",
    title=gettext_lazy("Add update"),
    form=forms.UpdateForm,
    model=models.StatusUpdate,
    subject="action",
    operation=operations.add_update,
    done=gettext_lazy("Your update is saved."),
)
CLOSURE = Adding(
    right="close_action",
    title=gettext_lazy("Close action"),
    form=forms.ClosureForm,
    model=models.ActionClosure,
    subject="action",
    operation=operations.close_action,
    done=gettext_lazy("The action is closed."),
)
OUTCOME = Adding(
    right="record_outcome",
    title=gettext_lazy("Record result"),
    form=forms.OutcomeForm,
    model=models.MilestoneOutcome,
    subject="milestone",
    operation=operations.record_outcome,
    done=gettext_lazy("The result is saved."),
)
FIRST_PLAN = Adding(
    right="plan_milestone",
    title=gettext_lazy("Plan milestone"),
    form=forms.FirstPlanForm,
    model=models.MilestonePlan,
    subject="milestone",
    operation=operations.plan_milestone,
    done=gettext_lazy("The milestone is planned."),
)
NEXT_PLAN = Adding(
    right="plan_milestone",
    title=gettext_lazy("Move milestone"),
    form=forms.PlanForm,
    model=models.MilestonePlan,
    subject="milestone",
    operation=operations.plan_milestone,
    done=gettext_lazy("The milestone is moved; the old date stays visible."),
)
MEASUREMENT = Adding(
    right="add_measurement",
    title=gettext_lazy("Add measurement"),
    form=forms.MeasurementForm,
    model=models.Measurement,
    subject="indicator",
    operation=operations.add_measurement,
    done=gettext_lazy("The measurement is saved."),
)
TARGET = Adding(
    right="set_target",
    title=gettext_lazy("Set target"),
    form=forms.TargetForm,
    model=models.Target,
    subject="indicator",
    operation=operations.set_target,
    done=gettext_lazy("The target is saved; earlier ones stay visible."),
)
NAME = Adding(
    right="change_things",
    title=gettext_lazy("Change name"),
    form=forms.ActorNameForm,
    model=models.ActorVersion,
    subject="actor",
    operation=operations.change_actor,
    done=gettext_lazy("The new name is saved; the old one stays on earlier dates."),
)


def update_new(request: PortalRequest, code: str) -> HttpResponse:
    subject = action_subject(request, code)
    status = computed_label(subject.thing, as_of=timezone.localdate())
    note = _("Status computed today: %(status)s.") % {"status": status}
    return add(request, subject, UPDATE, note=note)


def closure_new(request: PortalRequest, code: str) -> HttpResponse:
    return add(request, action_subject(request, code), CLOSURE)


def outcome_new(request: PortalRequest, code: str, milestone: str) -> HttpResponse:
    return add(request, milestone_subject(request, code, milestone), OUTCOME)


def plan_new(request: PortalRequest, code: str, milestone: str) -> HttpResponse:
    subject = milestone_subject(request, code, milestone)
    plans = list(subject.thing.plans.known().order_by("number"))
    return add(request, subject, NEXT_PLAN if plans else FIRST_PLAN, plans=plans)


def measurement_new(request: PortalRequest, code: str) -> HttpResponse:
    return add(request, indicator_subject(request, code), MEASUREMENT)


def target_new(request: PortalRequest, code: str) -> HttpResponse:
    return add(request, indicator_subject(request, code), TARGET)


def actor_rename(request: PortalRequest, slug: str) -> HttpResponse:
    subject = actor_subject(request, slug)
    kept = ("name", "abbreviation", "kind", "is_group", "website", "enterprise_number")
    return add(
        request, subject, NAME, initial={name: getattr(subject.version, name) for name in kept}
    )
