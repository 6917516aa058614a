"""Pages on which the office adds and changes the things themselves: actions, milestones, actors,
and who does what.
"""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.programme import forms, models, operations
from slimsamenwerken.programme.queries import loaders
from slimsamenwerken.programme.views.changing import (
    Adding,
    Change,
    add,
    login_or_forbid,
    posted,
    run,
)
from slimsamenwerken.programme.views.subjects import (
    action_subject,
    milestone_subject,
    rights_now,
)

OFFICE = "change_things"


def _give_role(*, action: models.Action, actor_id: int, **fields: Any) -> models.Participation:
    actor = models.Actor.objects.get(pk=actor_id)
    return operations.add_participation(actor=actor, target=action, **fields)


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
ROLE = Adding(
    right=OFFICE,
    title=gettext_lazy("Add role"),
    form=forms.RoleForm,
    model=models.Participation,
    subject="action",
    operation=_give_role,
    done=gettext_lazy("The role is added."),
)


def _lines() -> list[tuple[int, str]]:
    found = loaders.lines(timezone.localdate(), None).values()
    return [(line.id, f"{line.code} {line.short_label}") for line in found]


def _actors() -> list[tuple[int, str]]:
    found = loaders.actors(timezone.localdate(), None).values()
    return sorted(((actor.id, actor.name) for actor in found), key=lambda pair: pair[1].lower())


def _kept(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names} if row else {}


def action_change(request: PortalRequest, code: str) -> HttpResponse:
    subject = action_subject(request, code)
    page = replace(ACTION, form=partial(forms.ActionForm, lines=_lines()))
    kept = _kept(
        subject.version, "title", "summary", "description", "starts_on", "starts_on_precision",
        "starts_on_from", "ends_on", "ends_on_precision", "ends_on_from", "is_continuous",
        "is_public",
    )  # fmt: skip
    return add(request, subject, page, initial=kept | {"line": subject.version.line_id})


def milestone_change(request: PortalRequest, code: str, milestone: str) -> HttpResponse:
    subject = milestone_subject(request, code, milestone)
    page = replace(MILESTONE, form=partial(forms.MilestoneForm, actors=_actors()))
    kept = _kept(subject.version, "title", "done_when", "is_final")
    owner = subject.version.owner_id if subject.version else None
    return add(request, subject, page, initial=kept | {"owner": owner})


def role_new(request: PortalRequest, code: str) -> HttpResponse:
    page = replace(ROLE, form=partial(forms.RoleForm, actors=_actors()))
    return add(request, action_subject(request, code), page)


def role_end(request: PortalRequest, code: str, public_id: UUID) -> HttpResponse:
    """The role of an actor on this action only: one of another action is not found."""
    subject = action_subject(request, code)
    roles = models.Participation.objects.known().select_related("actor", "action")
    row = roles.filter(action=subject.thing, public_id=public_id).first()
    if row is None:
        raise Http404
    if not subject.may(OFFICE):
        return login_or_forbid(request)
    initial = {"version": subject.thing.version, "until": timezone.localdate()}
    form = forms.RoleEndForm(posted(request), initial=initial, cancel_url=subject.back)
    change = Change(
        title=_("End role"),
        kicker=subject.name,
        back=subject.back,
        form=form,
        save=lambda f: operations.end_participation(
            participation=row, by=request.user, version=f.version_seen, **f.values()
        ),
        done=_("The role ends on that day; it stays on earlier dates."),
        now=lambda: models.Participation.objects.filter(replaces=row).first() or row,
        breadcrumbs=subject.trail,
        extra={"note": _role_words(row)},
    )
    return run(request, change)


def _role_words(row: models.Participation) -> str:
    name = row.actor.versions.at(timezone.localdate()).values_list("name", flat=True).first()
    return f"{name or row.actor.slug}: {row.get_role_display()}"


def action_new(request: PortalRequest) -> HttpResponse:
    if not rights_now(request).may(OFFICE):
        return login_or_forbid(request)
    back = reverse("programme:action-list")
    change = Change(
        title=_("Add action"),
        kicker=_("Actions"),
        back=back,
        form=forms.ActionNewForm(
            posted(request), lines=_lines(), initial=_today(), cancel_url=back
        ),
        save=lambda f: operations.create_action(by=request.user, **f.values()),
        done=_("The action is added."),
        then=lambda f: reverse("programme:action-detail", args=[f.cleaned_data["code"]]),
        breadcrumbs=[(_("Actions"), back)],
    )
    return run(request, change)


def milestone_new(request: PortalRequest, code: str) -> HttpResponse:
    subject = action_subject(request, code)
    if not subject.may(OFFICE):
        return login_or_forbid(request)
    change = Change(
        title=_("Add milestone"),
        kicker=subject.name,
        back=subject.back,
        form=forms.MilestoneNewForm(
            posted(request), actors=_actors(), initial=_today(), cancel_url=subject.back
        ),
        save=lambda f: operations.create_milestone(
            action=subject.thing, by=request.user, **f.values()
        ),
        done=_("The milestone is added. Plan it now."),
        breadcrumbs=subject.trail,
    )
    return run(request, change)


def actor_new(request: PortalRequest) -> HttpResponse:
    if not rights_now(request).may(OFFICE):
        return login_or_forbid(request)
    back = reverse("programme:actor-list")
    change = Change(
        title=_("Add actor"),
        kicker=_("Actors"),
        back=back,
        form=forms.ActorNewForm(posted(request), initial=_today(), cancel_url=back),
        save=lambda f: operations.create_actor(by=request.user, **f.values()),
        done=_("The actor is added."),
        then=lambda f: reverse("programme:actor-detail", args=[f.cleaned_data["slug"]]),
        breadcrumbs=[(_("Actors"), back)],
    )
    return run(request, change)


def _today() -> dict[str, Any]:
    return {"valid_on": timezone.localdate()}
