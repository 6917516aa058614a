"""What every answer without a key has in common: a limit, problems, and room for other sites."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe
from rest_framework.request import Request

from slimsamenwerken.api import preconditions
from slimsamenwerken.api.limiting import take
from slimsamenwerken.api.parameters import moment_of, refuse_unknown
from slimsamenwerken.api.problems import INVALID_INPUT, Issue, Problem, bad_request, response_of
from slimsamenwerken.api.wire import camel
from slimsamenwerken.core.moments import Moment, MomentError

KEPT: Final = "public, max-age=300"
View = Callable[..., HttpResponseBase]


def open_to_all(view: View) -> View:
    """Reading only, counted per address, errors as problems, readable by pages of other sites."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            take(Request(request), "default")
            response = view(request, *args, **kwargs)
        except Http404:
            response = response_of(Problem("resourceNotFound"))
        except Problem as problem:
            response = response_of(problem)
        response["Access-Control-Allow-Origin"] = "*"
        response.headers.setdefault(
            "Cache-Control", KEPT if response.status_code < 400 else "no-store"
        )
        return response

    return wrapped


def tagged(
    request: HttpRequest, moment: Moment | None, make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The answer with the tag of all data, or 304 for who has it already."""
    parts = (moment.as_of, moment.known_at) if moment else (timezone.localdate(),)
    tag = preconditions.etag(request.get_full_path(), *parts, *preconditions.state_of_data())
    response = HttpResponse(status=304) if _has(request, tag) else make()
    response["ETag"] = tag
    return response


def _has(request: HttpRequest, tag: str) -> bool:
    return preconditions.is_unchanged(Request(request), tag)


def asked_moment(request: HttpRequest, *, has_moment: bool = True) -> Moment:
    """`asOf` and `knownAt`, as the API knows them; nothing else may be asked."""
    asked = Request(request)
    refuse_unknown(asked.query_params, ("asOf", "knownAt") if has_moment else ())
    try:
        return moment_of(asked)
    except MomentError as error:
        name = camel(error.field)
        issue = Issue(INVALID_INPUT, "query", name, str(error.message), error.raw)
        raise bad_request(issue) from None
