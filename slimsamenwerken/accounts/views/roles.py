"""Roles of one person: give one, end one."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from slimsamenwerken.accounts import operations
from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.accounts.forms import EndRoleForm, RoleForm
from slimsamenwerken.accounts.models import Membership
from slimsamenwerken.accounts.views.pages import FormPage, answer, posted, requires, trail
from slimsamenwerken.accounts.views.people import load_user
from slimsamenwerken.core.versions import version_of


@requires("accounts.manage")
def role_new(request: PortalRequest, public_id: UUID) -> HttpResponse:
    user = load_user(public_id)
    back = reverse("accounts:user-detail", args=[public_id])
    initial = {"since": timezone.localdate()}
    page = FormPage(
        form=RoleForm(posted(request), initial=initial, cancel_url=back),
        title=_("Give role"),
        kicker=str(user),
        breadcrumbs=trail(user),
        back=back,
        done=_("The role is given."),
    )
    return answer(request, page, partial(operations.add_membership, user=user, by=request.user))


@requires("accounts.manage")
def role_end(request: PortalRequest, public_id: UUID, role_id: UUID) -> HttpResponse:
    row, today = _role(public_id, role_id), timezone.localdate()
    if row.phase(on=today) == "ended":
        raise Http404
    back = reverse("accounts:user-detail", args=[public_id])
    version = version_of(row, operations.MEMBERSHIP_FIELDS)
    what = {"role": row.get_role_display(), "organisation": row.organisation.name}
    page = FormPage(
        form=EndRoleForm(posted(request), initial={"version": version}, cancel_url=back),
        title=_("End role"),
        kicker=str(row.user),
        lead=_("%(role)s at %(organisation)s") % what,
        breadcrumbs=trail(row.user),
        back=back,
        done=_("The end of the role is saved."),
    )
    end = partial(operations.end_membership, membership=row, by=request.user, today=today)
    return answer(request, page, lambda when, **sent: end(**sent))  # noqa: ARG005


def _role(public_id: UUID, role_id: UUID) -> Membership:
    rows = Membership.objects.select_related("user", "organisation")
    row = rows.filter(user__public_id=public_id, public_id=role_id).first()
    if row is None:
        raise Http404
    return row
