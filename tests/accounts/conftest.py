"""Alice owns (lead), Bob is a member of the same organisation kind, Charlie is a stranger."""

import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.test import Client
from django.utils import timezone

from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.accounts.roles import Role
from slimsamenwerken.core.mail import send_due_mail
from tests.factories.accounts import QUICK_HASHERS, make_organisation, make_person, make_user


@pytest.fixture(autouse=True)
def _quick_hashing(settings) -> None:
    settings.PASSWORD_HASHERS = QUICK_HASHERS


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


class Mailbox(Sink):
    """A mail server on this machine that keeps what it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def collect(self) -> list[EmailMessage]:
        """Let the portal send what waits, and hand over everything that arrived."""
        send_due_mail(timezone.now())
        return self.mails


@pytest.fixture
def mailbox(settings, db: None) -> Iterator[Mailbox]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND = "slimsamenwerken.core.mail.QueueBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.SITE_ROOT = "http://testserver"
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def dora(db):
    """Whose account the pages are about."""
    return make_person("member", make_organisation(name="Voorbeeld vzw"), name="Dora Voorbeeld",
                       email="dora@example.be")  # fmt: skip


@pytest.fixture
def url(dora):
    """`url("person/wijzigen/")`: the address of a page about Dora."""
    person, held = f"/beheer/accounts/{dora.public_id}/", dora.memberships.get()
    role = f"{person}rollen/{held.public_id}/beeindigen/"
    own = {"role": role, "organisation": f"/beheer/organisaties/{held.organisation.public_id}/"}
    return lambda page: own.get(page) or page.replace("person/", person).replace("person", person)


@pytest.fixture
def admin(person, sign_in) -> Client:
    return sign_in(person("admin"))
