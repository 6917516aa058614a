"""Fills that stay apart without colour: a tone of the palette, or a pattern of lines on white.

The first four tones differ in lightness; from the fifth series on patterns take over, so that a
copy in grey keeps them apart. Every fill that is light has an edge.
"""

from dataclasses import dataclass
from enum import Enum

from slimsamenwerken.core.charts.svg import Drawing, number


@dataclass(frozen=True)
class _Look:
    css: str
    lines: str = ""
    pattern: str = ""
    dark: bool = False


class Fill(Enum):
    """`YELLOW` is for "realised" only, `HATCH` for what is missing."""

    DARK = _Look("c1", dark=True)
    STRONG = _Look("c2", dark=True)
    MIDDLE = _Look("c3")
    LIGHT = _Look("c4")
    YELLOW = _Look("cy")
    HATCH = _Look("c-gap")
    BLANK = _Look("c-open")
    DIAGONAL = _Look("c-open", "l2", "diagonal")
    CROSSED = _Look("c-open", "l1", "crossed")
    BARRED = _Look("c4", "now", "barred")

    @property
    def is_dark(self) -> bool:
        return self.value.dark

    @property
    def is_patterned(self) -> bool:
        return bool(self.value.pattern) or self is Fill.HATCH

    def draw(self, drawing: Drawing, x: float, y: float, width: float, height: float) -> None:
        drawing.rect(self.value.css, x, y, width, height)
        if not self.value.pattern:
            return
        d = "".join(_PATTERNS[self.value.pattern](x, y, width, height))
        if d:
            drawing.path(self.value.lines, d)


# In the order in which series without a fill of their own take them.
IN_TURN = (
    Fill.DARK,
    Fill.MIDDLE,
    Fill.LIGHT,
    Fill.DIAGONAL,
    Fill.BARRED,
    Fill.CROSSED,
    Fill.BLANK,
    Fill.STRONG,
)


def _segment(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"


def _diagonals(x: float, y: float, width: float, height: float, gap: float = 9) -> list[str]:
    """Rising lines, cut off at the edges of the rectangle."""
    found = []
    offset = gap
    while offset < width + height:
        x1, y1 = x + max(0.0, offset - height), y + min(height, offset)
        x2, y2 = x + min(width, offset), y + max(0.0, offset - width)
        found.append(_segment(x1, y1, x2, y2))
        offset += gap
    return found


def _mirrored(x: float, y: float, width: float, height: float, gap: float = 9) -> list[str]:
    found = []
    offset = gap
    while offset < width + height:
        x1, y1 = x + width - max(0.0, offset - height), y + min(height, offset)
        x2, y2 = x + width - min(width, offset), y + max(0.0, offset - width)
        found.append(_segment(x1, y1, x2, y2))
        offset += gap
    return found


def _crossed(x: float, y: float, width: float, height: float) -> list[str]:
    return _diagonals(x, y, width, height, 8) + _mirrored(x, y, width, height, 8)


def _barred(x: float, y: float, width: float, height: float) -> list[str]:
    rows = max(1, int(height // 7))
    return [
        _segment(x, y + height * i / rows, x + width, y + height * i / rows) for i in range(1, rows)
    ]


_PATTERNS = {"diagonal": _diagonals, "crossed": _crossed, "barred": _barred}
