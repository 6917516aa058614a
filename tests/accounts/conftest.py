"""Alice owns (lead), Bob is a member of the same organisation kind, Charlie is a stranger."""

from collections.abc import Callable

import pytest
from django.test import Client

from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.accounts.roles import Role
from tests.factories.accounts import make_organisation, make_person, make_user


@pytest.fixture
def alices_organisation(db: None) -> Organisation:
    return make_organisation(slug="organisatie-van-alice", name="Organisatie van Alice (voorbeeld)")


@pytest.fixture
def alice(alices_organisation: Organisation) -> User:
    """Works at the organisation that leads; in tests of the programme its actor is the lead."""
    return make_person(
        Role.MEMBER.value, alices_organisation, email="alice@example.be", name="Alice Voorbeeld"
    )


@pytest.fixture
def bob(db: None) -> User:
    """A member of an organisation that leads nothing."""
    return make_person(Role.MEMBER.value, email="bob@example.be", name="Bob Voorbeeld")


@pytest.fixture
def charlie(db: None) -> User:
    """Can sign in, belongs nowhere."""
    return make_user(email="charlie@example.be", name="Charlie Voorbeeld")


@pytest.fixture
def ovam(db: None) -> Organisation:
    return make_organisation(slug="ovam-voorbeeld", name="OVAM (voorbeeld)", kind="government")


@pytest.fixture
def person(ovam: Organisation) -> Callable[[str], User]:
    """`person("admin")`: someone in that role at OVAM."""
    return lambda role: make_person(role, ovam, email=f"{role}@example.be", name=f"Rol {role}")


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """`sign_in(alice)`: a client with her session, without the login page."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
