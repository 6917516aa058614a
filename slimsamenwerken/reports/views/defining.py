"""Where an admin says which reports there are, what is in them and when they are made."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.access import login_or_forbid
from slimsamenwerken.core.clocks import StaleEditError
from slimsamenwerken.core.kept import sent_or_kept
from slimsamenwerken.core.tasks import hint
from slimsamenwerken.reports import operations, permissions, planning_pages
from slimsamenwerken.reports.forms import DefinitionForm, ScheduleForm, VersionedForm
from slimsamenwerken.reports.models import (
    ReportDefinition,
    ReportDefinitionVersion,
    ReportSchedule,
)
from slimsamenwerken.reports.tasks import build_report
from slimsamenwerken.reports.views.doors import see

KEPT = ("title", "audience", "sections")


def definition(request: PortalRequest, key: str) -> HttpResponse:
    """A change is a new version from a day on; what came before stays below the form."""
    if not permissions.can_see_runs(request.viewer):
        return login_or_forbid(request)
    thing = get_object_or_404(ReportDefinition, key=key)
    today = timezone.localdate()
    current = ReportDefinitionVersion.objects.at(today, definition=thing).first()
    kept = {name: getattr(current, name) for name in KEPT} if current else {}
    start = kept | {"valid_on": today, "version": thing.version}
    form = DefinitionForm(sent_or_kept(request), initial=start, cancel_url=reverse("reports:runs"))

    def save() -> None:
        operations.change_definition(
            definition=thing,
            content=form.content(),
            valid_on=form.cleaned_data["valid_on"],
            by=request.user,
            version=form.cleaned_data["version"],
        )

    context = planning_pages.definition_page(thing, current)
    return _edit(request, form, save, context, _("The report definition is saved."))


def schedule_new(request: PortalRequest, key: str) -> HttpResponse:
    if not permissions.can_see_runs(request.viewer):
        return login_or_forbid(request)
    thing = get_object_or_404(ReportDefinition, key=key)
    form = ScheduleForm(sent_or_kept(request), cancel_url=reverse("reports:runs"))

    def save() -> None:
        operations.create_schedule(definition=thing, plan=form.plan(), today=timezone.localdate())

    context = planning_pages.schedule_page(thing, timezone.localdate())
    return _edit(request, form, save, context, _("The schedule is saved."))


def schedule(request: PortalRequest, public_id: UUID) -> HttpResponse:
    if not permissions.can_see_runs(request.viewer):
        return login_or_forbid(request)
    thing = get_object_or_404(
        ReportSchedule.objects.select_related("definition"), public_id=public_id
    )
    form = ScheduleForm(sent_or_kept(request), schedule=thing, cancel_url=reverse("reports:runs"))

    def save() -> None:
        operations.change_schedule(
            schedule=thing, plan=form.plan(), version=form.cleaned_data["version"]
        )

    context = planning_pages.schedule_page(thing.definition, timezone.localdate(), thing)
    return _edit(request, form, save, context, _("The schedule is saved."))


def _edit(
    request: PortalRequest,
    form: VersionedForm,
    save: Callable[[], None],
    context: dict[str, Any],
    done: str,
) -> HttpResponse:
    """Who may not change a thing sees it all the same; input is never lost."""
    may_define = permissions.can_define(request.viewer)
    status = HTTPStatus.OK
    if request.method == "POST":
        if not may_define:
            raise PermissionDenied
        status = _saved(form, save)
        if status == HTTPStatus.SEE_OTHER:
            messages.success(request, done)
            return see("reports:runs")
    context = {"form": form, "may_define": may_define, **context}
    return render(request, "reports/define.html", context, status=status)


def _saved(form: VersionedForm, save: Callable[[], None]) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.BAD_REQUEST
    try:
        save()
    except ValidationError as error:
        _attach(form, error)
        return HTTPStatus.BAD_REQUEST
    except StaleEditError:
        form.add_error(None, _("Someone changed this in the meantime. Open the page again first."))
        return HTTPStatus.CONFLICT
    return HTTPStatus.SEE_OTHER


def _attach(form: VersionedForm, error: ValidationError) -> None:
    """Put the sentences at their fields; what has no field stands above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        known = name in form.fields and name != NON_FIELD_ERRORS
        form.add_error(name if known else None, errors)


@require_POST
def start_skipped(request: PortalRequest, public_id: UUID, period: str) -> HttpResponse:
    """A period that was too old to be caught up by itself."""
    if not permissions.can_request(request.viewer):
        return login_or_forbid(request)
    thing = get_object_or_404(ReportSchedule, public_id=public_id)
    try:
        run, _new = operations.start_skipped(
            schedule=thing, period_key=period, by=request.user, now=timezone.now()
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see("reports:runs")
    hint(build_report, run_id=run.pk)
    return see("reports:run", public_id=run.public_id)
