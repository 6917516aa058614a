"""Reports for readers: the list, a report, its files, each figure down to its rows."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST

from slimsamenwerken.core.exports import Column, csv_response
from slimsamenwerken.core.tasks import hint
from slimsamenwerken.reports import operations, pages, queries
from slimsamenwerken.reports.models import ReportSnapshot
from slimsamenwerken.reports.render import FORMATS
from slimsamenwerken.reports.tasks import verify_report


def _load(request: HttpRequest, slug: str) -> ReportSnapshot:
    snapshot = queries.load_report(slug, request.viewer)
    if snapshot is None:
        raise Http404
    return snapshot


def report_list(request: HttpRequest) -> HttpResponse:
    found = list(queries.published(request.viewer)[:200])
    return render(request, "reports/list.html", pages.report_list(found, request.viewer))


def report_detail(request: HttpRequest, slug: str) -> HttpResponse:
    snapshot = _load(request, slug)
    return render(request, "reports/detail.html", pages.report(snapshot, request.viewer))


def report_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The exact bytes; 410 with the reason after a withdrawal."""
    snapshot = _load(request, slug)
    known = FORMATS.get(form)
    found = queries.file_of(snapshot, form) if known and known.offered else None
    if found is None or known is None:
        raise Http404
    publication = queries.publication_of(snapshot)
    if publication is not None and publication.withdrawn_at is not None:
        return render(
            request,
            "reports/gone.html",
            {"publication": publication, "run": snapshot.run},
            status=HTTPStatus.GONE,
        )
    etag = quote_etag(found.sha256)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    response = HttpResponse(bytes(found.content), content_type=known.content_type)
    response["ETag"] = etag
    response["Content-Disposition"] = f'attachment; filename="{slug}.{form}"'
    return response


def figure_detail(request: HttpRequest, slug: str, figure: str) -> HttpResponse:
    context = pages.figure(_load(request, slug), figure, request.viewer)
    if context is None:
        raise Http404
    return render(request, "reports/figure.html", context)


def figure_rows(request: HttpRequest, slug: str, figure: str) -> HttpResponseBase:
    context = pages.figure(_load(request, slug), figure, request.viewer)
    if context is None:
        raise Http404
    heads = context["columns"]
    columns = [Column(f"c{index}", head) for index, head in enumerate(heads)]
    rows: list[dict[str, Any]] = [
        {f"c{index}": cell for index, cell in enumerate(row.cells)} for row in context["rows"]
    ]
    return csv_response(f"{slug}-{figure}", columns, rows)


@require_POST
def verify(request: HttpRequest, slug: str) -> HttpResponse:
    """Check the bytes at once and queue the recomputation; the page tells both."""
    snapshot = _load(request, slug)
    verification, queued = operations.ask_verification(snapshot=snapshot, now=timezone.now())
    if queued:
        hint(verify_report, verification_id=verification.pk)
    return redirect("reports:detail", slug=slug)
