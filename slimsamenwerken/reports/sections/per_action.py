"""Each action with its period, its actors by role, its statuses and its last public update."""

from collections.abc import Sequence

from slimsamenwerken.programme.models import StatusUpdate
from slimsamenwerken.programme.queries.states import ActionState
from slimsamenwerken.reports.blocks import (
    Block,
    Column,
    Figure,
    Given,
    Row,
    Section,
    Table,
    Text,
)
from slimsamenwerken.reports.sections.common import (
    dutch_date,
    loaded,
    nothing_known,
    noun,
    public_rows,
)
from slimsamenwerken.reports.sections.counting import Counted, count_actions, provenance_of
from slimsamenwerken.reports.sections.roles import actor_words, lead_words, per_action

COLUMNS = [
    Column("code", "Code"),
    Column("title", "Actie", wide=True),
    Column("period", "Looptijd"),
    Column("actors", "Wie", wide=True),
    Column("declared", "Opgegeven", "status"),
    Column("computed", "Berekend", "status"),
    Column("update", "Laatste stand van zaken", wide=True),
]


def period_words(state: ActionState) -> str:
    start = dutch_date(state.starts) if state.starts else ""
    if state.is_continuous:
        return f"doorlopend, sinds {start}" if start else "doorlopend"
    end = dutch_date(state.ends) if state.ends else ""
    if start and end and start != end:
        return f"{start} tot en met {end}"
    return (f"vanaf {start}" if start and not end else end) or "niet vermeld"


def latest_texts(given: Given) -> dict[int, str]:
    """Text of the last public update per action; one query."""
    found = (
        StatusUpdate.objects.until(given.as_of, given.known_at)
        .filter(is_public=True)
        .order_by("action_id", "-valid_on", "-recorded_at", "-id")
        .distinct("action_id")
        .values_list("action_id", "body")
    )
    return dict(found)


def figures(given: Given) -> list[Counted]:
    derived = [s for s in loaded(given).states if s.declared_update and s.declared_update.derived]
    return [
        count_actions(
            ("actions.derived", "Acties met een afgeleide status"), derived, given,
            "Aantal acties waarvan de opgegeven status niet in de bron staat, maar eruit is "
            "afgeleid.",
        )
    ]  # fmt: skip


def build(given: Given) -> Sequence[Block]:
    data = loaded(given)
    if not data.states:
        return nothing_known()
    texts = latest_texts(given)
    blocks: list[Block] = [Text("toelichting", _words(given))]
    for line in data.lines:
        caption = f"Acties van lijn {line.code} {line.short_label}"
        rows = _rows(data.of_line(line.code), texts, given)
        blocks.append(Table(f"lijn.{line.code}", caption, COLUMNS, rows))
    if data.projects:
        rows = _rows(data.projects, texts, given)
        blocks.append(Table("hefboom", "Strategische hefboomprojecten", COLUMNS, rows))
    return blocks


def _words(given: Given) -> list[list[str | Figure]]:
    derived = figures(given)[0].figure
    lead = lead_words(given)
    found: list[list[str | Figure]] = []
    if lead:
        found.append([f"Waar geen trekker staat, geldt de trekker van het actiedomein: {lead}."])
    found.append(
        ["Bij ", derived, noun(derived, " actie", " acties"),
         " is de opgegeven status afgeleid uit de bron: de bron noemt hem niet letterlijk."]
    )  # fmt: skip
    return found


def _rows(states: Sequence[ActionState], texts: dict[int, str], given: Given) -> list[Row]:
    named, hidden = public_rows(states, given)
    roles = per_action(given)
    rows = [
        Row(
            s.code,
            [
                s.code,
                s.title,
                period_words(s),
                actor_words(roles.get(s.id, []), given),
                s.declared or "none",
                s.computed,
                texts.get(s.id, "geen"),
            ],
        )
        for s in named
    ]
    if hidden:
        rows.append(Row("~", ["", f"niet openbaar ({hidden})", "", "", "", "", ""]))
    return rows


SECTION = Section("actions", "Acties", 30, 1, build, provenance_of(figures), budget_queries=14)
