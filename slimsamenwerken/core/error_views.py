"""Pages for what went wrong. Each says what happened and what the reader can do now."""

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form cannot be understood. A text in `exception` is shown."""
    return _page(request, "400", {"reason": _reason(exception)})


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the thing exists, the user sees it, but may not do this."""
    return _page(request, "403", {"reason": _reason(exception)})


@requires_csrf_token
def not_found(  # the signature is Django's
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001
) -> HttpResponse:
    """404: nothing here, or nothing that this user may see; the page does not tell which."""
    return _page(request, "404", {})


def too_many_requests(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001
    wait_seconds: int | None = None,
) -> HttpResponse:
    """429: with the waiting time when it is known, in seconds (also as Retry-After)."""
    # Nobody counts 3600 seconds: from two minutes on the page says minutes, rounded up.
    minutes = -(-wait_seconds // 60) if wait_seconds and wait_seconds >= 120 else None
    response = _page(request, "429", {"wait_seconds": wait_seconds, "wait_minutes": minutes})
    if wait_seconds is not None:
        response["Retry-After"] = str(wait_seconds)
    return response


def unavailable(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """503: a part that this page needs does not answer. Touches neither session nor database."""
    return _bare("503")


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500: rendered without context processors, session or database."""
    return _bare("500")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 on a form whose token is missing or too old; `reason` is technical and not shown."""
    return _page(request, "csrf", {}, status=403)


def _reason(exception: Exception | None) -> str:
    # Only sentences that our own code wrote for people; what the framework raises is technical.
    return str(exception) if type(exception) in (BadRequest, PermissionDenied) else ""


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int | None = None
) -> HttpResponse:
    return render(request, f"errors/{name}.html", context, status=status or int(name))


def _bare(code: str) -> HttpResponse:
    return HttpResponse(get_template(f"errors/{code}.html").render(), status=int(code))
