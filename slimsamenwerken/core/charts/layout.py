"""Boxes, and labels that keep out of each other's way."""

from collections.abc import Iterable
from dataclasses import dataclass

from slimsamenwerken.core.charts.measure import FONT_SIZE, text_width
from slimsamenwerken.core.charts.svg import Drawing

BIG_SIZE = 30.0


@dataclass(frozen=True)
class Box:
    """A rectangle in user units."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def inside(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def text_box(css: str, x: float, y: float, text: str) -> Box:
    """The box of a text with its anchor at x and its base line at y."""
    classes = css.split()
    size = BIG_SIZE if "t-big" in classes else FONT_SIZE
    width = text_width(text, size=size, bold="t-big" in classes or "t-strong" in classes)
    left = x - width if "t-end" in classes else x - width / 2 if "t-mid" in classes else x
    return Box(left, y - 0.8 * size, left + width, y + 0.25 * size)


@dataclass(frozen=True)
class Spot:
    """A place where a label may stand."""

    css: str
    x: float
    y: float


class Placer:
    """Gives each label the first free spot. Call in order of importance."""

    def __init__(self, bounds: Box) -> None:
        self.bounds = bounds
        self._taken: list[Box] = []

    def block(self, box: Box) -> None:
        self._taken.append(box)

    def block_line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Keeps labels off a sloping line: small boxes along it."""
        steps = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) // 8))
        for i in range(steps + 1):
            x, y = x1 + (x2 - x1) * i / steps, y1 + (y2 - y1) * i / steps
            self._taken.append(Box(x - 2, y - 2, x + 2, y + 2))

    def find(self, spots: Iterable[Spot], text: str) -> Spot | None:
        """The first spot that is free and in bounds, which is then taken; None if there is none."""
        for spot in spots:
            box = text_box(spot.css, spot.x, spot.y, text)
            free = not any(box.overlaps(other) for other in self._taken)
            if free and box.inside(self.bounds):
                self._taken.append(box)
                return spot
        return None

    def put(self, drawing: Drawing, spots: Iterable[Spot], text: str) -> bool:
        """Writes the text on the first free spot, on white. False: no room, nothing written."""
        spot = self.find(spots, text)
        if spot is None:
            return False
        write_on_white(drawing, spot, text)
        return True


def write_on_white(drawing: Drawing, spot: Spot, text: str) -> None:
    box = text_box(spot.css, spot.x, spot.y, text)
    drawing.rect(
        "lbl-bg", box.left - 3, box.top - 1, box.right - box.left + 6, box.bottom - box.top + 2
    )
    drawing.text(spot.css, spot.x, spot.y, text)
