"""The page of one figure: how it was computed, and the very rows behind it."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.reports import queries
from slimsamenwerken.reports.blocks import Provenance, RowView, rows_digest
from slimsamenwerken.reports.document import given_of
from slimsamenwerken.reports.models import ReportSnapshot
from slimsamenwerken.reports.pages import UNREADABLE, rendering_of
from slimsamenwerken.reports.render import words
from slimsamenwerken.reports.sections.method import THRESHOLDS

PER_PAGE = 50


def figure(
    snapshot: ReportSnapshot, figure_id: str, viewer: Viewer, page: str = ""
) -> dict[str, Any] | None:
    """A figure with the rows as known at the report's moment, compared with what it keeps."""
    try:
        document = rendering_of(snapshot).document
        kept = document["figures"][figure_id]
    except UNREADABLE:
        return None
    found = queries.provenance(figure_id, given_of(snapshot.run), snapshot.section_versions)
    title = words.full_title(document)
    return {
        "run": snapshot.run,
        "figure_id": figure_id,
        "figure": kept,
        "value": words.figure_words(kept),
        "unit": "" if kept["unit"] == "%" else kept["unit"],
        "report_title": title,
        "section": _section(document, figure_id),
        "definition": document["definition"],
        "parts": _parts(kept, found),
        "thresholds": _thresholds(document) if found and found.by_thresholds else [],
        "provenance": found,
        "check": _check(kept, found) if found else None,
        **_rows(found, viewer, page),
        "known_at": words.known_at_words(document),
        "as_of": words.as_of_words(document),
        "breadcrumbs": [
            (_("Reports"), reverse("reports:list")),
            (title, reverse("reports:detail", args=[snapshot.run.slug])),
        ],
    }


def _section(document: words.Document, figure_id: str) -> dict[str, Any] | None:
    per_key = {section["key"]: section for section in document["sections"]}
    return per_key.get(queries.section_key(figure_id, per_key))


def _parts(kept: dict[str, Any], found: Provenance | None) -> list[tuple[str, str]]:
    """What the formula is filled in with; numerator and denominator as the snapshot keeps them."""
    parts = list(found.parts) if found else []
    for name, label in (("numerator", "Teller"), ("denominator", "Noemer")):
        if kept[name] is not None:
            parts.append((label, words.cell_words(kept[name], "decimal", {})))
    return parts


def _thresholds(document: words.Document) -> list[tuple[str, int]]:
    """Those of the report, with its own names where it knows them."""
    found = document["rules"]["thresholds"]
    return [(THRESHOLDS.get(key, key), value) for key, value in sorted(found.items())]


def _check(kept: dict[str, Any], found: Provenance) -> dict[str, Any]:
    """Count and digest of the rows fetched now beside those that the snapshot keeps."""
    keys = {row.key for row in found.rows}
    digest = rows_digest(keys)
    return {
        "count": len(keys),
        "digest": words.hash_groups(digest),
        "holds": kept["rows_count"] == len(keys) and kept["rows_digest"] == digest,
    }


def _rows(found: Provenance | None, viewer: Viewer, page: str) -> dict[str, Any]:
    """The rows that the viewer may read, a page at a time, and how many not."""
    rows = found.rows if found else ()
    shown = [row for row in rows if row.is_public or viewer.reads_internal]
    return {
        "columns": list(found.columns) if found else [],
        "rows": shown,
        "page_obj": Paginator(shown, PER_PAGE).get_page(page),
        "hidden": len(rows) - len(shown),
        "withdrawn": sum(row.withdrawn for row in shown),
    }


def cells_of(row: RowView) -> tuple[str, ...]:
    """The cells of a row in a file, with what the page marks."""
    return (*row.cells, "ingetrokken sinds het rapport" if row.withdrawn else "")
