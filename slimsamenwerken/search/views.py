"""The one search page: every sort of thing that an app announced."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from slimsamenwerken.core.moments import with_moment
from slimsamenwerken.core.text import clean_text
from slimsamenwerken.search.queries import search

MOST_CHARACTERS = 100


@with_moment
def results(request: HttpRequest) -> HttpResponse:
    text = clean_text(request.GET.get("q", ""))[:MOST_CHARACTERS].strip()
    sort = request.GET.get("soort", "")
    groups = search(text, request.viewer, request.moment, sort=sort) if text else []
    context = {"text": text, "groups": groups, "total": sum(group.count for group in groups)}
    return render(request, "search/results.html", context)
