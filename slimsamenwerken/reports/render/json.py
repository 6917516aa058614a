"""JSON: the exact bytes of the snapshot."""

from typing import Final

from slimsamenwerken.reports.render.given import Given

RENDERER_VERSION: Final = 1
CONTENT_TYPE: Final = "application/json; charset=utf-8"


def render(given: Given) -> bytes:
    return given.content
