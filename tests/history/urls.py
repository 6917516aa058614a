"""One form that changes a tracked row, behind the portal's real middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from slimsamenwerken.accounts.models import Organisation


def rename(request: HttpRequest, code: str, token: str) -> HttpResponse:
    Organisation.objects.filter(slug=code).update(name=request.POST["name"])
    return HttpResponse()


urlpatterns = [path("proef/<slug:code>/<str:token>/", rename)]
