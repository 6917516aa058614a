"""`manage.py make_admin`: the first programme administrator, who makes all other accounts."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from slimsamenwerken.accounts import operations
from slimsamenwerken.accounts.models import Membership, Organisation, OrganisationKind, User
from slimsamenwerken.accounts.roles import Role
from slimsamenwerken.history.acting import Source, acting


class Command(BaseCommand):
    help = "Makes a programme administrator and mails a link to choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--organisation", default="OVAM", help="made when it is not there yet")

    def handle(self, *_args: object, **options: Any) -> None:
        try:
            with transaction.atomic(), acting(by=None, source=Source.COMMAND):
                _make_admin(options["email"], options["name"], options["organisation"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(_("A mail with a link to choose a password is on its way."))


def _make_admin(email: str, name: str, organisation: str) -> None:
    user = User.objects.filter(email=email.strip().lower()).first()
    user = user or operations.create_user(email=email, name=name, by=None)
    today = timezone.localdate()
    if not Membership.objects.holding(on=today).filter(user=user, role=Role.ADMIN).exists():
        operations.add_membership(
            user=user,
            organisation=_organisation(organisation),
            role=Role.ADMIN,
            since=today,
            by=None,
        )
    operations.invite_user(user=user, by=None, now=timezone.now())


def _organisation(name: str) -> Organisation:
    found = Organisation.objects.filter(name__iexact=name).first()
    kind = OrganisationKind.GOVERNMENT
    return found or operations.create_organisation(name=name, kind=kind, by=None)
