from slimsamenwerken.programme.models.action import (
    Action,
    ActionClosure,
    ActionRelation,
    ActionSuccession,
    ActionVersion,
    StatusUpdate,
)
from slimsamenwerken.programme.models.actors import Actor, ActorSuccession, ActorVersion
from slimsamenwerken.programme.models.domains import (
    ActionDomain,
    ActionDomainVersion,
    ActionLine,
    ActionLineVersion,
    SourceFact,
    SourceFactPlace,
)
from slimsamenwerken.programme.models.indicators import (
    ActionIndicator,
    Indicator,
    IndicatorVersion,
    Measurement,
    Target,
)
from slimsamenwerken.programme.models.milestones import (
    Milestone,
    MilestoneOutcome,
    MilestonePlan,
    MilestoneVersion,
)
from slimsamenwerken.programme.models.participations import Participation
from slimsamenwerken.programme.models.rules import RuleSet

__all__ = [
    "Action",
    "ActionClosure",
    "ActionDomain",
    "ActionDomainVersion",
    "ActionIndicator",
    "ActionLine",
    "ActionLineVersion",
    "ActionRelation",
    "ActionSuccession",
    "ActionVersion",
    "Actor",
    "ActorSuccession",
    "ActorVersion",
    "Indicator",
    "IndicatorVersion",
    "Measurement",
    "Milestone",
    "MilestoneOutcome",
    "MilestonePlan",
    "MilestoneVersion",
    "Participation",
    "RuleSet",
    "SourceFact",
    "SourceFactPlace",
    "StatusUpdate",
    "Target",
]
