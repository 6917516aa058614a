"""Reports for OVAM: ask for one, follow the worker, publish, withdraw, make again."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.access import login_or_forbid
from slimsamenwerken.core.exports import csv_response, xlsx_response
from slimsamenwerken.core.kept import sent_or_kept
from slimsamenwerken.core.tasks import hint, queue_length
from slimsamenwerken.reports import operations, permissions, planning_pages, queries, run_pages
from slimsamenwerken.reports.forms import RunForm, WithdrawReportForm
from slimsamenwerken.reports.models import ReportDefinition, ReportRun, ReportSnapshot, State
from slimsamenwerken.reports.tasks import build_report
from slimsamenwerken.reports.views.doors import see


def _run(request: PortalRequest, public_id: UUID) -> ReportRun:
    run = queries.visible_runs(request.viewer).filter(public_id=public_id).first()
    if run is None:
        raise Http404
    return run


@require_safe
def run_list(request: PortalRequest) -> HttpResponse:
    """The runs, what waits, and for admins which reports there are and when."""
    if not permissions.can_see_runs(request.viewer):
        return login_or_forbid(request)
    context = planning_pages.runs_page(
        request.GET.get("page"), request.viewer, now=timezone.now(), today=timezone.localdate()
    )
    context["messages_waiting"] = queue_length()
    return render(request, "reports/runs.html", context)


@require_safe
def run_export(request: PortalRequest, form: str) -> HttpResponseBase:
    if not permissions.can_see_runs(request.viewer):
        return login_or_forbid(request)
    columns = planning_pages.run_columns()
    rows = (planning_pages.run_row(run) for run in queries.visible_runs(request.viewer))
    title = _("Making reports")
    if form == "csv":
        return csv_response(title, columns, rows)
    if form != "xlsx":
        raise Http404
    source = request.build_absolute_uri(reverse("reports:runs"))
    return xlsx_response(title, columns, rows, {_("Title"): title, _("Source"): source})


def run_new(request: PortalRequest) -> HttpResponse:
    if not permissions.can_request(request.viewer):
        return login_or_forbid(request)
    form = RunForm(
        sent_or_kept(request),
        today=timezone.localdate(),
        initial={"as_of": request.GET.get("as_of", "")},
        cancel_url=reverse("reports:runs"),
    )
    if request.method == "POST" and form.is_valid() and (asked := _asked(request, form)):
        return _follow(request, asked)
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    context = {
        "form": form,
        "breadcrumbs": planning_pages.trail(),
        "breadcrumb_here": _("Make report"),
    }
    return render(request, "reports/run_new.html", context, status=status)


def _asked(request: PortalRequest, form: RunForm) -> tuple[ReportRun, bool] | None:
    """The run, and whether it is new; nothing when the form now says why not."""
    definition = ReportDefinition.objects.get(key=form.cleaned_data["definition"])
    try:
        return operations.request_run(
            definition=definition, wish=form.wish(), by=request.user, today=form.today
        )
    except ValidationError as error:
        form.add_error("as_of" if hasattr(error, "error_dict") else None, error.messages)
        return None


def _follow(request: PortalRequest, asked: tuple[ReportRun, bool]) -> HttpResponse:
    """To the page of the run; a second ask for the same report ends at the first one."""
    run, is_new = asked
    if is_new:
        hint(build_report, run_id=run.pk)
    else:
        messages.info(request, _("There is already a report for this period. This is it."))
    return see("reports:run", public_id=run.public_id)


@require_safe
def run_detail(request: PortalRequest, public_id: UUID) -> HttpResponse:
    """One run; while it is busy, htmx asks for the part with the progress again and again."""
    if not permissions.can_see_runs(request.viewer):
        return login_or_forbid(request)
    run, now = _run(request, public_id), timezone.now()
    queue = None
    if run.state == State.QUEUED:
        queue = run_pages.Queue(queue_length(), queries.runs_ahead(run, now))
    if request.htmx:
        response = _part(request, run, run_pages.progress(run, now, queue))
    else:
        context = run_pages.run_page(run, request.viewer, now, queue)
        response = render(request, "reports/run.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _part(request: PortalRequest, run: ReportRun, context: dict[str, Any]) -> HttpResponse:
    """The progress; nothing when nothing changed, the whole page again when the run ended."""
    if not run.is_busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.GET.get("stand") == context["stand"]:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "reports/_progress.html", context)


@require_POST
def publish(request: PortalRequest, public_id: UUID) -> HttpResponse:
    if not permissions.can_see_runs(request.viewer):
        return login_or_forbid(request)
    run = _run(request, public_id)
    if not permissions.can_publish(request.viewer, run):
        raise PermissionDenied
    try:
        operations.publish_run(run=run, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see("reports:run", public_id=public_id)
    messages.success(request, _("The report is published."))
    return see("reports:detail", slug=run.slug)


@require_POST
def retry(request: PortalRequest, public_id: UUID) -> HttpResponse:
    if not permissions.can_request(request.viewer):
        return login_or_forbid(request)
    run = _run(request, public_id)
    if operations.retry_run(run=run, by=request.user, now=timezone.now()):
        hint(build_report, run_id=run.pk)
    else:
        messages.info(request, _("This report is being made already."))
    return see("reports:run", public_id=public_id)


@require_POST
def cancel(request: PortalRequest, public_id: UUID) -> HttpResponse:
    if not permissions.can_request(request.viewer):
        return login_or_forbid(request)
    run = _run(request, public_id)
    if not operations.cancel_run(run=run, by=request.user, now=timezone.now()):
        messages.info(request, _("A worker was faster: this report can no longer be cancelled."))
    return see("reports:run", public_id=public_id)


@require_POST
def restate(request: PortalRequest, public_id: UUID) -> HttpResponse:
    """The same day with what is known now; the original stays online beside it."""
    if not permissions.can_see_runs(request.viewer):
        return login_or_forbid(request)
    run = _run(request, public_id)
    if not permissions.can_publish(request.viewer, run):
        raise PermissionDenied
    return _again(request, run, operations.restate_report)


@require_POST
def remake(request: PortalRequest, public_id: UUID) -> HttpResponse:
    """The same report on its own two clocks, to show that the hash is the same."""
    if not permissions.can_request(request.viewer):
        return login_or_forbid(request)
    return _again(request, _run(request, public_id), operations.remake_report)


def _again(
    request: PortalRequest, run: ReportRun, operation: Callable[..., tuple[ReportRun, bool]]
) -> HttpResponse:
    try:
        asked = operation(run=run, by=request.user, today=timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see("reports:run", public_id=run.public_id)
    return _follow(request, asked)


def withdraw(request: PortalRequest, public_id: UUID) -> HttpResponse:
    if not permissions.can_see_runs(request.viewer):
        return login_or_forbid(request)
    run = _run(request, public_id)
    if not permissions.can_publish(request.viewer, run):
        raise PermissionDenied
    snapshot = ReportSnapshot.objects.filter(run=run).first()
    publication = queries.publication_of(snapshot) if snapshot else None
    if publication is None:
        raise Http404
    back = reverse("reports:run", args=[public_id])
    form = WithdrawReportForm(sent_or_kept(request), cancel_url=back)
    if request.method == "POST" and form.is_valid():
        return _withdraw(request, run, publication, form.cleaned_data["reason"])
    title = run_pages.name_of(run)
    context = {
        "form": form,
        "title": title,
        "breadcrumbs": [*planning_pages.trail(), (title, back)],
        "breadcrumb_here": _("Withdraw report"),
    }
    return render(request, "reports/withdraw.html", context)


def _withdraw(
    request: PortalRequest, run: ReportRun, publication: Any, reason: str
) -> HttpResponse:
    try:
        operations.withdraw_publication(publication=publication, by=request.user, reason=reason)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see("reports:run", public_id=run.public_id)
    messages.success(request, _("The report is withdrawn; its page stays with your reason."))
    return see("reports:detail", slug=run.slug)
