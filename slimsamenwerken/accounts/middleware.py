"""Who is asking, for this request, and whether the door is still open for them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from slimsamenwerken.accounts import sessions
from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.accounts.models import Membership, Organisation
from slimsamenwerken.accounts.permissions import (
    Viewer,
    acting_membership,
    memberships_on,
    roles_of,
    viewer_of,
)
from slimsamenwerken.core.error_views import unavailable
from slimsamenwerken.core.logs import bind_person, log_event

ACTING_FOR = "acting_for"  # session key: organisation that the user chose
GetResponse = Callable[[PortalRequest], HttpResponse]


class ViewerMiddleware:
    """Sets `request.viewer`, `.membership`, `.memberships` and `.organisations`, all lazy.

    A visitor costs no query: the user is only loaded when there is a session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        for name, reader in _READERS.items():
            setattr(request, name, SimpleLazyObject(partial(reader, request)))
        return self.get_response(request)


def _memberships(request: PortalRequest) -> list[Membership]:
    user = request.user
    if not user.is_authenticated:
        return []
    bind_person(user_id=user.pk)
    return memberships_on(user, timezone.localdate())


def _viewer(request: PortalRequest) -> Viewer:
    viewer = viewer_of(request.user, request.memberships, _chosen(request))
    if viewer.user is not None:
        bind_person(user_id=viewer.user.pk, organisation_id=viewer.organisation_id)
    return viewer


def _membership(request: PortalRequest) -> Membership | None:
    return acting_membership(request.memberships, _chosen(request))


def _organisations(request: PortalRequest) -> list[Organisation]:
    """Those the user can act for, each once."""
    return list({m.organisation_id: m.organisation for m in request.memberships}.values())


def _chosen(request: PortalRequest) -> int | None:
    return request.session.get(ACTING_FOR) if request.user.is_authenticated else None


_READERS: dict[str, Callable[[PortalRequest], Any]] = {
    "memberships": _memberships,
    "viewer": _viewer,
    "membership": _membership,
    "organisations": _organisations,
}


class DoorMiddleware:
    """Ends a session that lasted too long; the page goes on for a visitor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        # Without a cookie there is nothing to look at, and the answer stays cacheable.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            limits = sessions.limits_for(roles_of(request.memberships))
            if sessions.is_over(request.session, limits, timezone.now()):
                _close(request)
        return self.get_response(request)

    def process_exception(
        self, request: PortalRequest, exception: Exception
    ) -> HttpResponse | None:
        """Without Redis attempts cannot be counted: nobody gets in, and the page says so."""
        return unavailable(request) if isinstance(exception, RedisError) else None


def _close(request: PortalRequest) -> None:
    log_event("session.expired", objects={"user": request.user.pk})
    logout(request)
    request.memberships = []
    messages.info(
        request, _("You were signed out because your session lasted too long. Sign in again.")
    )
