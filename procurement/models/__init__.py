from procurement.models.between import CriterionRelation, Crosswalk, Synonym
from procurement.models.criteria import (
    Criterion,
    CriterionGroup,
    CriterionVersion,
    VersionTransition,
)
from procurement.models.groups import (
    ContractForm,
    CpvCode,
    CpvLink,
    GroupForm,
    ProductGroup,
    ProductSheet,
    SheetVersion,
)
from procurement.models.parts import (
    Requirement,
    ScoringHint,
    VersionEvidence,
    VersionLegalBasis,
    VersionSource,
)
from procurement.models.sources import EvidenceType, LegalBasis, Source
from procurement.models.steering import Decision, SteeringGroup, SteeringMeeting, SteeringMember

__all__ = [
    "ContractForm", "CpvCode", "CpvLink", "Criterion", "CriterionGroup", "CriterionRelation", "CriterionVersion",
    "Crosswalk", "Decision", "EvidenceType", "GroupForm", "LegalBasis", "ProductGroup", "ProductSheet",
    "Requirement", "ScoringHint", "SheetVersion", "Source", "SteeringGroup",
    "SteeringMeeting", "SteeringMember", "Synonym", "VersionEvidence", "VersionLegalBasis",
    "VersionSource", "VersionTransition",
]  # fmt: skip
