"""Pages on which the office adds and changes the things themselves: actions, milestones,
indicators and actors.
"""

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.programme import forms, models, operations
from slimsamenwerken.programme.views import menus
from slimsamenwerken.programme.views.changing import (
    OFFICE,
    Adding,
    Change,
    Starting,
    add,
    login_or_forbid,
    posted,
    run,
    start,
)
from slimsamenwerken.programme.views.subjects import (
    action_subject,
    indicator_subject,
    milestone_subject,
)

ACTION = Adding(
    right=OFFICE,
    title=gettext_lazy("Change action"),
    form=forms.ActionForm,
    model=models.ActionVersion,
    subject="action",
    operation=operations.change_action,
    done=gettext_lazy("The action is changed; what it was before stays on earlier dates."),
)
MILESTONE = Adding(
    right=OFFICE,
    title=gettext_lazy("Change milestone"),
    form=forms.MilestoneForm,
    model=models.MilestoneVersion,
    subject="milestone",
    operation=operations.change_milestone,
    done=gettext_lazy("The milestone is changed; what it was before stays on earlier dates."),
)
INDICATOR = Adding(
    right=OFFICE,
    title=gettext_lazy("Change indicator"),
    form=forms.IndicatorForm,
    model=models.IndicatorVersion,
    subject="indicator",
    operation=operations.change_indicator,
    done=gettext_lazy("The indicator is changed; what it was before stays on earlier dates."),
)
NEW_ACTION = Starting(
    title=gettext_lazy("Add action"),
    form=forms.ActionNewForm,
    operation=operations.create_action,
    done=gettext_lazy("The action is added."),
    list_title=gettext_lazy("Actions"),
    list_page="programme:action-list",
    page="programme:action-detail",
)
NEW_INDICATOR = Starting(
    title=gettext_lazy("Add indicator"),
    form=forms.IndicatorNewForm,
    operation=operations.create_indicator,
    done=gettext_lazy("The indicator is added. Attach it to the actions that it measures."),
    list_title=gettext_lazy("Indicators"),
    list_page="programme:indicator-list",
    page="programme:indicator-detail",
)
NEW_ACTOR = Starting(
    title=gettext_lazy("Add actor"),
    form=forms.ActorNewForm,
    operation=operations.create_actor,
    done=gettext_lazy("The actor is added."),
    list_title=gettext_lazy("Actors"),
    list_page="programme:actor-list",
    page="programme:actor-detail",
    key="slug",
)
# What a form starts from: the columns of the version that holds today.
ACTION_KEPT = (
    "title", "summary", "description", "starts_on", "starts_on_precision", "starts_on_from",
    "ends_on", "ends_on_precision", "ends_on_from", "is_continuous", "is_public",
)  # fmt: skip
INDICATOR_KEPT = (
    "title", "definition", "unit", "decimals", "level", "direction", "aggregation",
    "dimension_aggregation", "frequency", "tolerance", "source_metric", "live_from",
)  # fmt: skip


def _kept(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names} if row else {}


def action_new(request: PortalRequest) -> HttpResponse:
    return start(request, NEW_ACTION, lines=menus.lines())


def action_change(request: PortalRequest, code: str) -> HttpResponse:
    subject = action_subject(request, code)
    page = replace(ACTION, form=partial(forms.ActionForm, lines=menus.lines()))
    kept = _kept(subject.version, *ACTION_KEPT)
    return add(request, subject, page, initial=kept | {"line": subject.version.line_id})


def milestone_new(request: PortalRequest, code: str) -> HttpResponse:
    subject = action_subject(request, code)
    if not subject.may(OFFICE):
        return login_or_forbid(request)
    change = Change(
        title=_("Add milestone"),
        kicker=subject.name,
        back=subject.back,
        form=forms.MilestoneNewForm(
            posted(request),
            actors=menus.actors(),
            initial={"valid_on": timezone.localdate()},
            cancel_url=subject.back,
        ),
        save=lambda f: operations.create_milestone(
            action=subject.thing, by=request.user, **f.values()
        ),
        done=_("The milestone is added. Plan it now."),
        breadcrumbs=subject.trail,
    )
    return run(request, change)


def milestone_change(request: PortalRequest, code: str, milestone: str) -> HttpResponse:
    subject = milestone_subject(request, code, milestone)
    page = replace(MILESTONE, form=partial(forms.MilestoneForm, actors=menus.actors()))
    kept = _kept(subject.version, "title", "done_when", "is_final")
    owner = subject.version.owner_id if subject.version else None
    return add(request, subject, page, initial=kept | {"owner": owner})


def indicator_new(request: PortalRequest) -> HttpResponse:
    return start(request, NEW_INDICATOR)


def indicator_change(request: PortalRequest, code: str) -> HttpResponse:
    subject = indicator_subject(request, code)
    return add(request, subject, INDICATOR, initial=_kept(subject.version, *INDICATOR_KEPT))


def actor_new(request: PortalRequest) -> HttpResponse:
    return start(request, NEW_ACTOR)
