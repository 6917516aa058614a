"""The pages on which a manager keeps the webhooks of a client."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.accounts.views.pages import FormPage, Trail, answer, posted
from slimsamenwerken.api.client_pages import home_of, managed_client, read_organisation, trail_of
from slimsamenwerken.api.models import ApiClient, WebhookDelivery, WebhookSubscription
from slimsamenwerken.api.permissions import can_manage_clients
from slimsamenwerken.api.webhooks import operations
from slimsamenwerken.api.webhooks.forms import WORDS, EnableForm, EndForm, SecretForm, WebhookForm
from slimsamenwerken.api.webhooks.signing import secret_of
from slimsamenwerken.core.access import login_or_forbid
from slimsamenwerken.core.forms import PortalForm, attach_errors

SHOWN = 100  # deliveries on the page; counts tell of the others


@dataclass(frozen=True)
class _Place:
    """A webhook that may be managed, and where its pages stand."""

    row: WebhookSubscription
    client: ApiClient

    @property
    def args(self) -> list[UUID]:
        return [self.client.organisation.public_id, self.client.public_id, self.row.public_id]

    @property
    def address(self) -> str:
        return reverse("api_clients:webhook", args=self.args)

    @property
    def trail(self) -> Trail:
        return [*trail_of(self.client.organisation), (_("Webhook"), self.address)]


def managing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view a webhook that stands and may be managed; the door or a no otherwise."""

    @never_cache
    @wraps(view)
    def guarded(
        request: PortalRequest, organisation: UUID, client: UUID, webhook: UUID, **kwargs: UUID
    ) -> HttpResponse:
        found = managed_client(request, organisation, client)
        if found is None:
            return login_or_forbid(request)
        standing = WebhookSubscription.objects.standing().filter(client=found)
        place = _Place(get_object_or_404(standing, public_id=webhook), found)
        return view(request, place, **kwargs)

    return guarded


@never_cache
@require_safe
def webhook_detail(
    request: PortalRequest, organisation: UUID, client: UUID, webhook: UUID
) -> HttpResponse:
    """How it goes, and what did not arrive; also to read for who may read the clients."""
    found = read_organisation(request, organisation)
    if found is None:
        return login_or_forbid(request)
    rows = WebhookSubscription.objects.filter(client__organisation=found, client__public_id=client)
    row = get_object_or_404(rows.select_related("client__organisation"), public_id=webhook)
    state = WebhookDelivery.State
    unsent = row.deliveries.exclude(state=state.SENT).order_by("state", "-position")
    stands = row.ended_at is None and row.client.ended_at is None
    context: dict[str, Any] = {
        "webhook": row,
        "client": row.client,
        "kinds": [WORDS.get(kind, kind) for kind in row.kinds],
        "unsent": unsent[:SHOWN],
        "waiting": unsent.exclude(state=state.DEAD).count(),
        "dead": unsent.filter(state=state.DEAD).count(),
        "stands": stands,
        "may_manage": stands and can_manage_clients(request.viewer, found),
        "now": timezone.now(),
        "breadcrumbs": trail_of(found),
        "breadcrumb_here": _("Webhook"),
    }
    return render(request, "api/webhook.html", context)


@never_cache
def webhook_new(request: PortalRequest, organisation: UUID, client: UUID) -> HttpResponse:
    """The answer to the form shows the secret, once."""
    found = managed_client(request, organisation, client)
    if found is None:
        return login_or_forbid(request)
    home = home_of(found.organisation)
    form = WebhookForm(posted(request), cancel_url=home)
    context: dict[str, Any] = {"client": found, "form": form, "back": home}
    context |= {"breadcrumbs": trail_of(found.organisation), "breadcrumb_here": _("New webhook")}
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.make_webhook(client=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            attach_errors(form, error)
        else:
            context |= {"secret": secret_of(made.seed), "back": _Place(made, found).address}
    return render(request, "api/webhook_secret.html", context)


@managing
def webhook_secret(request: PortalRequest, place: _Place) -> HttpResponse:
    form = SecretForm(posted(request), cancel_url=place.address)
    context: dict[str, Any] = {"client": place.client, "form": form, "webhook": place.row}
    context |= {"back": place.address, "breadcrumbs": place.trail}
    context["breadcrumb_here"] = _("New secret")
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            made = operations.rotate_secret(webhook=place.row, by=request.user, now=now)
            context["secret"] = secret_of(made.seed)
        except ValidationError as error:
            attach_errors(form, error)
    return render(request, "api/webhook_secret.html", context)


@managing
def webhook_enable(request: PortalRequest, place: _Place) -> HttpResponse:
    page = _page(
        place,
        EnableForm(posted(request), cancel_url=place.address),
        title=_("Switch webhook on"),
        done=_("The webhook is on again."),
        points=[_("It goes on where it stopped: what changed meanwhile follows within minutes.")],
    )
    now = timezone.now()
    save = partial(operations.enable_webhook, webhook=place.row, by=request.user, now=now)
    return answer(request, page, save)


@managing
def webhook_end(request: PortalRequest, place: _Place) -> HttpResponse:
    page = _page(
        place,
        EndForm(posted(request), cancel_url=place.address),
        title=_("End webhook"),
        back=home_of(place.client.organisation),
        done=_("The webhook is ended; nothing is sent there any more."),
        points=[_("What still waits is not sent any more."), _("This cannot be undone.")],
    )
    now = timezone.now()
    save = partial(operations.end_webhook, webhook=place.row, by=request.user, now=now)
    return answer(request, page, save)


def _page(place: _Place, form: PortalForm, *, back: str = "", **options: Any) -> FormPage:
    return FormPage(
        form=form,
        kicker=place.row.url,
        breadcrumbs=place.trail,
        back=back or place.address,
        **options,
    )


@require_POST
@managing
def webhook_replay(
    request: PortalRequest, place: _Place, delivery: UUID | None = None
) -> HttpResponse:
    """What was given up is tried again: one event, or without a delivery all of them."""
    one = place.row.deliveries.filter(public_id=delivery).first() if delivery else None
    if delivery and one is None:
        raise Http404
    now = timezone.now()
    count = operations.replay(webhook=place.row, by=request.user, now=now, delivery=one)
    sentence = ngettext("%(n)s event is sent again.", "%(n)s events are sent again.", count)
    messages.success(request, sentence % {"n": count})
    return redirect(place.address)
