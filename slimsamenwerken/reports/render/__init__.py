"""The formats of a report; a newer renderer adds a file beside the old one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from slimsamenwerken.reports.render import html, json, pdf, xlsx
from slimsamenwerken.reports.render.given import Given

__all__ = ["FORMATS", "Format", "Given"]


@dataclass(frozen=True)
class Format:
    """`purpose` says in a few words what the format is for; `offered`: as a download."""

    key: str
    label: str
    purpose: str
    content_type: str
    version: int
    render: Callable[[Given], bytes]
    offered: bool = True


FORMATS: Final = {
    found.key: found
    for found in (
        Format(
            "html", "HTML", "", html.CONTENT_TYPE, html.RENDERER_VERSION, html.render, offered=False
        ),
        Format(
            "pdf", "PDF", "om te lezen en af te drukken",
            pdf.CONTENT_TYPE, pdf.RENDERER_VERSION, pdf.render,
        ),
        Format(
            "xlsx", "XLSX", "cijfers per onderdeel",
            xlsx.CONTENT_TYPE, xlsx.RENDERER_VERSION, xlsx.render,
        ),
        Format(
            "json", "JSON", "de exacte gegevens",
            json.CONTENT_TYPE, json.RENDERER_VERSION, json.render,
        ),
    )
}  # fmt: skip
