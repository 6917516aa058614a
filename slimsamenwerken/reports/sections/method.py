"""How the figures came about: clocks, thresholds, rules and section versions."""

from collections.abc import Sequence

from slimsamenwerken.core.dates import long_date, long_moment
from slimsamenwerken.programme.status import RULES_VERSION
from slimsamenwerken.reports.blocks import Block, Column, Given, Row, Section, Table, Text
from slimsamenwerken.reports.sections.common import loaded, provenance_of

THRESHOLDS = {
    "final_late_days": "Eindmijlpaal: dagen te laat tot bijkomende actie nodig is",
    "many_late_count": "Aantal late mijlpalen tot bijkomende actie nodig is",
    "many_late_days": "Dagen te laat die voor dat aantal tellen",
    "pace_action": "Tempo in procent waaronder bijkomende actie nodig is",
    "pace_attention": "Tempo in procent waaronder aandacht nodig is",
    "end_grace_days": "Dagen na het einde zonder afsluiting",
    "start_grace_days": "Dagen na de start zonder gegevens over uitvoering",
    "replan_count": "Aantal verplaatsingen tot aandacht nodig is",
    "replan_window_days": "Dagen waarbinnen die verplaatsingen tellen",
    "fresh_update_days": "Dagen dat een stand van zaken van een doorlopende actie vers blijft",
}

CLOCKS = "De cijfers tonen de toestand op %s, met alles wat op %s geregistreerd was."
LATER = (
    "Later toegevoegde of ingetrokken gegevens veranderen dit rapport niet. Wie het met dezelfde "
    "peildatum en kennisdatum opnieuw maakt, krijgt dezelfde bytes."
)


def build(given: Given) -> Sequence[Block]:
    rules = loaded(given).rules
    decided = (
        "De standaarddrempels van het portaal gelden."
        if rules.row_id is None or rules.valid_on is None
        else f"De drempels gelden sinds {long_date(rules.valid_on, 'nl')}, "
        f"beslist door {rules.decided_by}."
    )
    return [
        Text(
            "klokken",
            [
                [CLOCKS % (long_date(given.as_of, "nl"), long_moment(given.known_at, "nl"))],
                [LATER],
                [decided],
            ],
        ),
        Table(
            "drempels", f"Drempels van de berekende status (regels versie {RULES_VERSION})",
            [Column("name", "Drempel", wide=True), Column("value", "Waarde", "int")],
            [
                Row(key, [THRESHOLDS[key], value])
                for key, value in rules.thresholds.to_json().items()
            ],
        ),
    ]  # fmt: skip


SECTION = Section(
    "method", "Verantwoording", 900, 1, build, provenance_of(lambda _given: []), budget_queries=12
)
