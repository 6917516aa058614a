"""Drafts, fixed texts and states of criteria: invariants 3 to 9 of procurement, vector 19."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from procurement import operations as do
from procurement.documents import text_hash
from procurement.models import (
    Criterion,
    CriterionRelation,
    CriterionVersion,
    Decision,
    EvidenceType,
    LegalBasis,
    ProductGroup,
    Requirement,
    Source,
    VersionTransition,
)
from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.clocks import StaleEditError
from tests.factories.accounts import make_user
from tests.factories.drafts import bare

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 15)
KM003 = "Minstens 70 % van de vezels is gecertificeerd of gerecycleerd."
SHARE = {
    "key": "certified_or_recycled_share", "label": "Aandeel", "data_type": "number",
    "operator": "ge", "value": 70, "unit": "P1", "unit_label": "%",
}  # fmt: skip


@pytest.fixture
def editor() -> User:
    return make_user()


@pytest.fixture
def publisher() -> User:
    return make_user()


@pytest.fixture
def km003(editor: User) -> CriterionVersion:
    group = bare(ProductGroup)
    criterion = do.create_criterion(code="KM-003", groups=[group], by=editor)
    return do.draft_version(criterion=criterion, by=editor, **wording())


def wording(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Nieuwe vezels uit beheerde bron", "requirement_text": KM003, "level": 2,
        "criterion_type": "technical_specification", "additionality": "not_assessed",
        "valid_from": DAY, **fields,
    }  # fmt: skip


def read(draft: CriterionVersion, confidence: str, by: User) -> None:
    do.set_requirements(draft=draft, rows=[{**SHARE, "figure_confidence": confidence}], by=by)
    do.set_evidence(draft=draft, evidence=[bare(EvidenceType)], by=by)


def refused(act: Callable[[], Any], *words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        act()
    told = " ".join(caught.value.messages)
    assert all(word in told for word in words), told


def test_a_version_gets_the_next_number(km003: CriterionVersion, editor: User) -> None:
    later = wording(valid_from=date(2027, 1, 1), change_kind="stricter")
    second = do.draft_version(criterion=km003.criterion, by=editor, **later)
    assert (km003.number, km003.change_kind, second.number) == (1, "new", 2)
    assert second.edited_by == editor


def test_a_criterion_needs_a_group(editor: User) -> None:
    refused(lambda: do.create_criterion(code="KM-009", groups=[], by=editor))
    assert not Criterion.objects.exists()


def test_second_editor_is_told_that_the_draft_changed(
    km003: CriterionVersion, editor: User, publisher: User
) -> None:
    seen = Criterion.objects.get().version
    do.edit_draft(draft=km003, by=publisher, version=seen, title="Eerst")
    with pytest.raises(StaleEditError):
        do.edit_draft(draft=km003, by=editor, version=seen, title="Daarna")
    with pytest.raises(StaleEditError):
        do.set_requirements(draft=km003, by=editor, version=seen, rows=[])
    kept = CriterionVersion.objects.get()
    assert (kept.title, kept.edited_by) == ("Eerst", publisher)


def test_parts_take_the_place_of_what_was_there(km003: CriterionVersion, editor: User) -> None:
    read(km003, "medium", editor)
    read(km003, "high", editor)
    assert [row.figure_confidence for row in km003.requirements.all()] == ["high"]
    do.set_sources(draft=km003, by=editor, rows=[{"source": bare(Source), "locator": "A"}])
    do.set_legal_bases(draft=km003, by=editor, bases=[bare(LegalBasis)])
    assert do.set_scoring(draft=km003, by=editor, fields={"method": "pass_fail"})
    assert do.set_scoring(draft=km003, by=editor, fields=None) is None
    assert (km003.sources.count(), km003.legal.count()) == (1, 1)


def test_fixed_text_has_its_hash_and_takes_no_edit(km003: CriterionVersion, editor: User) -> None:
    read(km003, "high", editor)
    fixed = do.freeze_version(draft=km003, by=editor)
    assert fixed.is_frozen
    assert fixed.text_hash == text_hash(KM003)
    refused(lambda: do.edit_draft(draft=fixed, by=editor, title="Anders"))
    refused(lambda: do.set_requirements(draft=fixed, by=editor, rows=[]))
    refused(lambda: do.freeze_version(draft=fixed, by=editor))


def test_4_award_has_a_hint_and_a_rationale(km003: CriterionVersion, editor: User) -> None:
    do.edit_draft(draft=km003, by=editor, criterion_type="award", requirement_text="Meer is beter.")
    with pytest.raises(ValidationError) as caught:
        do.freeze_version(draft=km003, by=editor)
    assert [error.code for error in caught.value.error_list] == ["scoring", "rationale"]
    do.set_scoring(draft=km003, by=editor, fields={"method": "pass_fail"})
    do.edit_draft(draft=km003, by=editor, rationale="De vezels zijn wat het bestuur koopt.")
    assert do.freeze_version(draft=km003, by=editor).is_frozen


def test_5_technical_specification_has_proof(km003: CriterionVersion, editor: User) -> None:
    read(km003, "high", editor)
    do.set_evidence(draft=km003, evidence=[], by=editor)
    with pytest.raises(ValidationError) as caught:
        do.freeze_version(draft=km003, by=editor)
    assert [error.code for error in caught.value.error_list] == ["evidence"]


@pytest.mark.parametrize("lack", [{"value": 60}, {"unit": "", "unit_label": ""}])
def test_8_number_without_row_is_named(
    km003: CriterionVersion, editor: User, lack: dict[str, Any]
) -> None:
    do.set_evidence(draft=km003, evidence=[bare(EvidenceType)], by=editor)
    row = {**SHARE, "figure_confidence": "high", **lack}
    do.set_requirements(draft=km003, rows=[row], by=editor)
    refused(lambda: do.freeze_version(draft=km003, by=editor), "De tekst bevat", "70 %")
    assert not CriterionVersion.objects.get().is_frozen


def test_8_number_of_a_scoring_hint_counts(km003: CriterionVersion, editor: User) -> None:
    do.set_evidence(draft=km003, evidence=[bare(EvidenceType)], by=editor)
    hint = {
        "method": "points_scale", "steps": [["70", "100"]], "unit_label": "%",
        "figure_confidence": "high",
    }  # fmt: skip
    do.set_scoring(draft=km003, by=editor, fields={**hint, "figure_confidence": ""})
    refused(lambda: do.freeze_version(draft=km003, by=editor), "70 %")
    do.set_scoring(draft=km003, by=editor, fields=hint)
    assert do.freeze_version(draft=km003, by=editor).is_frozen


def test_vector_19_medium_stays_in_consultation(
    km003: CriterionVersion, editor: User, publisher: User
) -> None:
    read(km003, "medium", editor)
    do.move_version(moved=km003, to_state="consultation", valid_on=DAY, by=editor)
    do.freeze_version(draft=km003, by=editor)
    for basis in ("", VersionTransition.INITIAL_LOAD):
        for state in ("published", "validated"):
            refused(
                lambda state=state, basis=basis: do.move_version(  # type: ignore[misc]
                    moved=km003, to_state=state, valid_on=DAY, by=publisher, basis=basis,
                    decision=bare(Decision),
                ),
                "70 %",
            )  # fmt: skip
    assert [row.to_state for row in km003.transitions.all()] == ["consultation"]


def test_vector_19_publishing_names_the_figure(
    km003: CriterionVersion, editor: User, publisher: User
) -> None:
    read(km003, "medium", editor)
    do.move_version(moved=km003, to_state="consultation", valid_on=DAY, by=editor)
    refused(
        lambda: do.move_version(moved=km003, to_state="published", valid_on=DAY, by=publisher),
        "70 %",
    )
    assert [row.to_state for row in km003.transitions.all()] == ["consultation"]


def test_9_low_stays_a_draft(km003: CriterionVersion, editor: User) -> None:
    read(km003, "low", editor)
    refused(
        lambda: do.move_version(moved=km003, to_state="consultation", valid_on=DAY, by=editor),
        "70 %",
    )


def test_3_from_draft_to_retired(km003: CriterionVersion, editor: User, publisher: User) -> None:
    def move(state: str, by: User = publisher, **fields: Any) -> VersionTransition:
        return do.move_version(moved=km003, to_state=state, valid_on=DAY, by=by, **fields)

    read(km003, "high", editor)
    refused(lambda: move("published"))
    refused(lambda: move("retired"))
    move("consultation", closes_on=date(2026, 3, 1))
    move("validated", decision=bare(Decision))
    refused(lambda: move("published"))  # not fixed yet
    do.freeze_version(draft=km003, by=editor)
    refused(lambda: move("published", by=editor), "als laatste")
    assert move("published").to_state == "published"
    refused(lambda: move("draft"))
    assert move("retired").to_state == "retired"


def test_state_does_not_run_backwards(
    km003: CriterionVersion, editor: User, publisher: User
) -> None:
    do.move_version(moved=km003, to_state="consultation", valid_on=DAY, by=editor)
    refused(
        lambda: do.move_version(
            moved=km003, to_state="draft", valid_on=date(2025, 1, 1), by=publisher
        )
    )


def test_conflict_is_stored_once(editor: User) -> None:
    first, second = bare(Criterion), bare(Criterion)
    pair: dict[str, Any] = {"kind": "conflicts_with", "by": editor}
    do.relate_criteria(from_criterion=second, to_criterion=first, **pair)
    row = CriterionRelation.objects.get()
    assert (row.from_criterion, row.to_criterion) == (first, second)
    refused(lambda: do.relate_criteria(from_criterion=first, to_criterion=second, **pair))


def test_figure_is_named_when_the_text_says_it_otherwise(
    km003: CriterionVersion, editor: User
) -> None:
    do.edit_draft(draft=km003, by=editor, requirement_text="Zeventig procent.")
    read(km003, "low", editor)
    assert Requirement.objects.get().value == 70
    refused(
        lambda: do.move_version(moved=km003, to_state="consultation", valid_on=DAY, by=editor),
        "70 %",
    )
