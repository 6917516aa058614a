"""Product groups with what stands on their page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from procurement.models import ProductGroup, SheetVersion
from procurement.queries.catalogue import in_force
from slimsamenwerken.core.moments import Moment


@dataclass(frozen=True)
class GroupRow:
    """`count` is the number of criteria in force on the day."""

    group: ProductGroup
    count: int


def groups_on(moment: Moment) -> list[GroupRow]:
    """Every group in its order; two queries."""
    numbers = dict(
        in_force(moment)
        .order_by()
        .values_list("criterion__groups")
        .annotate(number=Count("pk", distinct=True))
    )
    return [GroupRow(group, numbers.get(group.pk, 0)) for group in ProductGroup.objects.all()]


def sheet_on(group: ProductGroup, moment: Moment) -> SheetVersion | None:
    """What the sheet of the group says on the day; drafts are for editors."""
    found: Any = SheetVersion.objects.filter(
        sheet__group=group, frozen_at__isnull=False, valid_from__lte=moment.as_of
    )
    version: SheetVersion | None = found.order_by("-number").first()
    return version
