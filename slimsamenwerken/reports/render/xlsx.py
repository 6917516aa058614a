"""TEMPORARY placeholder by the lead so that the app imports; REPORT overwrites this file."""

from django.utils.safestring import SafeString

from slimsamenwerken.reports.render.given import Given

CONTENT_TYPE = "text/plain"
RENDERER_VERSION = 1


def render(given: Given) -> bytes:
    return given.content


def body(given: Given) -> SafeString:
    return SafeString("<p>nog niet</p>")
