"""The catalogue of criteria, a criterion, and each of its versions for ever."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from procurement.forms import CriterionFilterForm
from procurement.models import ProductGroup
from procurement.models.codes import State
from procurement.pages.catalogue import catalogue
from procurement.pages.criterion import criterion_page
from procurement.queries import catalogue as queries
from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import with_moment

PAGE_SIZE = 25


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Procurement"), reverse("procurement:home")), *more]


@with_moment
def criterion_list(request: PortalRequest) -> HttpResponse:
    groups = [(group.prefix, group.name) for group in ProductGroup.objects.all()]
    form = CriterionFilterForm(request.GET, groups=groups)
    context: dict[str, Any] = {"form": form, "breadcrumbs": _trail()}
    if form.is_valid():
        choice = form.choice(sort=request.GET.get("sort", ""))
        found = queries.for_list(queries.listed(choice, request.moment))
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
        counts = queries.facet_counts(choice, request.moment)
        context |= catalogue(form, page, counts)
    return render(request, "procurement/criterion_list.html", context, status=form.status_code)


@with_moment
def criterion_detail(request: PortalRequest, code: str) -> HttpResponse:
    """The newest version that holds; out of use it stays readable, with status 410."""
    versions = list(queries.all_versions(code, request.moment))
    begun = [
        one
        for one in versions
        if one.state != State.CONSULTATION and one.valid_from <= request.moment.as_of
    ]
    if not versions:
        raise Http404
    shown = (begun or versions)[0]
    return _criterion(request, versions, shown, status=410 if shown.state == State.RETIRED else 200)


@with_moment
def criterion_version(request: PortalRequest, code: str, number: int) -> HttpResponse:
    versions = list(queries.all_versions(code, request.moment))
    shown = next((one for one in versions if one.number == number), None)
    if shown is None:
        raise Http404
    return _criterion(request, versions, shown)


def _criterion(
    request: PortalRequest, versions: list[Any], shown: Any, *, status: int = 200
) -> HttpResponse:
    other = request.GET.get("vergelijk", "")
    against = next((one for one in versions if str(one.number) == other), None)
    list_url = reverse("procurement:criterion-list")
    context = criterion_page(versions, shown, against, request.moment)
    context["breadcrumbs"] = _trail((_("Criteria"), list_url))
    return render(request, "procurement/criterion_detail.html", context, status=status)
