"""Turns every error of a view into a problem."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as ModelError
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from slimsamenwerken.api.problems import (
    CONTENT_TYPE,
    INVALID_INPUT,
    NOT_FOUND_INPUT,
    SCHEMA_VIOLATION,
    UNKNOWN_INPUT,
    Issue,
    Problem,
    bad_request,
    note,
)
from slimsamenwerken.api.wire import camel
from slimsamenwerken.core.clocks import StaleEditError
from slimsamenwerken.core.moments import MomentError

# What DRF and Django call it → what Belgif calls it; any other broken rule is invalid input.
_BY_CODE: Final = {
    "unknown": UNKNOWN_INPUT,
    "does_not_exist": NOT_FOUND_INPUT,
    **dict.fromkeys(
        (
            "required", "null", "blank", "invalid_choice", "max_length", "min_length",
            "max_value", "min_value", "max_digits", "max_decimal_places", "max_whole_digits",
            "not_a_list", "not_a_dict", "date_format", "date_invalid", "max_string_length",
        ),
        SCHEMA_VIOLATION,
    ),
}  # fmt: skip
PERSONAL: Final = frozenset({"email", "phone", "contact"})


def kind_of_code(code: str | None) -> str:
    """The type of an issue, from what Django or DRF calls the error."""
    return _BY_CODE.get(str(code), INVALID_INPUT)


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER; None lets the error go on, and the middleware answers 500."""
    problem = problem_of(error, context)
    if problem is None:
        return None
    set_rollback()
    response = Response(note(problem.body()), status=problem.type.status, content_type=CONTENT_TYPE)
    for name, value in problem.headers.items():
        response[name] = value
    return response


def problem_of(error: Exception, context: Mapping[str, Any]) -> Problem | None:
    for kinds, make in _MAKERS:
        if isinstance(error, kinds):
            return make(error, context)
    return None


Maker = Callable[[Any, Mapping[str, Any]], Problem]


def _moment(error: MomentError, _context: Mapping[str, Any]) -> Problem:
    name = camel(error.field)
    return bad_request(Issue(INVALID_INPUT, "query", name, str(error.message), error.raw))


def _door(name: str, challenge: str) -> Maker:
    return lambda _error, _context: Problem(name, headers={"WWW-Authenticate": challenge})


def _method(_error: Exception, context: Mapping[str, Any]) -> Problem:
    return Problem(
        "methodNotAllowed", headers={"Allow": ", ".join(context["view"].allowed_methods)}
    )


def _media(_error: Exception, context: Mapping[str, Any]) -> Problem:
    accepted = [parser.media_type for parser in context["view"].get_parsers()]
    return Problem("unsupportedMediaType", extra={"accepted_types": accepted})


def _plain(name: str, **headers: str) -> Maker:
    return lambda _error, _context: Problem(name, headers=headers)


# The first that fits; a narrow class stands before a wide one.
_MAKERS: Final[tuple[tuple[tuple[type[Exception], ...], Maker], ...]] = (
    ((Problem,), lambda error, _context: error),
    (
        (exceptions.ValidationError, ModelError),
        lambda error, context: bad_request(*issues_of(error, _data(context))),
    ),
    ((MomentError,), _moment),
    (
        (StaleEditError,),
        lambda error, _c: Problem("preconditionFailed", extra={"current_version": _version(error)}),
    ),
    ((RequestDataTooBig,), _plain("payloadTooLarge")),
    ((OperationalError, InterfaceError), _plain("serviceUnavailable", **{"Retry-After": "30"})),
    ((Http404, exceptions.NotFound), _plain("resourceNotFound")),
    ((exceptions.NotAuthenticated,), _door("noAccessToken", "Bearer")),
    (
        (exceptions.AuthenticationFailed,),
        _door("invalidAccessToken", 'Bearer error="invalid_token"'),
    ),
    ((PermissionDenied, exceptions.PermissionDenied), _plain("missingPermission")),
    ((exceptions.MethodNotAllowed,), _method),
    ((exceptions.NotAcceptable,), _plain("notAcceptable")),
    ((exceptions.UnsupportedMediaType,), _media),
    (
        (exceptions.ParseError,),
        lambda error, _c: bad_request(Issue(SCHEMA_VIOLATION, "body", "", str(error.detail))),
    ),
)


def _data(context: Mapping[str, Any]) -> Any:
    request = context.get("request")
    try:
        return request.data if request is not None else None
    except Exception:  # noqa: BLE001 - a body that cannot be read has no values to show
        return None


def _version(error: StaleEditError) -> int | None:
    rows = type(error.thing)._default_manager.filter(pk=error.thing.pk)
    found: int | None = rows.values_list("version", flat=True).first()
    return found


def issues_of(
    error: exceptions.ValidationError | ModelError, data: Any = None, place: str = "body"
) -> list[Issue]:
    """Each broken rule with the path of its field, and what was given there."""
    if isinstance(error, ModelError):
        return list(_of_model(error, data, place))
    return list(_of_serializer(error.detail, data, place, ""))


def _of_model(error: ModelError, data: Any, place: str) -> Iterator[Issue]:
    fields = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
    for name, errors in fields.items():
        path = "" if name == NON_FIELD_ERRORS else camel(name)
        for one in errors:
            for message in one.messages:
                kind = kind_of_code(one.code)
                yield Issue(kind, place, path, str(message), _given(data, name))


def _of_serializer(detail: Any, data: Any, place: str, path: str) -> Iterator[Issue]:
    if isinstance(detail, Mapping):
        for key, part in detail.items():
            yield from _of_serializer(part, _given(data, str(key)), place, _inside(path, key))
    elif isinstance(detail, list):
        for index, part in enumerate(detail):
            inner = f"{path}[{index}]" if isinstance(part, Mapping | list) else path
            yield from _of_serializer(part, data, place, inner)
    else:
        kind = kind_of_code(getattr(detail, "code", None))
        shown = data if isinstance(data, str | int | float | bool) else None
        hidden = path.rsplit(".", 1)[-1] in PERSONAL
        yield Issue(kind, place, path, str(detail), None if hidden else shown)


def _inside(path: str, key: Any) -> str:
    if isinstance(key, int):  # DRF names the items of a list by their place
        return f"{path}[{key}]"
    own = "" if key == "non_field_errors" else camel(str(key))
    return f"{path}.{own}" if path and own else path or own


def _given(data: Any, name: str) -> Any:
    return data.get(name) if isinstance(data, Mapping) and name not in PERSONAL else None
