"""The programme in the API: what can be read and written, by which address."""

from slimsamenwerken.api.routing import Route, nested
from slimsamenwerken.programme.api import facts
from slimsamenwerken.programme.api.action import ActionViewSet
from slimsamenwerken.programme.api.metrics import MetricViewSet
from slimsamenwerken.programme.api.things import (
    ActorViewSet,
    IndicatorViewSet,
    LineViewSet,
    MilestoneViewSet,
)


def _facts(viewset: type[facts.FactViewSet], order: int) -> Route:
    owner, plural = viewset.owner, viewset.things
    return Route(nested(owner.path, owner.parameter, plural), viewset, plural, order)


ROUTES = [
    Route("actions", ActionViewSet, "actions", order=10),
    Route("milestones", MilestoneViewSet, "milestones", order=11),
    Route("indicators", IndicatorViewSet, "indicators", order=12),
    Route("actors", ActorViewSet, "actors", order=13),
    Route("metrics", MetricViewSet, "metrics", order=15),
    Route("actionLines", LineViewSet, "action-lines", order=14),
    *(_facts(viewset, 20 + place) for place, viewset in enumerate(facts.VIEWSETS)),
]
