"""People, organisations and the roles between them. Nobody here has a real name."""

from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher, make_password

from slimsamenwerken.accounts.models import Membership, Organisation, User
from slimsamenwerken.accounts.roles import Role

_numbers = count(1)
FIRST = date(2013, 1, 1)
PASSWORD = "vier woorden maken sterk"


class QuickArgon2(Argon2PasswordHasher):
    """Argon2id as on the portal, at a cost that suits hundreds of tests."""

    time_cost, memory_cost, parallelism = 1, 8, 1


QUICK_HASHERS = ["tests.factories.accounts.QuickArgon2"]
_HASHED = make_password(PASSWORD, hasher=QuickArgon2())


def make_organisation(**fields: Any) -> Organisation:
    number = next(_numbers)
    given = {
        "slug": f"organisatie-{number}",
        "name": f"Voorbeeldorganisatie {number}",
        "kind": "association",
    } | fields
    found = Organisation.objects.filter(slug=given["slug"]).first()
    organisation = found or Organisation(**given)
    if found is None:
        organisation.full_clean()
        organisation.save()
    return organisation


def make_user(**fields: Any) -> User:
    """A person who can sign in with PASSWORD, without any role."""
    given = {"email": f"persoon-{next(_numbers)}@example.be"} | fields
    user = User(**given)
    user.password = _HASHED
    user.full_clean()
    user.save()
    return user


def make_membership(
    user: User | None = None,
    organisation: Organisation | None = None,
    role: str = Role.MEMBER.value,
    **fields: Any,
) -> Membership:
    """`role` of `user` at `organisation`; both are made when they are not given."""
    given = {"since": FIRST} | fields
    membership = Membership(
        user=user or make_user(),
        organisation=organisation or make_organisation(),
        role=role,
        **given,
    )
    membership.full_clean()
    membership.save()
    return membership


def make_person(role: str, organisation: Organisation | None = None, **fields: Any) -> User:
    """A user with one role at one organisation: what most tests want."""
    user = make_user(**fields)
    make_membership(user, organisation, role)
    return user
