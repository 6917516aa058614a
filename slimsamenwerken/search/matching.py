"""One way to find text: Dutch stems and their variants, no accents, typing errors forgiven."""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Lower

from slimsamenwerken.search.dutch import fold, variants, words

CONFIG = "dutch_unaccent"
# Word similarity of one wrong letter in a word of six; lower finds unrelated words.
NEAR = 0.55
MOST_WORDS = 8


class Unaccent(Func):
    function = "unaccent"


def text_query(text: str) -> SearchQuery | None:
    """Every word of the question must occur, in one of its forms, also as the start of a word."""
    terms = [
        "(" + " | ".join(f"{form}:*" for form in variants(word)) + ")"
        for word in words(text)[:MOST_WORDS]
    ]
    if not terms:
        return None
    return SearchQuery(" & ".join(terms), config=CONFIG, search_type="raw")


def matching(
    rows: QuerySet[Any, Any], text: str, *, title: str, code: str | None = None
) -> QuerySet[Any, Any]:
    """Rows that answer the question, annotated with `rank`: exact codes first, then weight.

    `rows` have a stored vector `search`; `title` and `code` name text columns (a path may cross
    relations). A text without a word finds nothing.
    """
    query = text_query(text)
    if query is None:
        nothing: QuerySet[Any, Any] = rows.none().annotate(rank=Value(0.0))
        return nothing
    near = TrigramWordSimilarity(fold(text.strip()), Unaccent(Lower(title)))
    condition = Q(search=query) | Q(near__gte=NEAR)
    exact: Any = Value(0.0)
    if code is not None:
        wanted = text.strip()
        condition |= Q(**{f"{code}__istartswith": wanted})
        exact = Case(
            When(**{f"{code}__iexact": wanted}, then=Value(10.0)),
            When(**{f"{code}__istartswith": wanted}, then=Value(5.0)),
            default=Value(0.0),
            output_field=FloatField(),
        )
    found: QuerySet[Any, Any] = (
        rows.annotate(near=near)
        .filter(condition)
        .annotate(rank=exact + Greatest(SearchRank(F("search"), query), F("near") / Value(2.0)))
    )
    return found
