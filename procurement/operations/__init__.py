from procurement.operations.criteria import (
    create_criterion,
    draft_version,
    edit_draft,
    relate_criteria,
)
from procurement.operations.drafts import (
    set_evidence,
    set_legal_bases,
    set_requirements,
    set_scoring,
    set_sources,
)
from procurement.operations.states import freeze_version, move_version

__all__ = [
    "create_criterion", "draft_version", "edit_draft", "freeze_version", "move_version",
    "relate_criteria", "set_evidence", "set_legal_bases", "set_requirements", "set_scoring",
    "set_sources",
]  # fmt: skip
