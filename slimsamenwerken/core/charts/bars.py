"""Horizontal bars: simple, stacked, and the small bar of a share."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from slimsamenwerken.core.charts.measure import clean, shorten, text_width, wrap
from slimsamenwerken.core.charts.model import (
    MAX_MARKS,
    Chart,
    ChartColumn,
    ChartTable,
    Heading,
)
from slimsamenwerken.core.charts.scales import LinearScale
from slimsamenwerken.core.charts.svg import WIDTH, Drawing
from slimsamenwerken.core.numbers import format_decimal, format_percent

NAME_WIDTH = 300.0
ROW, BAR = 38.0, 26.0
_MAX_NUMBER = 260.0
_SHARE_WIDTH, _SHARE_HEIGHT = 240.0, 16.0


@dataclass(frozen=True, kw_only=True)
class BarRow:
    """`value` None: not stated; it is written, never drawn as zero."""

    label: str
    value: Decimal | None
    code: str = ""


@dataclass(frozen=True)
class RowScale:
    """Values to x, with x of zero apart since every bar starts there."""

    values: LinearScale

    @property
    def zero(self) -> float:
        return self.values.at(0)


def name_column(names: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Width of the codes and of codes and labels together, for (code, label) pairs."""
    codes = max((text_width(clean(code), bold=True) for code, _l in names), default=0.0)
    code_width = min(codes + 12, 130.0) if codes else 0.0
    labels = max((text_width(clean(label)) for _c, label in names), default=0.0)
    return code_width, min(code_width + labels + 18, NAME_WIDTH)


def draw_name(
    drawing: Drawing, name: tuple[str, str], middle: float, widths: tuple[float, float]
) -> None:
    """Code in bold and label on one or two lines, shortened with the whole name as tooltip."""
    code, label = clean(name[0]), clean(name[1])
    code_width, width = widths
    if code:
        short = shorten(code, code_width - 6, bold=True)
        drawing.text("t-strong", 0, middle + 5, short, full=code)
    lines = wrap(label, width - code_width - 14)
    for index, line in enumerate(lines):
        y = middle + 5 + 17 * (index - (len(lines) - 1) / 2)
        drawing.text("", code_width, y, line, full=label if index == len(lines) - 1 > 0 else "")


def bars(
    heading: Heading, rows: Sequence[BarRow], *, decimals: int | None = None, name: str = ""
) -> Chart:
    """Horizontal bars from zero, negative ones to the left. `name` heads the first column of the
    table. At most 40 are drawn; the note says when there are more."""
    table = _bar_table(heading, rows, decimals, name)
    if not any(row.value is not None for row in rows):
        return heading.empty(table, _("There are no figures to show."))
    shown, note = cut(rows)
    values = [row.value for row in shown if row.value is not None] or [Decimal(0)]
    texts = [format_decimal(value, decimals) for value in values]
    widths = name_column([(row.code, row.label) for row in shown])
    scale = row_scale(values, widths[1], texts)
    drawing, lanes = Drawing(), Drawing()
    for index, row in enumerate(shown):
        middle = 4 + ROW * (index + 0.5)
        draw_name(lanes, (row.code, row.label), middle, widths)
        _draw_bar(lanes, scale, row.value, middle, decimals)
    height = 8 + ROW * len(shown)
    drawing.line("zero", scale.zero, 4, scale.zero, height - 4)
    lanes.add(drawing)
    svg = lanes.render(heading.prefix, heading.title, heading.description(note), height)
    return heading.finish(svg, table, note=note)


def row_scale(values: Sequence[Decimal], left: float, texts: Sequence[str]) -> RowScale:
    """The width behind the names, minus room for the longest number at both ends in use."""
    number = (
        min(max((text_width(text, bold=True) for text in texts), default=0.0), _MAX_NUMBER) + 12
    )
    low, high = min([*values, Decimal(0)]), max([*values, Decimal(0)])
    if low == high:
        high = Decimal(1)
    start = left + (number if low < 0 else 2)
    return RowScale(LinearScale(low, high, start, WIDTH - number - 4))


