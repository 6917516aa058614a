"""A page that fails with a text that nobody may read in a log."""

from typing import Any

from django.http import HttpRequest
from django.urls import path


def fails(_request: HttpRequest) -> Any:
    raise ValueError("Key (name)=(geheim) already exists")


urlpatterns = [path("stuk/", fails)]
handler500 = "slimsamenwerken.core.error_views.server_error"
