"""The codes of the programme as the wire writes them, each list once, so that each has one name."""

from slimsamenwerken.api.wire import codes
from slimsamenwerken.core.precision import Precision
from slimsamenwerken.programme.models.codes import (
    DECLARABLE,
    Aggregation,
    ClosureKind,
    DimensionAggregation,
    Direction,
    Frequency,
    Level,
    OutcomeKind,
    Qualifier,
    Role,
    StatusCode,
)
from slimsamenwerken.programme.models.codes import (
    ActionKind as ActionKinds,
)
from slimsamenwerken.programme.models.codes import (
    ActorKind as ActorKinds,
)

PRECISION = codes(Precision.choices)
# A range of years comes from sources only; nobody enters one.
ENTERED_PRECISION = [choice for choice in PRECISION if choice[0] not in ("range", "by")]
STATUS = codes(StatusCode.choices)
DECLARABLE_STATUS = codes(DECLARABLE)
ACTION_KIND = codes(ActionKinds.choices)
ACTOR_KIND = codes(ActorKinds.choices)
CLOSURE_KIND = codes(ClosureKind.choices)
OUTCOME_KIND = codes(OutcomeKind.choices)
ROLE = codes(Role.choices)
LEVEL = codes(Level.choices)
DIRECTION = codes(Direction.choices)
AGGREGATION = codes(Aggregation.choices)
DIMENSIONS = codes(DimensionAggregation.choices)
FREQUENCY = codes(Frequency.choices)
QUALIFIER = list(Qualifier.choices)
