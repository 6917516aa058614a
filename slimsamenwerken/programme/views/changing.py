"""What every page that changes something does: load, allow, form, operation, redirect."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.clocks import Fact, Identity, StaleEditError
from slimsamenwerken.core.conflict import both_values
from slimsamenwerken.core.forms import PortalForm
from slimsamenwerken.core.kept import sent_or_kept
from slimsamenwerken.programme.forms.placing import field_of
from slimsamenwerken.programme.views.subjects import Subject, rights_now

Text = str | Promise
OFFICE = "change_things"  # the right that every page of the office on the programme asks


@dataclass(frozen=True)
class Change:
    """One page with one form.

    `save` runs the operation with the cleaned form; `now` gives the row that stands there when
    someone else was first, so that the page can show both. `then` is where a new thing lives,
    read from the form; without it the reader goes back.
    """

    title: Text
    kicker: str
    back: str
    form: PortalForm
    save: Callable[[Any], object]
    done: Text
    now: Callable[[], Fact | None] = lambda: None
    then: Callable[[Any], str] | None = None
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)
    template: str = "programme/fact_form.html"
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Adding:
    """A sort of page that appends a fact to a thing.

    `operation` takes the thing under the keyword `subject`, which is also its field in `model`.
    """

    right: str
    title: Text
    form: Callable[..., Any]
    model: type[Fact]
    subject: str
    operation: Callable[..., object]
    done: Text

    def newest(self, thing: Identity) -> Fact | None:
        known = self.model.objects.known().filter(**{self.subject: thing})
        found: Fact | None = known.order_by("-recorded_at", "-id").first()
        return found


@dataclass(frozen=True)
class Ending:
    """A sort of page that ends a link of a thing; `operation` takes it under the keyword `link`."""

    right: str
    title: Text
    form: Callable[..., Any]
    link: str
    operation: Callable[..., object]
    done: Text


@dataclass(frozen=True)
class Starting:
    """A sort of page that adds a thing of its own; `key` of the form stands in its address."""

    title: Text
    form: Callable[..., Any]
    operation: Callable[..., object]
    done: Text
    list_title: Text
    list_page: str
    page: str
    key: str = "code"


def login_or_forbid(request: PortalRequest) -> HttpResponse:
    """Who is not signed in gets the door; who is signed in gets a no."""
    if request.viewer.is_visitor:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def posted(request: PortalRequest) -> QueryDict | None:
    """What was sent, also when nothing was filled in; or what was kept of before signing in."""
    return sent_or_kept(request)


def add(
    request: PortalRequest,
    subject: Subject,
    page: Adding,
    initial: dict[str, Any] | None = None,
    **extra: Any,
) -> HttpResponse:
    """Show or save one page that appends a fact to the subject."""
    if not subject.may(page.right):
        return login_or_forbid(request)
    given = {"valid_on": timezone.localdate()} | (initial or {})
    change = _appending(request, subject, page, given)
    return run(request, replace(change, extra=extra))


def _appending(
    request: PortalRequest, subject: Subject, page: Adding, initial: dict[str, Any]
) -> Change:
    known = {page.subject: subject.thing, "by": request.user}
    return Change(
        title=page.title,
        kicker=subject.name,
        back=subject.back,
        form=page.form(
            posted(request),
            version=subject.thing.version,
            initial=initial,
            cancel_url=subject.back,
        ),
        save=lambda f: page.operation(**known, version=f.version_seen, **f.values()),
        done=page.done,
        now=lambda: page.newest(subject.thing),
        breadcrumbs=subject.trail,
    )


def end(
    request: PortalRequest, subject: Subject, page: Ending, row: Any, *, note: str
) -> HttpResponse:
    """Show or save one page that ends a link of the subject, today unless another day is given."""
    if not subject.may(page.right):
        return login_or_forbid(request)
    known = {page.link: row, "by": request.user}
    initial = {"version": subject.thing.version, "until": timezone.localdate()}
    change = Change(
        title=page.title,
        kicker=subject.name,
        back=subject.back,
        form=page.form(posted(request), initial=initial, cancel_url=subject.back),
        save=lambda f: page.operation(**known, version=f.version_seen, **f.values()),
        done=page.done,
        now=lambda: type(row)._default_manager.filter(replaces=row).first() or row,
        breadcrumbs=subject.trail,
        extra={"note": note},
    )
    return run(request, change)


def start(request: PortalRequest, page: Starting, **options: Any) -> HttpResponse:
    """Show or save one page that adds a thing, which the reader then sees on its own page."""
    if not rights_now(request).may(OFFICE):
        return login_or_forbid(request)
    back, today = reverse(page.list_page), timezone.localdate()
    change = Change(
        title=page.title,
        kicker=str(page.list_title),
        back=back,
        form=page.form(posted(request), initial={"valid_on": today}, cancel_url=back, **options),
        save=lambda f: page.operation(by=request.user, **f.values()),
        done=page.done,
        then=lambda f: reverse(page.page, args=[f.cleaned_data[page.key]]),
        breadcrumbs=[(str(page.list_title), back)],
    )
    return run(request, change)


def run(request: PortalRequest, change: Change) -> HttpResponse:
    """Show the form, or save and go back; input is never lost."""
    stale = None
    if request.method == "POST" and change.form.is_valid():
        try:
            _no_future(change.form, timezone.localdate())
            change.save(change.form)
        except ValidationError as error:
            attach(change.form, error)
        except StaleEditError as error:
            stale = error.thing
        else:
            messages.success(request, str(change.done))
            return HttpResponseRedirect(change.then(change.form) if change.then else change.back)
    context = _context(change) | (_conflict(change, stale) if stale else {})
    return render(request, change.template, context, status=_status(change.form, stale))


def _status(form: PortalForm, stale: Identity | None) -> int:
    if stale is not None:
        return 409
    return 400 if form.is_bound and form.errors else 200


def _context(change: Change) -> dict[str, Any]:
    return {
        "form": change.form,
        "title": change.title,
        "kicker": change.kicker,
        "back": change.back,
        "breadcrumbs": change.breadcrumbs,
        "breadcrumb_here": change.title,
    } | change.extra


def _conflict(change: Change, thing: Identity) -> dict[str, Any]:
    """Say that someone was first, show both; the next try starts from what is there now."""
    form, row = change.form, change.now()
    both = both_values(form, row) if row is not None else []
    form.add_error(None, _stale_sentence())
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(type(thing)._default_manager.get(pk=thing.pk).version)  # type: ignore[index]
    return {"stale": thing, "both": both}


def _stale_sentence() -> str:
    return _(
        "Someone changed this in the meantime, or you sent this form twice. Look at what is there "
        "now; send the form again when it should still be added."
    )


def _no_future(form: PortalForm, today: date) -> None:
    day = form.cleaned_data.get("valid_on")
    if day is None or day <= today:
        return
    vague = form.cleaned_data.get("valid_on_precision", "day") != "day"
    raise ValidationError(
        {
            "valid_on": _("This period is not over yet. Give a more precise date.")
            if vague
            else _("Choose a date up to and including today.")
        }
    )


def attach(form: PortalForm, error: ValidationError) -> None:
    """Put the sentences at their fields; what has no field stands above the form."""
    found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, errors in found.items():
        for one in errors:
            sentence = str(one.messages[0])
            form.add_error(name if name in form.fields else field_of(form, sentence), one)
