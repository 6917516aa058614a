"""The catalogue on a day: the criteria in force, and what narrows the list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Func, OuterRef, Q, QuerySet, Subquery

from procurement.models import CriterionVersion, VersionEvidence, VersionTransition
from procurement.models.codes import State
from procurement.queries.states import in_force_at
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.search.matching import matching

SORTS: Final = ("code", "level", "changed")


@dataclass(frozen=True)
class Choice:
    """What the reader keeps; an empty facet keeps everything. Inside a facet any value will do."""

    text: str = ""
    group: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    ladder: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    effort: tuple[str, ...] = ()
    additionality: tuple[str, ...] = ()
    nature: tuple[str, ...] = ()
    essential: bool = False
    changed_since: date | None = None
    sort: str = ""


@dataclass(frozen=True)
class Facet:
    """`narrow` keeps the versions with one of the values, `column` gives the value to count."""

    name: str
    narrow: Callable[[tuple[str, ...]], Q]
    column: Any


def _by_evidence(path: str) -> Callable[[tuple[str, ...]], Q]:
    def narrow(values: tuple[str, ...]) -> Q:
        rows = VersionEvidence.objects.filter(**{f"evidence__{path}__in": values})
        return Q(pk__in=rows.values("version"))

    return narrow


FACETS: Final = (
    Facet("group", lambda v: Q(criterion__groups__prefix__in=v), F("criterion__groups__prefix")),
    Facet(
        "ladder",
        lambda v: Q(r_strategies__overlap=list(v)),
        Func("r_strategies", function="unnest"),
    ),
    Facet("type", lambda v: Q(criterion_type__in=v), F("criterion_type")),
    Facet("level", lambda v: Q(level__in=v), F("level")),
    Facet("theme", lambda v: Q(themes__overlap=list(v)), Func("themes", function="unnest")),
    Facet("evidence", _by_evidence("kind"), F("evidence__evidence__kind")),
    Facet("effort", _by_evidence("effort"), F("evidence__evidence__effort")),
    Facet("additionality", lambda v: Q(additionality__in=v), F("additionality")),
    Facet(
        "nature",
        lambda v: Q(contract_natures__overlap=list(v)),
        Func("contract_natures", function="unnest"),
    ),
)


def in_force(moment: Moment) -> QuerySet[CriterionVersion]:
    """One version of each criterion that holds on the day."""
    return in_force_at(moment.as_of, moment.known_at)


def narrowed(choice: Choice, moment: Moment, *, without: str = "") -> QuerySet[Any]:
    """The versions that fit; `without` leaves one facet out, for its own counts."""
    found: QuerySet[Any] = in_force(moment)
    for facet in FACETS:
        values = getattr(choice, facet.name)
        if values and facet.name != without:
            found = found.filter(pk__in=CriterionVersion.objects.filter(facet.narrow(values)))
    if choice.essential:
        found = found.filter(essential=True)
    if choice.changed_since:
        found = found.filter(valid_from__gte=choice.changed_since)
    if choice.text:
        found = matching(found, choice.text, title="title", code="criterion__code")
    return found


def facet_counts(choice: Choice, moment: Moment) -> dict[str, dict[str, int]]:
    """Per facet how many criteria each value would leave, whatever is chosen in the facet itself;
    one query a facet."""
    found: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        ids = narrowed(choice, moment, without=facet.name).order_by().values("pk")
        rows = (
            CriterionVersion.objects.filter(pk__in=ids)
            .annotate(facet_value=facet.column)
            .order_by()
            .values_list("facet_value")
            .annotate(number=Count("pk", distinct=True))
        )
        found[facet.name] = {str(value): number for value, number in rows if value is not None}
    return found


def listed(choice: Choice, moment: Moment) -> QuerySet[Any]:
    """In the order that is asked for; a search is ordered by how well it fits."""
    found = narrowed(choice, moment)
    key = choice.sort.removeprefix("-")
    if key not in SORTS:
        best = [F("rank").desc()] if choice.text else []
        return found.order_by(*best, "criterion__code")
    column = {"code": "criterion__code", "level": "level", "changed": "valid_from"}[key]
    start = "-" if choice.sort.startswith("-") else ""
    return found.order_by(f"{start}{column}", "criterion__code")


def for_list(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what a line of the list shows: two queries more, whatever the number of lines."""
    return rows.select_related("criterion").prefetch_related(
        "evidence__evidence", "sources__source"
    )


def all_versions(code: str, moment: Moment) -> QuerySet[Any]:
    """Every version of a criterion that was ever published or in consultation until the day, the
    newest first, each with its `state` there and the `basis` of it."""
    last = VersionTransition.objects.at(moment.as_of, moment.known_at)
    here = last.filter(version=OuterRef("pk"))
    state, basis = here.values("to_state")[:1], here.values("basis")[:1]
    return (
        CriterionVersion.objects.filter(criterion__code=code)
        .annotate(state=Subquery(state), basis=Subquery(basis))
        .filter(state__in=[State.CONSULTATION, State.PUBLISHED, State.RETIRED])
        .select_related("criterion__owner")
        .prefetch_related(
            "requirements", "evidence__evidence", "sources__source", "legal__legal_basis", "scoring"
        )
        .order_by("-number")
    )
