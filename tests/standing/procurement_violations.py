"""For every rule of procurement a row that breaks it, and only it; see violations.py."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from procurement import models as p
from tests.factories.drafts import bare, draft
from tests.factories.procurement_drafts import START

BEFORE = date(2025, 1, 1)


def _itself() -> models.Model:
    one = bare(p.Criterion)
    return draft(p.CriterionRelation, from_criterion=one, to_criterion=one)


def _other_way() -> models.Model:
    one, other = bare(p.Criterion), bare(p.Criterion)
    return draft(p.CriterionRelation, from_criterion=other, to_criterion=one, kind="conflicts_with")


def named(spoilt: Callable[..., Any], twice: Callable[..., Any], made: Any) -> dict[str, Any]:
    """`made` is the class of a violation, for rows that need more than a field."""
    version, award = p.CriterionVersion, {"criterion_type": "award", "text_hash": "0" * 64}
    frozen = {"frozen_at": "2026-01-15T12:00Z"}
    return {
        "procurement_contractform_code_key": twice(p.ContractForm, "code"),
        "procurement_productgroup_prefix_key": twice(p.ProductGroup, "prefix"),
        "procurement_productgroup_slug_key": twice(p.ProductGroup, "slug"),
        "procurement_productgroup_prefix": spoilt(p.ProductGroup, prefix="m1"),
        "procurement_productgroup_natures": spoilt(p.ProductGroup, contract_natures=["gift"]),
        "procurement_groupform_once": twice(p.GroupForm, "group", "form"),
        "procurement_productsheet_group_id_key": twice(p.ProductSheet, "group"),
        "procurement_sheetversion_number": twice(p.SheetVersion, "sheet", "number"),
        "procurement_sheetversion_one_per_day": made(p.SheetVersion, _same_day_of_a_sheet),
        "procurement_cpvcode_digits": spoilt(p.CpvCode, code="1234567X"),
        "procurement_cpvlink_once": twice(p.CpvLink, "group", "code"),
        "procurement_source_code_key": twice(p.Source, "code"),
        "procurement_evidencetype_code_key": twice(p.EvidenceType, "code"),
        "procurement_evidencetype_equivalence": spoilt(p.EvidenceType, kind="label_type1"),
        "procurement_legalbasis_once": twice(p.LegalBasis, "framework"),
        "procurement_legalbasis_period": spoilt(
            p.LegalBasis, applies_from=START, applies_until=BEFORE
        ),
        "procurement_criterion_code_key": twice(p.Criterion, "code"),
        "procurement_criterion_code_form": spoilt(p.Criterion, code="mb-003"),
        "procurement_criteriongroup_once": twice(p.CriterionGroup, "criterion", "group"),
        "procurement_criterionversion_number": twice(version, "criterion", behind_trigger=True),
        "procurement_criterionversion_day": made(version, _same_day, behind_trigger=True),
        "procurement_criterionversion_from_one": spoilt(version, number=0, behind_trigger=True),
        "procurement_criterionversion_level": spoilt(version, level=4),
        "procurement_criterionversion_law": spoilt(
            version, additionality="legally_required", essential=True
        ),
        "procurement_criterionversion_hash": spoilt(version, **frozen),
        "procurement_criterionversion_subject": spoilt(version, **award, **frozen),
        "procurement_criterionversion_places": spoilt(version, legal_places=["attic"]),
        "procurement_criterionversion_natures": spoilt(version, contract_natures=["gift"]),
        "procurement_criterionversion_ladder": spoilt(version, r_strategies=["R11"]),
        "procurement_criterionversion_themes": spoilt(version, themes=["sport"]),
        "procurement_versiontransition_closes": spoilt(p.VersionTransition, closes_on=START),
        "procurement_versiontransition_decided": spoilt(p.VersionTransition, to_state="validated"),
        "procurement_versiontransition_once": twice(p.VersionTransition, "version"),
        "procurement_requirement_key": twice(p.Requirement, "version", "key"),
        "procurement_requirement_value": spoilt(p.Requirement, data_type="number"),
        "procurement_requirement_between": spoilt(p.Requirement, upper=3),
        "procurement_versionevidence_once": twice(p.VersionEvidence, "version", "evidence"),
        "procurement_versionlegalbasis_once": twice(p.VersionLegalBasis, "version", "legal_basis"),
        "procurement_versionsource_once": twice(p.VersionSource, "version", "source"),
        "procurement_scoringhint_version_id_key": twice(p.ScoringHint, "version"),
        "procurement_scoringhint_linear": spoilt(p.ScoringHint, method="linear_between"),
        "procurement_scoringhint_steps": spoilt(p.ScoringHint, method="points_scale"),
        "procurement_scoringhint_weights": spoilt(p.ScoringHint, weight_min=10, weight_max=5),
        "procurement_criterionrelation_once": twice(
            p.CriterionRelation, "from_criterion", "to_criterion"
        ),
        "procurement_criterionrelation_itself": made(p.CriterionRelation, _itself),
        "procurement_criterionrelation_stored_once": made(p.CriterionRelation, _other_way),
        "procurement_crosswalk_once": twice(p.Crosswalk, "criterion"),
        "procurement_synonym_once": twice(p.Synonym, "word", "also"),
        "procurement_steeringgroup_slug_key": twice(p.SteeringGroup, "slug"),
        "procurement_steeringgroup_cadence": spoilt(p.SteeringGroup, cadence_months=0),
        "procurement_steeringmember_once": twice(p.SteeringMember, "group", "actor"),
        "procurement_steeringmember_period": spoilt(p.SteeringMember, since=START, until=BEFORE),
        "procurement_steeringmeeting_once": twice(p.SteeringMeeting, "group"),
        "procurement_decision_number_key": twice(p.Decision, "number"),
        "procurement_decision_number_form": spoilt(p.Decision, number="17"),
        "procurement_decision_text": spoilt(p.Decision, public_text=""),
    }


def _same_day() -> models.Model:
    first = bare(p.CriterionVersion)
    return draft(p.CriterionVersion, criterion=first.criterion, number=2)


def _same_day_of_a_sheet() -> models.Model:
    first = bare(p.SheetVersion)
    return draft(p.SheetVersion, sheet=first.sheet, number=2)
