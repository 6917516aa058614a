"""`manage.py load_start_data`: the facts of the source document as tracked actions, and what the
apps announced (core.start_data)."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slimsamenwerken.core.start_data import start_data
from slimsamenwerken.programme.seed.load import load_start_data


class Command(BaseCommand):
    help = "Loads the start data of the programme and the apps; what is there already stays."

    def handle(self, *_args: object, **_options: object) -> None:
        added = load_start_data().total()
        added += sum(entry.load().total() for entry in start_data)
        if added:
            message = ngettext(
                "Start data loaded: %(added)s row added.",
                "Start data loaded: %(added)s rows added.",
                added,
            ) % {"added": added}
        else:
            message = _("The start data was complete already; nothing changed.")
        self.stdout.write(message)
