"""Live indicators: from `live_from` on the portal computes the value.

Values that people entered before it stay in the series, on the other side of a break, and are
never added to what is computed. The metric answers for the day itself: the past of a live
indicator is read by asking an earlier day.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from slimsamenwerken.core.dates import local_day_end
from slimsamenwerken.programme.headline import Period
from slimsamenwerken.programme.metrics import Metric, Reading, Scope, metrics
from slimsamenwerken.programme.models import IndicatorVersion
from slimsamenwerken.programme.queries.rows import (
    IndicatorRow,
    LiveValue,
    MeasurementRow,
    VagueDate,
)


def with_live_values(
    found: Iterable[IndicatorRow],
    as_of: date,
    known_at: datetime | None,
    *,
    for_status: bool = False,
) -> list[IndicatorRow]:
    """The indicators, with the computed value of those that are live on the day.

    `for_status`: a metric that itself counts statuses gives no value, since the status of an
    action would rest on itself; its targets stay out for the same reason.
    """
    scope = Scope()
    return [_live(row, as_of, known_at, scope, for_status=for_status) for row in found]


def live_metric(source_metric: str, live_from: date | None, on: date) -> Metric | None:
    """The metric that computes an indicator on a day; None while people enter its values."""
    if live_from is None or on < live_from:
        return None
    return metrics.get(source_metric)


def _live(
    row: IndicatorRow, as_of: date, known_at: datetime | None, scope: Scope, *, for_status: bool
) -> IndicatorRow:
    metric = live_metric(row.source_metric, row.live_from, as_of)
    if metric is None or row.live_from is None:
        return row
    earlier = tuple(m for m in row.measurements if m.is_baseline or m.on.day < row.live_from)
    if for_status and metric.reads_statuses:
        return replace(row, measurements=earlier, targets=())
    asked = _asked(metric, row.live_from, as_of, scope)
    reading = metric.compute(as_of, known_at, asked)
    live = LiveValue(metric, reading, asked, as_of, known_at)
    return replace(row, measurements=(*earlier, *_measured(live, earlier)), live=live)


def _asked(metric: Metric, live_from: date, as_of: date, scope: Scope) -> Scope:
    return replace(scope, window=Period(live_from, as_of) if metric.over_period else None)


def live_readings(as_of: date, known_at: datetime | None) -> tuple[tuple[int, Reading], ...]:
    """Per live indicator what its metric says, of the metrics that a status may rest on."""
    ever = IndicatorVersion.objects.exclude(source_metric="").values("indicator_id")
    chosen = IndicatorVersion.objects.at(as_of, known_at, indicator__in=ever)
    found = []
    for pk, key, live_from in chosen.order_by("indicator_id").values_list(
        "indicator_id", "source_metric", "live_from"
    ):
        metric = live_metric(key, live_from, as_of)
        if metric is not None and not metric.reads_statuses:
            asked = _asked(metric, live_from, as_of, Scope())
            found.append((pk, metric.compute(as_of, known_at, asked)))
    return tuple(found)


def _measured(live: LiveValue, earlier: tuple[MeasurementRow, ...]) -> tuple[MeasurementRow, ...]:
    """The computed value as a measurement of the day; none when there is nothing to count."""
    reading: Reading = live.reading
    if reading.value is None:
        return ()
    return (
        MeasurementRow(
            id=0,
            public_id=UUID(int=0),
            on=VagueDate(live.as_of),
            period_start=live.scope.window.first if live.scope.window else None,
            value=reading.value,
            numerator=reading.numerator if reading.denominator else None,
            denominator=reading.denominator or None,
            qualifier="=",
            is_baseline=False,
            dims={},
            source=_("Computed by the portal"),
            method_note=_("From here on computed by the portal") if earlier else "",
            series_break=bool(earlier),
            derived=False,
            recorded_at=local_day_end(live.as_of),
            is_live=True,
        ),
    )
