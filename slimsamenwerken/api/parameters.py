"""Query parameters: every one is known, and none comes twice unless it may."""

from collections.abc import Iterable
from typing import Any, Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from slimsamenwerken.api.problems import (
    INVALID_INPUT,
    SCHEMA_VIOLATION,
    UNKNOWN_INPUT,
    Issue,
    bad_request,
)
from slimsamenwerken.core.moments import Moment, read_moment

CLOCKS: Final = ("asOf", "knownAt")
SORT: Final = "sort"
MAY_BE_EMPTY: Final = {"after"}  # the cursor before the first row
CLOCK_PARAMETERS: Final = [
    OpenApiParameter(
        "asOf",
        OpenApiTypes.DATE,
        description=str(gettext_lazy("How it was on this day; today if absent.")),
    ),
    OpenApiParameter(
        "knownAt",
        OpenApiTypes.STR,
        description="Zoals toen bekend: een dag of een tijdstip met tijdsverschil. Zonder: zoals nu bekend.",
    ),
]


def refuse_unknown(query: QueryDict, known: Iterable[str], many: Iterable[str] = ()) -> None:
    """Raise the issues of parameters that do not exist, come twice where one counts, or are empty:
    an empty day is a slip of the caller, and would quietly answer another question."""
    names, repeated = frozenset(known), frozenset(many)
    issues = [
        Issue(UNKNOWN_INPUT, "query", name[:60], _("There is no such parameter."))
        for name in query
        if name not in names
    ]
    issues += [
        Issue(SCHEMA_VIOLATION, "query", name, _("Give this parameter once."))
        for name in query
        if name in names and name not in repeated and len(query.getlist(name)) > 1
    ]
    issues += [
        Issue(SCHEMA_VIOLATION, "query", name, _("A character here is not allowed."))
        for name in query
        if name in names and any("\x00" in value for value in query.getlist(name))
    ]
    issues += [
        Issue(SCHEMA_VIOLATION, "query", name, _("Give a value, or leave this parameter out."))
        for name in query
        if name in names and name not in MAY_BE_EMPTY and not all(query.getlist(name))
    ]
    if issues:
        raise bad_request(*issues)


def moment_of(request: Request) -> Moment:
    """The moment asked for; raises MomentError, which becomes an issue of the query."""
    query = request.query_params
    return read_moment(
        {"as_of": query.get("asOf", ""), "known_at": query.get("knownAt", "")}, now=timezone.now()
    )


def moment_members(moment: Moment) -> dict[str, Any]:
    """What an answer repeats of its moment."""
    found: dict[str, Any] = {"as_of": moment.as_of}
    return found | ({"known_at": moment.known_at} if moment.known_at else {})


def chosen(request: Request, name: str, allowed: Iterable[str]) -> list[str]:
    """The values of a parameter that may come more than once, each one of a list."""
    return among(request.query_params.getlist(name), name, allowed)


def among(values: Iterable[str], name: str, allowed: Iterable[str]) -> list[str]:
    """The values, each once; an issue for every one that is not allowed."""
    values, choices = list(values), list(allowed)
    strange = [value for value in values if value not in choices]
    if strange:
        sentence = _("Choose from: %(choices)s.") % {"choices": ", ".join(choices)}
        raise bad_request(*(Issue(INVALID_INPUT, "query", name, sentence, v) for v in strange))
    return list(dict.fromkeys(values))
