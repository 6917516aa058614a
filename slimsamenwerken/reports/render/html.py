"""HTML: the content of a report for its page, and as a file that stands on its own."""

from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slimsamenwerken.reports.render import words
from slimsamenwerken.reports.render.given import Given
from slimsamenwerken.reports.render.view import View

RENDERER_VERSION: Final = 1
CONTENT_TYPE: Final = "text/html; charset=utf-8"


def render(given: Given) -> bytes:
    """The whole report as one page without style or script, with full addresses.

    A chart needs a stylesheet, so the file has none: the tables under them say the same.
    """
    view = View(given, base=given.address, charts=False)
    context = {
        "is_file": True,
        "title": words.full_title(given.document),
        "is_proof": words.is_proof(given.document),
        "proof": words.PROOF,
        "cover": words.cover(given.document, given.sha256, given.address),
        "lead": view.lead(),
        "sections": view.sections(),
    }
    return render_to_string("reports/content/document.html", context).encode()


def lead(given: Given) -> SafeString:
    """The sentences that stand under the title of the page."""
    context = {"paragraphs": View(given, charts=False).lead()}
    return SafeString(render_to_string("reports/content/lead.html", context))


def body(given: Given) -> SafeString:
    """Everything behind the lead, for the page of the report; links are relative to that page."""
    context = {"sections": View(given).sections()}
    return SafeString(render_to_string("reports/content/body.html", context))
