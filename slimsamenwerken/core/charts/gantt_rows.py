"""How one row of a Gantt chart is drawn."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from slimsamenwerken.core.charts.gantt_model import GanttMilestone, GanttPeriod, MilestoneState
from slimsamenwerken.core.charts.layout import Box, Placer, Spot, text_box, write_on_white
from slimsamenwerken.core.charts.measure import text_width, wrap
from slimsamenwerken.core.charts.scales import DayScale
from slimsamenwerken.core.charts.svg import WIDTH, Drawing, number

BAR, RELATED_BAR, DIAMOND = 22.0, 18.0, 11.0
_TOOTH = 5.0
_BASELINE = 5.0


@dataclass(frozen=True)
class Lane:
    """Where a row may draw: its middle, the time scale and x of the end of the as-of day.
    Words go on a sheet of their own, above the line of the as-of day."""

    drawing: Drawing
    words: Drawing
    scale: DayScale
    middle: float
    height: float
    now: float | None

    def placer(self) -> Placer:
        half = self.height / 2
        top, bottom = self.middle - half, self.middle + half
        return Placer(Box(self.scale.left - 2, top, WIDTH, bottom))


@dataclass(frozen=True)
class _Bar:
    left: float
    right: float
    torn_left: bool
    torn_right: bool


def draw_period(lane: Lane, row: GanttPeriod) -> None:
    """The bar, dark up to the as-of day and hatched after it, with its words."""
    if row.start is None and row.end is None and not row.is_continuous:
        spot = Spot("t-muted", lane.scale.left + 4, lane.middle + _BASELINE)
        _write(lane, lane.placer(), [spot], _("start and end not stated"))
        return
    bar = _bar(lane, row)
    placer = lane.placer()
    cut = bar.right if lane.now is None else min(max(lane.now, bar.left), bar.right)
    _shape(lane, row, _Bar(bar.left, cut, bar.torn_left, bar.torn_right and cut == bar.right))
    to_go = _Bar(cut, bar.right, bar.torn_left and cut == bar.left, bar.torn_right)
    _shape(lane, row, to_go, to_go=True)
    diamond = _reached(lane, row, placer)
    if not row.is_related or row.start is None or row.end is None:
        _period_words(lane, row, placer, (bar.left, cut, min(bar.right, diamond)))


def _bar(lane: Lane, row: GanttPeriod) -> _Bar:
    scale = lane.scale
    start = row.start and (row.start.opening_day or row.start.last_day)
    left = scale.start_of(start) if start else scale.left
    right = scale.end_of(row.end.last_day) if row.end else scale.right
    is_vague = row.start is None or row.start.opening_day is None
    return _Bar(left, max(right, left + 2), is_vague, row.end is None)


def _shape(lane: Lane, row: GanttPeriod, bar: _Bar, *, to_go: bool = False) -> None:
    if bar.right - bar.left < 0.5:
        return
    height = RELATED_BAR if row.is_related else BAR
    css = "c-gap" if to_go else "c4" if row.is_related else "c1"
    top = lane.middle - height / 2
    if bar.torn_left or bar.torn_right:
        lane.drawing.path(css, _torn_path(bar, top, height))
    else:
        lane.drawing.rect(css, bar.left, top, bar.right - bar.left, height)


def _torn_path(bar: _Bar, top: float, height: float) -> str:
    """A bar with saw teeth where the date is not known."""
    tooth = min(_TOOTH, (bar.right - bar.left) / 2)
    steps = 4
    right_edge = [(bar.right - tooth * (i % 2 == 1) * bar.torn_right, i) for i in range(steps + 1)]
    left_edge = [(bar.left + tooth * (i % 2 == 1) * bar.torn_left, i) for i in range(steps, -1, -1)]
    points = [f"{number(x)} {number(top + height * i / steps)}" for x, i in right_edge + left_edge]
    return f"M{' L'.join(points)}Z"


def _reached(lane: Lane, row: GanttPeriod, placer: Placer) -> float:
    if row.reached is None:
        return lane.scale.right
    x = lane.scale.end_of(row.reached.last_day)
    lane.drawing.diamond("cy", x, lane.middle)
    placer.block(Box(x - DIAMOND, lane.middle - DIAMOND, x + DIAMOND, lane.middle + DIAMOND))
    return x - DIAMOND


def _period_words(
    lane: Lane, row: GanttPeriod, placer: Placer, cuts: tuple[float, float, float]
) -> None:
    """Words inside their part of the bar when they fit, else behind or before the whole bar."""
    left, cut, right = cuts
    base = lane.middle + _BASELINE
    left_over: list[str] = []
    for words, x1, x2, on_bar in (
        (row.start_words, left, cut, True),
        (row.end_words, cut, right, False),
    ):
        if x2 - x1 < text_width(words) + 20:
            left_over.append(words)
        elif on_bar:
            lane.words.text("" if row.is_related else "t-on-dark", x1 + 10, base, words)
        else:
            write_on_white(lane.words, Spot("t-end", x2 - 10, base), words)
    placer.block(Box(left, lane.middle - 3, right, lane.middle + 3))
    spots = [Spot("", right + 10, base), Spot("t-end", left - 10, base)]
    if left_over and not _write(lane, placer, spots, ", ".join(left_over)):
        # No room for all of it: what is unknown is the part that may not be left out.
        unknown = [words for words in left_over if words != row.start_words or row.start is None]
        _write(lane, placer, spots, ", ".join(unknown[:1]))


def draw_milestone(lane: Lane, row: GanttMilestone) -> None:
    """The diamond, a line over the period in which it lies, its first date and its words."""
    placer = lane.placer()
    base = lane.middle + _BASELINE
    if row.on is None:
        _write(lane, placer, [Spot("t-muted", lane.scale.left + 4, base)], row.words)
        return
    x = lane.scale.end_of(row.on.last_day)
    left = min(x, _tail(lane, row, x))
    first = _first_plan(lane, row, x)
    left, right = min(left, first), max(x, first)
    _diamond(lane, row.state, x)
    placer.block(Box(left - 2, lane.middle - 4, right + 2, lane.middle + 4))
    placer.block(Box(x - DIAMOND, lane.middle - DIAMOND, x + DIAMOND, lane.middle + DIAMOND))
    after, before = max(right, x + DIAMOND) + 9, min(left, x - DIAMOND) - 9
    _write(lane, placer, [Spot("", after, base), Spot("t-end", before, base)], row.words)


def _diamond(lane: Lane, state: MilestoneState, x: float) -> None:
    y = lane.middle
    lane.drawing.diamond("cy" if state == MilestoneState.REALISED else "c-open", x, y)
    if state == MilestoneState.LATE:
        lane.drawing.text("t-strong t-mid", x, y + _BASELINE, "!")
    if state == MilestoneState.DROPPED:
        lane.drawing.line("axis", x - 5.5, y - 5.5, x + 5.5, y + 5.5)
        lane.drawing.line("axis", x - 5.5, y + 5.5, x + 5.5, y - 5.5)


def _tail(lane: Lane, row: GanttMilestone, x: float) -> float:
    """The period in which it lies, with a whisker at its first day; for "at the latest" a short
    dashed line, because that period has no first day."""
    assert row.on is not None  # noqa: S101 — the caller has looked
    opening = row.on.opening_day
    if row.on.is_exact:
        return x
    if opening is None:
        left = max(lane.scale.left, x - 48)
        lane.drawing.line("l1 l-dash", left, lane.middle, x, lane.middle)
        return left
    left = lane.scale.start_of(opening)
    css = "l1" if row.state == MilestoneState.REALISED else "l1 l-dash"
    lane.drawing.line(css, left, lane.middle, x, lane.middle)
    lane.drawing.line("l1", left + 1, lane.middle - 7, left + 1, lane.middle + 7)
    return left


def _first_plan(lane: Lane, row: GanttMilestone, x: float) -> float:
    """A dashed line from the date that was planned first; its right end."""
    if row.original is None or row.original == row.on:
        return x
    first = lane.scale.end_of(row.original.last_day)
    lane.drawing.line("l2 l-dash", first, lane.middle, x, lane.middle)
    lane.drawing.line("l2", first, lane.middle - 7, first, lane.middle + 7)
    return first


def _write(lane: Lane, placer: Placer, spots: list[Spot], words: str) -> bool:
    """Keeps off the line of the as-of day when one or two lines of text can; else on the first
    spot that fits at all."""
    half = wrap(words, text_width(words) * 0.62)
    if lane.now is not None:
        line = Box(lane.now - 4, placer.bounds.top, lane.now + 4, placer.bounds.bottom)
        free = [spot for spot in spots if not _overlaps(spot, words, line)]
        if placer.put(lane.words, free, words):
            return True
        free = [spot for spot in spots if not any(_overlaps(spot, part, line) for part in half)]
        if _write_two(lane, placer, free, half):
            return True
    return placer.put(lane.words, spots, words) or _write_two(lane, placer, spots, half)


def _overlaps(spot: Spot, words: str, box: Box) -> bool:
    return text_box(spot.css, spot.x, spot.y, words).overlaps(box)


def _write_two(lane: Lane, placer: Placer, spots: list[Spot], lines: list[str]) -> bool:
    widest = max(lines, key=text_width)
    spot = placer.find(spots, widest)
    if spot is None:
        return False
    shift = 8.0 if len(lines) > 1 else 0.0
    for index, text in enumerate(lines):
        write_on_white(lane.words, Spot(spot.css, spot.x, spot.y - shift + 2 * shift * index), text)
    return True
