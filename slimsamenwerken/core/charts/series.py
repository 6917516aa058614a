"""Measurements over time: points, lines, gaps, targets with their revisions, series breaks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from slimsamenwerken.core.charts.layout import Box, Placer, Spot, text_box, write_on_white
from slimsamenwerken.core.charts.measure import clean, shorten, text_width
from slimsamenwerken.core.charts.model import (
    Chart,
    Heading,
    day_words,
    drawn_to_end_remark,
    sentences,
)
from slimsamenwerken.core.charts.scales import (
    YEAR,
    DayScale,
    LinearScale,
    TimeAxis,
    nice_ticks,
    shift,
    time_axis,
)
from slimsamenwerken.core.charts.series_marks import Sheet, draw_marks
from slimsamenwerken.core.charts.series_model import TimeSeries, series_table
from slimsamenwerken.core.charts.svg import WIDTH, Drawing
from slimsamenwerken.core.numbers import format_decimal

_TOP, _PLOT_HEIGHT, _RIGHT = 34.0, 220.0, 1000.0
_MIN_LEFT = 70.0


@dataclass(frozen=True)
class _ValueAxis:
    """Round values and what they are written in (thousands of millions …)."""

    ticks: tuple[Decimal, ...]
    labels: tuple[str, ...]
    unit: str

    @property
    def width(self) -> float:
        return max(text_width(label) for label in self.labels)


def time_series(heading: Heading, data: TimeSeries, *, as_of: date | None = None) -> Chart:
    """The chart of one indicator. A single value is a pin with its number large; two or more are
    joined where they may be compared. `as_of` adds a line with its flag. Values may be negative;
    zero is always on the axis. Nothing known: an empty chart with a sentence."""
    table = series_table(heading, data)
    if not any(point.value is not None for point in data.measured) and not data.targets:
        return heading.empty(table, _("There are no measurements and there is no target."))
    drawing = Drawing()
    values = _value_axis(data)
    sheet = _sheet(drawing, data, values, as_of)
    height = _draw(sheet, values, data, as_of)
    note = "" if any(p.value is not None for p in data.measured) else _("No measurements known.")
    as_of_words = _("As-of date: %(date)s") % {"date": day_words(as_of)} if as_of else ""
    description = heading.description(_summary(data), as_of_words, note)
    dates = [point.when for point in data.measured] + [target.due for target in data.targets]
    return heading.finish(
        drawing.render(heading.prefix, heading.title, description, height),
        table,
        subtitle=sentences(_legend(data)),
        note=note,
        remarks=[drawn_to_end_remark(dates)],
    )


def _summary(data: TimeSeries) -> str:
    """First and last value in words, for who does not see the picture."""
    known = [point for point in data.in_order if point.value is not None]
    if not known:
        return ""
    parts = [f"{data.value_words(point)} ({point.when.words})" for point in (known[0], known[-1])]
    if len(known) == 1:
        return _("One measurement: %(value)s.") % {"value": parts[0]}
    return _("%(count)s measurements, from %(first)s to %(last)s.") % {
        "count": len(known),
        "first": parts[0],
        "last": parts[1],
    }


def _legend(data: TimeSeries) -> list[str]:
    points = data.measured
    has_gap = any(point.value is None for point in points) or data.known_since is not None
    pairs = [
        (any(point.is_estimate for point in points), _("Open point: approximate value.")),
        (has_gap, _("Hatched: no measurement known.")),
        (bool(data.targets), _("Dashed: target, with a step where it was revised.")),
        (any(point.is_baseline for point in points), _("Yellow point: baseline.")),
    ]
    return [sentence for occurs, sentence in pairs if occurs]


def _value_axis(data: TimeSeries) -> _ValueAxis:
    values = [point.value for point in data.measured if point.value is not None]
    values += [target.value for target in data.targets]
    values += [target.upper for target in data.targets if target.upper is not None]
    low, high = min([*values, Decimal(0)]), max([*values, Decimal(0)])
    # A tenth of air, so that a label fits above the highest and below the lowest point.
    ticks = nice_ticks(low * Decimal("1.1"), high * Decimal("1.1"))
    power, word = _magnitude(max(abs(tick) for tick in ticks))
    scaled = [tick.scaleb(-power) for tick in ticks]
    labels = tuple(format_decimal(tick) for tick in scaled)
    unit = " ".join(part for part in (word, data.unit) if part)
    return _ValueAxis(tuple(ticks), labels, unit)


def _magnitude(highest: Decimal) -> tuple[int, str]:
    """Powers of ten that are written once at the axis instead of in each label."""
    if highest >= Decimal(10) ** 13:
        return 12, _("trillion (10¹²)")
    if highest >= Decimal(10) ** 10:
        return 9, _("billion (10⁹)")
    return (6, pgettext("chart", "million")) if highest >= Decimal(10) ** 7 else (0, "")


def _sheet(drawing: Drawing, data: TimeSeries, values: _ValueAxis, as_of: date | None) -> Sheet:
    left = min(max(_MIN_LEFT, values.width + 14), 400.0)
    first, last = _span(data, as_of)
    axis = time_axis(first, last, _RIGHT - left)
    days = DayScale(axis.bands[0].first, axis.bands[-1].end, left, _RIGHT)
    bottom = _TOP + _PLOT_HEIGHT
    ups = LinearScale(values.ticks[0], values.ticks[-1], bottom, _TOP)
    placer = Placer(Box(left + 2, 2, WIDTH, bottom - 2))
    return Sheet(drawing, Drawing(), days, ups, placer, axis)


def _span(data: TimeSeries, as_of: date | None) -> tuple[date, date]:
    """All days that are drawn. One value alone at the far right gets room for its number."""
    days = [point.when.last_day for point in data.measured]
    days += [point.when.opening_day or point.when.last_day for point in data.measured]
    days += [day for target in data.targets for day in (target.decided_on, target.due.last_day)]
    if data.known_since is not None:
        days.append(data.known_since.opening_day or data.known_since.last_day)
    if as_of is not None:
        days.append(as_of)
    first, last = min(days), max(days)
    if last.month > 6 and len(data.measured) == 1 and not data.targets:
        last = shift(last, max(184, (last - first).days // 4))
    return first, last


def _draw(sheet: Sheet, values: _ValueAxis, data: TimeSeries, as_of: date | None) -> float:
    drawing, bottom = sheet.drawing, _TOP + _PLOT_HEIGHT
    for tick, label in zip(values.ticks, values.labels, strict=True):
        y = sheet.ups.at(tick)
        drawing.line("zero" if tick == 0 else "grid", sheet.days.left, y, sheet.days.right, y)
        drawing.text("t-muted t-end", sheet.days.left - 10, y + 5, label)
    if values.unit:
        unit = shorten(clean(values.unit), WIDTH / 2)
        drawing.text("t-muted", 0, 14, unit, full=values.unit)
        sheet.placer.block(text_box("t-muted", 0, 14, unit))
    height = bottom + (30 if sheet.axis.unit == YEAR else 50)
    if as_of is not None:
        _draw_now(sheet, as_of, (_TOP, height))
    _draw_days(drawing, sheet.days, sheet.axis, bottom)
    draw_marks(sheet, data)
    drawing.add(sheet.words)
    return height + 30 if as_of is not None else height


def _draw_days(drawing: Drawing, days: DayScale, axis: TimeAxis, bottom: float) -> None:
    """The axis below the plot, its words on white since the line of the as-of day crosses it."""
    drawing.line("axis", days.left, bottom, days.right, bottom)
    for band in axis.bands:
        x1, x2 = days.at(band.first), days.at(band.end)
        drawing.line("axis", x1, bottom, x1, bottom + 7)
        if text_width(band.label) <= x2 - x1 - 2:
            spot = Spot("t-muted t-mid", (x1 + x2) / 2, bottom + 22)
            write_on_white(drawing, spot, band.label)
    drawing.line("axis", days.right, bottom, days.right, bottom + 7)
    if axis.unit == YEAR:
        return
    for year in axis.years:
        x1, x2 = days.at(year.first), days.at(year.end)
        drawing.line("axis", x1, bottom, x1, bottom + 30)
        if text_width(year.label, bold=True) <= x2 - x1 - 4:
            write_on_white(drawing, Spot("t-strong t-mid", (x1 + x2) / 2, bottom + 42), year.label)


def _draw_now(sheet: Sheet, as_of: date, ends: tuple[float, float]) -> None:
    top, foot = ends
    x = sheet.days.end_of(as_of)
    label = day_words(as_of)
    width = text_width(label) + 16
    left = max(x - width, 0)
    sheet.drawing.line("now", x, top, x, foot + 4)
    sheet.placer.block(Box(x - 3, top, x + 3, foot))
    sheet.drawing.rect("now-flag", left, foot + 2, width, 24)
    sheet.drawing.text("t-mid", left + width / 2, foot + 19, label)
