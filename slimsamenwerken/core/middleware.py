"""Thin middleware: a trace id on every answer, and the language from the path alone."""

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponse]


class TraceMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.trace_id = str(uuid4())  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["BelGov-Trace-Id"] = request.trace_id  # type: ignore[attr-defined]
        return response


class PathLanguageMiddleware:
    """Dutch without prefix, English under /en/; no cookie, no session, no Accept-Language."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        english = request.path_info == "/en" or request.path_info.startswith("/en/")
        with translation.override("en" if english else "nl-be"):
            request.LANGUAGE_CODE = translation.get_language()
            return self.get_response(request)
