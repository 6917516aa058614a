"""What the page of one fact row shows: every column in Dutch, and its envelope."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from slimsamenwerken.core.dates import long_moment
from slimsamenwerken.history.timeline import who_words
from slimsamenwerken.history.words import Names, label, readable, words
from slimsamenwerken.programme.fact_kinds import FactKind

ENVELOPE = {"derived", "basis"}  # said under the origin of the row


def fact_context(kind: FactKind, row: Any, *, inside: bool) -> dict[str, Any]:
    later = getattr(row, "replaced_by", None)
    return {
        "kind": kind,
        "row": row,
        "page_url": kind.page(row),
        "fields": _fields(row),
        "envelope": _envelope(row, inside=inside),
        "replaces_url": _url(kind, row.replaces) if inside and row.replaces_id else "",
        "replaced_url": _url(kind, later) if later is not None else "",
        "breadcrumbs": [(str(row), kind.page(row))],
        "breadcrumb_here": _("Origin of this row"),
    }


def _fields(row: Any) -> list[tuple[str, str]]:
    """What was filled in, as the history tells it too: names of things, and not their addresses."""
    names = Names(date.max, None)
    names.load([row])
    found = [
        (capfirst(label(field)), words(field, row, names))
        for field in readable(type(row))
        if field.name not in ENVELOPE
    ]
    return [(name, value) for name, value in found if value]


def _url(kind: FactKind, row: Any) -> str:
    return reverse("programme:fact-detail", args=[kind.key, row.public_id])


def _envelope(row: Any, *, inside: bool) -> list[tuple[str, str]]:
    found = [
        (_("Recorded on"), long_moment(row.recorded_at)),
        (_("Origin"), str(row.get_origin_display())),
    ]
    if inside:
        found.insert(1, (_("Recorded by"), _who(row.recorded_by, row.origin)))
    if row.derived:
        found.append((_("Derived"), _("read into the source, not stated")))
    if row.basis:
        found.append((_("Basis"), row.basis))
    if isinstance(row.withdrawn_at, datetime):
        found.append((_("Withdrawn on"), long_moment(row.withdrawn_at)))
        found.append((_("Reason"), row.withdrawn_reason))
    return found


def _who(user: Any, origin: str) -> str:
    people = {} if user is None else {user.pk: user}
    return who_words(None if user is None else user.pk, origin, people=people)
