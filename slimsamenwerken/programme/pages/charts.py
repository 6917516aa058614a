"""From rows to charts; the title of each chart is its message."""

from django.utils.translation import gettext as _

from slimsamenwerken.core.charts import (
    Chart,
    GanttMilestone,
    GanttPeriod,
    GanttRow,
    Heading,
    Measured,
    MilestoneState,
    TargetRevision,
    TimeSeries,
    When,
    gantt,
    time_series,
)
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.pages.words import counting_measurements, latest_measurement
from slimsamenwerken.programme.progress import print_value
from slimsamenwerken.programme.queries.action_page import LoadedAction
from slimsamenwerken.programme.queries.rows import IndicatorRow, MilestoneRow, VagueDate


def when(day: VagueDate | None) -> When | None:
    return When(day.day, day.precision, day.first_day) if day else None


def plan_chart(loaded: LoadedAction, moment: Moment) -> Chart:
    """Duration and milestones of one action."""
    state = loaded.state
    rows: list[GanttRow] = [
        GanttPeriod(
            code=state.code,
            label=_("Duration of the action"),
            start=when(state.starts),
            end=when(state.ends),
            is_continuous=state.is_continuous,
        ),
        *(_milestone(row, state.code, moment) for row in state.milestones),
    ]
    return gantt(
        Heading(
            prefix="plan",
            title=_plan_title(loaded, moment),
            measure=_("Duration and milestones of action %(code)s") % {"code": state.code},
            source=_("the rows of this action"),
            table_caption=_("Planning of action %(code)s") % {"code": state.code},
        ),
        rows,
        as_of=moment.as_of,
    )


def _plan_title(loaded: LoadedAction, moment: Moment) -> str:
    state = loaded.state
    late = state.late_milestones(moment.as_of)
    if late:
        return _("%(count)s of %(total)s milestones are late") % {
            "count": len(late),
            "total": len(state.milestones),
        }
    if state.ends is None:
        return _("The action is continuous") if state.is_continuous else _("No end date is stated")
    running = state.ends.day >= moment.as_of
    sentence = (
        _("The action runs until %(date)s") if running else _("The action ran until %(date)s")
    )
    return sentence % {"date": state.ends.text}


def _milestone(row: MilestoneRow, action_code: str, moment: Moment) -> GanttMilestone:
    outcome = row.outcome
    state = MilestoneState.LATE if row.is_late(moment.as_of) else MilestoneState.PLANNED
    if outcome is not None:
        realised = outcome.kind == "realised"
        state = MilestoneState.REALISED if realised else MilestoneState.DROPPED
    original = row.original.due if row.original and row.changes else None
    day = outcome.on if outcome else (row.current.due if row.current else None)
    return GanttMilestone(
        code=row.code.removeprefix(f"{action_code}-"),
        label=row.title,
        state=state,
        on=when(day),
        original=when(original),
    )


def indicator_chart(
    row: IndicatorRow, moment: Moment, *, prefix: str, starts: VagueDate | None = None
) -> Chart:
    """Measurements and target of one indicator, with honest gaps.

    `starts`: since when its action runs; the time from then to the first value is hatched.
    """
    whole = counting_measurements(row)
    data = TimeSeries(
        measured=[
            Measured(
                when=When(m.on.day, m.on.precision, m.on.first_day),
                value=m.value,
                qualifier=m.qualifier,
                is_baseline=m.is_baseline,
                breaks_series=m.series_break,
                break_note=m.method_note,
                source=m.source,
            )
            for m in whole
        ],
        targets=[
            TargetRevision(
                decided_on=t.decided_on,
                due=When(t.due.day, t.due.precision, t.due.first_day),
                value=t.value,
                upper=t.upper,
                series=str(t.series),
            )
            for t in row.targets
        ],
        unit=row.unit,
        decimals=row.decimals,
        known_since=when(starts),
        known_since_note=_("the action runs since %(date)s") % {"date": starts.text}
        if starts
        else "",
    )
    sources = sorted({m.source for m in whole if m.source})
    return time_series(
        Heading(
            prefix=prefix,
            title=_indicator_title(row),
            measure=row.definition or row.title,
            unit=row.unit,
            source="; ".join(sources),
            table_caption=_("Measurements of %(code)s") % {"code": row.code},
        ),
        data,
        as_of=moment.as_of,
    )


def _indicator_title(row: IndicatorRow) -> str:
    latest = latest_measurement(row)
    if latest is None:
        return _("%(title)s: not measured yet") % {"title": row.title}
    value = print_value(latest.value, row.unit, row.decimals, latest.qualifier)
    return _("%(title)s: %(value)s (%(date)s)") % {
        "title": row.title,
        "value": value,
        "date": latest.on.text,
    }
