"""What the status rules read and return: plain frozen rows, without queries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.precision import render_date

Text = str | Promise
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or the last day of a period that the source left vague. Prints as people write it."""

    last: date
    precision: str = "day"
    first: date | None = None

    def __str__(self) -> str:
        return render_date(self.last, self.precision, self.first)

    @property
    def earliest(self) -> date:
        """First day on which it can have been."""
        if self.first is not None or self.precision == "day":
            return self.first or self.last
        months = {"month": self.last.month, "quarter": 3 * ((self.last.month - 1) // 3) + 1}
        return self.last.replace(month=months.get(self.precision, 1), day=1)


@dataclass(frozen=True, slots=True)
class Ref:
    """A row behind a result. Kinds: action, closure, milestone, update, measurement, target."""

    kind: str
    code: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ClosureFact:
    """`kind`: completed or stopped. `successor`: code of the action that a doorstart went to."""

    kind: str
    on: Day
    id: int | None = None
    successor: str = ""


@dataclass(frozen=True, slots=True)
class PlanFact:
    number: int
    due: Day
    decided_on: date


@dataclass(frozen=True, slots=True)
class OutcomeFact:
    """`kind`: realised or dropped."""

    kind: str
    on: Day


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A milestone with all its plans; `code` as printed, such as 1.2.04-M1."""

    code: str
    is_final: bool = False
    plans: tuple[PlanFact, ...] = ()
    outcome: OutcomeFact | None = None
    id: int | None = None

    def outcome_at(self, as_of: date) -> str:
        """realised, dropped or empty (open)."""
        reached = self.outcome is not None and self.outcome.on.last <= as_of
        return self.outcome.kind if self.outcome is not None and reached else ""

    def due_at(self, as_of: date) -> Day | None:
        """The date of the plan that counts: the last one decided."""
        decided = [plan for plan in self.plans if plan.decided_on <= as_of]
        last = max(decided, key=lambda plan: (plan.decided_on, plan.number), default=None)
        return last.due if last else None

    def days_late(self, as_of: date) -> int:
        """0 when it has an outcome, has no date, or is due today or later."""
        due = self.due_at(as_of)
        if due is None or self.outcome_at(as_of):
            return 0
        return max((as_of - due.last).days, 0)

    def replannings(self, as_of: date, window_days: int) -> int:
        """Plans after the first, decided at most `window_days` days before `as_of`."""
        ages = [(as_of - plan.decided_on).days for plan in self.plans if plan.number > 1]
        return sum(0 <= age <= window_days for age in ages)


@dataclass(frozen=True, slots=True)
class UpdateFact:
    """`declared` is empty for an update without a status; `recorded_at` orders equal days."""

    on: Day
    declared: str = ""
    recorded_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class MeasurementFact:
    """`code` of the indicator."""

    code: str
    on: Day
    is_baseline: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True)
class TargetFact:
    """The current target of one series; `code` of the indicator.

    `met`: None when no value tells. `pace`: percent, unrounded, None when not computable.
    """

    code: str
    due: Day
    met: bool | None = None
    pace: Decimal | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class StatusInput:
    """What is known of one action; `starts`, `ends` are of the version that counts at `as_of`."""

    as_of: date
    starts: Day | None = None
    ends: Day | None = None
    is_continuous: bool = False
    closure: ClosureFact | None = None
    milestones: tuple[MilestoneFact, ...] = ()
    updates: tuple[UpdateFact, ...] = ()
    measurements: tuple[MeasurementFact, ...] = ()
    targets: tuple[TargetFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that was tried: whether it fits and why (not)."""

    rule: str
    passed: bool
    reason: Text


@dataclass(frozen=True, slots=True)
class StatusResult:
    """`steps` end at the rule that fits; `notes` name facts too vague to count at this day."""

    code: str
    rule: str
    sentence: Text
    steps: tuple[Step, ...]
    evidence: tuple[Ref, ...]
    declared: str
    is_future: bool
    pace: Decimal | None
    pace_note: Text
    notes: tuple[Text, ...]

    @property
    def deviates(self) -> bool:
        """A status was declared and it differs from the computed one."""
        return bool(self.declared) and self.declared != self.code


def declared_update(updates: Iterable[UpdateFact], as_of: date) -> UpdateFact | None:
    """The latest update with a status at `as_of`; of one day the latest recorded, then id."""
    return latest_update((update for update in updates if update.declared), as_of)


def latest_update(updates: Iterable[UpdateFact], as_of: date) -> UpdateFact | None:
    known = (update for update in updates if update.on.last <= as_of)
    return max(known, key=lambda u: (u.on.last, u.recorded_at or _NEVER, u.id), default=None)


class Sentence(Promise):
    """A text put together at print, so that words, dates and plurals follow the reader's language.

    Django's `lazy` makes a class for each text: a third of the time of a list of statuses.
    """

    __slots__ = ("_print",)

    def __init__(self, print_: Callable[[], str]) -> None:
        self._print = print_

    def __str__(self) -> str:
        return self._print()

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | Promise) else NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return repr(str(self))


def fill(text: Text, **values: object) -> Text:
    """The text with its values, filled in at print."""

    def filled() -> str:
        # whole numbers stay numbers: they choose the plural
        return str(text % {k: v if isinstance(v, int) else str(v) for k, v in values.items()})

    return Sentence(filled)


def joined(texts: Iterable[Text]) -> Text:
    """Sentences after each other, put together at print."""
    parts = tuple(texts)
    return parts[0] if len(parts) == 1 else Sentence(lambda: " ".join(map(str, parts)))


_VAGUE: Final[Mapping[str, Text]] = {
    "month": _("date known to the month only"),
    "quarter": _("date known to the quarter only"),
}


def vague_note(day: Day, as_of: date) -> Text | None:
    """Why a fact does not count yet: `as_of` lies inside its vague period. Else None."""
    if day.precision == "day" or not day.earliest <= as_of < day.last:
        return None
    return _VAGUE.get(day.precision, _("date known to the year only"))
