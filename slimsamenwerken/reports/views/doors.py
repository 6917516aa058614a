"""Where a page behind the counter sends people next."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse


def see(name: str, **parts: Any) -> HttpResponse:
    """303: look there now, with GET."""
    return HttpResponseRedirect(reverse(name, kwargs=parts), status=HTTPStatus.SEE_OTHER)
