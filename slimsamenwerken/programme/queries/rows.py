"""What the loaders of this package return: plain rows, loaded once, without further queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from slimsamenwerken.core.precision import render_date, render_date_short
from slimsamenwerken.programme.metrics import Metric, MetricRow, Reading, Scope


@dataclass(frozen=True, slots=True)
class VagueDate:
    """A last day with the precision that the source gave it."""

    day: date
    precision: str = "day"
    first_day: date | None = None

    @property
    def text(self) -> str:
        return render_date(self.day, self.precision, self.first_day)

    @property
    def short(self) -> str:
        return render_date_short(self.day, self.precision, self.first_day)


@dataclass(frozen=True, slots=True)
class LineRow:
    id: int
    code: str
    title: str
    short_label: str
    intro: str = ""


@dataclass(frozen=True, slots=True)
class ActorRow:
    id: int
    slug: str
    name: str
    abbreviation: str
    kind: str
    is_group: bool

    @property
    def short_name(self) -> str:
        return self.abbreviation or self.name


@dataclass(frozen=True, slots=True)
class ParticipationRow:
    id: int
    public_id: UUID
    actor: ActorRow
    role: str
    note: str
    since: VagueDate | None
    until: VagueDate | None
    derived: bool


@dataclass(frozen=True, slots=True)
class PlanRow:
    id: int
    number: int
    due: VagueDate
    decided_on: date
    decided_by: str
    reason: str
    original_unknown: bool


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    id: int
    public_id: UUID
    kind: str
    on: VagueDate
    statement: str
    evidence_url: str
    derived: bool


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    id: int
    public_id: UUID
    action_id: int
    code: str
    title: str
    done_when: str
    owner_id: int | None
    is_final: bool
    plans: tuple[PlanRow, ...] = ()
    outcome: OutcomeRow | None = None

    @property
    def original(self) -> PlanRow | None:
        return self.plans[0] if self.plans else None

    @property
    def current(self) -> PlanRow | None:
        return self.plans[-1] if self.plans else None

    @property
    def changes(self) -> int:
        return max(len(self.plans) - 1, 0)

    def is_late(self, as_of: date) -> bool:
        """Late from the day after the current due date, while there is no outcome."""
        return self.outcome is None and self.current is not None and self.current.due.day < as_of

    def days_late(self, as_of: date) -> int:
        return (as_of - self.current.due.day).days if self.current and self.is_late(as_of) else 0


@dataclass(frozen=True, slots=True)
class UpdateRow:
    id: int
    public_id: UUID
    action_id: int
    on: VagueDate
    declared: str
    computed: str
    deviation_reason: str
    recorded_at: datetime
    is_public: bool
    derived: bool


@dataclass(frozen=True, slots=True)
class ClosureRow:
    id: int
    kind: str
    on: VagueDate
    statement: str


@dataclass(frozen=True, slots=True)
class MeasurementRow:
    id: int
    public_id: UUID
    on: VagueDate
    period_start: date | None
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    qualifier: str
    is_baseline: bool
    dims: dict[str, Any]
    source: str
    method_note: str
    series_break: bool
    derived: bool
    recorded_at: datetime
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class TargetRow:
    id: int
    public_id: UUID
    series: int
    number: int
    due: VagueDate
    value: Decimal
    upper: Decimal | None
    decided_on: date
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class LiveValue:
    """What a metric answered for a live indicator; `rows` fetches exactly what it counted."""

    metric: Metric
    reading: Reading
    scope: Scope
    as_of: date
    known_at: datetime | None

    def rows(self) -> Sequence[MetricRow]:
        return self.metric.rows(self.as_of, self.known_at, self.scope)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator at a moment. `live` is set when a metric computes its value on that day."""

    id: int
    public_id: UUID
    code: str
    title: str
    definition: str
    unit: str
    decimals: int
    level: str
    direction: str
    aggregation: str
    dimension_aggregation: str
    frequency: str
    source_metric: str
    live_from: date | None
    tolerance: Decimal | None
    derived: bool
    targets: tuple[TargetRow, ...] = ()
    measurements: tuple[MeasurementRow, ...] = ()
    action_ids: frozenset[int] = field(default_factory=frozenset)
    live: LiveValue | None = None

    @property
    def counting(self) -> tuple[MeasurementRow, ...]:
        """The measurements that a result may rest on: of a live indicator none from before."""
        if self.live is None or self.live_from is None:
            return self.measurements
        return tuple(
            m
            for m in self.measurements
            if m.is_live or (m.is_baseline and m.on.day >= self.live_from)
        )
