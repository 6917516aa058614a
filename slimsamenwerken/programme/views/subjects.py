"""The thing that a page changes, as the viewer finds it today; 404 when the viewer may not see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models import (
    ActionDomainVersion,
    ActionLineVersion,
    ActorVersion,
    Milestone,
)
from slimsamenwerken.programme.permissions import Rights, may_measure, rights_of
from slimsamenwerken.programme.queries.selection import visible_versions
from slimsamenwerken.programme.queries.sight import indicators_in_sight


@dataclass(frozen=True)
class Subject:
    """`version` is what holds of the thing today; `may` answers for this thing only."""

    thing: Any
    version: Any
    name: str
    back: str
    trail: list[tuple[str, str]]
    may: Callable[[str], bool]


def rights_now(request: PortalRequest) -> Rights:
    return rights_of(request.viewer, on=timezone.localdate())


def action_subject(request: PortalRequest, code: str) -> Subject:
    rights, today = rights_now(request), timezone.localdate()
    version = (
        visible_versions(today, today=today, inside=rights.sees_all, own=rights.own)
        .filter(action__code=code)
        .select_related("action", "line")
        .first()
    )
    if version is None:
        raise Http404
    name, back = f"{code} {version.title}", reverse("programme:action-detail", args=[code])
    return Subject(
        thing=version.action,
        version=version,
        name=name,
        back=back,
        trail=[(_("Actions"), reverse("programme:action-list")), (name, back)],
        may=lambda right: rights.may(right, version.action_id),
    )


def line_subject(request: PortalRequest, code: str) -> Subject:
    found = ActionLineVersion.objects.at(timezone.localdate(), line__code=code)
    version = found.select_related("line").first()
    if version is None:
        raise Http404
    name, back = f"{code} {version.short_label}", reverse("dashboard:line", args=[code])
    trail = [(_("Action lines"), reverse("dashboard:lines")), (name, back)]
    return Subject(version.line, version, name, back, trail, rights_now(request).may)


def domain_subject(request: PortalRequest, code: str) -> Subject:
    found = ActionDomainVersion.objects.at(timezone.localdate(), domain__code=code)
    version = found.select_related("domain").first()
    if version is None:
        raise Http404
    name, back = f"{code} {version.title}", reverse("dashboard:lines")
    trail = [(_("Action lines"), back)]
    return Subject(version.domain, version, name, back, trail, rights_now(request).may)


def milestone_subject(request: PortalRequest, code: str, milestone: str) -> Subject:
    """The milestone of that action only: a code of another action is not found."""
    action = action_subject(request, code)
    found = Milestone.objects.select_related("action").filter(action=action.thing, code=milestone)
    thing = found.first()
    if thing is None:
        raise Http404
    return Subject(
        thing=thing,
        version=thing.versions.at(timezone.localdate()).first(),
        name=str(thing),
        back=f"{action.back}#mijlpaal-{thing.pk}",
        trail=action.trail,
        may=action.may,
    )


def indicator_subject(request: PortalRequest, code: str) -> Subject:
    rights, today = rights_now(request), timezone.localdate()
    found = indicators_in_sight(Moment(today, None, today), rights).filter(indicator__code=code)
    version = found.select_related("indicator").first()
    if version is None:
        raise Http404
    back = reverse("programme:indicator-detail", args=[code])

    def may(right: str) -> bool:
        if right == "add_measurement":
            return may_measure(rights, version.indicator_id, on=timezone.localdate())
        return rights.may(right)

    return Subject(
        thing=version.indicator,
        version=version,
        name=_("Indicator %(code)s") % {"code": code},
        back=back,
        trail=[(_("Indicators"), reverse("programme:indicator-list")), (code, back)],
        may=may,
    )


def actor_subject(request: PortalRequest, slug: str) -> Subject:
    found = ActorVersion.objects.at(timezone.localdate(), actor__slug=slug)
    version = found.select_related("actor").first()
    if version is None:
        raise Http404
    rights, back = rights_now(request), reverse("programme:actor-detail", args=[slug])
    return Subject(
        thing=version.actor,
        version=version,
        name=version.name,
        back=back,
        trail=[(_("Actors"), reverse("programme:actor-list")), (version.name, back)],
        may=rights.may,
    )
