"""Reports for OVAM: ask for one, follow the worker, publish, withdraw."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slimsamenwerken.core.tasks import hint
from slimsamenwerken.reports import operations, pages, permissions, queries
from slimsamenwerken.reports.forms import RunForm, WithdrawReportForm
from slimsamenwerken.reports.models import ReportDefinition, ReportRun, ReportSnapshot
from slimsamenwerken.reports.operations import Wish
from slimsamenwerken.reports.tasks import build_report


def _refuse(request: HttpRequest) -> HttpResponse:
    if request.viewer.is_visitor:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def _run(request: HttpRequest, public_id: UUID) -> ReportRun:
    run = queries.visible_runs(request.viewer).filter(public_id=public_id).first()
    if run is None:
        raise Http404
    return run


def run_list(request: HttpRequest) -> HttpResponse:
    if not permissions.can_see_runs(request.viewer):
        return _refuse(request)
    runs = queries.visible_runs(request.viewer)
    page = Paginator(runs, 50).get_page(request.GET.get("page"))
    context = {"page_obj": page, "may_request": permissions.can_request(request.viewer)}
    return render(request, "reports/runs.html", context)


def run_new(request: HttpRequest) -> HttpResponse:
    if not permissions.can_request(request.viewer):
        return _refuse(request)
    form = RunForm(request.POST or None, initial={"as_of": request.GET.get("as_of", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            run, _new = operations.request_run(
                definition=ReportDefinition.objects.get(key=data["definition"]),
                wish=Wish(data["as_of"], data["purpose"]),
                by=request.user,
                today=timezone.localdate(),
            )
        except ValidationError as error:
            form.add_error("as_of" if hasattr(error, "error_dict") else None, error.messages)
        else:
            hint(build_report, run_id=run.pk)
            return redirect("reports:run", public_id=run.public_id)
    return render(request, "reports/run_new.html", {"form": form})


def run_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Progress of one run; htmx asks for the part again while the worker is busy."""
    if not permissions.can_see_runs(request.viewer):
        return _refuse(request)
    run = _run(request, public_id)
    context = pages.run(run, request.viewer)
    if request.htmx:
        response = render(request, "reports/_progress.html", context)
        if not run.is_busy:
            response["HX-Refresh"] = "true"
    else:
        response = render(request, "reports/run.html", context)
    response["Vary"] = "HX-Request"
    return response


@require_POST
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    if not permissions.can_see_runs(request.viewer):
        return _refuse(request)
    run = _run(request, public_id)
    if not permissions.can_publish(request.viewer, run):
        raise PermissionDenied
    try:
        operations.publish_run(run=run, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("reports:run", public_id=public_id)
    messages.success(request, _("The report is published."))
    return redirect("reports:detail", slug=run.slug)


@require_POST
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    if not permissions.can_request(request.viewer):
        return _refuse(request)
    run = _run(request, public_id)
    if operations.retry_run(run=run, by=request.user):
        hint(build_report, run_id=run.pk)
    return redirect("reports:run", public_id=public_id)


@require_POST
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    if not permissions.can_request(request.viewer):
        return _refuse(request)
    operations.cancel_run(run=_run(request, public_id), by=request.user)
    return redirect("reports:run", public_id=public_id)


def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    if not permissions.can_see_runs(request.viewer):
        return _refuse(request)
    run = _run(request, public_id)
    if not permissions.can_publish(request.viewer, run):
        raise PermissionDenied
    snapshot = ReportSnapshot.objects.filter(run=run).first()
    publication = queries.publication_of(snapshot) if snapshot else None
    if publication is None or publication.withdrawn_at is not None:
        raise Http404
    form = WithdrawReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.withdraw_publication(
            publication=publication, by=request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The report is withdrawn; its page stays with your reason."))
        return redirect("reports:detail", slug=run.slug)
    return render(request, "reports/withdraw.html", {"form": form, "run": run})
