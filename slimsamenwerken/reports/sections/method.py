"""How the figures came about: clocks, thresholds, definitions, and the signs that are used."""

from collections.abc import Sequence

from slimsamenwerken.core.dates import long_date, long_moment
from slimsamenwerken.programme.status import RULES_VERSION
from slimsamenwerken.reports.blocks import Block, Column, Given, Row, Section, Table, Text
from slimsamenwerken.reports.sections.common import loaded
from slimsamenwerken.reports.sections.counting import provenance_of
from slimsamenwerken.reports.sections.indicators import judged

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
WORDS = {
    "afgeleid": "In de bron gelezen, maar er niet letterlijk vermeld.",
    "uiterlijk": "De bron noemt geen datum; het gebeurde ten laatste in dat jaar.",
    "niet vermeld": "De bron zegt hier niets over. Het portaal vult niets aan.",
    "≈": "Ongeveer: de bron geeft een schatting.",
    "<, ≤, >, ≥": "Minder dan, hoogstens, meer dan, minstens: de bron geeft een grens.",
    "–": "Niet te berekenen of niet vermeld.",
}
CLOCKS = "De cijfers tonen de toestand op %s, met alles wat op %s geregistreerd was."
LATER = (
    "Later toegevoegde of ingetrokken gegevens veranderen dit rapport niet. Wie het met dezelfde "
    "peildatum en kennisdatum opnieuw maakt, krijgt dezelfde bytes."
)
RULES = (
    "De berekende status volgt uit vaste regels (versie %s): afsluiting, mijlpalen, streefwaarden "
    "en stand van zaken van de actie, getoetst aan de drempels hieronder."
)


def build(given: Given) -> Sequence[Block]:
    return [
        Text("klokken", [[text] for text in _texts(given)]),
        Table(
            "drempels", "Drempels van de berekende status",
            [Column("name", "Drempel", wide=True), Column("value", "Waarde", "int")],
            [
                Row(key, [THRESHOLDS[key], value])
                for key, value in loaded(given).rules.thresholds.to_json().items()
            ],
        ),
        Table(
            "definities", "Definities van de indicatoren",
            [Column("code", "Code"), Column("title", "Indicator", wide=True),
             Column("definition", "Definitie", wide=True)],
            [Row(row.code, [row.code, row.title, row.definition]) for row, _a in judged(given)],
            empty="Er waren nog geen indicatoren.",
        ),
        Table(
            "woorden", "Woorden en tekens in dit rapport",
            [Column("word", "Woord of teken"), Column("meaning", "Betekenis", wide=True)],
            [Row(word, [word, meaning]) for word, meaning in WORDS.items()],
        ),
    ]  # fmt: skip


def _texts(given: Given) -> list[str]:
    rules = loaded(given).rules
    decided = (
        "De standaarddrempels van het portaal gelden."
        if rules.row_id is None or rules.valid_on is None
        else f"De drempels gelden sinds {long_date(rules.valid_on, 'nl')}, "
        f"beslist door {rules.decided_by}."
    )
    clocks = CLOCKS % (long_date(given.as_of, "nl"), long_moment(given.known_at, "nl"))
    return [clocks, LATER, RULES % RULES_VERSION, decided]


SECTION = Section(
    "method", "Verantwoording", 900, 1, build, provenance_of(lambda _given: []), budget_queries=14
)
