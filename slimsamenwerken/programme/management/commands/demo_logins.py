"""`manage.py demo_logins`: accounts to try the portal with, linked to actors of the programme."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from slimsamenwerken.accounts.demo import ORGANISATIONS, make_demo_logins
from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.history.acting import Source, acting
from slimsamenwerken.programme.models import Actor
from slimsamenwerken.programme.operations import link_organisation


class Command(BaseCommand):
    help = "Makes the demo logins, one for each role, and prints them; only where DEMO is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print them as JSON")

    def handle(self, *_args: object, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo logins exist only where DEMO=1: never on a real portal.")
        with transaction.atomic(), acting(by=None, source=Source.COMMAND):
            logins = make_demo_logins(
                settings.VAR_DIR / "demo-passwords.json", today=timezone.localdate()
            )
            _link_actors()
        if options["json"]:
            self.stdout.write(json.dumps(logins))
            return
        for login in logins:
            self.stdout.write(f"{login['role']:<10} {login['email']:<28} {login['password']}")


def _link_actors() -> None:
    """An actor with the short name of an organisation is who signs in for it."""
    for organisation in Organisation.objects.filter(slug__in=ORGANISATIONS):
        actor = Actor.objects.filter(slug=organisation.slug, organisation=None).first()
        if actor is not None:
            link_organisation(actor=actor, organisation=organisation)
