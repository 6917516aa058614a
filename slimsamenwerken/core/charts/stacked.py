"""Stacked bars: how each row is made up, with the number in each part."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from slimsamenwerken.core.charts.bars import (
    BAR,
    ROW,
    RowScale,
    cell_words,
    draw_name,
    full_name,
    name_column,
    row_scale,
    rows_note,
)
from slimsamenwerken.core.charts.fills import IN_TURN, Fill
from slimsamenwerken.core.charts.layout import Spot, write_on_white
from slimsamenwerken.core.charts.measure import clean, shorten, text_width
from slimsamenwerken.core.charts.model import (
    MAX_MARKS,
    Chart,
    ChartColumn,
    ChartTable,
    Heading,
)
from slimsamenwerken.core.charts.svg import WIDTH, Drawing
from slimsamenwerken.core.numbers import format_decimal

_GAP = 3.0
_LEGEND_ROW = 24.0


@dataclass(frozen=True, kw_only=True)
class StackSeries:
    """One part of each bar. Without `fill` it takes the next of the palette."""

    label: str
    fill: Fill | None = None


@dataclass(frozen=True, kw_only=True)
class StackRow:
    """One bar; `values` in the order of the series, None where not stated. `unit_word` behind the
    total is left out: the heading names the unit."""

    label: str
    values: tuple[Decimal | int | None, ...]
    code: str = ""

    @property
    def stated(self) -> list[Decimal]:
        return [Decimal(value) for value in self.values if value is not None]

    @property
    def total(self) -> Decimal | None:
        return sum(self.stated, Decimal(0)) if self.stated else None


def stacked_bars(
    heading: Heading, series: Sequence[StackSeries], rows: Sequence[StackRow], *, name: str = ""
) -> Chart:
    """Stacked bars with a legend above, direct numbers and the total behind each bar. Negative
    parts stack to the left of zero. Raises ValueError when a row has not one value per series."""
    if any(len(row.values) != len(series) for row in rows):
        raise ValueError("Each row needs one value per series")
    table = _table(heading, series, rows, name)
    if not any(row.stated for row in rows):
        return heading.empty(table, _("There are no figures to show."))
    shown = rows[:MAX_MARKS]
    note = rows_note(MAX_MARKS, len(rows)) if len(rows) > MAX_MARKS else ""
    widths = name_column([(row.code, row.label) for row in shown])
    ends = [end for row in shown for end in (_side(row, 1), _side(row, -1))]
    scale = row_scale(ends, widths[1], [format_decimal(row.total or 0) for row in shown])
    fills = _fills(series)
    drawing = Drawing()
    top = _draw_legend(drawing, series, fills, _used(series, shown), widths[1] + 2)
    for index, row in enumerate(shown):
        middle = top + ROW * (index + 0.5)
        draw_name(drawing, (row.code, row.label), middle, widths)
        _draw_row(drawing, scale, row, fills, middle)
    height = top + ROW * len(shown) + 2
    if any(end < 0 for end in ends):
        drawing.line("zero", scale.zero, top, scale.zero, height - 2)
    svg = drawing.render(heading.prefix, heading.title, heading.description(note), height)
    return heading.finish(svg, table, note=note)


def _side(row: StackRow, sign: int) -> Decimal:
    return sum((value for value in row.stated if value * sign > 0), Decimal(0))


def _fills(series: Sequence[StackSeries]) -> list[Fill]:
    """Own fills first; the others take what is left, and start again when all is used."""
    taken = {part.fill for part in series if part.fill is not None}
    free = [fill for fill in IN_TURN if fill not in taken] or list(IN_TURN)
    found, turn = [], 0
    for part in series:
        if part.fill is None:
            found.append(free[turn % len(free)])
            turn += 1
        else:
            found.append(part.fill)
    return found


def _used(series: Sequence[StackSeries], rows: Sequence[StackRow]) -> list[bool]:
    """Parts that occur: a legend of fills that are nowhere to be seen only costs time."""
    return [any(row.values[i] for row in rows) for i in range(len(series))]


def _draw_legend(
    drawing: Drawing,
    series: Sequence[StackSeries],
    fills: Sequence[Fill],
    used: Sequence[bool],
    left: float,
) -> float:
    """Samples with their words, on as many lines as they need; returns where the bars begin."""
    x, y = left, 6.0
    for part, fill, occurs in zip(series, fills, used, strict=True):
        if not occurs:
            continue
        label = shorten(clean(part.label), WIDTH - left - 30)
        width = 20 + text_width(label) + 22
        if x > left and x + width - 20 > WIDTH:
            x, y = left, y + _LEGEND_ROW
        fill.draw(drawing, x, y, 14, 14)
        drawing.text("", x + 20, y + 12, label, full=part.label)
        x += width
    return y + _LEGEND_ROW


def _draw_row(
    drawing: Drawing, scale: RowScale, row: StackRow, fills: Sequence[Fill], middle: float
) -> None:
    if row.total is None:
        drawing.text("t-muted", scale.zero + 8, middle + 5, pgettext("chart", "not stated"))
        return
    up, down = Decimal(0), Decimal(0)
    for value, fill in zip(row.values, fills, strict=True):
        if not value:
            continue
        start = up if value > 0 else down
        ends = sorted((scale.values.at(start), scale.values.at(start + value)))
        up, down = (up + value, down) if value > 0 else (up, down + value)
        _draw_part(drawing, (ends[0], ends[1]), format_decimal(value), fill, middle)
    drawing.text("t-strong", scale.values.at(up) + 8, middle + 5, _short_total(row.total))


def _short_total(total: Decimal) -> str:
    return shorten(format_decimal(total), 260, bold=True)


def _draw_part(
    drawing: Drawing, ends: tuple[float, float], text: str, fill: Fill, middle: float
) -> None:
    """A part with its number, when it fits; the table has them all."""
    left, right = ends
    width = right - left
    gap = _GAP if width > 3 * _GAP else 0.0
    fill.draw(drawing, left, middle - BAR / 2, width - gap, BAR)
    if text_width(text, bold=True) + 8 > width - gap:
        return
    spot = Spot(
        "t-mid t-on-dark" if fill.is_dark else "t-mid t-strong",
        (left + right - gap) / 2,
        middle + 5,
    )
    if fill.is_patterned:
        write_on_white(drawing, spot, text)
    else:
        drawing.text(spot.css, spot.x, spot.y, text)


def _table(
    heading: Heading, series: Sequence[StackSeries], rows: Sequence[StackRow], name: str
) -> ChartTable:
    labels = [*(part.label for part in series), pgettext("chart", "Total")]
    columns = (
        ChartColumn(name or pgettext("chart", "Name")),
        *(ChartColumn(clean(x), numeric=True) for x in labels),
    )
    names = [full_name(row.code, row.label) for row in rows]
    figures = [
        (*(None if value is None else Decimal(value) for value in row.values), row.total)
        for row in rows
    ]
    raw = tuple((label, *line) for label, line in zip(names, figures, strict=True))
    words = tuple(
        (label, *(cell_words(value) for value in line))
        for label, line in zip(names, figures, strict=True)
    )
    caption = clean(heading.table_caption or heading.measure)
    return ChartTable(caption, tuple(columns), words, raw)
