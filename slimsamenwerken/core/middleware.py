"""Thin middleware: trace and request line, headers, health, language and moment."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from slimsamenwerken.core import health
from slimsamenwerken.core.logs import accepted_trace, log_event, traced
from slimsamenwerken.core.moments import CLOCKS, without_today

GetResponse = Callable[[HttpRequest], HttpResponse]

TRACE_HEADER: Final = "BelGov-Trace-Id"
RELATED_HEADER: Final = "BelGov-Related-Trace-Id"
API_START: Final = "/api/"
# All off: nothing here needs a sensor, a camera or a purse.
PERMISSIONS_POLICY: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read",
        "clipboard-write", "display-capture", "encrypted-media", "fullscreen", "gamepad",
        "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer",
        "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
        "screen-wake-lock", "serial", "storage-access", "sync-xhr", "usb",
        "xr-spatial-tracking",
    )
)  # fmt: skip


class TraceMiddleware:
    """One trace id for all that a request does, and one line about it in the log.

    A page takes over the id that the caller brings (BelGov-Trace-Id); one of another shape is
    replaced. The API has its own, and gives the caller's back beside it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = monotonic()
        brought = request.headers.get(TRACE_HEADER)
        is_api = request.path_info.startswith(API_START)
        with traced(None if is_api else brought) as trace:
            request.trace_id = trace  # type: ignore[attr-defined]
            response = self.get_response(request)
            response[TRACE_HEADER] = trace
            if is_api and brought and accepted_trace(brought) == brought:
                response[RELATED_HEADER] = brought
            _write_line(request, response.status_code, (monotonic() - started) * 1000)
        return response


def _write_line(request: HttpRequest, status: int, duration_ms: float) -> None:
    route = request.resolver_match.view_name if request.resolver_match else ""
    log_event(
        "request",
        result="failed" if status >= 500 else "ok",
        details={"method": request.method or "", "route": route, "status": status},
        duration_ms=duration_ms,
        level=_level(request.path_info, status),
    )


def _level(path: str, status: int) -> int:
    if status >= 500:
        return logging.ERROR
    # Probes come every few seconds and say nothing as long as they succeed.
    return logging.DEBUG if path in health.VIEWS else logging.INFO


class HeadersMiddleware:
    """Headers of the trust guide that Django does not send itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # Who has a session reads pages with a name on them; a cookie must never be kept either.
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            patch_cache_control(response, no_store=True, private=True)
        return response


class HealthMiddleware:
    """Answers probes before anything asks for a session: they stand when the database does not."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = health.VIEWS.get(request.path_info)
        return view(request) if view else self.get_response(request)


class PathLanguageMiddleware:
    """Dutch without prefix, English under /en/; no cookie, no session, no Accept-Language."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        english = request.path_info == "/en" or request.path_info.startswith("/en/")
        with translation.override("en" if english else "nl-be"):
            request.LANGUAGE_CODE = translation.get_language()
            return self.get_response(request)


class StorableAddressMiddleware:
    """Nothing lives at an address with a NUL: PostgreSQL cannot even look for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        if "\x00" in request.path_info:
            raise Http404


class TodayMiddleware:
    """Today counts as absent: its page is the live page, and all links on it are plain."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if any(f"{name}=" in asked for name in CLOCKS):
            query = QueryDict(asked, encoding=request.encoding)
            kept = without_today(query, now=timezone.now())
            if len(kept) < len(query):
                request.META["QUERY_STRING"] = kept.urlencode()
        return self.get_response(request)
