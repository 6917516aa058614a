"""The own account, and for which of the own organisations one works."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.accounts.forms import ActingForm
from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.accounts.sessions import ACTING_FOR
from slimsamenwerken.accounts.views.pages import FormPage, answer, posted
from slimsamenwerken.core.logs import log_event


@require_safe
@never_cache
@login_required
def own_account(request: PortalRequest) -> HttpResponse:
    """Stands in front of allauth's page, on which people could give themselves more addresses."""
    return render(request, "accounts/own_account.html", {"memberships": list(request.memberships)})


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
    request.session[ACTING_FOR] = organisation.pk
    request.session.cycle_key()
    log_event("session.switched", objects={"organisation": organisation.pk})
