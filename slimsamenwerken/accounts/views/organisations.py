"""Organisations that people sign in for."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from slimsamenwerken.accounts import columns, operations, queries
from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.accounts.forms import (
    OrganisationChangeForm,
    OrganisationFilterForm,
    OrganisationForm,
)
from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.accounts.views.pages import (
    PAGE_SIZE,
    FormPage,
    Trail,
    answer,
    export_links,
    list_out,
    posted,
    requires,
    start_of,
)


def _trail() -> Trail:
    return [(_("Organisations"), reverse("accounts:organisation-list"))]


def _found(form: OrganisationFilterForm) -> Any:
    return queries.organisations(form.cleaned_data["q"], on=timezone.localdate())


@require_safe
@requires("accounts.read")
def organisation_list(request: PortalRequest) -> HttpResponse:
    form = OrganisationFilterForm(request.GET)
    context: dict[str, Any] = {"form": form, "may_manage": request.viewer.may("accounts.manage")}
    if form.is_valid():
        page = Paginator(_found(form), PAGE_SIZE).get_page(request.GET.get("page"))
        count = page.paginator.count
        context |= {
            "page_obj": page,
            "count": count,
            "noun": ngettext("organisation", "organisations", count),
            "exports": export_links(request, "accounts:organisation-export"),
        }
    return render(request, "accounts/organisation_list.html", context, status=form.status_code)


@require_safe
@requires("accounts.read")
def organisation_export(request: PortalRequest, form: str) -> HttpResponseBase:
    filters = OrganisationFilterForm(request.GET)
    if not filters.is_valid():
        return render(request, "accounts/organisation_list.html", {"form": filters}, status=400)
    rows = map(columns.organisation_row, _found(filters))
    return list_out(request, form, _("Organisations"), columns.ORGANISATIONS, rows, filters)


@requires("accounts.manage")
def organisation_new(request: PortalRequest) -> HttpResponse:
    back = reverse("accounts:organisation-list")
    page = FormPage(
        form=OrganisationForm(posted(request), cancel_url=back),
        title=_("New organisation"),
        breadcrumbs=_trail(),
        back=back,
        done=_("The organisation is saved."),
    )
    return answer(request, page, partial(operations.create_organisation, by=request.user))


@requires("accounts.manage")
def organisation_change(request: PortalRequest, public_id: UUID) -> HttpResponse:
    row = get_object_or_404(Organisation, public_id=public_id)
    back = reverse("accounts:organisation-list")
    initial = start_of(row, operations.ORGANISATION_FIELDS)
    page = FormPage(
        form=OrganisationChangeForm(posted(request), initial=initial, cancel_url=back),
        title=_("Change organisation"),
        kicker=row.name,
        breadcrumbs=_trail(),
        back=back,
        done=_("The organisation is saved."),
    )
    save = partial(operations.change_organisation, organisation=row, by=request.user)
    return answer(request, page, save)
