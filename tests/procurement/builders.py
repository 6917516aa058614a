"""Criteria in their life cycle, for tests of pages and queries."""

from datetime import UTC, date, datetime
from typing import Any

from procurement import models as p
from procurement.documents import text_hash
from tests.factories.drafts import bare
from tests.factories.procurement_drafts import START

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


def make_group(prefix: str = "MB", name: str = "Kantoormeubilair") -> p.ProductGroup:
    found = p.ProductGroup.objects.filter(prefix=prefix).first()
    return found or bare(p.ProductGroup, prefix=prefix, name=name, slug=f"{name}-{prefix}".lower())


def make_version(
    code: str = "MB-003",
    state: str = "published",
    since: date | None = None,
    *,
    decision: bool = False,
    **fields: Any,
) -> p.CriterionVersion:
    """The next version of a criterion, fixed and in a state; a draft stays open."""
    criterion = p.Criterion.objects.filter(code=code).first() or bare(p.Criterion, code=code)
    group = make_group(code[:2])
    p.CriterionGroup.objects.get_or_create(criterion=criterion, group=group)
    number = criterion.versions.count() + 1
    given = {"number": number, "valid_from": since or START} | fields
    version = bare(p.CriterionVersion, criterion=criterion, **given)
    if state != "draft":
        p.CriterionVersion.objects.filter(pk=version.pk).update(
            frozen_at=NOON, text_hash=text_hash(version.requirement_text)
        )
    bare(
        p.VersionTransition,
        version=version, to_state=state, valid_on=given["valid_from"],
        **({"decision": bare(p.Decision)} if decision else {"basis": "initial_load"}),
    )  # fmt: skip
    version.refresh_from_db()
    return version


def retire(version: p.CriterionVersion, on: date) -> None:
    bare(p.VersionTransition, version=version, to_state="retired", valid_on=on)
