"""How every version stands at a moment: its state, and what follows from others and from time.

A version without a transition is a draft. The end of a version is never stored: it is the first day
of the next one that was published, also when that one is retired since; what is replaced does not
come back by itself.
"""

from calendar import monthrange
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from procurement.models import CriterionVersion, VersionLegalBasis, VersionTransition
from procurement.models.codes import State

CHECK_MONTHS: Final = 24  # how long a judgement of the additionality holds
WATCHED: Final = (State.PUBLISHED, State.CONSULTATION)
_WAS_PUBLISHED: Final = (State.PUBLISHED, State.RETIRED)


def months_before(day: date, months: int) -> date:
    """The same day so many months ago, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def in_states(
    states: tuple[State, ...], as_of: date, known_at: datetime | None = None
) -> QuerySet[Any]:
    """Ids of the versions whose latest state at the moment is one of these."""
    last = VersionTransition.objects.at(as_of, known_at)
    found: QuerySet[Any] = last.filter(to_state__in=states).values("version")
    return found


def states_at(as_of: date, known_at: datetime | None = None) -> QuerySet[Any]:
    """Every version, with `state`, `superseded` and `review_due` at the moment."""
    last = VersionTransition.objects.at(as_of, known_at).filter(version=OuterRef("pk"))
    later = CriterionVersion.objects.filter(
        criterion=OuterRef("criterion"),
        number__gt=OuterRef("number"),
        valid_from__lte=as_of,
        pk__in=in_states(_WAS_PUBLISHED, as_of, known_at),
    )
    state = Coalesce(Subquery(last.values("to_state")[:1]), Value(State.DRAFT.value))
    rows = CriterionVersion.objects.annotate(state=state)
    return rows.annotate(
        superseded=Q(state=State.PUBLISHED) & Exists(later),
        review_due=Q(state__in=WATCHED) & _review_due(as_of),
    )


def in_force_at(as_of: date, known_at: datetime | None = None) -> QuerySet[CriterionVersion]:
    """At most one version of each criterion: published, begun, and not replaced."""
    newest = (
        CriterionVersion.objects.filter(
            pk__in=in_states(_WAS_PUBLISHED, as_of, known_at), valid_from__lte=as_of
        )
        .order_by("criterion_id", "-number")
        .distinct("criterion_id")
    )
    return CriterionVersion.objects.filter(pk__in=newest.values("pk")).filter(
        pk__in=in_states((State.PUBLISHED,), as_of, known_at)
    )


def in_consultation_at(as_of: date, known_at: datetime | None = None) -> QuerySet[Any]:
    ids = in_states((State.CONSULTATION,), as_of, known_at)
    return CriterionVersion.objects.filter(pk__in=ids)


def to_review_at(as_of: date, known_at: datetime | None = None) -> QuerySet[Any]:
    """The review list: what is in force or in consultation, and is due."""
    open_ones = Q(pk__in=in_force_at(as_of, known_at).values("pk"))
    open_ones |= Q(pk__in=in_consultation_at(as_of, known_at).values("pk"))
    return CriterionVersion.objects.filter(open_ones & _review_due(as_of))


def _review_due(as_of: date) -> Q:
    """The day of the review has passed, the law changed since the version began, or the judgement
    of the additionality is too old."""
    law = VersionLegalBasis.objects.filter(version=OuterRef("pk"))
    begun = law.filter(
        legal_basis__applies_from__gt=F("version__valid_from"), legal_basis__applies_from__lte=as_of
    )
    # an empty day must read "no", and in SQL it would be unknown
    return (
        Q(review_by__isnull=False, review_by__lt=as_of)
        | Q(checked_on__isnull=False, checked_on__lt=months_before(as_of, CHECK_MONTHS))
        | Q(Exists(begun))
        | Q(Exists(law.filter(legal_basis__applies_until__lt=as_of)))
    )
