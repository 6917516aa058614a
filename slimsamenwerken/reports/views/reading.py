"""Reports for readers: the list, a report, its files, each figure down to its rows."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.exports import Column, csv_response
from slimsamenwerken.core.tasks import hint
from slimsamenwerken.reports import figure_pages, operations, pages, queries
from slimsamenwerken.reports.models import ReportSnapshot
from slimsamenwerken.reports.render import FORMATS
from slimsamenwerken.reports.tasks import verify_report


def _load(request: PortalRequest, slug: str) -> ReportSnapshot:
    snapshot = queries.load_report(slug, request.viewer)
    if snapshot is None:
        raise Http404
    return snapshot


def _figure(request: PortalRequest, slug: str, figure: str) -> dict[str, Any]:
    page = request.GET.get("page", "")
    context = figure_pages.figure(_load(request, slug), figure, request.viewer, page)
    if context is None:
        raise Http404
    return context


@require_safe
def report_list(request: PortalRequest) -> HttpResponse:
    found = list(queries.published(request.viewer)[:200])
    return render(request, "reports/list.html", pages.report_list(found, request.viewer))


@require_safe
def report_detail(request: PortalRequest, slug: str) -> HttpResponse:
    context = pages.report(_load(request, slug), request.viewer, timezone.now())
    return render(request, "reports/detail.html", context)


@require_safe
def report_file(request: PortalRequest, slug: str, form: str) -> HttpResponseBase:
    """The exact bytes; 410 with the reason after a withdrawal."""
    snapshot = _load(request, slug)
    known = FORMATS.get(form)
    found = queries.file_of(snapshot, form) if known and known.offered else None
    if found is None or known is None:
        raise Http404
    publication = queries.publication_of(snapshot)
    if publication is not None and publication.withdrawn_at is not None:
        context = {"publication": publication, "run": snapshot.run, "label": known.label}
        return render(request, "reports/gone.html", context, status=HTTPStatus.GONE)
    etag = quote_etag(found.sha256)
    response = HttpResponse(bytes(found.content), content_type=known.content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"  # it may be withdrawn: ask each time, by its ETag
    response["Content-Disposition"] = f'attachment; filename="{slug}.{form}"'
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
def figure_detail(request: PortalRequest, slug: str, figure: str) -> HttpResponse:
    return render(request, "reports/figure.html", _figure(request, slug, figure))


@require_safe
def figure_rows(request: PortalRequest, slug: str, figure: str) -> HttpResponseBase:
    """The rows as CSV; what the viewer may not read is one line with its number."""
    context = _figure(request, slug, figure)
    heads = [*context["columns"], _("Remark")]
    lines = [figure_pages.cells_of(row) for row in context["rows"]]
    if context["hidden"]:
        words = _("not public (%(count)s)") % {"count": context["hidden"]}
        lines.append((words, *[""] * (len(heads) - 1)))
    columns = [Column(f"c{index}", head) for index, head in enumerate(heads)]
    rows = [{f"c{index}": cell for index, cell in enumerate(line)} for line in lines]
    return csv_response(f"{slug}-{figure}", columns, rows)


# Without a token: a stranger's page that posts here gets no more than any visitor can ask for,
# and the page of a report stays free of cookies.
@csrf_exempt
@require_POST
def verify(request: PortalRequest, slug: str) -> HttpResponse:
    """Check the bytes at once and queue the recomputation; the page tells both."""
    snapshot = _load(request, slug)
    verification, queued = operations.ask_verification(snapshot=snapshot, now=timezone.now())
    if queued:
        hint(verify_report, verification_id=verification.pk)
    response = redirect("reports:detail", slug=slug)
    response["Location"] += "#controle"
    return response
