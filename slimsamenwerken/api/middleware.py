"""What holds for every address under /api/, also for those that do not exist."""

import logging
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from slimsamenwerken.api.problems import CONTENT_TYPE, Problem, name_of_status, response_of

START: Final = "/api/"
HEALTH: Final = "/api/v1/health"
SAFE: Final = ("GET", "HEAD")
# What a page of another site may read of an answer.
EXPOSED: Final = "BelGov-Trace-Id, ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
ALLOWED_HEADERS: Final = "BelGov-Trace-Id, If-None-Match"
GetResponse = Callable[[HttpRequest], HttpResponse]


class ApiMiddleware:
    """No cookies, no plain http, Dutch, problems for every error, open to other sites to read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(START):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return response_of(Problem("httpsRequired"))
        if request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META:
            return _preflight(request)
        with translation.override("nl-be"):
            response = self.get_response(request)
            if not (request.path_info == HEALTH and response.status_code == 503):
                response = _as_problem(response)  # DOWN is an answer, not a failure to give one
        if request.method in SAFE and "HTTP_AUTHORIZATION" not in request.META:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = EXPOSED
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-store")  # pages name nobody here
        return response


def _preflight(request: HttpRequest) -> HttpResponse:
    """Other sites may read, without a key; anything else a browser is told no."""
    response = HttpResponse(status=204)
    if request.META["HTTP_ACCESS_CONTROL_REQUEST_METHOD"] in SAFE:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = ", ".join(SAFE)
        response["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
        response["Access-Control-Max-Age"] = "86400"
    return response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """An error that no view of the API answered: an unknown address, a crash."""
    kind = response.headers.get("Content-Type", "")
    if response.status_code < 400 or kind.startswith(CONTENT_TYPE):
        return response
    if response.status_code >= 500:
        logging.getLogger(__name__).error("Unexpected answer %s in the API", response.status_code)
    told = {"Allow": response["Allow"]} if "Allow" in response else {}
    return response_of(Problem(name_of_status(response.status_code), headers=told))
