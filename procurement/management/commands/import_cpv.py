"""`manage.py import_cpv FILE`: the official CPV 2008 list, as CSV with code, check_digit, nl, en."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from procurement.operations.cpv import import_cpv_codes
from slimsamenwerken.history.acting import acting


class Command(BaseCommand):
    help = "Adds the codes of the official CPV list and corrects their labels."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *_args: object, path: Path, **_options: Any) -> None:
        try:
            with (
                path.open(encoding="utf-8-sig", newline="") as file,
                acting(by=None, source="import"),
            ):
                added, changed = import_cpv_codes(lines=file, by=None)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            _("CPV codes: %(added)s added, %(changed)s changed.")
            % {"added": added, "changed": changed}
        )
