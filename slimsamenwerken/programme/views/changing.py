"""What every page that changes a fact does: load, allow, form, operation, redirect."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from slimsamenwerken.core.clocks import Identity, StaleEditError
from slimsamenwerken.core.forms import PortalForm
from slimsamenwerken.programme.models import Action, ActionVersion, Indicator
from slimsamenwerken.programme.permissions import Rights, may_measure, rights_of
from slimsamenwerken.programme.queries.selection import visible_versions


@dataclass(frozen=True)
class Change:
    """One page with one form. `save` runs the operation with the cleaned form."""

    title: str
    kicker: str
    back: str
    form: PortalForm
    save: Callable[[Any], object]
    done: str | Promise
    thing: Any = None
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)
    template: str = "programme/fact_form.html"
    extra: dict[str, Any] = field(default_factory=dict)


def login_or_forbid(request: HttpRequest) -> HttpResponse:
    """Who is not signed in gets the door; who is signed in gets a no."""
    if request.viewer.is_visitor:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def rights_now(request: HttpRequest) -> Rights:
    return rights_of(request.viewer, on=timezone.localdate())


def load_action_to_change(request: HttpRequest, code: str) -> tuple[Action, ActionVersion, Rights]:
    """The action as it is today, if the viewer may see it; otherwise 404."""
    rights, today = rights_now(request), timezone.localdate()
    version = (
        visible_versions(today, today=today, inside=rights.sees_all, own=rights.own)
        .filter(action__code=code)
        .select_related("action")
        .first()
    )
    if version is None:
        raise Http404
    return version.action, version, rights


def load_indicator_to_change(request: HttpRequest, code: str) -> tuple[Indicator, Rights, bool]:
    """The indicator, and whether the viewer may measure it."""
    indicator = Indicator.objects.filter(code=code).first()
    if indicator is None:
        raise Http404
    rights = rights_now(request)
    return indicator, rights, may_measure(rights, indicator.pk, on=timezone.localdate())


def run(request: HttpRequest, change: Change) -> HttpResponse:
    """Show the form, or save and go back; input is never lost."""
    stale = None
    if request.method == "POST" and change.form.is_valid():
        try:
            _no_future(change.form, timezone.localdate())
            change.save(change.form)
        except ValidationError as error:
            attach(change.form, error)
        except StaleEditError as error:
            stale = _start_from_now(change.form, error.thing)
        else:
            messages.success(request, change.done)
            return HttpResponseRedirect(change.back)
    status = 409 if stale is not None else 200
    return render(request, change.template, _context(change, stale), status=status)


def _start_from_now(form: PortalForm, thing: Identity) -> Identity:
    """Say that someone was first; the next try of this form starts from what is there now."""
    form.add_error(None, _stale_sentence())
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(type(thing)._default_manager.get(pk=thing.pk).version)  # type: ignore[index]
    return thing


def _context(change: Change, stale: Identity | None) -> dict[str, Any]:
    return {
        "form": change.form,
        "title": change.title,
        "kicker": change.kicker,
        "back": change.back,
        "breadcrumbs": change.breadcrumbs,
        "breadcrumb_here": change.title,
        "stale": stale,
    } | change.extra


def _stale_sentence() -> str:
    return _(
        "Someone changed this in the meantime, or you sent this form twice. Look at what is there "
        "now; send the form again when it should still be added."
    )


def _no_future(form: PortalForm, today: date) -> None:
    day = form.cleaned_data.get("valid_on")
    if day is not None and day > today and not getattr(form, "allows_future", False):
        raise ValidationError({"valid_on": _("Choose a date up to and including today.")})


def attach(form: PortalForm, error: ValidationError) -> None:
    """Put the sentences at their fields; what has no field stands above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        known = name if name in form.fields else None
        form.add_error(None if name == NON_FIELD_ERRORS else known, errors)
