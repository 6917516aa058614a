"""The list of actions and the page of one action, at any moment."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from slimsamenwerken.core.moments import with_moment
from slimsamenwerken.programme import columns, pages
from slimsamenwerken.programme.forms import ActionFilterForm
from slimsamenwerken.programme.permissions import rights_of
from slimsamenwerken.programme.queries import listing, loaders
from slimsamenwerken.programme.queries.action_page import load_action
from slimsamenwerken.programme.queries.rows import LineRow
from slimsamenwerken.programme.views.exporting import export

PAGE_SIZE = 50


def _filter_form(request: HttpRequest) -> tuple[ActionFilterForm, dict[int, LineRow]]:
    moment = request.moment
    lines = loaders.lines(moment.as_of, moment.known_at)
    actors = loaders.actors(moment.as_of, moment.known_at)
    form = ActionFilterForm(
        request.GET,
        lines=list(lines.values()),
        actors=sorted(actors.values(), key=lambda actor: actor.name.lower()),
    )
    return form, lines


@with_moment
def action_list(request: HttpRequest) -> HttpResponse:
    moment = request.moment
    form, lines = _filter_form(request)
    context: dict[str, Any] = {"form": form, "breadcrumbs": []}
    if form.is_valid():
        rights = rights_of(request.viewer, on=moment.today)
        found = listing.find(
            form.criteria(sort=request.GET.get("sort", "code")), moment, rights, lines
        )
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
        context |= pages.action_list(page, found, moment, form)
        context["exports"] = _exports(request)
    return render(request, "programme/action_list.html", context, status=form.status_code)


def _exports(request: HttpRequest) -> list[tuple[str, str]]:
    query = request.GET.copy()
    query.pop("page", None)
    tail = f"?{query.urlencode()}" if query else ""
    return [
        (name.upper(), reverse("programme:action-export", args=[name]) + tail)
        for name in ("csv", "xlsx")
    ]


@with_moment
def action_export(request: HttpRequest, form: str) -> HttpResponse:
    filters, lines = _filter_form(request)
    if not filters.is_valid():
        return render(request, "programme/action_list.html", {"form": filters}, status=400)
    rights = rights_of(request.viewer, on=request.moment.today)
    criteria = filters.criteria(sort=request.GET.get("sort", "code"))
    found = listing.find(criteria, request.moment, rights, lines)
    leads = listing.leads(request.moment)
    rows = columns.action_rows(found[:], found.rules, request.moment, leads)
    title = _("Actions")
    return export(request, form, title, columns.ACTIONS, rows, filters.in_words())


@with_moment
def action_detail(request: HttpRequest, code: str) -> HttpResponse:
    moment = request.moment
    canonical = code.strip().upper()
    if canonical != code:
        query = request.META.get("QUERY_STRING", "")
        target = reverse("programme:action-detail", args=[canonical])
        return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
    rights = rights_of(request.viewer, on=moment.today)
    loaded = load_action(code, moment, rights)
    if loaded is None:
        raise Http404
    return render(request, "programme/action_detail.html", pages.action(loaded, moment, rights))


@with_moment
def milestone_export(request: HttpRequest, code: str) -> HttpResponse:
    rights = rights_of(request.viewer, on=request.moment.today)
    loaded = load_action(code, request.moment, rights)
    if loaded is None:
        raise Http404
    rows = columns.milestone_rows(loaded.state.milestones)
    title = _("Milestones of %(code)s") % {"code": code}
    return export(request, "csv", title, columns.MILESTONES, rows, "")
