"""The own account, and for which of the own organisations one works."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from slimsamenwerken.accounts import open_sessions, operations, sessions
from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.accounts.forms import ActingForm
from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.accounts.permissions import roles_of
from slimsamenwerken.accounts.sessions import ACTING_FOR
from slimsamenwerken.accounts.views.pages import FormPage, answer, posted
from slimsamenwerken.core.logs import log_event


@require_safe
@never_cache
@login_required
def own_account(request: PortalRequest) -> HttpResponse:
    """Stands in front of allauth's page, on which people could give themselves more addresses."""
    limits = sessions.limits_for(roles_of(request.memberships))
    browser, now = request.headers.get("User-Agent", ""), timezone.now()
    context = {
        "memberships": list(request.memberships),
        "sessions": open_sessions.sessions_of(
            request.user, here=request.session, limits=limits, user_agent=browser, now=now
        ),
    }
    return render(request, "accounts/own_account.html", context)


@require_POST
@login_required
def end_session(request: PortalRequest, public_id: UUID) -> HttpResponse:
    """One of the own sessions; the one in which this is asked ends by signing out."""
    rows = request.user.open_sessions.exclude(session_key=request.session.session_key)
    open_sessions.end(get_object_or_404(rows, public_id=public_id))
    log_event("session.ended", objects={"user": request.user.pk})
    messages.success(request, _("That browser is signed out."))
    return redirect("accounts:own-account")


@require_POST
@login_required
def end_other_sessions(request: PortalRequest) -> HttpResponse:
    """The one in which this is asked goes on under a new key."""
    before = request.session.session_key
    operations.end_other_sessions(user=request.user)
    update_session_auth_hash(request, request.user)
    open_sessions.note_new_key(before, request.session)
    messages.success(request, _("You are signed out in all other browsers."))
    return redirect("accounts:own-account")


@never_cache
@login_required
def switch_organisation(request: PortalRequest) -> HttpResponse:
    """ "Wisselen van organisatie": a choice among the own organisations."""
    mine = {str(row.public_id): row for row in request.organisations}
    chosen = request.POST.get("organisation", "")
    if len(mine) < 2 or (chosen and chosen not in mine):
        raise Http404
    home = reverse("dashboard:home")
    now = next(key for key, row in mine.items() if row.pk == request.viewer.organisation_id)
    form = ActingForm(
        posted(request),
        organisations=list(mine.values()),
        initial={"organisation": now},
        cancel_url=home,
    )
    page = FormPage(
        form=form,
        title=_("Switch organisation"),
        lead=_("You see and do what belongs to the organisation you choose."),
        breadcrumbs=[],
        back=home,
        done=_("You now work for %(name)s.") % {"name": mine[chosen or now].name},
    )
    return answer(request, page, lambda organisation: _act_for(request, mine[organisation]))


def _act_for(request: PortalRequest, organisation: Organisation) -> None:
    """A new session key, as at signing in: the session gets other rights."""
    before = request.session.session_key
    request.session[ACTING_FOR] = organisation.pk
    request.session.cycle_key()
    open_sessions.note_new_key(before, request.session)
    log_event("session.switched", objects={"organisation": organisation.pk})
