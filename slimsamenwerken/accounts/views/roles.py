"""Roles of one person: give one, end one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from slimsamenwerken.accounts import operations
from slimsamenwerken.accounts.forms import EndRoleForm, RoleForm
from slimsamenwerken.accounts.models import Membership
from slimsamenwerken.accounts.views.pages import form_page, posted, requires, saved, trail
from slimsamenwerken.accounts.views.people import load_user


@requires("accounts.manage")
def role_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = load_user(public_id)
    back = reverse("accounts:user-detail", args=[public_id])
    initial = {"since": timezone.localdate()}
    form = RoleForm(posted(request), initial=initial, cancel_url=back)
    if saved(form, lambda data: operations.add_membership(user=user, by=request.user, **data)):
        messages.success(request, _("The role is given."))
        return redirect(back)
    return form_page(request, form, _("Give role"), trail(user), kicker=str(user))


@requires("accounts.manage")
def role_end(request: HttpRequest, public_id: UUID, role_id: UUID) -> HttpResponse:
    user, today = load_user(public_id), timezone.localdate()
    row = (
        Membership.objects.select_related("user", "organisation")
        .filter(user=user, public_id=role_id)
        .first()
    )
    if row is None or row.phase(on=today) == "ended":
        raise Http404
    back = reverse("accounts:user-detail", args=[public_id])
    form = EndRoleForm(posted(request), cancel_url=back)
    if saved(
        form,
        lambda data: operations.end_membership(
            membership=row, until=data["until"], by=request.user, today=today
        ),
    ):
        messages.success(request, _("The end of the role is saved."))
        return redirect(back)
    what = {"role": row.get_role_display(), "organisation": row.organisation.name}
    return form_page(
        request,
        form,
        _("End role"),
        trail(user),
        kicker=str(user),
        lead=_("%(role)s at %(organisation)s") % what,
    )
