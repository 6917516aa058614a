"""What the programme's sections share: one load of the actions, and figures with their rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from slimsamenwerken.programme.models import ActionVersion
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.programme.queries.states import ActionState, Rules, load_rules, load_states
from slimsamenwerken.reports.blocks import Figure, Given, Provenance, RowView

STATUSES = (
    "achieved", "on_track", "started", "not_started", "attention", "action_needed", "stopped",
)  # fmt: skip
LABELS = {
    "not_started": "niet gestart",
    "started": "opgestart",
    "on_track": "in uitvoering/op schema",
    "attention": "bijzondere aandacht nodig",
    "action_needed": "bijkomende actie noodzakelijk",
    "achieved": "gerealiseerd",
    "stopped": "stopgezet",
    "unknown": "niet te berekenen",
    "none": "geen status opgegeven",
}
PUBLIC_ONLY = "publiek"


@dataclass(frozen=True)
class Loaded:
    """Every action known at the moment; what is not public counts, but is not named."""

    states: list[ActionState]
    rules: Rules
    lines: list[rows.LineRow]

    @property
    def actions(self) -> list[ActionState]:
        return [state for state in self.states if state.kind == "action"]

    def of_line(self, code: str) -> list[ActionState]:
        return [s for s in self.actions if s.line and s.line.code == code]

    @property
    def milestones(self) -> list[tuple[ActionState, rows.MilestoneRow]]:
        return [(state, m) for state in self.states for m in state.milestones]


def loaded(given: Given) -> Loaded:
    def load() -> Loaded:
        versions = ActionVersion.objects.at(given.as_of, given.known_at).order_by("action__code")
        rules = load_rules(given.as_of, given.known_at)
        states = load_states(versions, given.as_of, given.known_at, rules=rules)
        found = {s.line.code: s.line for s in states if s.line}
        return Loaded(states, rules, [found[code] for code in sorted(found)])

    result: Loaded = given.share("programme", load)
    return result


def labels_of(rules: Rules) -> dict[str, str]:
    """Names of the statuses as frozen in a report: the standard ones, or those of the rule set."""
    own = {code: label for code, label in rules.labels.items() if isinstance(label, str)}
    return LABELS | own


@dataclass(frozen=True)
class Counted:
    """A figure and, when someone asks, the rows behind it."""

    figure: Figure
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]
    formula: str
    definition: str = ""

    def provenance(self) -> Provenance:
        return Provenance(self.columns, self.rows, self.formula, self.definition)


ACTION_COLUMNS = ("Code", "Actie", "Opgegeven", "Berekend")


def action_view(state: ActionState, labels: dict[str, str]) -> RowView:
    return RowView(
        key=("programme_action", state.public_id),
        cells=(
            state.code,
            state.title,
            labels[state.declared or "none"],
            labels[state.computed],
        ),
        url=f"/acties/{state.code}/",
        is_public=state.is_public,
    )


def count_actions(
    figure_id: str, label: str, states: Sequence[ActionState], given: Given, formula: str
) -> Counted:
    labels = labels_of(loaded(given).rules)
    figure = Figure(
        id=figure_id,
        value=len(states),
        label=label,
        unit="acties",
        keys=tuple(("programme_action", s.public_id) for s in states),
    )
    views = tuple(action_view(state, labels) for state in states)
    return Counted(figure, ACTION_COLUMNS, views, formula)


MILESTONE_COLUMNS = ("Code", "Mijlpaal", "Gepland", "Resultaat")


def count_milestones(
    figure_id: str,
    label: str,
    found: Sequence[tuple[ActionState, rows.MilestoneRow]],
    formula: str,
) -> Counted:
    figure = Figure(
        id=figure_id,
        value=len(found),
        label=label,
        unit="mijlpalen",
        keys=tuple(("programme_milestone", m.public_id) for _s, m in found),
    )
    views = tuple(
        RowView(
            key=("programme_milestone", m.public_id),
            cells=(
                m.code,
                m.title,
                dutch_date(m.current.due) if m.current else "niet vermeld",
                outcome_words(m),
            ),
            url=f"/acties/{state.code}/#mijlpaal-{m.id}",
            is_public=state.is_public,
        )
        for state, m in found
    )
    return Counted(figure, MILESTONE_COLUMNS, views, formula)


MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip


def dutch_date(when: rows.VagueDate) -> str:
    """The date as frozen in a report, independent of the language of whoever builds it."""
    day, year = when.day, str(when.day.year)
    month = f"{MONTHS[day.month - 1]} {year}"
    exact = f"{day.day} {month}"
    first = f"{when.first_day.year}–{year}" if when.first_day else year
    return {
        "day": exact,
        "month": month,
        "quarter": f"kwartaal {(day.month + 2) // 3} van {year}",
        "year": year,
        "range": first,
        "by": f"uiterlijk {year}",
    }[when.precision]


def outcome_words(milestone: rows.MilestoneRow) -> str:
    outcome = milestone.outcome
    if outcome is None:
        return "open"
    word = "gerealiseerd" if outcome.kind == "realised" else "vervallen"
    return f"{word}, {dutch_date(outcome.on)}"


def provenance_of(
    figures: Callable[[Given], Iterable[Counted]],
) -> Callable[[str, Given], Provenance | None]:
    """The `rows` of a section, from the same figures as its `build`."""

    def rows_(figure_id: str, given: Given) -> Provenance | None:
        found = (c for c in figures(given) if c.figure.id == figure_id)
        counted = next(found, None)
        return counted.provenance() if counted else None

    return rows_


def public_rows(states: Iterable[ActionState], given: Given) -> tuple[list[ActionState], int]:
    """The actions that may be named for the audience, and how many may not."""
    all_of_them = list(states)
    if given.scope != PUBLIC_ONLY:
        return all_of_them, 0
    named = [state for state in all_of_them if state.is_public]
    return named, len(all_of_them) - len(named)


def participations(given: Given) -> dict[loaders.PlaceKey, list[rows.ParticipationRow]]:
    found: dict[loaders.PlaceKey, list[rows.ParticipationRow]] = given.share(
        "participations",
        lambda: loaders.participations(given.as_of, given.known_at, Q(action__isnull=False)),
    )
    return found


def number(value: Decimal | int | None, decimals: int) -> Decimal | int | None:
    """The value with the scale that the report prints."""
    if value is None or isinstance(value, int):
        return value
    return value.quantize(Decimal(1).scaleb(-decimals)) if decimals else int(value)


def memo(given: Given, key: str, load: Callable[[], Any]) -> Any:
    return given.share(key, load)
