"""The list of actors and the page of one actor, at any moment."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import with_moment
from slimsamenwerken.programme import pages, thing_columns
from slimsamenwerken.programme.forms import ActorFilterForm
from slimsamenwerken.programme.pages import lists
from slimsamenwerken.programme.permissions import Rights, rights_of
from slimsamenwerken.programme.queries.actor_list import entries_of, find_actors
from slimsamenwerken.programme.queries.actor_page import load_actor
from slimsamenwerken.programme.views.canonical import moved
from slimsamenwerken.programme.views.exporting import export, formats

PAGE_SIZE = 50


def _rights(request: PortalRequest) -> Rights:
    return rights_of(request.viewer, on=request.moment.today)


@with_moment
def actor_list(request: PortalRequest) -> HttpResponse:
    moment, rights, form = request.moment, _rights(request), ActorFilterForm(request.GET)
    context = lists.panel_context(form)
    context["may_add"] = moment.is_live and rights.may("change_things")

    def find(filters: ActorFilterForm) -> QuerySet[Any]:
        return find_actors(filters.criteria(), moment, rights)

    if form.is_valid():
        page = Paginator(find(form), PAGE_SIZE).get_page(request.GET.get("page"))
        entries = entries_of(page.object_list, moment, rights)
        exits = []
        if not entries:
            exits = lists.exit_with("groups", form, ActorFilterForm, find)
            exits += lists.exits(form, ActorFilterForm, find)
        context |= pages.actor_list(lists.Sought(form, page, exits), entries, moment)
        context["exports"] = formats(request, "programme:actor-export")
    return render(request, "programme/actor_list.html", context, status=form.status_code)


@with_moment
def actor_export(request: PortalRequest, form: str) -> HttpResponseBase:
    filters, rights = ActorFilterForm(request.GET), _rights(request)
    if not filters.is_valid():
        return render(
            request, "programme/actor_list.html", lists.panel_context(filters), status=400
        )
    found = find_actors(filters.criteria(), request.moment, rights)
    rows = thing_columns.actor_rows(entries_of(found, request.moment, rights))
    return export(request, form, _("Actors"), thing_columns.ACTORS, rows, filters.in_words())


@with_moment
def actor_detail(request: PortalRequest, slug: str) -> HttpResponse:
    rights = _rights(request)
    loaded = load_actor(slug, request.moment, rights)
    if loaded is None:
        raise Http404
    elsewhere = moved(request, slug, loaded.version.actor.slug, "programme:actor-detail")
    if elsewhere is not None:
        return elsewhere
    context = pages.actor(loaded, request.moment, rights)
    context["kept"] = lists.kept_for_moment(request.GET)
    return render(request, "programme/actor_detail.html", context)
