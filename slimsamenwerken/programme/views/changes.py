"""Pages that add facts, and the page where the admin sets thresholds."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.forms import (
    ActorNameForm,
    ClosureForm,
    MeasurementForm,
    OutcomeForm,
    PlanForm,
    RulesForm,
    TargetForm,
    UpdateForm,
)
from slimsamenwerken.programme.models import ActorVersion, Milestone, RuleSet
from slimsamenwerken.programme.views.changing import (
    Change,
    load_action_to_change,
    load_indicator_to_change,
    login_or_forbid,
    rights_now,
    run,
)
from slimsamenwerken.programme.views.facts import fact_correct, fact_detail, fact_withdraw

__all__ = [
    "actor_rename",
    "closure_new",
    "fact_correct",
    "fact_detail",
    "fact_withdraw",
    "measurement_new",
    "outcome_new",
    "plan_new",
    "rules",
    "target_new",
    "update_new",
]


def _today() -> dict[str, Any]:
    return {"valid_on": timezone.localdate()}


def update_new(request: HttpRequest, code: str) -> HttpResponse:
    action, version, rights = load_action_to_change(request, code)
    if not rights.may("add_update", action.pk):
        return login_or_forbid(request)
    back = reverse("programme:action-detail", args=[code])
    form = UpdateForm(
        request.POST or None, version=action.version, initial=_today(), cancel_url=back
    )
    return run(
        request,
        Change(
            title=_("Add update"),
            kicker=f"{code} {version.title}",
            back=back,
            form=form,
            save=lambda f: operations.add_update(
                action=action, by=request.user, version=f.cleaned_data["version"], **f.values()
            ),
            done=_("Your update is saved."),
            breadcrumbs=_trail(code, version.title),
        ),
    )


def closure_new(request: HttpRequest, code: str) -> HttpResponse:
    action, version, rights = load_action_to_change(request, code)
    if not rights.may("close_action", action.pk):
        return login_or_forbid(request)
    back = reverse("programme:action-detail", args=[code])
    form = ClosureForm(
        request.POST or None, version=action.version, initial=_today(), cancel_url=back
    )
    return run(
        request,
        Change(
            title=_("Close action"),
            kicker=f"{code} {version.title}",
            back=back,
            form=form,
            save=lambda f: operations.close_action(
                action=action, by=request.user, version=f.cleaned_data["version"], **f.values()
            ),
            done=_("The action is closed."),
            breadcrumbs=_trail(code, version.title),
        ),
    )


def _trail(code: str, title: str) -> list[tuple[str, str]]:
    return [
        (_("Actions"), reverse("programme:action-list")),
        (f"{code} {title}", reverse("programme:action-detail", args=[code])),
    ]


def _milestone(action_id: int, code: str) -> Milestone:
    found = Milestone.objects.select_related("action").filter(action=action_id, code=code).first()
    if found is None:
        raise Http404
    return found


def outcome_new(request: HttpRequest, code: str, milestone: str) -> HttpResponse:
    action, version, rights = load_action_to_change(request, code)
    thing = _milestone(action.pk, milestone)
    if not rights.may("record_outcome", action.pk):
        return login_or_forbid(request)
    back = reverse("programme:action-detail", args=[code]) + f"#mijlpaal-{thing.pk}"
    form = OutcomeForm(
        request.POST or None, version=thing.version, initial=_today(), cancel_url=back
    )
    return run(
        request,
        Change(
            title=_("Record result"),
            kicker=f"{thing}",
            back=back,
            form=form,
            save=lambda f: operations.record_outcome(
                milestone=thing, by=request.user, version=f.cleaned_data["version"], **f.values()
            ),
            done=_("The result is saved."),
            breadcrumbs=_trail(code, version.title),
        ),
    )


def plan_new(request: HttpRequest, code: str, milestone: str) -> HttpResponse:
    action, version, rights = load_action_to_change(request, code)
    thing = _milestone(action.pk, milestone)
    if not rights.may("plan_milestone", action.pk):
        return login_or_forbid(request)
    back = reverse("programme:action-detail", args=[code]) + f"#mijlpaal-{thing.pk}"
    form = PlanForm(request.POST or None, version=thing.version, initial=_today(), cancel_url=back)
    return run(
        request,
        Change(
            title=_("Move milestone"),
            kicker=f"{thing}",
            back=back,
            form=form,
            save=lambda f: operations.plan_milestone(
                milestone=thing, by=request.user, version=f.cleaned_data["version"], **f.values()
            ),
            done=_("The milestone is moved; the old date stays visible."),
            breadcrumbs=_trail(code, version.title),
            extra={"plans": list(thing.plans.known().order_by("number"))},
        ),
    )


def measurement_new(request: HttpRequest, code: str) -> HttpResponse:
    indicator, _rights, may = load_indicator_to_change(request, code)
    if not may:
        return login_or_forbid(request)
    back = reverse("programme:indicator-detail", args=[code])
    form = MeasurementForm(
        request.POST or None, version=indicator.version, initial=_today(), cancel_url=back
    )
    return run(
        request,
        Change(
            title=_("Add measurement"),
            kicker=_("Indicator %(code)s") % {"code": code},
            back=back,
            form=form,
            save=lambda f: operations.add_measurement(
                indicator=indicator,
                by=request.user,
                version=f.cleaned_data["version"],
                **f.values(),
            ),
            done=_("The measurement is saved."),
            breadcrumbs=[(_("Indicators"), reverse("programme:indicator-list")), (code, back)],
        ),
    )


def target_new(request: HttpRequest, code: str) -> HttpResponse:
    indicator, rights, _may = load_indicator_to_change(request, code)
    if not rights.may("set_target"):
        return login_or_forbid(request)
    back = reverse("programme:indicator-detail", args=[code])
    form = TargetForm(
        request.POST or None, version=indicator.version, initial=_today(), cancel_url=back
    )
    return run(
        request,
        Change(
            title=_("Set target"),
            kicker=_("Indicator %(code)s") % {"code": code},
            back=back,
            form=form,
            save=lambda f: operations.set_target(
                indicator=indicator,
                by=request.user,
                version=f.cleaned_data["version"],
                **f.values(),
            ),
            done=_("The target is saved; earlier ones stay visible."),
            breadcrumbs=[(_("Indicators"), reverse("programme:indicator-list")), (code, back)],
        ),
    )


def _actor_today(slug: str) -> ActorVersion:
    found = ActorVersion.objects.at(timezone.localdate(), actor__slug=slug)
    current: ActorVersion | None = found.select_related("actor").first()
    if current is None:
        raise Http404
    return current


def _name_form(request: HttpRequest, current: ActorVersion, back: str) -> ActorNameForm:
    kept = ("name", "abbreviation", "kind", "website", "enterprise_number")
    return ActorNameForm(
        request.POST or None,
        version=current.actor.version,
        initial={name: getattr(current, name) for name in kept} | _today(),
        cancel_url=back,
    )


def actor_rename(request: HttpRequest, slug: str) -> HttpResponse:
    current = _actor_today(slug)
    if not rights_now(request).may("change_things"):
        return login_or_forbid(request)
    back = reverse("programme:actor-detail", args=[slug])
    return run(
        request,
        Change(
            title=_("Change name"),
            kicker=current.name,
            back=back,
            form=_name_form(request, current, back),
            save=lambda f: operations.change_actor(
                actor=current.actor,
                by=request.user,
                version=f.cleaned_data["version"],
                is_group=current.is_group,
                **f.values(),
            ),
            done=_("The new name is saved; the old one stays on earlier dates."),
            breadcrumbs=[(_("Actors"), reverse("programme:actor-list")), (current.name, back)],
        ),
    )


def rules(request: HttpRequest) -> HttpResponse:
    """Thresholds: staff and auditors read them, the admin sets new ones."""
    rights = rights_now(request)
    may_set = rights.may("set_rules")
    if not (may_set if request.method == "POST" else rights.may("read_rules")):
        return login_or_forbid(request)
    current = RuleSet.objects.at(timezone.localdate()).first()
    thresholds = current.thresholds if current else {}
    history = RuleSet.objects.newest_first().select_related("recorded_by")
    return run(
        request,
        Change(
            title=_("Thresholds"),
            kicker=_("Rules of the computed status"),
            back=reverse("programme:rules"),
            form=RulesForm(request.POST or None, current=thresholds, initial=_today()),
            save=lambda f: operations.set_rules(
                by=request.user, labels=current.labels if current else {}, **f.values()
            ),
            done=_("The thresholds are saved."),
            template="programme/rules.html",
            extra={"may_set": may_set, "history": list(history), "current": current},
        ),
    )
