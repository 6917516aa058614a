"""Sends what a list shows as CSV or XLSX, with the filter and the moment on the cover."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.exports import Column, csv_response, xlsx_response


def formats(request: PortalRequest, url_name: str, *before: str) -> list[tuple[str, str]]:
    """Links to the same list, with the same filter and moment, as files. `before`: what the
    address names in front of the format."""
    query = request.GET.copy()
    query.pop("page", None)
    tail = f"?{query.urlencode()}" if query else ""
    return [
        (name.upper(), reverse(url_name, args=[*before, name]) + tail) for name in ("csv", "xlsx")
    ]


def export(
    request: PortalRequest,
    form: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[dict[str, Any]],
    filters: str = "",
) -> HttpResponseBase:
    moment = request.moment
    name = f"{title}-{moment.as_of.isoformat()}"
    if form == "csv":
        return csv_response(name, columns, rows)
    if form != "xlsx":
        raise Http404
    cover = {
        _("Title"): title,
        _("Reference date"): moment.as_of_words,
        _("As known on"): moment.known_at_words,
        _("Filter"): filters or _("none"),
        _("Source"): settings.SITE_ROOT + request.get_full_path(),
    }
    return xlsx_response(name, columns, rows, cover)
