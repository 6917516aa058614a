"""The list of actions and the page of one action, at any moment."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import with_moment
from slimsamenwerken.programme import columns, pages
from slimsamenwerken.programme.forms import ActionFilterForm
from slimsamenwerken.programme.pages import lists
from slimsamenwerken.programme.permissions import Rights, rights_of
from slimsamenwerken.programme.queries import listing, loaders
from slimsamenwerken.programme.queries.action_page import load_action
from slimsamenwerken.programme.queries.sight import actions_in_sight
from slimsamenwerken.programme.views.canonical import moved
from slimsamenwerken.programme.views.exporting import export, formats

PAGE_SIZE = 50


class Filters:
    """The filter of a request, and what is needed to read other filters in the same way."""

    def __init__(self, request: PortalRequest) -> None:
        self.moment = request.moment
        self.rights = _rights(request)
        self.lines = loaders.lines(self.moment.as_of, self.moment.known_at)
        actors = loaders.actors(self.moment.as_of, self.moment.known_at)
        self.actors = sorted(actors.values(), key=lambda actor: actor.name.lower())
        self.form = self.read(request.GET)

    def read(self, query: QueryDict) -> ActionFilterForm:
        return ActionFilterForm(query, lines=list(self.lines.values()), actors=self.actors)

    def find(self, form: ActionFilterForm) -> listing.Found:
        criteria = form.criteria(sort=form.query.get("sort", ""))
        return listing.find(criteria, self.moment, self.rights, self.lines)


def _rights(request: PortalRequest) -> Rights:
    return rights_of(request.viewer, on=request.moment.today)


@with_moment
def action_list(request: PortalRequest) -> HttpResponse:
    filters = Filters(request)
    form = filters.form
    context: dict[str, Any] = {"form": form, "kept": lists.kept_for_moment(request.GET)}
    context["may_add"] = filters.moment.is_live and filters.rights.may("change_things")
    if form.is_valid():
        found = filters.find(form)
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
        exits = [] if len(found) else lists.exits(form, filters.read, filters.find)
        context |= pages.action_list(lists.Sought(form, page, exits), found)
        context["exports"] = formats(request, "programme:action-export")
    return render(request, "programme/action_list.html", context, status=form.status_code)


@with_moment
def action_export(request: PortalRequest, form: str) -> HttpResponseBase:
    filters = Filters(request)
    if not filters.form.is_valid():
        return render(request, "programme/action_list.html", {"form": filters.form}, status=400)
    found = filters.find(filters.form)
    leads = listing.leads(request.moment)
    rows = columns.action_rows(found[:], found.rules, request.moment, leads)
    words = filters.form.in_words()
    return export(request, form, _("Actions"), columns.ACTIONS, rows, words)


@with_moment
def action_detail(request: PortalRequest, code: str) -> HttpResponse:
    elsewhere = moved(request, code, code.strip().upper(), "programme:action-detail")
    if elsewhere is not None:
        return elsewhere
    rights = _rights(request)
    loaded = load_action(code, request.moment, rights)
    if loaded is None:
        return _not_there_yet(request, code, rights)
    context = pages.action(loaded, request.moment, rights)
    context["kept"] = lists.kept_for_moment(request.GET)
    return render(request, "programme/action_detail.html", context)


def _not_there_yet(request: PortalRequest, code: str, rights: Rights) -> HttpResponse:
    """An action of today, looked at before it began or before it was known; else 404."""
    live = request.moment.live
    version = actions_in_sight(live, rights).filter(action__code=code).first()
    if version is None:
        raise Http404
    context = {"code": code, "kept": lists.kept_for_moment(request.GET)}
    return render(request, "programme/action_not_yet.html", context)


@with_moment
def milestone_export(request: PortalRequest, code: str) -> HttpResponseBase:
    loaded = load_action(code, request.moment, _rights(request))
    if loaded is None:
        raise Http404
    rows = columns.milestone_rows(loaded.state.milestones)
    title = _("Milestones of %(code)s") % {"code": code}
    return export(request, "csv", title, columns.MILESTONES, rows, "")
