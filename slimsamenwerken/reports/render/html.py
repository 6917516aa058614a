"""HTML: the content of a report for its page, and as a file that stands on its own."""

from functools import lru_cache
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


@lru_cache(maxsize=16)
def drawn(content: bytes) -> tuple[SafeString, SafeString]:
    """(lead, body) for the page of the report; links are relative to that page.

    A report never changes, so what was drawn once is kept; other bytes are drawn anew.
    """
    view = View(Given(content, "", ""))
    lead = render_to_string("reports/content/lead.html", {"paragraphs": view.lead()})
    body = render_to_string("reports/content/body.html", {"sections": view.sections()})
    return SafeString(lead), SafeString(body)
