"""The pages for developers: Swagger from our own files, the document, the list of problems."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import OpenApiYamlRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from slimsamenwerken.api.contract import contract
from slimsamenwerken.api.problems import TYPES
from slimsamenwerken.api.viewsets import PortalView


class DocumentView(PortalView):
    """GET /doc/openapi.yaml"""

    schema = None
    renderer_classes = [OpenApiYamlRenderer]

    def get(self, _request: Request) -> Response:
        return Response(
            contract(), headers={"Content-Disposition": 'inline; filename="openapi.yaml"'}
        )


document = DocumentView.as_view()


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Swagger in Dutch; its files come with a package, so nothing is asked of another host."""
    return render(request, "api/documentation.html")


@require_safe
def problem_pages(request: HttpRequest) -> HttpResponse:
    """What each type of problem means, and what to do."""
    context: dict[str, Any] = {"types": list(TYPES.values())}
    return render(request, "api/problems.html", context)
