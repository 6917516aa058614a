"""`manage.py write_openapi`: the contract of the API, as partners read it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from slimsamenwerken.api.contract import contract_yaml


class Command(BaseCommand):
    help = "Writes docs/openapi.yaml from the code."

    def handle(self, *_args: object, **_options: object) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
        text = contract_yaml()
        path.write_text(text, encoding="utf-8")
        self.stdout.write(f"docs/openapi.yaml: {text.count('operationId:')} operations")
