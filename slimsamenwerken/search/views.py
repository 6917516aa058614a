"""The one search page: every sort of thing that an app announced."""

from django.http import HttpResponse
from django.shortcuts import render

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import with_moment
from slimsamenwerken.core.text import clean_line
from slimsamenwerken.search.queries import Group, search, search_one

MOST_CHARACTERS = 100


@with_moment
def results(request: PortalRequest) -> HttpResponse:
    text = clean_line(request.GET.get("q", ""))[:MOST_CHARACTERS].strip()
    sort = request.GET.get("soort", "")
    groups = _found(request, text, sort) if text else []
    context = {
        "text": text,
        "sort": sort,
        "groups": groups,
        "total": sum(group.count for group in groups),
    }
    return render(request, "search/results.html", context)


def _found(request: PortalRequest, text: str, sort: str) -> list[Group]:
    if not sort:
        return search(text, request.viewer, request.moment)
    return search_one(sort, text, request.viewer, request.moment, request.GET.get("page"))
