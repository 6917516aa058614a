"""HTML: the content of a report for its page, and as a file that stands on its own."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Drawn:
    """A report ready for its page; links are relative to that page."""

    title: str
    period: str
    as_of: str
    known_at: str
    proof: str
    lead: SafeString
    body: SafeString


@lru_cache(maxsize=16)
def drawn(content: bytes) -> Drawn:
    """The content of the page. A report never changes, so what was drawn once is kept; other
    bytes are drawn anew. Raises ValueError, KeyError or TypeError for bytes that are no report."""
    given = Given(content, "", "")
    document, view = given.document, View(given)
    lead = render_to_string("reports/content/lead.html", {"paragraphs": view.lead()})
    body = render_to_string("reports/content/body.html", {"sections": view.sections()})
    return Drawn(
        title=words.full_title(document),
        period=words.period_words(document),
        as_of=words.as_of_words(document),
        known_at=words.known_at_words(document),
        proof=words.PROOF if words.is_proof(document) else "",
        lead=SafeString(lead),
        body=SafeString(body),
    )
