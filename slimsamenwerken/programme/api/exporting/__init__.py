"""The lists of the programme as files: columns once, rows as the endpoints show them."""

from slimsamenwerken.programme.api.exporting.facts import FACTS
from slimsamenwerken.programme.api.exporting.things import THINGS

EXPORTS = [*THINGS, *FACTS]
