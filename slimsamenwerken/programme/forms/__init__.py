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
from slimsamenwerken.programme.forms.filters import ActionFilterForm, ActorFilterForm

__all__ = [
    "ActionFilterForm",
    "ActorFilterForm",
    "ActorNameForm",
    "ClosureForm",
    "MeasurementForm",
    "OutcomeForm",
    "PlanForm",
    "RulesForm",
    "TargetForm",
    "UpdateForm",
    "WithdrawForm",
]
