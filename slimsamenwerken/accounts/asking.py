"""The request as our middleware hands it to views."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from slimsamenwerken.accounts.models import Membership, Organisation, User
from slimsamenwerken.accounts.permissions import Viewer

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from slimsamenwerken.core.moments import Moment


class PortalRequest(HttpRequest):
    """Names, for readers and type checkers, what is on every request; never made by hand."""

    # Behind a check of a right; in front of it this may be Django's AnonymousUser.
    user: User
    viewer: Viewer
    membership: Membership | None
    memberships: list[Membership]
    organisations: list[Organisation]
    # Only with @with_moment.
    moment: "Moment"
    htmx: "HtmxDetails"
