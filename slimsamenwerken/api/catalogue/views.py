"""The catalogue as page, Turtle and JSON-LD, and the files of its datasets."""

import json
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from slimsamenwerken.api.catalogue import linked
from slimsamenwerken.api.catalogue.addresses import file_of
from slimsamenwerken.api.catalogue.answering import asked_moment, open_to_all, tagged
from slimsamenwerken.api.catalogue.datasets import Dataset, named
from slimsamenwerken.api.catalogue.graph import catalogue_graph, written
from slimsamenwerken.api.catalogue.pages import catalogue_context
from slimsamenwerken.api.catalogue.rows import csv_columns, csv_rows
from slimsamenwerken.api.catalogue.tables import table_of
from slimsamenwerken.core.exports import csv_response

PAGE, TURTLE = "text/html", "text/turtle"
KINDS: Final = [PAGE, TURTLE, linked.MEDIA_TYPE]
CSVW: Final = "application/csvm+json"


@require_safe
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """The page; for a program that asks so, the same as Turtle or JSON-LD."""
    kind = request.get_preferred_type(KINDS) or PAGE
    if kind == PAGE:
        response: HttpResponseBase = render(request, "api/catalogue.html", catalogue_context())
    else:
        response = (turtle if kind == TURTLE else json_ld)(request)
    patch_vary_headers(response, ["Accept"])
    return response


@open_to_all
def turtle(request: HttpRequest) -> HttpResponseBase:
    return _graph(request, "turtle", f"{TURTLE}; charset=utf-8")


@open_to_all
def json_ld(request: HttpRequest) -> HttpResponseBase:
    return _graph(request, "json-ld", linked.MEDIA_TYPE)


def _graph(request: HttpRequest, form: str, content_type: str) -> HttpResponseBase:
    def made() -> HttpResponse:
        return HttpResponse(written(catalogue_graph(), form), content_type=content_type)

    return tagged(request, None, made)


def _dataset(name: str) -> Dataset:
    found = named(name)
    if found is None:
        raise Http404
    return found


@open_to_all
def csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """Every row, as a spreadsheet in Dutch reads it; what the columns mean is in its metadata."""
    dataset = _dataset(name)
    moment = asked_moment(request, has_moment=dataset.has_moment)

    def made() -> HttpResponseBase:
        title = f"{dataset.title}-{moment.as_of.isoformat()}"
        response = csv_response(title, csv_columns(dataset), csv_rows(dataset, moment))
        response["Link"] = f'<{file_of("csvw", name)}>; rel="describedby"; type="{CSVW}"'
        return response

    return tagged(request, moment, made)


@open_to_all
def csvw(request: HttpRequest, name: str) -> HttpResponseBase:
    dataset = _dataset(name)
    moment = asked_moment(request, has_moment=dataset.has_moment)
    return tagged(request, moment, lambda: _json(table_of(dataset, moment), CSVW))


@open_to_all
def jsonld(request: HttpRequest, name: str) -> HttpResponseBase:
    dataset = _dataset(name)
    moment = asked_moment(request, has_moment=dataset.has_moment)

    def made() -> HttpResponseBase:
        rows = linked.document(dataset, moment)
        return StreamingHttpResponse(rows, content_type=linked.MEDIA_TYPE)

    return tagged(request, moment, made)


@open_to_all
def one(request: HttpRequest, name: str, public_id: UUID) -> HttpResponseBase:
    """One row as linked data: where `/id/…` leads a program that asks for it."""
    dataset = _dataset(name)
    moment = asked_moment(request, has_moment=dataset.has_moment)
    found = linked.single(dataset, moment, public_id)
    if found is None:
        raise Http404
    return tagged(request, moment, lambda: HttpResponse(found, content_type=linked.MEDIA_TYPE))


@open_to_all
def context(_request: HttpRequest, name: str) -> HttpResponseBase:
    """What the names in the linked data mean; it changes with a release at most."""
    response = _json(linked.context_of(_dataset(name)), linked.MEDIA_TYPE)
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _json(found: dict[str, Any], content_type: str) -> HttpResponse:
    text = json.dumps(found, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type=content_type)
