"""The start page of procurement, and the sheet of a product group."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from procurement.models import ProductGroup
from procurement.models.groups import SECTIONS
from procurement.pages.catalogue import line
from procurement.queries import catalogue, groups
from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import with_moment


@with_moment
def home(request: PortalRequest) -> HttpResponse:
    choice = catalogue.Choice(sort="-changed")
    newest = catalogue.for_list(catalogue.listed(choice, request.moment))[:5]
    rows = groups.groups_on(request.moment)
    context = {
        "groups": [row for row in rows if not row.group.horizontal],
        "count": catalogue.in_force(request.moment).count(),
        "newest": [line(version) | {"valid_from": version.valid_from} for version in newest],
    }
    return render(request, "procurement/home.html", context)


@with_moment
def group_detail(request: PortalRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(ProductGroup.objects.prefetch_related("contract_forms"), slug=slug)
    sheet = groups.sheet_on(group, request.moment)
    choice = catalogue.Choice(group=(group.prefix,))
    versions = catalogue.for_list(catalogue.listed(choice, request.moment))
    sections = [(label, getattr(sheet, name)) for name, label in SECTIONS.items()] if sheet else []
    context = {
        "group": group,
        "sheet": sheet,
        "sections": sections,
        "rows": [line(version) for version in versions],
        "links": group.cpv_links.select_related("code"),
        "breadcrumbs": [(_("Procurement"), reverse("procurement:home"))],
    }
    return render(request, "procurement/group_detail.html", context)
