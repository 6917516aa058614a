"""What the pages of reports show; the content itself comes from the snapshot alone."""

import json
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.core.dates import long_moment
from slimsamenwerken.reports import permissions, queries
from slimsamenwerken.reports.blocks import rows_digest
from slimsamenwerken.reports.models import (
    STEPS,
    CheckState,
    Publication,
    ReportRun,
    ReportSnapshot,
    State,
    Verification,
)
from slimsamenwerken.reports.operations.building import order_of
from slimsamenwerken.reports.render import FORMATS, words
from slimsamenwerken.reports.render import Given as Rendering
from slimsamenwerken.reports.render.html import body


def report_list(found: list[Publication], viewer: Viewer) -> dict[str, Any]:
    groups = groupby(found, key=lambda p: p.snapshot.run.definition_version.title)
    return {
        "groups": [(title, list(items)) for title, items in groups],
        "may_request": permissions.can_request(viewer),
        "may_see_runs": permissions.can_see_runs(viewer),
    }


def report(snapshot: ReportSnapshot, viewer: Viewer) -> dict[str, Any]:
    run = snapshot.run
    rendering = Rendering(bytes(snapshot.content), run.slug, settings.SITE_ROOT)
    document = rendering.document
    publication = queries.publication_of(snapshot)
    return {
        "run": run,
        "snapshot": snapshot,
        "title": words.title_of(document),
        "period": words.period_words(document),
        "as_of": words.as_of_words(document),
        "known_at": words.known_at_words(document),
        "hash_groups": [snapshot.sha256[i : i + 8] for i in range(0, 64, 8)],
        "body": body(rendering),
        "formats": [form for form in FORMATS.values() if form.offered],
        "publication": publication,
        "withdrawn": publication is not None and publication.withdrawn_at is not None,
        "restated": queries.restated_by(run),
        "verification": verification_words(queries.latest_verification(snapshot)),
        "may_publish": permissions.can_publish(viewer, run) and publication is None,
        "may_see_runs": permissions.can_see_runs(viewer),
        "breadcrumbs": [(_("Reports"), reverse("reports:list"))],
        "breadcrumb_here": f"{words.title_of(document)}, {run.period_key}",
    }


def verification_words(found: Verification | None) -> dict[str, Any] | None:
    """The result in one sentence, with what was looked at."""
    if found is None:
        return None
    points = [
        (found.content_holds, _("The content is not changed after publication.")),
        (found.files_hold, _("The files are not changed after publication.")),
        (found.chain_holds, _("The chain with the previous report holds.")),
        (found.recomputed, _("Computed again on the same clocks it gives the same bytes.")),
    ]
    kind, sentence = _verdict(found)
    return {
        "kind": kind,
        "sentence": sentence,
        "points": points,
        "waits": found.state == CheckState.QUEUED,
        "difference": found.difference,
    }


def _verdict(found: Verification) -> tuple[str, str]:
    if not found.integrity:
        return "error", _("This file was changed after publication.")
    if found.state == CheckState.QUEUED:
        return "info", _("The bytes hold. A worker now computes the report again.")
    if found.recomputed is None:
        return "info", _("Only the file was checked, not the computation.")
    when = long_moment(found.checked_at) if found.checked_at else ""
    right = _("This report is right. Computed again on %(time)s.") % {"time": when}
    return ("success", right) if found.recomputed else ("error", _("The recomputation differs"))


def figure(snapshot: ReportSnapshot, figure_id: str, viewer: Viewer) -> dict[str, Any] | None:
    """A figure with the rows as known at the report's moment, compared with what it keeps."""
    document = json.loads(bytes(snapshot.content))
    kept = document["figures"].get(figure_id)
    if kept is None:
        return None
    order = order_of(snapshot.run)
    found = queries.provenance(figure_id, order.given())
    rows = found.rows if found else ()
    inside = viewer.may("reports.read_internal")
    shown = [row for row in rows if row.is_public or inside]
    return {
        "run": snapshot.run,
        "figure_id": figure_id,
        "figure": kept,
        "value": words.figure_words(kept),
        "columns": list(found.columns) if found else [],
        "rows": shown,
        "hidden": len(rows) - len(shown),
        "formula": found.formula if found else "",
        "definition": found.definition if found else "",
        "matches": bool(found)
        and kept["rows_count"] == len({row.key for row in rows})
        and kept["rows_digest"] == rows_digest(row.key for row in rows),
        "document": document,
        "known_at": words.known_at_words(document),
        "as_of": words.as_of_words(document),
        "breadcrumbs": [
            (_("Reports"), reverse("reports:list")),
            (words.title_of(document), reverse("reports:detail", args=[snapshot.run.slug])),
        ],
        "breadcrumb_here": kept["label"],
    }


def run(found: ReportRun, viewer: Viewer) -> dict[str, Any]:
    names = {
        "claim": _("A worker takes the job"),
        "moment": _("The moment of knowledge is taken"),
        "build": _("The figures are computed"),
        "snapshot": _("The snapshot is kept"),
        "files": _("The files are written"),
        "publish": _("Readers can see it"),
    }
    steps = [
        {
            "name": names[key],
            "done": found.steps_done > index,
            "busy": found.is_busy and found.steps_done == index and found.state != State.QUEUED,
        }
        for index, key in enumerate(STEPS)
    ]
    snapshot = ReportSnapshot.objects.filter(run=found).defer("content").first()
    publication = queries.publication_of(snapshot) if snapshot else None
    return {
        "run": found,
        "steps": steps,
        "done": sum(bool(step["done"]) for step in steps),
        "snapshot": snapshot,
        "publication": publication,
        "may_publish": permissions.can_publish(viewer, found) and found.state == State.READY,
        "may_withdraw": permissions.can_publish(viewer, found)
        and publication is not None
        and publication.withdrawn_at is None,
        "may_request": permissions.can_request(viewer),
        "breadcrumbs": [
            (_("Reports"), reverse("reports:list")),
            (_("Runs"), reverse("reports:runs")),
        ],
        "breadcrumb_here": found.slug,
    }
