"""What the programme's sections share: one load of the actions, and their words in Dutch.

A report is Dutch whatever the language of the interface: nothing here asks the catalogue.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slimsamenwerken.core.dates import MONTHS
from slimsamenwerken.programme.models import ActionVersion
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.programme.queries.remembered import all_states
from slimsamenwerken.programme.queries.states import ActionState, Rules, load_rules, load_states
from slimsamenwerken.programme.queries.states import Given as Handed
from slimsamenwerken.reports.blocks import Figure, Given, Text

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
MOST_CODES = 10
DERIVED = "afgeleid"
REMEMBERED = "remembered"


@dataclass(frozen=True)
class Loaded:
    """Every action known at the moment; what is not public counts, but is not named."""

    states: list[ActionState]
    rules: Rules
    lines: list[rows.LineRow]

    @property
    def actions(self) -> list[ActionState]:
        return [state for state in self.states if state.kind == "action"]

    @property
    def projects(self) -> list[ActionState]:
        """Lever projects: they belong to no line and count in none of the totals."""
        return [state for state in self.states if state.kind != "action"]

    def of_line(self, code: str) -> list[ActionState]:
        return [s for s in self.actions if s.line and s.line.code == code]

    @property
    def milestones(self) -> list[tuple[ActionState, rows.MilestoneRow]]:
        return [(state, m) for state in self.states for m in state.milestones]


def stored_indicators(given: Given) -> list[rows.IndicatorRow]:
    """As they are stored; the statuses and the section on indicators need the same."""
    found: list[rows.IndicatorRow] = given.share(
        "stored indicators",
        lambda: loaders.stored_indicators(given.as_of, given.known_at, brief=True),
    )
    return found


def loaded(given: Given) -> Loaded:
    def load() -> Loaded:
        if given.memo.get(REMEMBERED):
            known = all_states(given.as_of, given.known_at)
            return _loaded(list(known.states.values()), known.rules)
        versions = ActionVersion.objects.at(given.as_of, given.known_at).order_by("action__code")
        rules = load_rules(given.as_of, given.known_at)
        handed = Handed(indicators=stored_indicators(given))
        states = load_states(versions, given.as_of, given.known_at, rules=rules, given=handed)
        return _loaded(states, rules)

    result: Loaded = given.share("programme", load)
    return result


def remember(given: Given) -> Given:
    """For a page, not for a build: `loaded` takes what this process still has of the moment.

    That answers to the number that every write raises (programme/queries/remembered.py). A report
    and its verification read the rows themselves.
    """
    given.memo[REMEMBERED] = True
    return given


def _loaded(states: list[ActionState], rules: Rules) -> Loaded:
    found = {s.line.code: s.line for s in states if s.line}
    return Loaded(states, rules, [found[code] for code in sorted(found)])


def labels_of(rules: Rules) -> dict[str, str]:
    """Names of the statuses as frozen in a report: the standard ones, or those of the rule set."""
    own = {code: label for code, label in rules.labels.items() if isinstance(label, str)}
    return LABELS | own


def nothing_known() -> list[Text]:
    return [Text("leeg", [["Toen waren nog geen gegevens bekend."]])]


def public_rows(states: Iterable[ActionState], given: Given) -> tuple[list[ActionState], int]:
    """The actions that may be named for the audience, and how many may not."""
    all_of_them = list(states)
    if given.scope != PUBLIC_ONLY:
        return all_of_them, 0
    named = [state for state in all_of_them if state.is_public]
    return named, len(all_of_them) - len(named)


# ── words ────────────────────────────────────────────────────────────────────────────────────
def noun(figure: Figure, one: str, many: str) -> str:
    """The word that fits the number: "1 actie", "0 acties", "12 acties"."""
    return one if figure.value == 1 else many


def enumerated(words: Sequence[str]) -> str:
    """ "1.1.10 en 1.2.05"; at most ten, then "en nog 4"."""
    shown, rest = list(words[:MOST_CODES]), len(words) - MOST_CODES
    last = [f"nog {rest}"] if rest > 0 else []
    parts = shown + last
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def named_codes(states: Sequence[ActionState], given: Given) -> str:
    """Codes of the actions in order; those that are not public are only counted."""
    named, hidden = public_rows(states, given)
    words = [state.code for state in named]
    return enumerated(words + ([f"niet openbaar ({hidden})"] if hidden else []))


def dutch_date(when: rows.VagueDate) -> str:
    """The date as frozen in a report, independent of the language of whoever builds it."""
    day, year = when.day, str(when.day.year)
    month = f"{MONTHS['nl'][day.month - 1]} {year}"
    return {
        "day": f"{day.day} {month}",
        "month": month,
        "quarter": f"kwartaal {(day.month + 2) // 3} van {year}",
        "year": year,
        "range": f"{when.first_day.year}–{year}" if when.first_day else year,
        "by": f"uiterlijk {year}",
    }[when.precision]


def derived_words(text: str, *, derived: bool) -> str:
    """ "2015 (afgeleid)": read into the source, not stated."""
    return f"{text} ({DERIVED})" if derived else text


def outcome_words(milestone: rows.MilestoneRow) -> str:
    outcome = milestone.outcome
    if outcome is None:
        return "open"
    word = "gerealiseerd" if outcome.kind == "realised" else "vervallen"
    return f"{word}, {derived_words(dutch_date(outcome.on), derived=outcome.derived)}"
