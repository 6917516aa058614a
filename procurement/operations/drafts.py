"""What belongs to a draft: its requirements, proof, sources, legal grounds and scoring.

Each operation puts what is given in the place of what was there.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import models, transaction

from procurement.models import (
    CriterionVersion,
    EvidenceType,
    LegalBasis,
    Requirement,
    ScoringHint,
    VersionEvidence,
    VersionLegalBasis,
    VersionSource,
)
from procurement.operations.criteria import only_draft, save_new
from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import touch

PartT = TypeVar("PartT", bound=models.Model)


def _put(
    draft: CriterionVersion,
    model: type[PartT],
    rows: Iterable[Mapping[str, Any]],
    by: User | None,
    version: int | None,
) -> list[PartT]:
    row = only_draft(draft)
    touch(row.criterion, version=version)
    model._default_manager.filter(version=row).delete()
    CriterionVersion.objects.filter(pk=row.pk).update(edited_by=by)
    return [save_new(model(version=row, **fields)) for fields in rows]


@transaction.atomic
def set_requirements(
    *,
    draft: CriterionVersion,
    rows: Iterable[Mapping[str, Any]],
    by: User | None,
    version: int | None = None,
) -> list[Requirement]:
    return _put(draft, Requirement, rows, by, version)


@transaction.atomic
def set_evidence(
    *,
    draft: CriterionVersion,
    evidence: Iterable[EvidenceType],
    by: User | None,
    version: int | None = None,
) -> list[VersionEvidence]:
    return _put(draft, VersionEvidence, ({"evidence": kind} for kind in evidence), by, version)


@transaction.atomic
def set_sources(
    *,
    draft: CriterionVersion,
    rows: Iterable[Mapping[str, Any]],
    by: User | None,
    version: int | None = None,
) -> list[VersionSource]:
    return _put(draft, VersionSource, rows, by, version)


@transaction.atomic
def set_legal_bases(
    *,
    draft: CriterionVersion,
    bases: Iterable[LegalBasis],
    by: User | None,
    version: int | None = None,
) -> list[VersionLegalBasis]:
    return _put(draft, VersionLegalBasis, ({"legal_basis": law} for law in bases), by, version)


@transaction.atomic
def set_scoring(
    *,
    draft: CriterionVersion,
    fields: Mapping[str, Any] | None,
    by: User | None,
    version: int | None = None,
) -> ScoringHint | None:
    """One hint, or none."""
    hints = _put(draft, ScoringHint, [] if fields is None else [fields], by, version)
    return hints[0] if hints else None
