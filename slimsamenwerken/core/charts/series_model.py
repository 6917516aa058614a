"""Measurements over time: what goes in, its words and its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from slimsamenwerken.core.charts.measure import clean
from slimsamenwerken.core.charts.model import (
    Cell,
    ChartColumn,
    ChartTable,
    Heading,
    When,
    day_words,
)
from slimsamenwerken.core.numbers import format_decimal

EXACT = "="


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One measurement. `value` None: a period without one, drawn as a gap. `qualifier` is one of
    = ≈ > ≥ < ≤; all but "=" are drawn open and dashed. `breaks_series`: not comparable with
    what came before (`break_note` says why)."""

    when: When
    value: Decimal | None
    qualifier: str = EXACT
    is_baseline: bool = False
    breaks_series: bool = False
    break_note: str = ""
    source: str = ""

    @property
    def is_estimate(self) -> bool:
        return self.qualifier not in ("", EXACT)


@dataclass(frozen=True, kw_only=True)
class TargetRevision:
    """A target as decided on `decided_on`. Revisions of one goal share `series` and follow each
    other; `upper` makes it a band."""

    decided_on: date
    due: When
    value: Decimal
    upper: Decimal | None = None
    series: str = ""


@dataclass(frozen=True, kw_only=True)
class TimeSeries:
    """All of one indicator. `known_since`: when the thing that is measured began, so that the
    time before the first value is shown as unknown; `known_since_note` goes with it.
    `decimals` None: as many as each value has."""

    measured: Sequence[Measured] = ()
    targets: Sequence[TargetRevision] = ()
    unit: str = ""
    decimals: int | None = None
    known_since: When | None = None
    known_since_note: str = ""

    def number(self, value: Decimal) -> str:
        return format_decimal(value, self.decimals)

    def value_words(self, point: Measured) -> str:
        """ "≈ 100", "77"; "–" for a gap."""
        if point.value is None:
            return "–"
        text = self.number(point.value)
        return f"{point.qualifier}\u00a0{text}" if point.is_estimate else text

    def target_words(self, target: TargetRevision) -> str:
        text = self.number(target.value)
        if target.upper is not None:
            text = f"{text}–{self.number(target.upper)}"
        return _("target %(value)s by %(date)s") % {"value": text, "date": target.due.short}

    @property
    def in_order(self) -> list[Measured]:
        return sorted(self.measured, key=lambda point: point.when.last_day)

    @property
    def goals(self) -> list[list[TargetRevision]]:
        """The revisions of each goal, oldest decision first."""
        found: dict[str, list[TargetRevision]] = {}
        for target in sorted(self.targets, key=lambda t: (t.decided_on, t.due.last_day)):
            found.setdefault(target.series, []).append(target)
        return list(found.values())


def series_table(heading: Heading, data: TimeSeries) -> ChartTable:
    """Measurements and then targets, each with the day on which it counts."""
    columns = (
        ChartColumn(pgettext("chart", "Date")),
        ChartColumn(pgettext("chart", "Value"), numeric=True, unit=data.unit),
        ChartColumn(pgettext("chart", "Kind")),
        ChartColumn(pgettext("chart", "Source")),
    )
    cells = [_measured_cells(data, point) for point in data.in_order]
    cells += [_target_cells(data, target) for goal in data.goals for target in goal]
    return ChartTable(
        caption=clean(heading.table_caption or heading.measure),
        columns=columns,
        rows=tuple(tuple(text for text, _raw in row) for row in cells),
        raw=tuple(tuple(raw for _text, raw in row) for row in cells),
    )


def _measured_cells(data: TimeSeries, point: Measured) -> list[tuple[str, Cell]]:
    kind = pgettext("chart", "baseline") if point.is_baseline else pgettext("chart", "measurement")
    if point.value is None:
        kind = _("no measurement")
    elif point.is_estimate:
        kind = _("%(kind)s, approximate") % {"kind": kind}
    if point.breaks_series:
        note = clean(point.break_note) or _("not comparable with earlier values")
        kind = _("%(kind)s; series break: %(note)s") % {"kind": kind, "note": note}
    source = clean(point.source) or "–"
    return [
        (point.when.short, point.when.last_day),
        (data.value_words(point), point.value),
        (kind, kind),
        (source, clean(point.source)),
    ]


def _target_cells(data: TimeSeries, target: TargetRevision) -> list[tuple[str, Cell]]:
    value = data.number(target.value)
    if target.upper is not None:
        value = f"{value}–{data.number(target.upper)}"
    kind = _("target, decided on %(date)s") % {"date": day_words(target.decided_on)}
    return [
        (target.due.short, target.due.last_day),
        (value, target.value),
        (kind, kind),
        ("–", ""),
    ]
