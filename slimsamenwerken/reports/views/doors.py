"""Where a page behind the counter sends people next."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect


def see(name: str, **parts: Any) -> HttpResponse:
    """303: look there now, with GET."""
    response = redirect(name, **parts)
    response.status_code = HTTPStatus.SEE_OTHER
    return response
