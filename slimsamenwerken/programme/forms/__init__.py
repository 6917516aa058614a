from slimsamenwerken.programme.forms.facts import (
    ActorNameForm,
    ClosureForm,
    MeasurementForm,
    OutcomeForm,
    PlanForm,
    RulesForm,
    TargetForm,
    UpdateForm,
    WithdrawForm,
)
from slimsamenwerken.programme.forms.filters import (
    ActionFilterForm,
    ActorFilterForm,
    IndicatorFilterForm,
    MilestoneFilterForm,
)

__all__ = [
    "ActionFilterForm",
    "ActorFilterForm",
    "ActorNameForm",
    "ClosureForm",
    "IndicatorFilterForm",
    "MeasurementForm",
    "MilestoneFilterForm",
    "OutcomeForm",
    "PlanForm",
    "RulesForm",
    "TargetForm",
    "UpdateForm",
    "WithdrawForm",
]
