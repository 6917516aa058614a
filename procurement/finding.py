"""What the search page finds of procurement: criteria in force."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from procurement.queries.catalogue import in_force
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.search.matching import matching
from slimsamenwerken.search.registry import Hit


def criteria(text: str, viewer: Any, moment: Moment) -> QuerySet[Any]:
    del viewer  # what is in force is public
    versions = in_force(moment).select_related("criterion")
    return matching(versions, text, title="title", code="criterion__code")


def criterion_hit(row: Any) -> Hit:
    return Hit(
        title=f"{row.criterion.code} {row.title}",
        url=reverse("procurement:criterion-detail", args=[row.criterion.code]),
        rank=row.rank,
        kicker=str(row.get_criterion_type_display()),
        text=row.requirement_text,
    )
