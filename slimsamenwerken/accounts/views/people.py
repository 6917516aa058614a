"""Accounts: the list, one account, a new one, its data, its door."""

from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from slimsamenwerken.accounts import columns, operations, queries
from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.accounts.forms import (
    OFF,
    ON,
    DoorForm,
    NewUserForm,
    UserChangeForm,
    UserFilterForm,
)
from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.accounts.views.pages import (
    PAGE_SIZE,
    FormPage,
    answer,
    export_links,
    list_out,
    posted,
    requires,
    start_of,
    trail,
)


def load_user(public_id: UUID) -> User:
    return get_object_or_404(User, public_id=public_id)


def _filters(request: PortalRequest) -> UserFilterForm:
    named = Organisation.objects.order_by("name").values_list("slug", "name")
    return UserFilterForm(request.GET, organisations=list(named))


def _found(request: PortalRequest, form: UserFilterForm) -> Any:
    criteria = form.criteria(sort=request.GET.get("sort", "name"))
    return queries.users(criteria, on=timezone.localdate())


@require_safe
@requires("accounts.read")
def user_list(request: PortalRequest) -> HttpResponse:
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
def user_export(request: PortalRequest, form: str) -> HttpResponseBase:
    filters = _filters(request)
    if not filters.is_valid():
        return render(request, "accounts/user_list.html", {"form": filters}, status=400)
    rows = map(columns.user_row, _found(request, filters))
    return list_out(request, form, _("Accounts"), columns.USERS, rows, filters)


@require_safe
@requires("accounts.read")
def user_detail(request: PortalRequest, public_id: UUID) -> HttpResponse:
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
def user_new(request: PortalRequest) -> HttpResponse:
    back = reverse("accounts:user-list")
    initial = {"since": timezone.localdate()}
    page = FormPage(
        form=NewUserForm(posted(request), initial=initial, cancel_url=back),
        title=_("New account"),
        lead=_("You choose no password: this person gets a link by mail and chooses one."),
        breadcrumbs=trail(),
        back=back,
        done=_("The account is made. A mail with a link to choose a password is on its way."),
    )
    return answer(request, page, partial(_open_account, by=request.user))


def _open_account(*, by: User, email: str, name: str, is_staff: bool, **first_role: Any) -> str:
    user = operations.open_account(
        email=email,
        name=name,
        is_staff=is_staff,
        first_role=first_role,
        by=by,
        now=timezone.now(),
    )
    return reverse("accounts:user-detail", args=[user.public_id])


@requires("accounts.manage")
def user_change(request: PortalRequest, public_id: UUID) -> HttpResponse:
    user = load_user(public_id)
    back = reverse("accounts:user-detail", args=[public_id])
    initial = start_of(user, operations.USER_FIELDS)
    page = FormPage(
        form=UserChangeForm(posted(request), initial=initial, cancel_url=back),
        title=_("Change data"),
        kicker=str(user),
        lead=_("With another e-mail address this person is signed out everywhere."),
        breadcrumbs=trail(user),
        back=back,
        done=_("The data of this account are saved."),
    )
    return answer(request, page, partial(operations.change_user, user=user, by=request.user))


@require_POST
@requires("accounts.manage")
def user_invite(request: PortalRequest, public_id: UUID) -> HttpResponse:
    user = load_user(public_id)
    try:
        operations.invite_user(user=user, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("A mail with a link to choose a password is on its way."))
    return redirect("accounts:user-detail", public_id=public_id)


@requires("accounts.manage")
def user_door(request: PortalRequest, public_id: UUID) -> HttpResponse:
    """Asks before it switches signing in off, or on again."""
    user, today = load_user(public_id), timezone.localdate()
    back = reverse("accounts:user-detail", args=[public_id])
    words = _words_off() if user.is_active else _words_on()
    form = DoorForm(posted(request), initial={"turn": words.turn}, cancel_url=back)
    form.helper.submit_label = words.button
    page = FormPage(
        form=form,
        title=words.title,
        kicker=str(user),
        points=words.points,
        breadcrumbs=trail(user),
        back=back,
        done=_("This person is shut out.")
        if user.is_active
        else _("This person can sign in again."),
    )
    switch = partial(operations.switch_login, user=user, by=request.user, today=today)
    return answer(request, page, lambda turn: switch(on=turn == ON))


class DoorWords(NamedTuple):
    turn: str
    title: str
    button: str
    points: list[str]


def _words_off() -> DoorWords:
    return DoorWords(
        OFF,
        _("Switch off signing in?"),
        _("Switch off signing in"),
        [
            _("This person is signed out everywhere, at once."),
            _("Signing in, and a link for a new password, no longer work."),
            _("Roles and everything this person entered stay as they are."),
        ],
    )


def _words_on() -> DoorWords:
    return DoorWords(
        ON,
        _("Let this person sign in again?"),
        _("Let sign in again"),
        [_("This person can sign in with the password and the roles they have.")],
    )
