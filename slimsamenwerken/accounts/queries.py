"""What the pages of accounts read."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from slimsamenwerken.accounts.models import Membership, Organisation, User, UserQuerySet

NO_ROLE: Final = "none"
SORTS: Final = {
    "name": ("name", "email"),
    "email": ("email",),
    "seen": (F("last_login").asc(nulls_first=True), "email"),
    "-name": ("-name", "-email"),
    "-email": ("-email",),
    "-seen": (F("last_login").desc(nulls_last=True), "email"),
}


@dataclass(frozen=True)
class UserCriteria:
    """`organisation` is a short name, `role` a code or NO_ROLE, `state` "on", "off" or ""."""

    text: str = ""
    organisation: str = ""
    role: str = ""
    state: str = ""
    sort: str = "name"


def users(criteria: UserCriteria, *, on: date) -> UserQuerySet:
    """Accounts that fit; organisation and role must belong to one membership that holds."""
    found = User.objects.for_list(on=on)
    for word in criteria.text.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if criteria.state:
        found = found.filter(is_active=criteria.state == "on")
    held = Membership.objects.holding(on=on).filter(user=OuterRef("pk"))
    if criteria.organisation:
        held = held.filter(organisation__slug=criteria.organisation)
    if criteria.role == NO_ROLE:
        found = found.filter(~Exists(held))
    elif criteria.role:
        held = held.filter(role=criteria.role)
    if criteria.role != NO_ROLE and (criteria.role or criteria.organisation):
        found = found.filter(Exists(held))
    return found.order_by(*SORTS.get(criteria.sort, SORTS["name"]))


def memberships_of(user: User) -> QuerySet[Membership]:
    """All, also past and coming ones: newest first."""
    return user.memberships.select_related("organisation").order_by("-since", "role", "id")


def organisations(text: str = "", *, on: date) -> QuerySet[Organisation]:
    """With `people_count`: how many people have a role there on the day."""
    holding = Q(memberships__since__lte=on) & (
        Q(memberships__until__isnull=True) | Q(memberships__until__gte=on)
    )
    found = Organisation.objects.annotate(
        people_count=Count("memberships__user", filter=holding, distinct=True)
    )
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(slug__icontains=word))
    return found.order_by("name", "slug")
