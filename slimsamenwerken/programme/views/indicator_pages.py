"""The list of indicators and the page of one indicator, at any moment."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import with_moment
from slimsamenwerken.programme import pages, thing_columns
from slimsamenwerken.programme.forms import IndicatorFilterForm
from slimsamenwerken.programme.pages import lists
from slimsamenwerken.programme.permissions import Rights, may_measure, rights_of
from slimsamenwerken.programme.queries import loaders
from slimsamenwerken.programme.queries.indicator_list import entries_of, find_indicators
from slimsamenwerken.programme.queries.indicator_page import load_indicator
from slimsamenwerken.programme.views.canonical import moved
from slimsamenwerken.programme.views.exporting import export, formats

PAGE_SIZE = 50


def _rights(request: PortalRequest) -> Rights:
    return rights_of(request.viewer, on=request.moment.today)


@with_moment
def indicator_list(request: PortalRequest) -> HttpResponse:
    moment, rights = request.moment, _rights(request)
    lines = list(loaders.lines(moment.as_of, moment.known_at).values())

    def again(query: QueryDict) -> IndicatorFilterForm:
        return IndicatorFilterForm(query, lines=lines)

    def find(filters: IndicatorFilterForm) -> QuerySet[Any]:
        return find_indicators(filters.criteria(), moment, rights)

    form = again(request.GET)
    context = lists.panel_context(form)
    context["may_add"] = moment.is_live and rights.may("change_things")
    if form.is_valid():
        page = Paginator(find(form), PAGE_SIZE).get_page(request.GET.get("page"))
        entries = entries_of(page.object_list, moment, rights)
        exits = [] if entries else lists.exits(form, again, find)
        context |= pages.indicator_list(lists.Sought(form, page, exits), entries, moment)
        context["exports"] = formats(request, "programme:indicator-export")
    return render(request, "programme/indicator_list.html", context, status=form.status_code)


@with_moment
def indicator_export(request: PortalRequest, form: str) -> HttpResponseBase:
    moment, rights = request.moment, _rights(request)
    lines = list(loaders.lines(moment.as_of, moment.known_at).values())
    filters = IndicatorFilterForm(request.GET, lines=lines)
    if not filters.is_valid():
        return render(
            request, "programme/indicator_list.html", lists.panel_context(filters), status=400
        )
    found = entries_of(find_indicators(filters.criteria(), moment, rights), moment, rights)
    rows = thing_columns.indicator_rows(found, moment)
    title = _("Indicators")
    return export(request, form, title, thing_columns.INDICATORS, rows, filters.in_words())


@with_moment
def indicator_detail(request: PortalRequest, code: str) -> HttpResponse:
    moment, rights = request.moment, _rights(request)
    loaded = load_indicator(code, moment, rights)
    if loaded is None:
        raise Http404
    elsewhere = moved(request, code, loaded.row.code, "programme:indicator-detail")
    if elsewhere is not None:
        return elsewhere
    measures = may_measure(rights, loaded.row.id, on=moment.today)
    context = pages.indicator(loaded, moment, rights, may_measure=measures)
    context["kept"] = lists.kept_for_moment(request.GET)
    return render(request, "programme/indicator_detail.html", context)


@with_moment
def measurement_export(request: PortalRequest, code: str) -> HttpResponseBase:
    loaded = load_indicator(code, request.moment, _rights(request))
    if loaded is None:
        raise Http404
    rows = thing_columns.measurement_rows(loaded.row)
    title = _("Measurements of %(code)s") % {"code": loaded.row.code}
    return export(request, "csv", title, thing_columns.MEASUREMENTS, rows)
