"""Each action with its period, its actors by role, its statuses and its last public update."""

from collections.abc import Sequence

from slimsamenwerken.programme.models import StatusUpdate
from slimsamenwerken.programme.queries.rows import ParticipationRow
from slimsamenwerken.programme.queries.states import ActionState
from slimsamenwerken.reports.blocks import Block, Column, Given, Row, Section, Table
from slimsamenwerken.reports.sections.common import (
    dutch_date,
    loaded,
    participations,
    provenance_of,
    public_rows,
)

ROLES = {
    "lead": "trekker",
    "co_lead": "mede-trekker",
    "commissioner": "opdrachtgever",
    "contractor": "uitvoerder",
    "partner": "partner",
    "funder": "financier",
    "target_group": "doelgroep",
}
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
        return f"{start} tot {end}"
    return (f"vanaf {start}" if start and not end else end) or "niet vermeld"


def actor_words(roles: Sequence[ParticipationRow]) -> str:
    """ "uitvoerder: Agentschap Ondernemen, OVAM; doelgroep: bedrijven"."""
    parts = []
    for role, word in ROLES.items():
        names = sorted(row.actor.short_name for row in roles if row.role == role)
        if names:
            parts.append(f"{word}: {', '.join(names)}")
    return "; ".join(parts) or "niet vermeld"


def latest_texts(given: Given) -> dict[int, str]:
    """Date and text of the last public update per action; one query."""
    found = (
        StatusUpdate.objects.until(given.as_of, given.known_at)
        .filter(is_public=True)
        .order_by("action_id", "-valid_on", "-recorded_at", "-id")
        .distinct("action_id")
        .values_list("action_id", "body")
    )
    return dict(found)


def build(given: Given) -> Sequence[Block]:
    data = loaded(given)
    texts = latest_texts(given)
    roles = participations(given)
    tables: list[Block] = []
    for line in data.lines:
        states = data.of_line(line.code)
        caption = f"Acties van lijn {line.code} {line.short_label}"
        rows = _rows(states, roles, texts, given)
        tables.append(Table(f"lijn.{line.code}", caption, COLUMNS, rows))
    projects = [s for s in data.states if s.kind != "action"]
    if projects:
        rows = _rows(projects, roles, texts, given)
        tables.append(Table("hefboom", "Strategische hefboomprojecten", COLUMNS, rows))
    return tables


def _rows(
    states: Sequence[ActionState],
    roles: dict[tuple[str, int], list[ParticipationRow]],
    texts: dict[int, str],
    given: Given,
) -> list[Row]:
    named, hidden = public_rows(states, given)
    rows = [
        Row(
            s.code,
            [
                s.code,
                s.title,
                period_words(s),
                actor_words(roles.get(("action", s.id), [])),
                s.declared or "none",
                s.computed,
                texts.get(s.id, "geen"),
            ],
        )
        for s in named
    ]
    if hidden:
        rows.append(Row("~", ["", f"niet openbaar ({hidden})", "", "", None, None, ""]))
    return rows


SECTION = Section(
    "actions", "Acties", 30, 1, build, provenance_of(lambda _given: []), budget_queries=16
)
