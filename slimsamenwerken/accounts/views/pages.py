"""What the pages of accounts share: who may, a form that ends in an operation, lists out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.accounts.models import User
from slimsamenwerken.core.access import login_or_forbid
from slimsamenwerken.core.conflict import both_values
from slimsamenwerken.core.dates import long_date
from slimsamenwerken.core.exports import Column, csv_response, xlsx_response
from slimsamenwerken.core.forms import FilterForm, PortalForm, attach_errors
from slimsamenwerken.core.kept import sent_or_kept
from slimsamenwerken.core.logs import log_event
from slimsamenwerken.core.versions import StaleRowError, version_of

PAGE_SIZE = 50
Trail = list[tuple[str, str]]
View = Callable[..., HttpResponseBase]


def requires(operation: str) -> Callable[[View], View]:
    """Only for who has the right; no browser or proxy keeps these pages."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.viewer.may(operation):
                return login_or_forbid(request)
            return view(request, *args, **kwargs)

        return never_cache(guarded)

    return decorate


def posted(request: PortalRequest) -> QueryDict | None:
    """What was sent; not "or None": a form that sends nothing was sent all the same."""
    return sent_or_kept(request)


@dataclass(frozen=True)
class FormPage:
    """A page with one form: where it stands, what it says, and where one goes afterwards.

    `kicker` is whom it is about; `points` say what will happen.
    """

    form: PortalForm
    title: str
    breadcrumbs: Trail
    back: str
    done: str
    kicker: str = ""
    lead: str = ""
    points: Sequence[str] = ()


def answer(request: PortalRequest, page: FormPage, save: Callable[..., object]) -> HttpResponse:
    """Show the form, or run the operation and go on; input is never lost.

    `save` gets the cleaned data by name. When it returns an address, that is where one goes.
    """
    stale: dict[str, Any] = {}
    if request.method == "POST" and page.form.is_valid():
        try:
            reached = save(**page.form.cleaned_data)
        except ValidationError as error:
            attach_errors(page.form, error)
        except StaleRowError as error:
            stale = _conflict(page, error)
        else:
            messages.success(request, page.done)
            return redirect(reached if isinstance(reached, str) else page.back)
    context = {
        "page": page,
        "form": page.form,
        "breadcrumbs": page.breadcrumbs,
        "breadcrumb_here": page.title,
    } | stale
    return render(request, "accounts/form.html", context, status=409 if stale else 200)


def start_of(row: models.Model, fields: Sequence[str]) -> dict[str, Any]:
    """What a form starts from: the values of the row, and the version they make."""
    return {name: getattr(row, name) for name in fields} | {"version": version_of(row, fields)}


def _conflict(page: FormPage, error: StaleRowError) -> dict[str, Any]:
    """Say that someone was first, show both; the next try starts from what is there now."""
    form = page.form
    both = both_values(form, error.row)
    form.add_error(None, _stale_sentence())
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = error.version  # type: ignore[index]
    return {"stale": True, "both": both, "back": page.back}


def _stale_sentence() -> str:
    return _(
        "Someone changed this in the meantime. Look at what is there now; send the form again to "
        "put what you filled in there instead."
    )


def trail(user: User | None = None) -> Trail:
    """The way to the list of accounts, or on to one person."""
    found = [(_("Accounts"), reverse("accounts:user-list"))]
    if user is not None:
        found.append((str(user), reverse("accounts:user-detail", args=[user.public_id])))
    return found


def export_links(request: PortalRequest, url_name: str) -> Trail:
    """The same list, with its filters, in every format."""
    query = request.GET.copy()
    query.pop("page", None)
    tail = f"?{query.urlencode()}" if query else ""
    return [(name.upper(), reverse(url_name, args=[name]) + tail) for name in ("csv", "xlsx")]


def list_out(
    request: PortalRequest,
    ending: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    filters: FilterForm,
) -> HttpResponseBase:
    """The list as a file; taking one out is written in the log."""
    today = timezone.localdate()
    name = f"{title}-{today.isoformat()}"
    if ending not in ("csv", "xlsx"):
        raise Http404
    log_event("list.exported", objects={"list": slugify(title)})
    if ending == "csv":
        return csv_response(name, columns, rows)
    cover = {
        _("Title"): title,
        _("Date"): long_date(today),
        _("Filter"): filters.in_words() or _("none"),
        _("Source"): settings.SITE_ROOT + request.get_full_path(),
    }
    return xlsx_response(name, columns, rows, cover)
