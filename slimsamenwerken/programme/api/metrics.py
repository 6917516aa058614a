"""Metrics: /metrics and /metrics/{metricKey}, computed at a moment, for all lines or one."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from slimsamenwerken.api.documents import AS_OF
from slimsamenwerken.api.parameters import CLOCKS, moment_members, moment_of, refuse_unknown
from slimsamenwerken.api.problems import INVALID_INPUT, Issue, bad_request
from slimsamenwerken.api.wire import api_root, camel, page_url
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.api.base import ProgrammeMixin, exact_text, filled
from slimsamenwerken.programme.api.shapes import MetricCollection, MetricShown
from slimsamenwerken.programme.metrics import Metric, Scope, metrics
from slimsamenwerken.programme.queries import loaders

LINE = OpenApiParameter(
    "line", OpenApiTypes.STR, description="Code van een actielijn; zonder: alle lijnen."
)


@extend_schema_view(
    list=extend_schema(
        summary="Rekenbronnen op een peildatum",
        parameters=[*AS_OF, LINE],
        responses=forced_singular_serializer(MetricCollection),  # type: ignore[no-untyped-call]
    ),
    retrieve=extend_schema(
        summary="Eén rekenbron op een peildatum", parameters=[*AS_OF, LINE], responses=MetricShown
    ),
)
class MetricViewSet(ProgrammeMixin, viewsets.GenericViewSet[Any]):
    """Every metric is public: it counts, and names nobody. The collection is one page."""

    thing, things = "metric", "metrics"
    lookup_url_kwarg = "metric_key"
    lookup_value_regex = "[a-z_.]+"
    serializer_class = MetricShown
    pagination_class = None
    filter_backends = []

    def retrieve(self, request: Request, metric_key: str) -> Response:
        metric = metrics.get(metric_key)
        if metric is None:
            raise Http404
        moment, scope = self._asked(request)
        return Response({**_shown(metric, moment, scope), **moment_members(moment)})

    def list(self, request: Request) -> Response:
        moment, scope = self._asked(request)
        items = [_shown(metric, moment, scope) for metric in metrics]
        whole = {"self": f"{api_root()}/metrics", "total": len(items)}
        return Response({"items": items, **whole, **moment_members(moment)})

    def _asked(self, request: Request) -> tuple[Moment, Scope]:
        refuse_unknown(request.query_params, [*CLOCKS, "line"])
        moment, line = moment_of(request), request.query_params.get("line", "")
        known = {row.code for row in loaders.lines(moment.as_of, moment.known_at).values()}
        if line and line not in known:
            sentence = "Deze actielijn bestaat niet op de peildatum."
            raise bad_request(Issue(INVALID_INPUT, "query", "line", sentence, line))
        return moment, Scope(line=line)


def _shown(metric: Metric, moment: Moment, scope: Scope) -> dict[str, Any]:
    reading = metric.compute(moment.as_of, moment.known_at, scope)
    numbers = {
        name: exact_text(getattr(reading, name)) for name in ("value", "numerator", "denominator")
    }
    return filled(
        {
            "key": metric.key,
            "href": f"{api_root()}/metrics/{metric.key}",
            "page": page_url(reverse("programme:metric-detail", args=[metric.key])),
            "label": str(metric.label),
            "unit": str(metric.unit),
            "definition": str(metric.definition),
            "version": metric.version,
            "aggregation": camel(metric.aggregation),
            **numbers,
            "reason": str(reading.why) if reading.value is None else "",
        }
    )
