"""The own account, and for which of the own organisations one works."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from slimsamenwerken.accounts.forms import ActingForm
from slimsamenwerken.accounts.middleware import ACTING_FOR
from slimsamenwerken.accounts.views.pages import form_page, posted
from slimsamenwerken.core.logs import log_event


@require_safe
@never_cache
@login_required
def own_account(request: HttpRequest) -> HttpResponse:
    """Stands in front of allauth's page, on which people could give themselves more addresses."""
    return render(request, "accounts/own_account.html", {"memberships": list(request.memberships)})


@never_cache
@login_required
def switch_organisation(request: HttpRequest) -> HttpResponse:
    """ "Wisselen van organisatie": a choice among the own organisations, with a new session key."""
    mine = {str(row.public_id): row for row in request.organisations}
    if len(mine) < 2:
        raise Http404
    chosen = request.POST.get("organisation", "")
    if chosen and chosen not in mine:
        raise Http404
    now = next(row for row in mine.values() if row.pk == request.viewer.organisation_id)
    form = ActingForm(
        posted(request),
        organisations=list(mine.values()),
        initial={"organisation": str(now.public_id)},
        cancel_url=reverse("dashboard:home"),
    )
    if form.is_bound and form.is_valid():
        organisation = mine[form.cleaned_data["organisation"]]
        request.session[ACTING_FOR] = organisation.pk
        request.session.cycle_key()
        log_event("session.switched", objects={"organisation": organisation.pk})
        messages.success(request, _("You now work for %(name)s.") % {"name": organisation.name})
        return redirect("dashboard:home")
    return form_page(
        request,
        form,
        _("Switch organisation"),
        [],
        lead=_("You see and do what belongs to the organisation you choose."),
    )
