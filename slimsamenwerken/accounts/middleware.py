"""Who is asking, for this request: `request.viewer` and `request.membership`, both lazy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from slimsamenwerken.accounts.models import Membership
from slimsamenwerken.accounts.permissions import Viewer, memberships_on, viewer_for

ACTING_FOR = "acting_for"  # session key: organisation that the user chose


class ViewerMiddleware:
    """A visitor costs no query: the user is only loaded when there is a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        request.membership = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: _membership(request)
        )
        return self.get_response(request)


def _viewer(request: HttpRequest) -> Viewer:
    acting = request.session.get(ACTING_FOR) if request.user.is_authenticated else None
    return viewer_for(request.user, on=timezone.localdate(), organisation_id=acting)


def _membership(request: HttpRequest) -> Membership | None:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.user is None:
        return None
    found = memberships_on(viewer.user, timezone.localdate())
    return next((m for m in found if m.organisation_id == viewer.organisation_id), None)