def _draw_bar(
    drawing: Drawing, scale: RowScale, value: Decimal | None, middle: float, decimals: int | None
) -> None:
    if value is None:
        drawing.text("t-muted", scale.zero + 8, middle + 5, pgettext("chart", "not stated"))
        return
    x = scale.values.at(value)
    left, right = min(x, scale.zero), max(x, scale.zero)
    if value:
        drawing.rect("c1", left, middle - BAR / 2, max(right - left, 1.0), BAR)
    full = format_decimal(value, decimals)
    text = shorten(full, _MAX_NUMBER, bold=True)
    css, at = ("t-strong t-end", left - 8) if value < 0 else ("t-strong", right + 8)
    drawing.text(css, at, middle + 5, text, full=full)


def cut(rows: Sequence[BarRow]) -> tuple[Sequence[BarRow], str]:
    if len(rows) <= MAX_MARKS:
        return rows, ""
    return rows[:MAX_MARKS], rows_note(MAX_MARKS, len(rows))


def rows_note(shown: int, total: int) -> str:
    return _("The chart shows the first %(shown)s of %(total)s rows. The table has them all.") % {
        "shown": shown,
        "total": total,
    }


def full_name(code: str, label: str) -> str:
    return clean(f"{code} {label}")


def _bar_table(
    heading: Heading, rows: Sequence[BarRow], decimals: int | None, name: str
) -> ChartTable:
    columns = (
        ChartColumn(name or pgettext("chart", "Name")),
        ChartColumn(pgettext("chart", "Value"), numeric=True, unit=heading.unit),
    )
    return ChartTable(
        caption=clean(heading.table_caption or heading.measure),
        columns=columns,
        rows=tuple(
            (full_name(row.code, row.label), cell_words(row.value, decimals)) for row in rows
        ),
        raw=tuple((full_name(row.code, row.label), row.value) for row in rows),
    )


def cell_words(value: Decimal | None, decimals: int | None = None) -> str:
    return "–" if value is None else format_decimal(value, decimals)


def share_bar(heading: Heading, part: Decimal | int | None, whole: Decimal | int | None) -> Chart:
    """A thin bar for part of whole, for use beside the percentage in words. The bar stays within
    0 and 100 %, the table does not. No whole or a whole of zero: empty, with the reason."""
    share = None
    if part is not None and whole:
        share = Decimal(part) / Decimal(whole) * 100
    table = _share_table(heading, part, whole, share)
    if share is None:
        note = (
            _("Not to be calculated: no part.")
            if part is None
            else _("Not to be calculated: no denominator.")
        )
        return heading.empty(table, note)
    drawing = Drawing()
    filled = float(min(max(share, Decimal(0)), Decimal(100))) / 100 * (_SHARE_WIDTH - 2)
    drawing.rect("c-open", 1, 1, _SHARE_WIDTH - 2, _SHARE_HEIGHT - 2)
    if filled:
        drawing.rect("c1", 1, 1, filled, _SHARE_HEIGHT - 2)
    svg = drawing.render(
        heading.prefix,
        heading.title,
        heading.description(format_percent(share)),
        _SHARE_HEIGHT,
        width=_SHARE_WIDTH,
    )
    return heading.finish(svg, table)


def _share_table(
    heading: Heading,
    part: Decimal | int | None,
    whole: Decimal | int | None,
    share: Decimal | None,
) -> ChartTable:
    columns = (
        ChartColumn(pgettext("chart", "Part"), numeric=True, unit=heading.unit),
        ChartColumn(pgettext("chart", "Whole"), numeric=True, unit=heading.unit),
        ChartColumn(pgettext("chart", "Share"), numeric=True, unit="%"),
    )
    raw = tuple(None if value is None else Decimal(value) for value in (part, whole, share))
    words = (cell_words(raw[0]), cell_words(raw[1]), cell_words(share, 1))
    return ChartTable(clean(heading.table_caption or heading.measure), columns, (words,), (raw,))
