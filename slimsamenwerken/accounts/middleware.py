"""Who is asking, for this request, and whether the door is still open for them."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from slimsamenwerken.accounts import open_sessions, sessions
from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.accounts.models import Membership, Organisation
from slimsamenwerken.accounts.permissions import (
    Viewer,
    acting_membership,
    memberships_on,
    roles_of,
    viewer_of,
)
from slimsamenwerken.accounts.views.entrance import keep_form
from slimsamenwerken.core.error_views import unavailable
from slimsamenwerken.core.logs import bind_person, log_event

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
    return request.session.get(sessions.ACTING_FOR) if request.user.is_authenticated else None


_READERS: dict[str, Callable[[PortalRequest], Any]] = {
    "memberships": _memberships,
    "viewer": _viewer,
    "membership": _membership,
    "organisations": _organisations,
}


class DoorMiddleware:
    """Ends a session that lasted too long; the page goes on for a visitor.

    Who then sends a form gets the login page, and afterwards the form as they filled it in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        # Without a cookie there is nothing to look at, and the answer stays cacheable.
        had_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        closed: int | None = None
        if had_session and request.user.is_authenticated:
            limits = sessions.limits_for(roles_of(request.memberships))
            if sessions.is_over(request.session, limits, timezone.now()):
                closed = request.user.pk
                _close(request)
            elif request.session.modified:  # marked as seen: once a minute at most
                open_sessions.note_seen(request.session)
        answer = self.get_response(request)
        if request.method == "POST" and _asks_to_sign_in(request, answer, had_session):
            return keep_form(request, user=closed)
        return answer

    def process_exception(
        self, request: PortalRequest, exception: Exception
    ) -> HttpResponse | None:
        """Without Redis attempts cannot be counted: nobody gets in, and the page says so."""
        return unavailable(request) if isinstance(exception, RedisError) else None


def _asks_to_sign_in(request: PortalRequest, answer: HttpResponse, had_session: bool) -> bool:  # noqa: FBT001
    """Whether a form was sent to the door; also when its page is none for who is not signed in."""
    if request.user.is_authenticated or "HX-Request" in request.headers:
        return False
    if answer.status_code == HTTPStatus.NOT_FOUND:
        return had_session
    where = urlsplit(answer.get("Location", ""))
    return where.path == reverse("account_login") and "next=" in where.query


def _close(request: PortalRequest) -> None:
    log_event("session.expired", objects={"user": request.user.pk})
    logout(request)
    request.memberships = []
    messages.info(
        request, _("You were signed out because your session lasted too long. Sign in again.")
    )
