"""`manage.py load_start_data`: the facts of the source document as tracked actions."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slimsamenwerken.programme.seed.load import load_start_data


class Command(BaseCommand):
    help = "Loads the start data of the programme; what is there already stays as it is."

    def handle(self, *_args: object, **_options: object) -> None:
        added = load_start_data().total()
        if added:
            message = ngettext(
                "Start data loaded: %(added)s row added.",
                "Start data loaded: %(added)s rows added.",
                added,
            ) % {"added": added}
        else:
            message = _("The start data was complete already; nothing changed.")
        self.stdout.write(message)
