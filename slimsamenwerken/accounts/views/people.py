"""Accounts: the list, one account, a new one, its data, its door."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from slimsamenwerken.accounts import columns, operations, queries
from slimsamenwerken.accounts.forms import (
    LoginSwitchForm,
    NewUserForm,
    UserFilterForm,
    UserForm,
)
from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.accounts.views.pages import (
    PAGE_SIZE,
    export_links,
    form_page,
    list_out,
    posted,
    requires,
    saved,
    trail,
)


def load_user(public_id: UUID) -> User:
    return get_object_or_404(User, public_id=public_id)


def _filters(request: HttpRequest) -> UserFilterForm:
    named = Organisation.objects.order_by("name").values_list("slug", "name")
    return UserFilterForm(request.GET, organisations=list(named))


def _found(request: HttpRequest, form: UserFilterForm) -> Any:
    criteria = form.criteria(sort=request.GET.get("sort", "name"))
    return queries.users(criteria, on=timezone.localdate())


@require_safe
@requires("accounts.read")
def user_list(request: HttpRequest) -> HttpResponse:
    form = _filters(request)
    context: dict[str, Any] = {"form": form, "may_manage": request.viewer.may("accounts.manage")}
    if form.is_valid():
        page = Paginator(_found(request, form), PAGE_SIZE).get_page(request.GET.get("page"))
        count = page.paginator.count
        context |= {
            "page_obj": page,
            "count": count,
            "noun": ngettext("account", "accounts", count),
            "exports": export_links(request, "accounts:user-export"),
        }
    return render(request, "accounts/user_list.html", context, status=form.status_code)


@require_safe
@requires("accounts.read")
def user_export(request: HttpRequest, form: str) -> HttpResponseBase:
    filters = _filters(request)
    if not filters.is_valid():
        return render(request, "accounts/user_list.html", {"form": filters}, status=400)
    rows = map(columns.user_row, _found(request, filters))
    return list_out(request, form, _("Accounts"), columns.USERS, rows, filters)


@require_safe
@requires("accounts.read")
def user_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user, today = load_user(public_id), timezone.localdate()
    held = [(m, m.phase(on=today)) for m in queries.memberships_of(user)]
    context = {
        "person": user,
        "memberships": held,
        "has_role": any(phase == "held" for _m, phase in held),
        "may_manage": request.viewer.may("accounts.manage"),
        "breadcrumbs": trail(),
        "breadcrumb_here": str(user),
    }
    return render(request, "accounts/user_detail.html", context)


@requires("accounts.manage")
def user_new(request: HttpRequest) -> HttpResponse:
    back = reverse("accounts:user-list")
    initial = {"since": timezone.localdate()}
    form = NewUserForm(posted(request), initial=initial, cancel_url=back)
    made: list[User] = []
    if saved(form, lambda data: made.append(_make(data, request.user))):
        messages.success(
            request,
            _("The account is made. A mail with a link to choose a password is on its way."),
        )
        return redirect("accounts:user-detail", public_id=made[0].public_id)
    return form_page(
        request,
        form,
        _("New account"),
        trail(),
        lead=_("You choose no password: this person gets a link by mail and chooses one."),
    )


def _make(data: dict[str, Any], by: User) -> User:
    return operations.open_account(
        email=data["email"],
        name=data["name"],
        is_staff=data["is_staff"],
        first_role={name: data[name] for name in ("organisation", "role", "since", "until")},
        by=by,
        now=timezone.now(),
    )


@requires("accounts.manage")
def user_change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = load_user(public_id)
    back = reverse("accounts:user-detail", args=[public_id])
    initial = {"name": user.name, "email": user.email, "is_staff": user.is_staff}
    form = UserForm(posted(request), initial=initial, cancel_url=back)
    if saved(form, lambda data: operations.change_user(user=user, by=request.user, **data)):
        messages.success(request, _("The data of this account are saved."))
        return redirect(back)
    return form_page(
        request,
        form,
        _("Change data"),
        trail(user),
        kicker=str(user),
        lead=_("With another e-mail address this person is signed out everywhere."),
    )


@require_POST
@requires("accounts.manage")
def user_invite(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = load_user(public_id)
    try:
        operations.invite_user(user=user, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("A mail with a link to choose a password is on its way."))
    return redirect("accounts:user-detail", public_id=public_id)


@requires("accounts.manage")
def user_door(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Asks before it switches signing in off, or on again."""
    user = load_user(public_id)
    on = not user.is_active
    back = reverse("accounts:user-detail", args=[public_id])
    form = LoginSwitchForm(posted(request), cancel_url=back)
    form.helper.submit_label = _("Let sign in again") if on else _("Switch off signing in")
    today = timezone.localdate()
    if saved(
        form,
        lambda _data: operations.switch_login(user=user, on=on, by=request.user, today=today),
    ):
        done = _("This person can sign in again.") if on else _("This person is shut out.")
        messages.success(request, done)
        return redirect(back)
    return form_page(
        request,
        form,
        _("Let this person sign in again?") if on else _("Switch off signing in?"),
        trail(user),
        kicker=str(user),
        points=_on_points() if on else _off_points(),
    )


def _off_points() -> list[str]:
    return [
        _("This person is signed out everywhere, at once."),
        _("Signing in, and a link for a new password, no longer work."),
        _("Roles and everything this person entered stay as they are."),
    ]


def _on_points() -> list[str]:
    return [_("This person can sign in with the password and the roles they have.")]
