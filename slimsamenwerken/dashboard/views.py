"""The first page, the action lines and the own tasks."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import with_moment
from slimsamenwerken.dashboard import pages, queries
from slimsamenwerken.dashboard.queries import load_programme
from slimsamenwerken.programme.permissions import Rights, rights_of
from slimsamenwerken.programme.views.canonical import moved


@with_moment
def home(request: PortalRequest) -> HttpResponse:
    rights = rights_of(request.viewer, on=request.moment.today)
    programme = load_programme(request.moment, rights)
    whole = request.GET.get(pages.ALL, "")
    context = pages.home(programme, queries.reports(request.viewer), whole)
    return render(request, "dashboard/home.html", context)


@with_moment
def lines(request: PortalRequest) -> HttpResponse:
    rights = rights_of(request.viewer, on=request.moment.today)
    programme = load_programme(request.moment, rights)
    context = pages.lines(programme) | {"may_change": _may_change(request, rights)}
    return render(request, "dashboard/lines.html", context)


@with_moment
def line(request: PortalRequest, code: str) -> HttpResponse:
    rights = rights_of(request.viewer, on=request.moment.today)
    programme = load_programme(request.moment, rights)
    context = pages.line(programme, code.strip())
    if context is None:
        raise Http404
    context["may_change"] = _may_change(request, rights)
    elsewhere = moved(request, code, context["line"].code, "dashboard:line")
    return elsewhere or render(request, "dashboard/line.html", context)


def _may_change(request: PortalRequest, rights: Rights) -> bool:
    """Whether the office's buttons are shown; a page of the past offers none."""
    return request.moment.is_live and rights.may("change_things")


@login_required
@with_moment
def tasks(request: PortalRequest) -> HttpResponse:
    """What is late and what is due within 30 days, on the actions that are yours to keep."""
    if not request.viewer.may("tasks.read"):
        raise PermissionDenied
    rights = rights_of(request.viewer, on=request.moment.today)
    programme = load_programme(request.moment, rights)
    return render(request, "dashboard/tasks.html", pages.tasks(programme, rights))
