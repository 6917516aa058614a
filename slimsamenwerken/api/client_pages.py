"""The pages on which a manager keeps the API clients and keys of an organisation."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.accounts.views.pages import FormPage, Trail, answer, posted
from slimsamenwerken.api import operations
from slimsamenwerken.api.forms import ClientForm, EndForm, KeyForm, RevokeForm
from slimsamenwerken.api.models import ApiClient, ApiKey, WebhookSubscription
from slimsamenwerken.api.permissions import can_manage_clients, can_read_clients
from slimsamenwerken.core.access import login_or_forbid
from slimsamenwerken.core.forms import attach_errors


def read_organisation(request: PortalRequest, public_id: UUID) -> Organisation | None:
    """The organisation, if the viewer may read its clients; None if they may not.

    Only who may read all of them is told that there is no such organisation.
    """
    found = Organisation.objects.filter(public_id=public_id).first()
    if found is None and request.viewer.may("api.read_clients"):
        raise Http404
    return found if found and can_read_clients(request.viewer, found) else None


def home_of(organisation: Organisation) -> str:
    return reverse("api_clients:list", args=[organisation.public_id])


def trail_of(organisation: Organisation) -> Trail:
    return [(_("API clients of %(name)s") % {"name": organisation.name}, home_of(organisation))]


@never_cache
@require_safe
def client_list(request: PortalRequest, organisation: UUID) -> HttpResponse:
    found = read_organisation(request, organisation)
    if found is None:
        return login_or_forbid(request)
    keys = Prefetch("keys", queryset=ApiKey.objects.order_by("revoked_at", "-made_at"))
    standing = WebhookSubscription.objects.standing()
    webhooks = Prefetch("webhooks", queryset=standing, to_attr="standing_webhooks")
    clients = ApiClient.objects.filter(organisation=found).prefetch_related(keys, webhooks)
    context: dict[str, Any] = {
        "organisation": found,
        "clients": clients.select_related("made_by").order_by("-ended_at", "name"),
        "may_manage": can_manage_clients(request.viewer, found),
        "now": timezone.now(),
    }
    return render(request, "api/client_list.html", context)


@never_cache
def client_new(request: PortalRequest, organisation: UUID) -> HttpResponse:
    found = read_organisation(request, organisation)
    if found is None or not can_manage_clients(request.viewer, found):
        return login_or_forbid(request)
    page = FormPage(
        form=ClientForm(posted(request), cancel_url=home_of(found)),
        title=_("New API client"),
        kicker=found.name,
        breadcrumbs=trail_of(found),
        back=home_of(found),
        done=_("The client is saved. Make a key for it."),
    )
    save = partial(operations.make_client, organisation=found, by=request.user)
    return answer(request, page, lambda **given: _none(save(**given)))


def _none(_made: object) -> None:
    """`answer` takes an address as the place to go; what was made is none."""


def managed_client(request: PortalRequest, organisation: UUID, client: UUID) -> ApiClient | None:
    """A client that still stands, if the viewer may manage it; None if they may not."""
    found = read_organisation(request, organisation)
    if found is None or not can_manage_clients(request.viewer, found):
        return None
    return get_object_or_404(ApiClient.objects.standing(), public_id=client, organisation=found)


@never_cache
def client_change(request: PortalRequest, organisation: UUID, client: UUID) -> HttpResponse:
    row = managed_client(request, organisation, client)
    if row is None:
        return login_or_forbid(request)
    home = home_of(row.organisation)
    initial = {"name": row.name, "scopes": row.scopes}
    page = FormPage(
        form=ClientForm(posted(request), initial=initial, cancel_url=home),
        title=_("Change API client"),
        kicker=row.name,
        breadcrumbs=trail_of(row.organisation),
        back=home,
        done=_("The client is saved."),
        points=[_("From now on its rights follow your role in this organisation.")],
    )
    return answer(request, page, partial(operations.change_client, client=row, by=request.user))


@never_cache
def client_end(request: PortalRequest, organisation: UUID, client: UUID) -> HttpResponse:
    row = managed_client(request, organisation, client)
    if row is None:
        return login_or_forbid(request)
    home = home_of(row.organisation)
    page = FormPage(
        form=EndForm(posted(request), cancel_url=home),
        title=_("End API client"),
        kicker=row.name,
        breadcrumbs=trail_of(row.organisation),
        back=home,
        done=_("The client is ended; its keys open nothing any more."),
        points=[
            _("All of its keys stop at once."),
            _("It stays in this list, for who asks later."),
        ],
    )
    save = partial(operations.end_client, client=row, by=request.user, now=timezone.now())
    return answer(request, page, save)


@never_cache
def key_new(request: PortalRequest, organisation: UUID, client: UUID) -> HttpResponse:
    """The answer to the form shows the key, once: it is kept in no session and no address."""
    row = managed_client(request, organisation, client)
    if row is None:
        return login_or_forbid(request)
    home, form = home_of(row.organisation), KeyForm(posted(request))
    context: dict[str, Any] = {"client": row, "form": form, "back": home}
    context |= {"breadcrumbs": trail_of(row.organisation), "breadcrumb_here": _("New key")}
    if request.method == "POST" and form.is_valid():
        lasts, now = form.cleaned_data["lasts"], timezone.now()
        try:
            fresh = operations.give_key(client=row, by=request.user, now=now, lasts=lasts)
            context["key"] = fresh.text
        except ValidationError as error:
            attach_errors(form, error)
    return render(request, "api/key_new.html", context)


@never_cache
def key_revoke(request: PortalRequest, organisation: UUID, client: UUID, key: UUID) -> HttpResponse:
    row = managed_client(request, organisation, client)
    if row is None:
        return login_or_forbid(request)
    found = ApiKey.objects.standing().filter(client=row, public_id=key).first()
    if found is None:
        raise Http404
    home = home_of(row.organisation)
    page = FormPage(
        form=RevokeForm(posted(request), cancel_url=home),
        title=_("Take key back"),
        kicker=f"{row.name}: ssw_{found.prefix}…",
        breadcrumbs=trail_of(row.organisation),
        back=home,
        done=_("The key opens nothing any more."),
        points=[_("Programs that use it are refused at once.")],
    )
    save = partial(operations.revoke_key, key=found, by=request.user, now=timezone.now())
    return answer(request, page, save)
