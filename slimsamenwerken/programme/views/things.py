"""Pages of actors, indicators and milestones."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def _nothing(request: HttpRequest, **_parts: Any) -> HttpResponse:
    raise Http404


actor_list = actor_export = actor_detail = _nothing
indicator_list = indicator_export = indicator_detail = measurement_export = _nothing
milestone_list = _nothing
