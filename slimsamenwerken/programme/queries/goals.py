"""From the rows of an indicator to what the pure rules ask for."""

from datetime import date

from slimsamenwerken.programme.progress import (
    Assessment,
    Series,
    TargetPlan,
    Value,
    assess,
    goals,
    next_goal,
)
from slimsamenwerken.programme.queries.rows import IndicatorRow, MeasurementRow, TargetRow
from slimsamenwerken.programme.status_facts import Day, TargetFact


def series_of(indicator: IndicatorRow) -> Series:
    return Series(
        direction=indicator.direction,
        aggregation=indicator.aggregation,
        values=tuple(_value(row) for row in indicator.counting),
        targets=tuple(_plan(row) for row in indicator.targets),
        tolerance=indicator.tolerance,
        frequency=indicator.frequency,
        factor=100 if indicator.unit == "%" else 1,
    )


def _value(row: MeasurementRow) -> Value:
    return Value(
        on=row.on.day,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        qualifier=row.qualifier,
        is_baseline=row.is_baseline,
        dims=tuple(sorted((str(k), str(v)) for k, v in row.dims.items())),
        period_start=row.period_start,
        recorded_at=row.recorded_at,
        id=row.id,
    )


def _plan(row: TargetRow) -> TargetPlan:
    return TargetPlan(
        due=row.due.day,
        value=row.value,
        series=row.series,
        number=row.number,
        upper=row.upper,
        decided_on=row.decided_on,
        decided_by=row.decided_by,
        reason=row.reason,
        id=row.id,
    )


def assessment(indicator: IndicatorRow, as_of: date) -> Assessment:
    """The indicator judged at the day against its next goal."""
    return assess(series_of(indicator), as_of)


def target_facts(indicator: IndicatorRow, as_of: date) -> list[TargetFact]:
    """One fact per goal, for the status rules."""
    if not indicator.targets:
        return []
    series = series_of(indicator)
    found = []
    all_goals = goals(series.targets, as_of)
    ahead = next_goal(all_goals, as_of)
    for goal in all_goals:
        judged = assess(series, as_of, goal)
        due = next(t.due for t in indicator.targets if t.id == goal.current.id)
        found.append(
            TargetFact(
                code=indicator.code,
                due=Day(due.day, due.precision, due.first_day),
                met=judged.met,
                # the pace is that towards the next goal; a past one is met or missed
                pace=judged.pace.value if goal == ahead else None,
                id=goal.current.id,
            )
        )
    return found
