"""SVG text built piece by piece: everything escaped, classes from a fixed list, no style.

Nothing here knows what is drawn. Coordinates are user units; the picture is `WIDTH` wide and the
stylesheet scales it.
"""

import re
from collections.abc import Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from slimsamenwerken.core.charts.measure import clean

WIDTH = 1030

# What components.css styles. A class outside this list would be an unstyled (black) shape.
CLASSES = frozenset(
    [
        "axis",
        "band-median",
        "band-range",
        "c-gap",
        "c-open",
        "c1",
        "c2",
        "c3",
        "c4",
        "cy",
        "flow-loss",
        "flow-product",
        "grid",
        "hatch-line",
        "l-dash",
        "l1",
        "l2",
        "lbl-bg",
        "now",
        "now-flag",
        "t-big",
        "t-end",
        "t-mid",
        "t-muted",
        "t-on-dark",
        "t-strong",
        "zero",
    ]
)
_NAMES = frozenset(["svg", "title", "desc", "line", "rect", "path", "circle", "text", "g", "tspan"])
_ATTRIBUTES = frozenset(
    [
        "aria-hidden",
        "aria-labelledby",
        "class",
        "cx",
        "cy",
        "d",
        "focusable",
        "height",
        "id",
        "r",
        "role",
        "viewBox",
        "width",
        "x",
        "x1",
        "x2",
        "y",
        "y1",
        "y2",
    ]
)
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")


def number(value: float) -> str:
    """A coordinate with at most one decimal: the same input always gives the same bytes."""
    text = f"{float(value):.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, attributes: Mapping[str, object], *children: object) -> SafeString:
    """One element. Children that are not safe already are escaped. Raises ValueError on a
    name, attribute or class that is not on the list."""
    if name not in _NAMES:
        raise ValueError(f"SVG element not allowed: {name}")
    inner = "".join(_escaped(child) for child in children)
    head = "".join(_attribute(key, value) for key, value in attributes.items() if value != "")
    # Safe: the name is on the list, values and children were escaped above.
    return mark_safe(f"<{name}{head}>{inner}</{name}>")  # noqa: S308


def _escaped(child: object) -> str:
    return child if isinstance(child, SafeString) else escape(str(child))


def _attribute(key: str, value: object) -> str:
    if key not in _ATTRIBUTES:
        raise ValueError(f"SVG attribute not allowed: {key}")
    if key == "class" and not CLASSES.issuperset(str(value).split()):
        raise ValueError(f"Class not in components.css: {value}")
    text = number(value) if isinstance(value, int | float) else escape(clean(value))
    return f' {key}="{text}"'


class Drawing:
    """A list of shapes, drawn in the order of the calls."""

    def __init__(self) -> None:
        self.parts: list[SafeString] = []

    def add(self, other: "Drawing") -> None:
        """The shapes of another drawing, above those of this one."""
        self.parts.extend(other.parts)

    def line(self, css: str, x1: float, y1: float, x2: float, y2: float) -> None:
        where = {"class": css, "x1": x1, "y1": y1, "x2": x2, "y2": y2}
        self.parts.append(element("line", where))

    def rect(self, css: str, x: float, y: float, width: float, height: float) -> None:
        where = {"class": css, "x": x, "y": y, "width": max(width, 0), "height": max(height, 0)}
        self.parts.append(element("rect", where))

    def path(self, css: str, d: str) -> None:
        self.parts.append(element("path", {"class": css, "d": d}))

    def circle(self, css: str, cx: float, cy: float, r: float) -> None:
        self.parts.append(element("circle", {"class": css, "cx": cx, "cy": cy, "r": r}))

    def text(self, css: str, x: float, y: float, text: str, *, full: str = "") -> None:
        """`full` is the whole name where `text` was shortened; it becomes the tooltip."""
        shown = clean(text)
        children: list[object] = [shown]
        if full and clean(full) != shown:
            children.insert(0, element("title", {}, clean(full)))
        self.parts.append(element("text", {"class": css, "x": x, "y": y}, *children))

    def diamond(self, css: str, x: float, y: float, r: float = 11) -> None:
        corner = f"{number(r)} {number(-r)} {number(r)} {number(r)} {number(-r)} {number(r)}"
        self.path(css, f"M{number(x - r)} {number(y)} l{corner}Z")

    def render(
        self, prefix: str, title: str, description: str, height: float, *, width: float = 0
    ) -> SafeString:
        """The whole picture with its accessible name. `prefix` keeps ids unique on a page. With
        `width` it has that natural size in pixels, else the stylesheet decides."""
        if not _PREFIX.match(prefix):
            raise ValueError(f"Prefix of a chart is not an id: {prefix!r}")
        attributes = {
            "viewBox": f"0 0 {number(width or WIDTH)} {number(height)}",
            "width": width or "",
            "height": height if width else "",
            "role": "img",
            "aria-labelledby": f"{prefix}-t {prefix}-d",
            "focusable": "false",
        }
        return element(
            "svg",
            attributes,
            element("title", {"id": f"{prefix}-t"}, clean(title)),
            element("desc", {"id": f"{prefix}-d"}, clean(description)),
            *self.parts,
        )
