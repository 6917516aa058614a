"""What the database refuses whoever asks: invariants 1, 2, 3 and 12 of procurement."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from procurement import models as p
from slimsamenwerken.core.constraints import TRIGGER_SENTENCES, speaking
from tests.factories.drafts import bare, draft
from tests.factories.procurement_drafts import START

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
HASH = "0" * 64
LATER = date(2027, 1, 1)


def fixed_version(**fields: Any) -> p.CriterionVersion:
    """Fixed as an operation does it: by an UPDATE of a draft."""
    version = bare(p.CriterionVersion, **fields)
    p.CriterionVersion.objects.filter(pk=version.pk).update(frozen_at=NOON, text_hash=HASH)
    version.refresh_from_db()
    return version


def refused(name: str, act: Callable[[], Any]) -> None:
    with pytest.raises(ValidationError) as caught, speaking():
        act()
    assert caught.value.messages == [str(TRIGGER_SENTENCES[name])]


def test_1_fixed_version_is_not_changed_nor_deleted_by_sql() -> None:
    rows = p.CriterionVersion.objects.filter(pk=fixed_version().pk)
    refused("core_frozen", lambda: rows.update(title="Anders"))
    refused("core_frozen", lambda: rows.update(frozen_at=None))
    refused("core_frozen", lambda: rows._raw_delete(rows.db))


def test_1_draft_is_changed_and_thrown_away() -> None:
    rows = p.CriterionVersion.objects.filter(pk=bare(p.CriterionVersion).pk)
    assert rows.update(title="Anders") == 1
    assert rows._raw_delete(rows.db) == 1


def test_1_fixed_sheet_and_decision_are_not_changed() -> None:
    sheet = bare(p.SheetVersion, frozen_at=NOON)
    rows = p.SheetVersion.objects.filter(pk=sheet.pk)
    refused("core_frozen", lambda: rows.update(market="Anders"))
    decision = p.Decision.objects.filter(pk=bare(p.Decision).pk)
    refused("core_fact_append_only", lambda: decision.update(public_text="Anders"))
    refused("core_fact_append_only", lambda: decision._raw_delete(decision.db))


PARTS = (
    p.Requirement, p.VersionEvidence, p.VersionLegalBasis, p.VersionSource, p.ScoringHint,
)  # fmt: skip


@pytest.mark.parametrize("model", PARTS)
def test_1_parts_are_fixed_with_their_version(model: type[models.Model]) -> None:
    part: Any = bare(model)
    version = p.CriterionVersion.objects.filter(pk=part.version_id)
    rows = model._default_manager.filter(pk=part.pk)
    other = bare(p.CriterionVersion)
    assert rows.update(version=part.version_id) == 1
    version.update(frozen_at=NOON, text_hash=HASH)
    refused("core_frozen", lambda: rows.update(version=part.version_id))
    refused("core_frozen", lambda: rows.update(version=other.pk))
    refused("core_frozen", lambda: rows._raw_delete(rows.db))
    refused("core_frozen", lambda: bare(model, version=version.get()))


@pytest.mark.parametrize("model", PARTS)
def test_1_part_of_a_draft_is_not_moved_into_a_fixed_version(model: type[models.Model]) -> None:
    part: Any = bare(model)
    fixed = fixed_version()
    rows = model._default_manager.filter(pk=part.pk)
    refused("core_frozen", lambda: rows.update(version=fixed.pk))


def test_2_code_stays_taken() -> None:
    rows = p.Criterion.objects.filter(pk=bare(p.Criterion).pk)
    refused("core_never_deleted", lambda: rows._raw_delete(rows.db))


def test_2_versions_have_no_gap_and_begin_one_after_the_other() -> None:
    first = bare(p.CriterionVersion)
    how = {"criterion": first.criterion}
    refused("procurement_version_gap", lambda: bare(p.CriterionVersion, number=3, **how))
    for day in (START, date(2025, 1, 1)):
        refused(
            "procurement_version_order",
            lambda day=day: bare(p.CriterionVersion, number=2, valid_from=day, **how),
        )
    second = bare(p.CriterionVersion, number=2, valid_from=LATER, **how)
    rows = p.CriterionVersion.objects.filter(pk=second.pk)
    refused("procurement_version_order", lambda: rows.update(valid_from=START))
    refused("procurement_version_gap", lambda: rows.update(number=3))


def transition(version: p.CriterionVersion, state: str, **fields: Any) -> Any:
    return bare(p.VersionTransition, version=version, to_state=state, **fields)


def test_3_only_a_fixed_version_is_published() -> None:
    draft_version = bare(p.CriterionVersion)
    refused(
        "procurement_published_frozen",
        lambda: transition(draft_version, "published", basis="initial_load"),
    )


def test_3_published_needs_a_decision_before_it_or_the_start_data() -> None:
    version = fixed_version()
    refused("procurement_published_validated", lambda: transition(version, "published"))
    transition(version, "validated", decision=bare(p.Decision), valid_on=LATER)
    refused("procurement_published_validated", lambda: transition(version, "published"))
    assert transition(version, "published", valid_on=LATER).pk
    assert transition(fixed_version(), "published", basis="initial_load").pk


@pytest.mark.parametrize("kind", ["supersedes_in_level", "requires"])
def test_12_no_circles(kind: str) -> None:
    one, two, three = bare(p.Criterion), bare(p.Criterion), bare(p.Criterion)

    def link(start: Any, end: Any, kind: str = kind) -> Any:
        return bare(p.CriterionRelation, from_criterion=start, to_criterion=end, kind=kind)

    link(one, two)
    link(two, three)
    refused("core_no_circle", lambda: link(three, one))
    other = link(three, one, "reinforces")
    rows = p.CriterionRelation.objects.filter(pk=other.pk)
    refused("core_no_circle", lambda: rows.update(kind=kind))


def test_12_conflict_is_stored_once() -> None:
    one, two = bare(p.Criterion), bare(p.Criterion)
    how = {"kind": "conflicts_with"}
    bare(p.CriterionRelation, from_criterion=one, to_criterion=two, **how)
    twin = draft(p.CriterionRelation, from_criterion=two, to_criterion=one, **how)
    with pytest.raises(ValidationError, match="andersom"), speaking():
        twin.save()
