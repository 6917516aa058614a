"""The metrics: what each computes, at any moment, down to its rows."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.exports import Column
from slimsamenwerken.core.moments import with_moment
from slimsamenwerken.programme.metrics import Metric, Scope, metrics
from slimsamenwerken.programme.pages import lists
from slimsamenwerken.programme.pages import metric as pages
from slimsamenwerken.programme.permissions import rights_of
from slimsamenwerken.programme.queries import loaders
from slimsamenwerken.programme.queries.sight import actions_in_sight
from slimsamenwerken.programme.views.canonical import moved
from slimsamenwerken.programme.views.exporting import export, formats

ROWS = [
    Column("code", _("Code")),
    Column("label", _("What")),
    Column("detail", _("Details")),
    Column("counted", _("Counts in the numerator"), "bool"),
]


def _metric(typed: str) -> Metric:
    metric = metrics.get(typed.strip().lower())
    if metric is None:
        raise Http404
    return metric


def _asked(request: PortalRequest, metric: Metric) -> pages.Asked:
    """The metric for the line in the address; a line that the day does not know is 404."""
    moment = request.moment
    lines = loaders.lines(moment.as_of, moment.known_at)
    line = request.GET.get("line", "")
    if line and line not in {row.code for row in lines.values()}:
        raise Http404
    return pages.Asked(metric, moment, Scope(line=line), lines)


def _seen(request: PortalRequest) -> set[int]:
    rights = rights_of(request.viewer, on=request.moment.today)
    return set(actions_in_sight(request.moment, rights).values_list("action_id", flat=True))


@with_moment
def metric_list(request: PortalRequest) -> HttpResponse:
    context = pages.metric_list(metrics, request.moment)
    context["kept"] = lists.kept_for_moment(request.GET)
    return render(request, "programme/metric_list.html", context)


@with_moment
def metric_detail(request: PortalRequest, key: str) -> HttpResponse:
    metric = _metric(key)
    elsewhere = moved(request, key, metric.key, "programme:metric-detail")
    if elsewhere is not None:
        return elsewhere
    with_course = request.GET.get("verloop") == "ja"
    context = pages.metric_page(_asked(request, metric), _seen(request), with_course=with_course)
    context["kept"] = lists.kept_for_moment(request.GET)
    context |= pages.paged(context, request.GET.get("page"))
    context["exports"] = formats(request, "programme:metric-export", metric.key)
    return render(request, "programme/metric_detail.html", context)


@with_moment
def metric_export(request: PortalRequest, key: str, form: str) -> HttpResponseBase:
    asked = _asked(request, _metric(key))
    moment = asked.moment
    found = asked.metric.rows(moment.as_of, moment.known_at, asked.scope)
    shown, hidden = pages.seen_rows(found, _seen(request))
    rows = [{column.key: getattr(row, column.key) for column in ROWS} for row in shown]
    if hidden:
        rows.append(dict.fromkeys(c.key for c in ROWS) | {"label": pages.hidden_words(hidden)})
    return export(request, form, str(asked.metric.label), ROWS, rows, asked.scope.line)
