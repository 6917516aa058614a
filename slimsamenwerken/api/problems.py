"""What went wrong, as RFC 9457 says it: every answer from 400 on, and no other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException

from slimsamenwerken.api.wire import api_root, to_json
from slimsamenwerken.core.logs import log_event

CONTENT_TYPE: Final = "application/problem+json"
OWN: Final = "urn:problem-type:slimsamenwerken"
BELGIF: Final = "urn:problem-type:belgif"
ISSUE: Final = f"{BELGIF}:input-validation"

SCHEMA_VIOLATION: Final = f"{ISSUE}:schemaViolation"
UNKNOWN_INPUT: Final = f"{ISSUE}:unknownInput"
INVALID_INPUT: Final = f"{ISSUE}:invalidInput"
NOT_FOUND_INPUT: Final = f"{ISSUE}:referencedResourceNotFound"


@dataclass(frozen=True)
class ProblemType:
    """One row of the list of problems; `explanation` stands on its page."""

    name: str
    status: int
    title: str | Promise
    explanation: str | Promise
    home: str = BELGIF

    @property
    def urn(self) -> str:
        return f"{self.home}:{self.name}"

    @property
    def href(self) -> str:
        return f"{api_root()}/doc/problems#{self.name}"


TYPES: Final = {
    kind.name: kind
    for kind in (
        ProblemType(
            "badRequest", 400, gettext_lazy("The request is not right"),
            gettext_lazy("`issues` says per parameter or field what to change."),
        ),
        ProblemType(
            "noAccessToken", 401, gettext_lazy("A key is needed"),
            gettext_lazy("Send `Authorization: Bearer <key>`. A manager makes keys on the page of the organisation."),
        ),
        ProblemType(
            "invalidAccessToken", 401, gettext_lazy("The key is not valid"),
            gettext_lazy("It is unknown, expired or taken back, or who made it has no role there any more."),
        ),
        ProblemType(
            "missingScope", 403, gettext_lazy("The key lacks a scope"),
            gettext_lazy("`requiredScopes` says which one; a manager can add it."),
        ),
        ProblemType(
            "missingPermission", 403, gettext_lazy("Not allowed"),
            gettext_lazy("The role behind the key does not give this right on this thing."),
        ),
        ProblemType(
            "httpsRequired", 403, gettext_lazy("Only over https"),
            gettext_lazy("A request over http is refused and not redirected: the key has been readable."),
            OWN,
        ),
        ProblemType(
            "resourceNotFound", 404, gettext_lazy("Nothing here"),
            gettext_lazy("It does not exist, or you may not see it; the answer is the same."),
        ),
        ProblemType(
            "methodNotAllowed", 405, gettext_lazy("Not with this method"),
            gettext_lazy("`Allow` names the methods. Facts are withdrawn or replaced, never changed."), OWN,
        ),
        ProblemType(
            "notAcceptable", 406, gettext_lazy("Not in this format"),
            gettext_lazy("Ask for `application/json`."), OWN,
        ),
        ProblemType(
            "conflict", 409, gettext_lazy("Not in this state"),
            gettext_lazy("The thing, or the first request with this Idempotency-Key, stands in the way."),
            OWN,
        ),
        ProblemType(
            "gone", 410, gettext_lazy("No longer kept"),
            gettext_lazy("The position lies before what the feed still holds: start again from an export."),
            OWN,
        ),
        ProblemType(
            "preconditionFailed", 412, gettext_lazy("Changed in the meantime"),
            gettext_lazy("Read it again: `currentETag` is the version that counts now."), OWN,
        ),
        ProblemType(
            "payloadTooLarge", 413, gettext_lazy("Too large"), gettext_lazy("`limit` is the most in bytes.")
        ),
        ProblemType(
            "unsupportedMediaType", 415, gettext_lazy("Not in this media type"),
            gettext_lazy("`acceptedTypes` names what can be sent."), OWN,
        ),
        ProblemType(
            "idempotencyKeyReused", 422, gettext_lazy("This Idempotency-Key belongs to another request"),
            gettext_lazy("A key goes with one body. Take a new key for a new request."), OWN,
        ),
        ProblemType(
            "preconditionRequired", 428, gettext_lazy("If-Match is missing"),
            gettext_lazy("Send the ETag that you read, so that nobody's change is lost."), OWN,
        ),
        ProblemType(
            "tooManyRequests", 429, gettext_lazy("Too many requests"),
            gettext_lazy("`Retry-After` says in how many seconds there is room again."),
        ),
        ProblemType(
            "internalServerError", 500, gettext_lazy("Something went wrong here"),
            gettext_lazy("Nothing was saved. Give `instance` when you ask about it."),
        ),
        ProblemType(
            "serviceUnavailable", 503, gettext_lazy("Not available for a moment"),
            gettext_lazy("Nothing was saved. `Retry-After` says when to try again."),
        ),
    )
}  # fmt: skip
_BY_STATUS: Final = {401: "noAccessToken", 403: "missingPermission"}


@dataclass(frozen=True)
class Issue:
    """One thing to change: `place` is body, query, path or header; `name` as the caller wrote it."""

    type: str
    place: str
    name: str
    detail: str
    value: Any = None

    def as_dict(self) -> dict[str, Any]:
        shown = None if self.value is None else str(self.value)[:100]
        found = {
            "type": self.type,
            "in": self.place,
            "name": self.name,
            "value": shown,
            "detail": self.detail,
        }
        return {key: value for key, value in found.items() if value is not None}


@dataclass
class Problem(APIException):
    """Raise it anywhere in a view; `extra` are further members, in snake case."""

    name: str
    detail: str = ""  # type: ignore[assignment]
    issues: Sequence[Issue] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.detail or str(self.type.explanation))
        self.status_code = self.type.status

    @property
    def type(self) -> ProblemType:
        return TYPES[self.name]

    def body(self) -> dict[str, Any]:
        kind = self.type
        body: dict[str, Any] = {
            "type": kind.urn,
            "href": kind.href,
            "title": str(kind.title),
            "status": kind.status,
            "detail": str(self.detail),
            "instance": f"urn:uuid:{uuid4()}",
        }
        if self.issues:
            body["issues"] = [issue.as_dict() for issue in self.issues]
        return body | dict(self.extra)


def bad_request(*issues: Issue) -> Problem:
    return Problem("badRequest", _("Change what the issues name, and send it again."), issues)


def name_of_status(status: int) -> str:
    """The problem that fits an answer of which no more is known than its status."""
    found = _BY_STATUS.get(status)
    if found is None:
        found = next((kind.name for kind in TYPES.values() if kind.status == status), None)
    return found or ("internalServerError" if status >= 500 else "badRequest")


def response_of(problem: Problem) -> HttpResponse:
    """For answers outside of a view of the API."""
    body = note(problem.body())
    response = HttpResponse(to_json(body), status=problem.type.status, content_type=CONTENT_TYPE)
    for name, value in problem.headers.items():
        response[name] = value
    return response


def note(body: dict[str, Any]) -> dict[str, Any]:
    """Write a problem down, by its `instance`, so that who asks about it can be helped."""
    log_event(
        "api.problem",
        result="failed" if body["status"] >= 500 else "refused",
        objects={"instance": body["instance"]},
        details={"type": body["type"], "status": body["status"]},
    )
    return body
