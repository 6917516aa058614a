"""Who is asking: the user, the organisation they act for and the roles that gives today."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from slimsamenwerken.accounts import policy
from slimsamenwerken.accounts.models import Membership, User
from slimsamenwerken.accounts.roles import Role, expand

VISITOR_ROLES = frozenset({Role.VISITOR.value})


@dataclass(frozen=True)
class Viewer:
    """A visitor has neither user nor organisation."""

    user: User | None = None
    organisation_id: int | None = None
    roles: frozenset[str] = field(default=VISITOR_ROLES)

    def may(self, operation: str, *relations: str) -> bool:
        return policy.allowed(operation, roles=self.roles, relations=frozenset(relations))

    @property
    def is_visitor(self) -> bool:
        return self.user is None

    @property
    def reads_internal(self) -> bool:
        """Staff and auditors see everything of the programme."""
        return self.may("programme.read_internal")


def memberships_on(user: User, day: date) -> list[Membership]:
    """The memberships that hold on the day; one query."""
    rows = Membership.objects.filter(user=user, since__lte=day)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=day))
    return list(rows.select_related("organisation").order_by("organisation__name", "role", "id"))


def viewer_for(user: Any, *, on: date, organisation_id: int | None = None) -> Viewer:
    """The viewer a user is on a day, acting for one organisation (the first when none is given)."""
    if not getattr(user, "is_authenticated", False):
        return Viewer()
    found = memberships_on(user, on)
    acting = next((m.organisation_id for m in found if m.organisation_id == organisation_id), None)
    if acting is None and found:
        acting = found[0].organisation_id
    roles = VISITOR_ROLES.union(*(expand(m.role) for m in found if m.organisation_id == acting))
    return Viewer(user, acting, roles)
