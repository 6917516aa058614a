from slimsamenwerken.programme.forms.facts import (
    ActorNameForm,
    ClosureForm,
    FirstPlanForm,
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
    "FirstPlanForm",
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
