"""Accounts to try the portal with, one for each role; only where DEMO is on.

Passwords are random. They are made once and kept in a file that only its owner reads, so that
what was printed at the first start still works at the next.
"""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from django.db import transaction

from slimsamenwerken.accounts import operations
from slimsamenwerken.accounts.models import Membership, Organisation, OrganisationKind, User
from slimsamenwerken.accounts.roles import Role

# Without letters and digits that look alike: people type these over from a screen.
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"

ORGANISATIONS: Final = {
    "bond-beter-leefmilieu": ("Bond Beter Leefmilieu", OrganisationKind.ASSOCIATION),
    "vito": ("VITO", OrganisationKind.KNOWLEDGE),
    "ovam": ("OVAM", OrganisationKind.GOVERNMENT),
}


@dataclass(frozen=True)
class DemoLogin:
    """`label` says who it is in the programme: a lead is a member whose organisation leads."""

    label: str
    role: str
    organisation: str
    email: str
    name: str


LOGINS: Final = (
    DemoLogin(
        "lead", Role.MEMBER, "bond-beter-leefmilieu", "trekker@bbl.example", "Trekker (voorbeeld)"
    ),
    DemoLogin(
        "manager",
        Role.MANAGER,
        "bond-beter-leefmilieu",
        "beheerder@bbl.example",
        "Organisatiebeheerder (voorbeeld)",
    ),
    DemoLogin("member", Role.MEMBER, "vito", "medewerker@vito.example", "Medewerker (voorbeeld)"),
    DemoLogin(
        "staff", Role.STAFF, "ovam", "programma@ovam.example", "Programmamedewerker (voorbeeld)"
    ),
    DemoLogin(
        "publisher",
        Role.PUBLISHER,
        "ovam",
        "eindredactie@ovam.example",
        "Eindredacteur (voorbeeld)",
    ),
    DemoLogin("admin", Role.ADMIN, "ovam", "beheer@ovam.example", "Programmabeheerder (voorbeeld)"),
    DemoLogin("auditor", Role.AUDITOR, "ovam", "audit@ovam.example", "Auditor (voorbeeld)"),
)


@transaction.atomic
def make_demo_logins(passwords: Path, *, today: date) -> list[dict[str, str]]:
    """Everyone in `LOGINS`, able to sign in with the password that is returned."""
    kept = kept_passwords(passwords)
    for login in LOGINS:
        _make(login, kept[login.email], today)
    return [
        {"role": login.label, "email": login.email, "password": kept[login.email]}
        for login in LOGINS
    ]


def kept_passwords(path: Path) -> dict[str, str]:
    """By address, from the file; what is missing there is made and added."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept = {login.email: known.get(login.email) or _password() for login in LOGINS}
    if kept != known:
        _write(path, json.dumps(kept, indent=2))
    return kept


def _password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def _write(path: Path, text: str) -> None:
    """At once and whole, and never readable by others, not even for a moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600, exist_ok=False)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _make(login: DemoLogin, password: str, today: date) -> None:
    user = User.objects.filter(email=login.email).first()
    if user is None:
        user = operations.create_user(email=login.email, name=login.name, by=None)
    if not (user.is_active and user.check_password(password)):
        user.set_password(password)
        user.is_active = True
        user.save(update_fields=["password", "is_active"])
    organisation = _organisation(login.organisation)
    held = Membership.objects.holding(on=today).filter(user=user, organisation=organisation)
    if not held.filter(role=login.role).exists():
        operations.add_membership(
            user=user, organisation=organisation, role=login.role, since=today, by=None
        )


def _organisation(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    name, kind = ORGANISATIONS[slug]
    return found or operations.create_organisation(name=name, kind=kind, slug=slug, by=None)
