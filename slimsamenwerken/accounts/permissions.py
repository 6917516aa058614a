"""Who is asking: the user, the organisation they act for and the roles that gives today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

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
    return list(Membership.objects.holding(on=day).filter(user=user).for_list())


def roles_of(memberships: Sequence[Membership]) -> frozenset[str]:
    return VISITOR_ROLES.union(*(expand(m.role) for m in memberships))


def acting_membership(
    memberships: Sequence[Membership], organisation_id: int | None
) -> Membership | None:
    """The membership of the chosen organisation; the first one when that choice is not (any more) open."""
    chosen = (m for m in memberships if m.organisation_id == organisation_id)
    return next(chosen, None) or next(iter(memberships), None)


def viewer_of(
    user: Any, memberships: Sequence[Membership], organisation_id: int | None = None
) -> Viewer:
    """The viewer a user is, acting for one organisation with all roles there."""
    if not getattr(user, "is_authenticated", False):
        return Viewer()
    acting = acting_membership(memberships, organisation_id)
    if acting is None:
        return Viewer(user)
    there = [m for m in memberships if m.organisation_id == acting.organisation_id]
    return Viewer(user, acting.organisation_id, roles_of(there))


def viewer_for(user: Any, *, on: date, organisation_id: int | None = None) -> Viewer:
    """The viewer a user is on a day, outside of a request."""
    if not getattr(user, "is_authenticated", False):
        return Viewer()
    return viewer_of(user, memberships_on(user, on), organisation_id)
