"""Milestones: what was planned first, what now, how often it moved, and what came of it."""

from collections.abc import Sequence

from slimsamenwerken.programme.queries.rows import MilestoneRow
from slimsamenwerken.reports.blocks import Block, Column, Given, Row, Section, Table
from slimsamenwerken.reports.sections.common import dutch_date, loaded, outcome_words
from slimsamenwerken.reports.sections.counting import provenance_of

COLUMNS = [
    Column("code", "Code"),
    Column("title", "Mijlpaal", wide=True),
    Column("original", "Oorspronkelijk"),
    Column("current", "Huidig"),
    Column("changes", "Wijzigingen", "int"),
    Column("result", "Resultaat"),
    Column("slip", "Verschuiving", "int", "dagen"),
    Column("reason", "Reden en beslisser", wide=True),
]


def slip_days(row: MilestoneRow) -> int | None:
    """Days between the first planned date and the result, or the current date while open."""
    if row.original is None or row.original.original_unknown or row.current is None:
        return None
    end = row.outcome.on.day if row.outcome else row.current.due.day
    return (end - row.original.due.day).days


def _original(row: MilestoneRow) -> str:
    if row.original is None:
        return "niet vermeld"
    if row.original.original_unknown:
        return "oorspronkelijke datum niet vermeld"
    return dutch_date(row.original.due)


def _reason(row: MilestoneRow) -> str:
    if row.current is None or not row.current.reason:
        return "–"
    who = f" ({row.current.decided_by})" if row.current.decided_by else ""
    return f"{row.current.reason}{who}"


def build(given: Given) -> Sequence[Block]:
    data = loaded(given)
    rows = [
        Row(
            m.code,
            [
                m.code,
                m.title,
                _original(m),
                dutch_date(m.current.due) if m.current else "niet vermeld",
                m.changes,
                outcome_words(m),
                slip_days(m),
                _reason(m),
            ],
        )
        for state, m in data.milestones
        if state.is_public or given.scope != "publiek"
    ]
    hidden = len(data.milestones) - len(rows)
    if hidden:
        rows.append(Row("~", ["", f"niet openbaar ({hidden})", "", "", None, "", None, ""]))
    return [
        Table(
            "mijlpalen", "Mijlpalen op de peildatum", COLUMNS, rows,
            empty="Er waren nog geen mijlpalen.",
        )
    ]  # fmt: skip


SECTION = Section(
    "milestones", "Mijlpalen", 40, 1, build, provenance_of(lambda _given: []), budget_queries=12
)
