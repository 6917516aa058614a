"""Reads a chart back from its SVG, so that tests look at what is drawn and not at how."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations

from slimsamenwerken.core.charts import WIDTH, Box, Chart, text_box


def root_of(chart: Chart) -> ET.Element:
    return ET.fromstring(chart.svg)  # noqa: S314 — our own text


def drawn(chart: Chart, tag: str, css: str = "") -> list[ET.Element]:
    """Elements of one name that carry all the classes."""
    wanted = set(css.split())
    return [e for e in root_of(chart).iter(tag) if wanted <= set(e.get("class", "").split())]


def words_of(element: ET.Element) -> str:
    """Text without the tooltip."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def words(chart: Chart) -> list[str]:
    return [words_of(element) for element in drawn(chart, "text")]


def tooltips(chart: Chart) -> list[str]:
    return [t.text or "" for e in drawn(chart, "text") for t in e.iter("title")]


def text_boxes(chart: Chart) -> Iterator[tuple[str, Box]]:
    for e in drawn(chart, "text"):
        text = words_of(e)
        yield text, text_box(e.get("class", ""), float(e.get("x", 0)), float(e.get("y", 0)), text)


def number(element: ET.Element, name: str) -> float:
    return float(element.get(name, "nan"))


def problems(chart: Chart) -> list[str]:
    """Everything that no chart may have: style, overlapping words, words or shapes outside."""
    return [*_bad_attributes(chart), *_bad_words(chart), *_bad_rectangles(chart)]


def _bad_attributes(chart: Chart) -> Iterator[str]:
    for e in root_of(chart).iter():
        for name, value in e.attrib.items():
            if name in {"style", "fill", "stroke"} or name.startswith("on"):
                yield f"attribute {name} on {e.tag}"
            if name != "aria-labelledby" and {"nan", "inf"} & set(value.lower().split()):
                yield f"{name}={value}"


def _bad_words(chart: Chart) -> Iterator[str]:
    height = float(root_of(chart).get("viewBox", "0 0 0 0").split()[3])
    picture = Box(-0.6, -0.6, WIDTH + 0.6, height + 0.6)
    boxes = list(text_boxes(chart))
    for text, box in boxes:
        if not box.inside(picture):
            yield f"outside: {text!r} {box}"
    for (one, a), (two, b) in combinations(boxes, 2):
        if a.overlaps(b):
            yield f"overlap: {one!r} {two!r}"


def _bad_rectangles(chart: Chart) -> Iterator[str]:
    for e in drawn(chart, "rect"):
        x, width = number(e, "x"), number(e, "width")
        if e.get("class") != "lbl-bg" and not (x >= -0.1 and x + width <= WIDTH + 0.1):
            yield f"rect outside: {e.attrib}"
