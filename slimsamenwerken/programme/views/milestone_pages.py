"""The list of milestones over all actions, at any moment."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import with_moment
from slimsamenwerken.programme import pages, thing_columns
from slimsamenwerken.programme.forms import MilestoneFilterForm
from slimsamenwerken.programme.pages import lists
from slimsamenwerken.programme.permissions import rights_of
from slimsamenwerken.programme.queries import loaders
from slimsamenwerken.programme.queries.milestone_list import entries_of, find_milestones
from slimsamenwerken.programme.views.exporting import export, formats

PAGE_SIZE = 50


@with_moment
def milestone_list(request: PortalRequest) -> HttpResponse:
    moment = request.moment
    rights = rights_of(request.viewer, on=moment.today)
    lines = list(loaders.lines(moment.as_of, moment.known_at).values())

    def again(query: QueryDict) -> MilestoneFilterForm:
        return MilestoneFilterForm(query, lines=lines)

    def find(filters: MilestoneFilterForm) -> QuerySet[Any]:
        return find_milestones(filters.criteria(), moment, rights)

    form = again(request.GET)
    context = lists.panel_context(form)
    if form.is_valid():
        page = Paginator(find(form), PAGE_SIZE).get_page(request.GET.get("page"))
        entries = entries_of(page.object_list, moment, rights)
        exits = [] if entries else lists.exits(form, again, find)
        context |= pages.milestone_list(lists.Sought(form, page, exits), entries, moment)
        context["exports"] = formats(request, "programme:milestone-list-export")
    return render(request, "programme/milestone_list.html", context, status=form.status_code)


@with_moment
def milestone_list_export(request: PortalRequest, form: str) -> HttpResponseBase:
    moment = request.moment
    rights = rights_of(request.viewer, on=moment.today)
    lines = loaders.lines(moment.as_of, moment.known_at)
    filters = MilestoneFilterForm(request.GET, lines=list(lines.values()))
    if not filters.is_valid():
        return render(
            request, "programme/milestone_list.html", lists.panel_context(filters), status=400
        )
    found = entries_of(find_milestones(filters.criteria(), moment, rights), moment, rights)
    rows = thing_columns.milestone_rows(found, lines, moment)
    title, words = _("Milestones"), filters.in_words()
    return export(request, form, title, thing_columns.MILESTONE_LIST, rows, words)
