"""Organisations that people sign in for."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from slimsamenwerken.accounts import columns, operations, queries
from slimsamenwerken.accounts.forms import OrganisationFilterForm, OrganisationForm
from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.accounts.views.pages import (
    PAGE_SIZE,
    Trail,
    export_links,
    form_page,
    list_out,
    posted,
    requires,
    saved,
)


def _trail() -> Trail:
    return [(_("Organisations"), reverse("accounts:organisation-list"))]


def _found(form: OrganisationFilterForm) -> Any:
    return queries.organisations(form.cleaned_data["q"], on=timezone.localdate())


@require_safe
@requires("accounts.read")
def organisation_list(request: HttpRequest) -> HttpResponse:
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
def organisation_export(request: HttpRequest, form: str) -> HttpResponseBase:
    filters = OrganisationFilterForm(request.GET)
    if not filters.is_valid():
        return render(request, "accounts/organisation_list.html", {"form": filters}, status=400)
    rows = map(columns.organisation_row, _found(filters))
    return list_out(request, form, _("Organisations"), columns.ORGANISATIONS, rows, filters)


@requires("accounts.manage")
def organisation_new(request: HttpRequest) -> HttpResponse:
    back = reverse("accounts:organisation-list")
    form = OrganisationForm(posted(request), cancel_url=back)
    if saved(form, lambda data: operations.create_organisation(by=request.user, **data)):
        messages.success(request, _("The organisation is saved."))
        return redirect(back)
    return form_page(request, form, _("New organisation"), _trail())


@requires("accounts.manage")
def organisation_change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = get_object_or_404(Organisation, public_id=public_id)
    back = reverse("accounts:organisation-list")
    initial = {"name": row.name, "kind": row.kind}
    form = OrganisationForm(posted(request), initial=initial, cancel_url=back)
    if saved(
        form,
        lambda data: operations.change_organisation(organisation=row, by=request.user, **data),
    ):
        messages.success(request, _("The organisation is saved."))
        return redirect(back)
    return form_page(request, form, _("Change organisation"), _trail(), kicker=row.name)
