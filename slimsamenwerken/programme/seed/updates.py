"""Status updates: the few that carry a date, and the state of each action in the text itself."""

from slimsamenwerken.programme.seed.action_rows import ACTIONS
from slimsamenwerken.programme.seed.facts import facts_at
from slimsamenwerken.programme.seed.rows import ON_REFERENCE_DAY, Update, month, year

_STATUS_READ = "Status afgeleid uit de bewoording."

DATED: tuple[Update, ...] = (
    Update("1.2.04", year(2013), ("F208",)),
    Update("1.4.02", year(2013), ("F407",), "started", _STATUS_READ),
    Update("1.5.05", year(2014), ("F510",), "started", _STATUS_READ),
    Update("1.2.04", month(2015, 9), ("F211",)),
)

# The date is read into the text too, so that every row of 2015 is derived.
IN_THE_TEXT: tuple[Update, ...] = tuple(
    Update(
        action.code,
        ON_REFERENCE_DAY,
        facts_at(action.code),
        action.status,
        "Status en peildatum afgeleid." if action.status else "Peildatum afgeleid.",
    )
    for action in ACTIONS
)

UPDATES: tuple[Update, ...] = DATED + IN_THE_TEXT
