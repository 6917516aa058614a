"""GET /id/<name>/<uuid>: a name for a thing that holds for ever, and leads to it by `Accept`."""

from typing import Final
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from slimsamenwerken.api.catalogue.addresses import lasting_id, one_of
from slimsamenwerken.api.catalogue.answering import KEPT, open_to_all
from slimsamenwerken.api.catalogue.datasets import dataset_of
from slimsamenwerken.api.models import FeedEntry
from slimsamenwerken.api.problems import Problem
from slimsamenwerken.api.resources import PUBLIC, Resource, Seen, by_label, resources
from slimsamenwerken.api.wire import api_root
from slimsamenwerken.core.error_views import not_found

PAGE, DATA, LINKED = "text/html", "application/json", "application/ld+json"
# In this order when the caller takes all of them; who takes none is shown the page.
KINDS: Final = [PAGE, DATA, LINKED]


@require_safe
def lasting(request: HttpRequest, name: str, public_id: UUID) -> HttpResponseBase:
    """303 to the page or the data; 404 for what nobody may know of; 410 for what was public once."""
    kind = request.get_preferred_type(KINDS) or PAGE
    answer = _for_people if kind == PAGE else _for_programs
    response = answer(request, name, public_id, kind)
    patch_vary_headers(response, ["Accept"])
    return response


def _for_people(request: HttpRequest, name: str, public_id: UUID, kind: str) -> HttpResponseBase:
    try:
        return _lead(name, public_id, kind)
    except Http404 as error:
        return not_found(request, error)
    except Problem as problem:
        return render(request, "errors/410.html", dict(problem.extra), status=410)


@open_to_all
def _for_programs(_request: HttpRequest, name: str, public_id: UUID, kind: str) -> HttpResponseBase:
    return _lead(name, public_id, kind)


def _lead(name: str, public_id: UUID, kind: str) -> HttpResponse:
    """Raises Http404, or the problem that it is gone with what came in its place."""
    resource = next((found for found in resources if found.name == name), None)
    if resource is None:
        raise Http404
    things = apps.get_model(resource.label)._default_manager.filter(public_id=public_id)
    pk: int | None = things.values_list("pk", flat=True).first()
    if pk is None:
        raise Http404
    seen = _public(resource, [pk]).get(pk)
    if seen is not None:
        location = _address(resource, public_id, seen, kind)
        headers = {"Location": location, "Cache-Control": KEPT}
        return HttpResponse(status=303, headers=headers)
    if not _was_public(resource, pk):
        raise Http404
    gone = _("This was public once and is no longer.")
    raise Problem("gone", gone, extra={"replaced_by": _successors(resource, pk)})


def _public(resource: Resource, ids: list[int]) -> dict[int, Seen]:
    return {pk: seen for pk, seen in resource.look(ids).items() if PUBLIC in seen.audiences}


def _address(resource: Resource, public_id: UUID, seen: Seen, kind: str) -> str:
    """A thing without a page of its own is shown as data; without a dataset, as JSON."""
    page = (seen.data or {}).get("page")
    if kind == PAGE and page:
        return str(page)
    dataset = dataset_of(resource.name) if kind == LINKED else None
    return one_of(dataset.name, public_id) if dataset else f"{api_root()}/{seen.path}"


def _was_public(resource: Resource, pk: int) -> bool:
    """Whether the feed ever told everybody of it; then it may say that it is gone."""
    told = Q(audiences__contains=[PUBLIC]) | Q(lost__contains=[PUBLIC])
    return FeedEntry.objects.filter(told, label=resource.label, object_id=pk).exists()


def _successors(resource: Resource, pk: int) -> list[str]:
    """The lasting ids of what came in its place and is public itself."""
    known = by_label()
    return [
        lasting_id(known[label].name, seen.path.rpartition("/")[2])
        for label, ids in resource.successors(pk).items()
        for seen in _public(known[label], ids).values()
    ]
