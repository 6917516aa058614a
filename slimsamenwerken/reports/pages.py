"""What the pages of reports show; the content itself comes from the snapshot alone."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.core.dates import long_moment
from slimsamenwerken.reports import permissions, queries
from slimsamenwerken.reports.models import CheckState, Publication, ReportSnapshot, Verification
from slimsamenwerken.reports.operations.verifying import ONCE_PER
from slimsamenwerken.reports.render import FORMATS, words
from slimsamenwerken.reports.render import Given as Rendering
from slimsamenwerken.reports.render.html import Drawn, drawn

UNREADABLE = (ValueError, KeyError, TypeError)


def report_list(found: list[Publication], viewer: Viewer) -> dict[str, Any]:
    """Per definition its reports, newest first; a definition is called what it was called last."""
    groups: dict[int, tuple[str, list[Publication]]] = {}
    for publication in found:
        run = publication.snapshot.run
        _title, reports = groups.setdefault(run.definition_id, (run.definition_version.title, []))
        reports.append(publication)
    return {
        "groups": sorted(groups.values(), key=lambda group: group[0]),
        "may_request": permissions.can_request(viewer),
        "may_see_runs": permissions.can_see_runs(viewer),
    }


def rendering_of(snapshot: ReportSnapshot) -> Rendering:
    slug = snapshot.run.slug
    address = f"{settings.SITE_ROOT.rstrip('/')}/rapporten/{slug}/"
    return Rendering(bytes(snapshot.content), slug, address)


def report(snapshot: ReportSnapshot, viewer: Viewer, now: datetime) -> dict[str, Any]:
    run, content = snapshot.run, _drawn(snapshot)
    publication = queries.publication_of(snapshot)
    has = set(snapshot.formats)  # type: ignore[attr-defined]  # annotated by load_report
    return {
        "run": run,
        "title": content.title if content else f"{run.definition_version.title}, {run.period_key}",
        "content": content,
        "hash_groups": words.hash_groups(snapshot.sha256),
        "formats": [f for f in FORMATS.values() if f.offered and f.key in has],
        "publication": publication,
        "withdrawn": publication is not None and publication.withdrawn_at is not None,
        "restated": queries.restated_by(run),
        "next": queries.next_report(snapshot),
        "verification": verification_words(queries.latest_verification(snapshot), now),
        "may_see_runs": permissions.can_see_runs(viewer),
        "breadcrumbs": [(_("Reports"), reverse("reports:list"))],
    }


def _drawn(snapshot: ReportSnapshot) -> Drawn | None:
    """The content, or None when someone changed the bytes so that they are no report any more."""
    try:
        return drawn(bytes(snapshot.content))
    except UNREADABLE:
        return None


def verification_words(found: Verification | None, now: datetime) -> dict[str, Any] | None:
    """The result in one sentence, with what was looked at and when it can be done again."""
    if found is None:
        return None
    points = [
        (found.content_holds, _("The content was not changed after publication.")),
        (found.files_hold, _("The files were not changed after publication.")),
        (found.chain_holds, _("The chain with the earlier reports holds.")),
        (found.recomputed, _("Computed again with the same dates it gives the same bytes.")),
    ]
    kind, sentence = _verdict(found)
    again = found.checked_at + ONCE_PER if found.checked_at else None
    return {
        "kind": kind,
        "sentence": sentence,
        "points": points,
        "waits": found.state == CheckState.QUEUED,
        "differs": found.integrity and found.recomputed is False,
        "difference": found.difference.splitlines() if found.recomputed is False else [],
        "again_at": again if again and again > now else None,
    }


def _verdict(found: Verification) -> tuple[str, str]:
    if not found.integrity:
        return "error", _("This file was changed after publication.")
    if found.state == CheckState.QUEUED:
        return "info", _("The bytes hold. The report is now being computed again.")
    if found.recomputed is None:
        return "info", _("Only the file was checked, not the computation.")
    when = long_moment(found.checked_at) if found.checked_at else ""
    right = _("This report is right. Computed again on %(time)s.") % {"time": when}
    return ("success", right) if found.recomputed else ("error", _("The recomputation differs"))
