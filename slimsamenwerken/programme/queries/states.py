"""What actions are at a moment: their rows, the declared status and the computed one.

One path for page, list, dashboard, metric and report, so that a figure is the same everywhere.
`load_states` costs eleven queries, for one action and for all of them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from slimsamenwerken.programme.models import Action, ActionVersion, RuleSet, StatusUpdate
from slimsamenwerken.programme.models.codes import StatusCode
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.programme.queries.goals import target_facts
from slimsamenwerken.programme.queries.live import with_live_values
from slimsamenwerken.programme.status import compute_status
from slimsamenwerken.programme.status_facts import (
    ClosureFact,
    Day,
    MeasurementFact,
    MilestoneFact,
    OutcomeFact,
    PlanFact,
    StatusInput,
    StatusResult,
    UpdateFact,
)
from slimsamenwerken.programme.thresholds import DEFAULTS, Thresholds, labels_from_json


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds and labels that hold on a day; `row_id` is None for the defaults."""

    thresholds: Thresholds
    labels: dict[str, str | Promise]
    row_id: int | None = None
    valid_on: date | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller already has: the lines, all indicators as they are stored, or an update
    that is not saved yet.

    `whole_series`: every measurement, for a page that shows them; a status needs only a few.
    """

    lines: dict[int, rows.LineRow] | None = None
    indicators: list[rows.IndicatorRow] | None = None
    extra: rows.UpdateRow | None = None
    whole_series: bool = False


@dataclass(frozen=True, slots=True)
class ActionState:
    """One action at a moment, with everything that its status follows from."""

    id: int
    public_id: UUID
    code: str
    row_version: int
    version_id: int
    kind: str
    line: rows.LineRow | None
    title: str
    summary: str
    description: str
    starts: rows.VagueDate | None
    ends: rows.VagueDate | None
    is_continuous: bool
    is_public: bool
    closure: rows.ClosureRow | None
    updates: tuple[rows.UpdateRow, ...]
    milestones: tuple[rows.MilestoneRow, ...]
    indicators: tuple[rows.IndicatorRow, ...]
    result: StatusResult

    @property
    def declared_update(self) -> rows.UpdateRow | None:
        return next((update for update in self.updates if update.declared), None)

    @property
    def declared(self) -> str:
        """Code of the declared status; empty when none was declared."""
        return self.result.declared

    @property
    def computed(self) -> str:
        return self.result.code

    @property
    def deviates(self) -> bool:
        return self.result.deviates

    @property
    def last_update(self) -> rows.UpdateRow | None:
        return self.updates[0] if self.updates else None

    def late_milestones(self, as_of: date) -> list[rows.MilestoneRow]:
        return [milestone for milestone in self.milestones if milestone.is_late(as_of)]


def load_rules(as_of: date, known_at: datetime | None = None) -> Rules:
    row = RuleSet.objects.at(as_of, known_at).first()
    if row is None:
        return Rules(DEFAULTS, labels_from_json({}))
    return Rules(
        Thresholds.from_json(row.thresholds),
        labels_from_json(row.labels),
        row.pk,
        row.valid_on,
        row.decided_by,
    )


_VERSION = (
    "action_id", "action__public_id", "action__code", "action__version", "id", "kind", "line_id",
    "title", "summary", "description", "starts_on", "starts_on_precision", "starts_on_from",
    "ends_on", "ends_on_precision", "ends_on_from", "is_continuous", "is_public",
)  # fmt: skip


def load_states(
    versions: QuerySet[ActionVersion],
    as_of: date,
    known_at: datetime | None = None,
    *,
    rules: Rules | None = None,
    narrow: bool = False,
    given: Given | None = None,
) -> list[ActionState]:
    """The actions of a selection, by its own order; `narrow` when it is a small part of all.

    `versions` are rows of `ActionVersion.objects.at(as_of, known_at)`, further filtered or sliced.
    """
    found = list(versions.values_list(*_VERSION))
    ids = [row[0] for row in found] if narrow else None
    rules = rules or load_rules(as_of, known_at)
    given = given or Given()
    parts = _Parts.load(as_of, known_at, ids, given)
    if given.extra is not None:
        parts.updates.setdefault(given.extra.action_id, []).insert(0, given.extra)
    return [_state(dict(zip(_VERSION, row, strict=True)), parts, as_of, rules) for row in found]


@dataclass(frozen=True)
class _Parts:
    lines: dict[int, rows.LineRow]
    closures: dict[int, rows.ClosureRow]
    successors: dict[int, tuple[rows.ClosureRow, str]]
    updates: dict[int, list[rows.UpdateRow]]
    milestones: dict[int, list[rows.MilestoneRow]]
    indicators: dict[int, list[rows.IndicatorRow]]

    @classmethod
    def load(
        cls,
        as_of: date,
        known_at: datetime | None,
        ids: Collection[int] | None,
        given: Given,
    ) -> "_Parts":
        per_action: dict[int, list[rows.IndicatorRow]] = {}
        stored = given.indicators
        if stored is None:
            brief = not given.whole_series
            stored = loaders.stored_indicators(as_of, known_at, of_actions=ids, brief=brief)
        for indicator in with_live_values(stored, as_of, known_at, for_status=True):
            for action in indicator.action_ids:
                per_action.setdefault(action, []).append(indicator)
        return cls(
            loaders.lines(as_of, known_at) if given.lines is None else given.lines,
            loaders.closures(as_of, known_at, ids),
            loaders.closing_successions(as_of, known_at, ids),
            loaders.latest_updates(as_of, known_at, ids),
            loaders.milestones(as_of, known_at, ids),
            per_action,
        )


def _state(row: dict[str, object], parts: _Parts, as_of: date, rules: Rules) -> ActionState:
    action: int = row["action_id"]  # type: ignore[assignment]
    updates = tuple(parts.updates.get(action, ()))
    milestones = tuple(parts.milestones.get(action, ()))
    indicators = tuple(parts.indicators.get(action, ()))
    starts, ends = _vague(row, "starts_on"), _vague(row, "ends_on")
    closure, successor = parts.closures.get(action), ""
    if closure is None and action in parts.successors:
        closure, successor = parts.successors[action]
    given = StatusInput(
        as_of=as_of,
        starts=_day(starts),
        ends=_day(ends),
        is_continuous=bool(row["is_continuous"]),
        closure=_closure(closure, successor),
        milestones=tuple(_milestone(milestone) for milestone in milestones),
        updates=tuple(_update(update) for update in updates),
        measurements=tuple(
            MeasurementFact(i.code, _known_day(m.on), m.is_baseline, m.id)
            for i in indicators
            for m in i.measurements
            # the portal counts from day one: only a count that is not 0 tells of work
            if m.value or not m.is_live
        ),
        targets=tuple(fact for i in indicators for fact in target_facts(i, as_of)),
    )
    return ActionState(
        id=action,
        public_id=row["action__public_id"],  # type: ignore[arg-type]
        code=str(row["action__code"]),
        row_version=row["action__version"],  # type: ignore[arg-type]
        version_id=row["id"],  # type: ignore[arg-type]
        kind=str(row["kind"]),
        line=parts.lines.get(row["line_id"]),  # type: ignore[call-overload]
        title=str(row["title"]),
        summary=str(row["summary"]),
        description=str(row["description"]),
        starts=starts,
        ends=ends,
        is_continuous=bool(row["is_continuous"]),
        is_public=bool(row["is_public"]),
        closure=closure,
        updates=updates,
        milestones=milestones,
        indicators=indicators,
        result=compute_status(given, rules.thresholds),
    )


def _closure(row: rows.ClosureRow | None, successor: str) -> ClosureFact | None:
    return ClosureFact(row.kind, _known_day(row.on), row.id, successor) if row else None


def _vague(row: dict[str, object], name: str) -> rows.VagueDate | None:
    if row[name] is None:
        return None
    return rows.VagueDate(row[name], row[f"{name}_precision"], row[f"{name}_from"])  # type: ignore[arg-type]


def _day(when: rows.VagueDate | None) -> Day | None:
    return _known_day(when) if when else None


def _known_day(when: rows.VagueDate) -> Day:
    return Day(when.day, when.precision, when.first_day)


def _milestone(row: rows.MilestoneRow) -> MilestoneFact:
    outcome = row.outcome
    return MilestoneFact(
        code=row.code,
        is_final=row.is_final,
        plans=tuple(PlanFact(p.number, _known_day(p.due), p.decided_on) for p in row.plans),
        outcome=OutcomeFact(outcome.kind, _known_day(outcome.on)) if outcome else None,
        id=row.id,
    )


def _update(row: rows.UpdateRow) -> UpdateFact:
    return UpdateFact(_known_day(row.on), row.declared, row.recorded_at, row.id)


def computed_status(
    action: Action, *, as_of: date, extra_update: StatusUpdate | None = None
) -> str:
    """Code of the computed status as now known on a day, with a new update counted in."""
    versions = ActionVersion.objects.at(as_of, action=action)
    found = load_states(versions, as_of, narrow=True, given=Given(extra=_unsaved(extra_update)))
    return found[0].computed if found else StatusCode.UNKNOWN


def computed_label(action: Action, *, as_of: date) -> str:
    """The computed status as now known on a day, in the words of that day."""
    return str(load_rules(as_of).labels[computed_status(action, as_of=as_of)])


def _unsaved(update: StatusUpdate | None) -> rows.UpdateRow | None:
    """An update that has no id yet, as the latest one of its day."""
    if update is None:
        return None
    when = rows.VagueDate(update.valid_on, update.valid_on_precision, update.valid_on_from)
    return rows.UpdateRow(
        0, UUID(int=0), update.action_id, when, update.declared_status, "", "",
        datetime.max.replace(tzinfo=UTC), update.is_public, update.derived,
    )  # fmt: skip
