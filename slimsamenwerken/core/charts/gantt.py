"""Periods and milestones on a time axis, in the order they are given."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from slimsamenwerken.core.charts.bars import draw_name, name_column
from slimsamenwerken.core.charts.gantt_groups import fold
from slimsamenwerken.core.charts.gantt_model import (
    GanttPeriod,
    GanttRow,
    gantt_table,
    legend,
)
from slimsamenwerken.core.charts.gantt_rows import Lane, draw_milestone, draw_period
from slimsamenwerken.core.charts.measure import text_width
from slimsamenwerken.core.charts.model import (
    Chart,
    Heading,
    When,
    day_words,
    drawn_to_end_remark,
    sentences,
)
from slimsamenwerken.core.charts.scales import YEAR, DayScale, TimeAxis, shift, time_axis
from slimsamenwerken.core.charts.svg import WIDTH, Drawing

_LEFT, _RIGHT = 296.0, WIDTH - 22.0
_ROOMY, _TIGHT, _ROOMY_ROWS = 48.0, 36.0, 12
_FLAG_HEIGHT = 24.0


def gantt(heading: Heading, rows: Sequence[GanttRow], *, as_of: date | None = None) -> Chart:
    """A Gantt chart. Bars are dark up to the end of `as_of` and hatched after it; without
    `as_of` all is dark. More than 40 rows are taken together by their `group`; the table keeps
    every row. Nothing dated: an empty chart with a sentence."""
    table = gantt_table(rows, heading.table_caption or heading.measure)
    shown, note = fold(rows)
    dates = [when for row in shown for when in row.dates if when is not None]
    if not dates:
        return heading.empty(table, _("No dates are stated, so there is no time line to draw."))
    scale, axis = _time(shown, dates, as_of)
    drawing = Drawing()
    height = _draw(drawing, shown, (scale, axis), as_of)
    description = heading.description(_as_of_words(as_of), note)
    subtitle = sentences(
        legend(shown, has_elapsed=_has_elapsed(shown, as_of), has_to_go=_has_to_go(shown, as_of))
    )
    return heading.finish(
        drawing.render(heading.prefix, heading.title, description, height),
        table,
        subtitle=subtitle,
        note=note,
        remarks=[drawn_to_end_remark(dates)],
    )


def _as_of_words(as_of: date | None) -> str:
    return _("As-of date: %(date)s") % {"date": day_words(as_of)} if as_of else ""


def _periods(rows: Sequence[GanttRow]) -> list[GanttPeriod]:
    return [row for row in rows if isinstance(row, GanttPeriod)]


def _has_elapsed(rows: Sequence[GanttRow], as_of: date | None) -> bool:
    if as_of is None:
        return False
    bars = [row for row in _periods(rows) if not row.is_related]
    return any(row.start is None or (row.start.opening_day or date.min) <= as_of for row in bars)


def _has_to_go(rows: Sequence[GanttRow], as_of: date | None) -> bool:
    if as_of is None:
        return False
    dated = [row for row in _periods(rows) if row.start or row.end or row.is_continuous]
    return any(row.end is None or row.end.last_day > as_of for row in dated)


def _time(
    rows: Sequence[GanttRow], dates: Sequence[When], as_of: date | None
) -> tuple[DayScale, TimeAxis]:
    """First to last date, with air where a bar is open at that side."""
    days = [when.last_day for when in dates] + [when.opening_day or when.last_day for when in dates]
    if as_of is not None:
        days.append(as_of)
    first, last = min(days), max(days)
    air = max((last - first).days // 10, 20)
    periods = [row for row in _periods(rows) if row.start or row.end or row.is_continuous]
    if any(row.start is None for row in periods):
        first = shift(first, -air)
    if any(row.end is None for row in periods):
        last = shift(last, air)
    axis = time_axis(first, last, _RIGHT - _LEFT)
    return DayScale(axis.bands[0].first, axis.bands[-1].end, _LEFT, _RIGHT), axis


def _draw(
    drawing: Drawing,
    rows: Sequence[GanttRow],
    time: tuple[DayScale, TimeAxis],
    as_of: date | None,
) -> float:
    scale, axis = time
    step = _ROOMY if len(rows) <= _ROOMY_ROWS else _TIGHT
    top = 40.0 if axis.unit == YEAR else 58.0
    bottom = top + 6 + step * len(rows)
    _draw_axis(drawing, scale, axis, (top, bottom))
    now = scale.end_of(as_of) if as_of else None
    words = Drawing()
    names = [(row.code, row.label) for row in rows]
    widths = (name_column(names)[0], _LEFT - 2)
    for index, row in enumerate(rows):
        lane = Lane(drawing, words, scale, top + 6 + step * (index + 0.5), step, now)
        draw_name(words, names[index], lane.middle, widths)
        if isinstance(row, GanttPeriod):
            draw_period(lane, row)
        else:
            draw_milestone(lane, row)
    height = bottom + 6
    if as_of is not None and now is not None:
        height = _draw_now(drawing, now, as_of, (top, bottom))
    drawing.add(words)
    return height


def _draw_axis(
    drawing: Drawing, scale: DayScale, axis: TimeAxis, ends: tuple[float, float]
) -> None:
    top, bottom = ends
    for band in axis.bands:
        x1, x2 = scale.at(band.first), scale.at(band.end)
        drawing.line("grid", x1, top, x1, bottom)
        if text_width(band.label) <= x2 - x1 - 2:
            drawing.text("t-muted t-mid", (x1 + x2) / 2, top - 10, band.label)
    drawing.line("grid", scale.right, top, scale.right, bottom)
    if axis.unit == YEAR:
        return
    for year in axis.years:
        x1, x2 = scale.at(year.first), scale.at(year.end)
        drawing.line("grid", x1, 8, x1, top)
        if text_width(year.label, bold=True) <= x2 - x1 - 4:
            drawing.text("t-strong t-mid", (x1 + x2) / 2, 22, year.label)


def _draw_now(drawing: Drawing, x: float, as_of: date, ends: tuple[float, float]) -> float:
    """The line of the as-of day and its flag under the rows; returns the height of the picture."""
    top, bottom = ends
    label = day_words(as_of)
    width = text_width(label) + 16
    left = x - width if x - width >= 0 else x
    drawing.line("now", x, top, x, bottom + 8)
    drawing.rect("now-flag", left, bottom + 6, width, _FLAG_HEIGHT)
    drawing.text("t-mid", left + width / 2, bottom + 23, label)
    return bottom + 6 + _FLAG_HEIGHT + 4
