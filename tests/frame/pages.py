"""Views of the little test site."""

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines

from slimsamenwerken.core import error_views
from slimsamenwerken.core.views_components import ExampleFilters, ExampleForm

HEAD = '{% extends "base.html" %}{% load frame crispy_forms_tags %}{% block page_title %}'
BODY = "{% endblock %}{% block content %}"
PLAIN = HEAD + "Start" + BODY + "<h1>Start</h1>{% endblock %}"
LIST = (
    HEAD
    + "Acties"
    + BODY
    + '<div class="page-head"><h1>Acties</h1></div>'
    + '{% include "components/filters.html" with form=filters results_label="Naar de 3 acties" %}'
    + '{% include "components/chips.html" with form=filters %}'
    + '{% include "components/result_bar.html" with count=3 total=3 noun="acties" %}{% endblock %}'
)
FORM = (
    HEAD
    + "Mijlpaal verplaatsen"
    + BODY
    + '<div class="page-head"><h1>Mijlpaal verplaatsen</h1></div>{% crispy form %}{% endblock %}'
)


def respond(
    request: HttpRequest, source: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return HttpResponse(
        engines["django"].from_string(source).render(context, request), status=status
    )


def plain(request: HttpRequest) -> HttpResponse:
    return respond(request, PLAIN, {})


def listing(request: HttpRequest) -> HttpResponse:
    filters = ExampleFilters(request.GET)
    return respond(request, LIST, {"filters": filters}, filters.status_code)


def form_page(request: HttpRequest) -> HttpResponse:
    form = ExampleForm(request.POST or None, request.FILES or None, cancel_url="/")
    invalid = form.is_bound and not form.is_valid()
    return respond(request, FORM, {"form": form}, 422 if invalid else 200)


def construction(request: HttpRequest) -> HttpResponse:
    context = {"title": "Delen", "text": "Hier komt een gids.", "points": ["Een kaart."]}
    return render(request, "dashboard/under_construction.html", context)


def fail(request: HttpRequest, kind: str) -> HttpResponse:
    answers = {
        "404": lambda: error_views.not_found(request, Http404("technical words")),
        "429": lambda: error_views.too_many_requests(request, wait_seconds=1),
        "csrf": lambda: error_views.csrf_failure(request, "token missing"),
        "500": lambda: error_views.server_error(request),
        "503": lambda: error_views.unavailable(request),
        "400": lambda: error_views.bad_request(request, BadRequest("Deze datum bestaat niet.")),
        "403": lambda: error_views.forbidden(request, PermissionDenied("Alleen de trekker.")),
    }
    return answers[kind]()
