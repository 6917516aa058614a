"""Criteria, their drafts and how they stand to one another.

`version` is what the form carried for the criterion; an older one raises StaleEditError. A broken
rule raises ValidationError and nothing is saved. Where no column keeps `by`, the history does.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from procurement.models import (
    Criterion,
    CriterionGroup,
    CriterionRelation,
    CriterionVersion,
    ProductGroup,
)
from procurement.models.codes import ChangeKind, RelationKind
from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import touch
from slimsamenwerken.core.constraints import speaking
from slimsamenwerken.programme.models import Actor

RowT = TypeVar("RowT", bound=models.Model)


def save_new(row: RowT) -> RowT:
    row.full_clean()
    with speaking():
        row.save(force_insert=True)
    return row


def only_draft(version: CriterionVersion) -> CriterionVersion:
    """The row under a lock; refused when its text is fixed."""
    row = CriterionVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if row.is_frozen:
        raise ValidationError(_("The text of this version is fixed. Make a new version."))
    return row


@transaction.atomic
def create_criterion(
    *,
    code: str,
    groups: Iterable[ProductGroup],
    by: User | None,  # noqa: ARG001
    owner: Actor | None = None,
) -> Criterion:
    """A code in one group or more; `by` is who answers for it in the history of the request."""
    places = list(groups)
    if not places:
        raise ValidationError({"groups": _("Name at least one product group.")})
    criterion = save_new(Criterion(code=code, owner=owner))
    for group in places:
        save_new(CriterionGroup(criterion=criterion, group=group))
    touch(criterion)
    return criterion


@transaction.atomic
def draft_version(
    *, criterion: Criterion, by: User | None, version: int | None = None, **fields: Any
) -> CriterionVersion:
    """The next wording; it is a draft until it is fixed. The first one is always new."""
    touch(criterion, version=version)
    last = criterion.versions.aggregate(last=Max("number"))["last"] or 0
    if not last:
        fields.setdefault("change_kind", ChangeKind.NEW)
    return save_new(CriterionVersion(criterion=criterion, number=last + 1, edited_by=by, **fields))


@transaction.atomic
def edit_draft(
    *, draft: CriterionVersion, by: User | None, version: int | None = None, **fields: Any
) -> CriterionVersion:
    """Change a wording that is not fixed yet."""
    row = only_draft(draft)
    touch(row.criterion, version=version)
    for name, value in fields.items():
        setattr(row, name, value)
    row.edited_by = by
    row.full_clean()
    with speaking():
        row.save()
    return row


@transaction.atomic
def relate_criteria(
    *,
    from_criterion: Criterion,
    to_criterion: Criterion,
    kind: str,
    by: User | None,  # noqa: ARG001
) -> CriterionRelation:
    """Say how two criteria stand to one another; a conflict is stored once, whoever is named first."""
    pair = (from_criterion, to_criterion)
    if kind == RelationKind.CONFLICTS_WITH and from_criterion.pk > to_criterion.pk:
        pair = (to_criterion, from_criterion)
    row = save_new(CriterionRelation(from_criterion=pair[0], to_criterion=pair[1], kind=kind))
    for criterion in pair:
        touch(criterion)
    return row
