"""What was changed about an action or an actor, at any moment; also as a part of their own page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import with_moment
from slimsamenwerken.history.timeline import Change
from slimsamenwerken.programme.models import ActorVersion
from slimsamenwerken.programme.permissions import rights_of
from slimsamenwerken.programme.queries.histories import history_of_action, history_of_actor
from slimsamenwerken.programme.queries.sight import actions_in_sight
from slimsamenwerken.programme.views.canonical import moved

PAGE_SIZE = 50


@with_moment
def action_history(request: PortalRequest, code: str) -> HttpResponse:
    elsewhere = moved(request, code, code.strip().upper(), "programme:action-history")
    if elsewhere is not None:
        return elsewhere
    moment = request.moment
    rights = rights_of(request.viewer, on=moment.today)
    found = actions_in_sight(moment, rights).filter(action__code=code).select_related("action")
    version = found.first()
    if version is None:
        raise Http404
    page = reverse("programme:action-detail", args=[code])
    return _answer(
        request,
        history_of_action(version.action, moment, rights),
        f"{code} {version.title}",
        [(_("Actions"), reverse("programme:action-list")), (f"{code} {version.title}", page)],
    )


@with_moment
def actor_history(request: PortalRequest, slug: str) -> HttpResponse:
    moment = request.moment
    rights = rights_of(request.viewer, on=moment.today)
    found = ActorVersion.objects.at(moment.as_of, moment.known_at).select_related("actor")
    version = found.filter(actor__slug=slug).first()
    if version is None:
        raise Http404
    page = reverse("programme:actor-detail", args=[slug])
    return _answer(
        request,
        history_of_actor(version.actor, moment, rights),
        version.name,
        [(_("Actors"), reverse("programme:actor-list")), (version.name, page)],
    )


def _answer(
    request: PortalRequest, changes: list[Change], name: str, trail: list[tuple[str, str]]
) -> HttpResponse:
    """The page; or only its table, when htmx asks for it from the page of the thing."""
    page = Paginator(changes, PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "name": name,
        "page_obj": page,
        "changes": page.object_list,
        "is_part": bool(request.htmx),
        "breadcrumbs": trail,
        "breadcrumb_here": _("History"),
        "last_updated": changes[0].at if changes else None,
    }
    template = "programme/_history.html" if request.htmx else "programme/history.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
