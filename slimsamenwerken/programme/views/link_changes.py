"""Pages on which the office ties things together: who does what on an action, a line or the domain,
what measures an action, and what goes on in what.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.programme import forms, models, operations
from slimsamenwerken.programme.views import menus
from slimsamenwerken.programme.views.changing import (
    OFFICE,
    Adding,
    Ending,
    add,
    end,
)
from slimsamenwerken.programme.views.subjects import (
    Subject,
    action_subject,
    actor_subject,
    domain_subject,
    line_subject,
)

PLACES: dict[str, Callable[[PortalRequest, str], Subject]] = {
    "action": action_subject,
    "line": line_subject,
    "domain": domain_subject,
}


def _thing(model: type[Any], pk: int) -> Any:
    """A thing that the menu of the form offered."""
    return model.objects.get(pk=pk)


def _give_role(*, actor_id: int, **fields: Any) -> models.Participation:
    target = next(fields.pop(place) for place in PLACES if place in fields)
    actor = _thing(models.Actor, actor_id)
    return operations.add_participation(actor=actor, target=target, **fields)


def _attach(*, indicator_id: int, **fields: Any) -> models.ActionIndicator:
    indicator = _thing(models.Indicator, indicator_id)
    return operations.attach_indicator(indicator=indicator, **fields)


def _relate(*, to_action_id: int, **fields: Any) -> models.ActionRelation:
    return operations.relate_actions(to_action=_thing(models.Action, to_action_id), **fields)


def _continue(*, to_action_id: int, **fields: Any) -> models.ActionSuccession:
    start = fields.pop("from_action", None) or fields.pop("from_line")
    to_action = _thing(models.Action, to_action_id)
    return operations.continue_action(start=start, to_action=to_action, **fields)


def _succeed(
    *, from_actor: models.Actor, to_actor_id: int, carry: list[int] | None = None, **fields: Any
) -> models.ActorSuccession:
    carried = models.Participation.objects.known().filter(actor=from_actor, pk__in=carry or [])
    to_actor = _thing(models.Actor, to_actor_id)
    return operations.succeed_actor(
        from_actor=from_actor, to_actor=to_actor, carry=list(carried), **fields
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
ATTACH = Adding(
    right=OFFICE,
    title=gettext_lazy("Attach indicator"),
    form=forms.AttachForm,
    model=models.ActionIndicator,
    subject="action",
    operation=_attach,
    done=gettext_lazy("The indicator is attached to the action."),
)
RELATION = Adding(
    right=OFFICE,
    title=gettext_lazy("Add relation"),
    form=forms.RelationForm,
    model=models.ActionRelation,
    subject="from_action",
    operation=_relate,
    done=gettext_lazy("The relation is added; both actions show it."),
)
ACTION_SUCCESSION = Adding(
    right=OFFICE,
    title=gettext_lazy("Add continuation"),
    form=forms.SuccessionForm,
    model=models.ActionSuccession,
    subject="from_action",
    operation=_continue,
    done=gettext_lazy("The continuation is added; both sides show it."),
)
LINE_SUCCESSION = replace(ACTION_SUCCESSION, form=forms.LineSuccessionForm, subject="from_line")
ACTOR_SUCCESSION = Adding(
    right=OFFICE,
    title=gettext_lazy("Add succession"),
    form=forms.ActorSuccessionForm,
    model=models.ActorSuccession,
    subject="from_actor",
    operation=_succeed,
    done=gettext_lazy("The succession is added; both actors show it."),
)

ROLE_END = Ending(
    right=OFFICE,
    title=gettext_lazy("End role"),
    form=forms.RoleEndForm,
    link="participation",
    operation=operations.end_participation,
    done=gettext_lazy("The role ends on that day; it stays on earlier dates."),
)
DETACH = Ending(
    right=OFFICE,
    title=gettext_lazy("Detach indicator"),
    form=forms.DetachForm,
    link="link",
    operation=operations.detach_indicator,
    done=gettext_lazy("The indicator is detached; its values stay with it."),
)


def role_new(request: PortalRequest, code: str, place: str = "action") -> HttpResponse:
    form = partial(forms.RoleForm, others=menus.actors())
    page = replace(ROLE, form=form, subject=place)
    return add(request, PLACES[place](request, code), page)


def indicator_attach(request: PortalRequest, code: str) -> HttpResponse:
    subject = action_subject(request, code)
    form = partial(forms.AttachForm, others=menus.indicators(request))
    return add(request, subject, replace(ATTACH, form=form))


def relation_new(request: PortalRequest, code: str) -> HttpResponse:
    subject = action_subject(request, code)
    form = partial(forms.RelationForm, others=menus.actions(request, but=subject.thing))
    return add(request, subject, replace(RELATION, form=form))


def action_succession_new(request: PortalRequest, code: str) -> HttpResponse:
    subject = action_subject(request, code)
    form = partial(forms.SuccessionForm, others=menus.actions(request, but=subject.thing))
    return add(request, subject, replace(ACTION_SUCCESSION, form=form))


def line_succession_new(request: PortalRequest, code: str) -> HttpResponse:
    form = partial(forms.LineSuccessionForm, others=menus.actions(request))
    return add(request, line_subject(request, code), replace(LINE_SUCCESSION, form=form))


def actor_succession_new(request: PortalRequest, slug: str) -> HttpResponse:
    subject = actor_subject(request, slug)
    form = partial(
        forms.ActorSuccessionForm,
        others=menus.actors(but=subject.thing),
        roles=menus.open_roles(request, subject.thing),
    )
    return add(request, subject, replace(ACTOR_SUCCESSION, form=form))


def role_end(request: PortalRequest, code: str, public_id: UUID) -> HttpResponse:
    """The role of an actor on this action only: one of another action is not found."""
    subject = action_subject(request, code)
    roles = models.Participation.objects.known().select_related("actor", "action")
    row = roles.filter(action=subject.thing, public_id=public_id).first()
    if row is None:
        raise Http404
    name = row.actor.versions.at(timezone.localdate()).values_list("name", flat=True).first()
    note = f"{name or row.actor.slug}: {row.get_role_display()}"
    return end(request, subject, ROLE_END, row, note=note)


def indicator_detach(request: PortalRequest, code: str, indicator: str) -> HttpResponse:
    """The link that counts today between this action and that indicator."""
    subject = action_subject(request, code)
    links = models.ActionIndicator.objects.until(timezone.localdate())
    found = links.filter(action=subject.thing, indicator__code=indicator)
    row = found.select_related("action", "indicator").first()
    if row is None:
        raise Http404
    version = row.indicator.versions.at(timezone.localdate()).first()
    note = f"{indicator} {version.title}" if version else indicator
    return end(request, subject, DETACH, row, note=note)
