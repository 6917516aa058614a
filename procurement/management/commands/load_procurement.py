"""`manage.py load_procurement`: the criteria and what belongs to them. load_start_data does it too."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.seed.load import load_procurement


class Command(BaseCommand):
    help = "Loads the start data of procurement; what is there already stays as it is."

    def handle(self, *_args: object, **_options: object) -> None:
        added = load_procurement().total()
        if added:
            message = ngettext(
                "Start data loaded: %(added)s row added.",
                "Start data loaded: %(added)s rows added.",
                added,
            ) % {"added": added}
        else:
            message = _("The start data was complete already; nothing changed.")
        self.stdout.write(message)
