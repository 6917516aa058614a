"""XML of office formats: elements with prefixes as they are written in the standards."""

from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

__all__ = ["Element", "SubElement", "child", "document"]

DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def child(parent: Element, tag: str, /, text: str | None = None, **attributes: Any) -> Element:
    """A new last child. `w_val=…` becomes `w:val`, the prefix being what precedes the first `_`;
    a further `_` reads `-`. Attributes keep their order."""
    named = {key.replace("_", ":", 1).replace("_", "-"): str(v) for key, v in attributes.items()}
    made = SubElement(parent, tag, named)
    made.text = text
    return made


def document(root: Element, namespaces: dict[str, str]) -> bytes:
    """The bytes of a part, its namespaces declared on the root."""
    for prefix, address in namespaces.items():
        root.set(f"xmlns:{prefix}", address)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=False)
    return DECLARATION + content
