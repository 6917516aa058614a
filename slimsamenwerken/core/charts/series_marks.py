"""The marks of a time series: gaps, targets, lines, points and their labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from slimsamenwerken.core.charts.layout import BIG_SIZE, Box, Placer, Spot, write_on_white
from slimsamenwerken.core.charts.measure import FONT_SIZE, shorten, text_width
from slimsamenwerken.core.charts.scales import DayScale, LinearScale, TimeAxis
from slimsamenwerken.core.charts.series_model import Measured, TargetRevision, TimeSeries
from slimsamenwerken.core.charts.svg import Drawing

_RADIUS, _PIN_RADIUS = 5.5, 8.0
_LABEL_ALL_UP_TO = 12


@dataclass(frozen=True)
class Sheet:
    """Where marks go: shapes below, words above them, scales and taken places."""

    drawing: Drawing
    words: Drawing
    days: DayScale
    ups: LinearScale
    placer: Placer
    axis: TimeAxis

    def x(self, point: Measured) -> float:
        return self.days.end_of(point.when.last_day)

    def y(self, value: Decimal) -> float:
        return self.ups.at(value)

    @property
    def top(self) -> float:
        return self.ups.end

    @property
    def bottom(self) -> float:
        return self.ups.start


def draw_marks(sheet: Sheet, data: TimeSeries) -> None:
    """From back to front. Labels are placed last value first: it is what readers come for."""
    points = data.in_order
    known = [point for point in points if point.value is not None]
    region = _draw_unknown(sheet, data, known)
    _draw_gaps(sheet, points)
    is_pin = len(known) == 1 and not data.targets
    for goal in data.goals:
        _draw_goal(sheet, goal)
    _draw_breaks(sheet, points)
    _draw_lines(sheet, points)
    for point in known:
        _draw_point(sheet, point, is_pin=is_pin)
    for goal in data.goals:
        _label_target(sheet, data, goal, len(goal) - 1)
    if is_pin:
        _label_pin(sheet, data, known[0])
    else:
        _label_points(sheet, data, known)
    for goal in data.goals:
        for index in range(len(goal) - 2, -1, -1):
            _label_target(sheet, data, goal, index)
    _label_unknown(sheet, data, region)


def _draw_unknown(
    sheet: Sheet, data: TimeSeries, known: Sequence[Measured]
) -> tuple[float, float] | None:
    """Hatching from the known start up to the first value; x of both ends, None when there is
    no such time."""
    if data.known_since is None:
        return None
    start = sheet.days.start_of(data.known_since.opening_day or data.known_since.last_day)
    end = sheet.x(known[0]) - 18 if known else sheet.days.right
    if end - start < 12:
        return None
    sheet.drawing.rect("c-gap", start, sheet.top, end - start, sheet.bottom - sheet.top - 1)
    return start, end


def _label_unknown(sheet: Sheet, data: TimeSeries, region: tuple[float, float] | None) -> None:
    if region is None:
        return
    start, end = region
    room = end - start - 24
    lines = [_("No measurements known")]
    if data.known_since_note:
        lines.append(data.known_since_note)
    if text_width(lines[0]) > room:
        return
    shown = [shorten(line, room - 8) for line in lines]
    width = max(text_width(line) for line in shown) + 28
    middle = (start + end) / 2
    base = (sheet.top + sheet.bottom) / 2 - (2 if len(shown) > 1 else -5)
    height = 14 + 20 * len(shown)
    sheet.words.rect("lbl-bg", middle - width / 2, base - 22, width, height)
    for index, (line, full) in enumerate(zip(shown, lines, strict=True)):
        css = "t-mid t-muted" if index else "t-mid"
        sheet.words.text(css, middle, base + 20 * index, line, full=full)


def _draw_gaps(sheet: Sheet, points: Sequence[Measured]) -> None:
    """A period that should have a value and has none: hatched over the whole period."""
    for point in points:
        opening = point.when.opening_day
        if point.value is not None or opening is None:
            continue
        left, right = sheet.days.start_of(opening), sheet.x(point)
        sheet.drawing.rect("c-gap", left, sheet.top, right - left, sheet.bottom - sheet.top - 1)
        sheet.placer.put(sheet.words, [Spot("t-mid", (left + right) / 2, sheet.bottom - 10)], "–")


def _comparable_runs(points: Sequence[Measured]) -> list[list[Measured]]:
    """Points that a line may join: no gap and no series break between them."""
    runs: list[list[Measured]] = [[]]
    for point in points:
        if point.value is None or point.breaks_series:
            runs.append([])
        if point.value is not None:
            runs[-1].append(point)
    return [run for run in runs if run]


def _draw_lines(sheet: Sheet, points: Sequence[Measured]) -> None:
    for run in _comparable_runs(points):
        for one, two in pairwise(run):
            if one.value is None or two.value is None:
                continue
            css = "l1 l-dash" if one.is_estimate or two.is_estimate else "l1"
            ends = (sheet.x(one), sheet.y(one.value), sheet.x(two), sheet.y(two.value))
            sheet.drawing.line(css, *ends)
            sheet.placer.block_line(*ends)


def _draw_point(sheet: Sheet, point: Measured, *, is_pin: bool) -> None:
    assert point.value is not None  # noqa: S101 — the caller filters
    x, y = sheet.x(point), sheet.y(point.value)
    radius = _PIN_RADIUS if is_pin else _RADIUS
    if is_pin:
        css = "l1 l-dash" if point.is_estimate else "l1"
        sheet.drawing.line(css, x, sheet.y(Decimal(0)), x, y)
    css = "cy" if point.is_baseline else "c-open" if point.is_estimate else "c1"
    sheet.drawing.circle(css, x, y, radius)
    sheet.placer.block(Box(x - radius, y - radius, x + radius, y + radius))


def _label_pin(sheet: Sheet, data: TimeSeries, point: Measured) -> None:
    assert point.value is not None  # noqa: S101 — the caller filters
    x, y = sheet.x(point), min(sheet.y(point.value), sheet.bottom - 30)
    number, words = data.value_words(point), point.when.words
    room_right, room_left = sheet.placer.bounds.right - x - 18, x - 18 - sheet.placer.bounds.left
    big = text_width(number, size=BIG_SIZE, bold=True) <= max(room_right, room_left)
    size, css = (BIG_SIZE, "t-big") if big else (FONT_SIZE, "t-strong")
    width = max(text_width(number, size=size, bold=True), text_width(words))
    to_left = width > room_right and room_left > room_right
    side, at = (" t-end", x - 18) if to_left else ("", x + 18)
    shown = number if big else shorten(number, max(room_right, room_left), bold=True)
    write_on_white(sheet.words, Spot(f"{css}{side}", at, y + 6), shown)
    write_on_white(sheet.words, Spot(side.strip(), at, y + 28), words)
    left = at - width if to_left else at
    sheet.placer.block(Box(left, y - 24, left + width, y + 32))


def _label_points(sheet: Sheet, data: TimeSeries, known: Sequence[Measured]) -> None:
    """All values when there are few; else first, last, lowest and highest."""
    if not known:
        return
    chosen = list(known)
    if len(known) > _LABEL_ALL_UP_TO:
        by_value = sorted(known, key=lambda point: (point.value, point.when.last_day))
        chosen = [known[0], by_value[0], by_value[-1], known[-1]]
    for point in dict.fromkeys(reversed(chosen)):
        assert point.value is not None  # noqa: S101 — the caller filters
        x, y = sheet.x(point), sheet.y(point.value)
        spots = [
            Spot("t-strong t-mid", x, y - 12),
            Spot("t-strong t-mid", x, y + 22),
            Spot("t-strong", x + 10, y + 5),
            Spot("t-strong t-end", x - 10, y + 5),
            Spot("t-strong", x - 4, y - 12),
            Spot("t-strong", x - 4, y + 22),
            Spot("t-strong t-end", x + 4, y - 12),
            Spot("t-strong t-end", x + 4, y + 22),
            Spot("t-strong", x + 8, y - 10),
            Spot("t-strong t-end", x - 8, y - 10),
        ]
        spot = sheet.placer.find(spots, data.value_words(point))
        if spot is not None:
            sheet.words.text(spot.css, spot.x, spot.y, data.value_words(point))


def _steps(sheet: Sheet, goal: Sequence[TargetRevision]) -> list[tuple[float, float, Decimal]]:
    """From x, to x and value of each revision: it counts until the next is decided, the last
    until its due day."""
    steps = []
    for target, following in pairwise([*goal, None]):
        assert target is not None  # noqa: S101 — only the last is None
        start = sheet.days.start_of(target.decided_on)
        due = sheet.days.end_of(target.due.last_day)
        end = due if following is None else sheet.days.start_of(following.decided_on)
        steps.append((start, max(start, end), target.value))
    return steps


def _draw_goal(sheet: Sheet, goal: Sequence[TargetRevision]) -> None:
    before: float | None = None
    for (x1, x2, value), target in zip(_steps(sheet, goal), goal, strict=True):
        y = sheet.y(value)
        levels = [y] if target.upper is None else [y, sheet.y(target.upper)]
        if before is not None and before != y:
            sheet.drawing.line("l2 l-dash", x1, before, x1, y)
            sheet.placer.block_line(x1, before, x1, y)
        for level in levels:
            sheet.drawing.line("l2 l-dash", x1, level, x2, level)
            sheet.placer.block_line(x1, level, x2, level)
        before = y
    x2, y = _steps(sheet, goal)[-1][1], before or 0.0
    sheet.drawing.line("l2", x2, y - 8, x2, y + 8)


def _label_target(
    sheet: Sheet, data: TimeSeries, goal: Sequence[TargetRevision], index: int
) -> None:
    """Names one revision, somewhere along its line: at its end if there is room, above it first."""
    (x1, x2, value), text = _steps(sheet, goal)[index], data.target_words(goal[index])
    y = sheet.y(value if goal[index].upper is None else goal[index].upper or value)
    slides = int(max(x2 - x1, 0) // 20) + 1
    right = min(x2 - 6, sheet.placer.bounds.right - 4)
    spots = [Spot("t-end", right - 20 * n, at) for at in (y - 8, y + 18) for n in range(slides)]
    spots += [Spot("", x1 + 4, y - 8), Spot("", x1 + 4, y + 18)]
    sheet.placer.put(sheet.words, spots, text)


def _draw_breaks(sheet: Sheet, points: Sequence[Measured]) -> None:
    """A dashed line just before the first value of the new series, with the reason at the top."""
    for point in points:
        if not point.breaks_series:
            continue
        x = sheet.x(point) - 12
        sheet.drawing.line("now l-dash", x, sheet.top, x, sheet.bottom)
        sheet.placer.block(Box(x - 2, sheet.top, x + 2, sheet.bottom))
        text = shorten(point.break_note or _("series break"), 260)
        spots = [
            Spot(css, at, sheet.top + dy)
            for dy in (-8, 12, 30)
            for css, at in (("", x + 6), ("t-end", x - 6))
        ]
        sheet.placer.put(sheet.words, spots, text)
