"""Everything under /api/v1/."""

from django.urls import path

from slimsamenwerken.api.documentation import document, documentation, problem_pages
from slimsamenwerken.api.feed.views import ChangesView
from slimsamenwerken.api.routing import api_urls
from slimsamenwerken.core import health

app_name = "api"
urlpatterns = [
    path("health", health.health, name="health"),
    path("doc", documentation, name="doc"),
    path("doc/problems", problem_pages, name="problems"),
    path("doc/openapi.yaml", document, name="openapi"),
    path("changes", ChangesView.as_view(), name="changes"),
    *api_urls(),
]
