"""What the page of one fact row shows: every column in Dutch, and its envelope."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, Model
from django.urls import reverse
from django.utils.translation import gettext as _

from slimsamenwerken.core.dates import long_date, long_moment
from slimsamenwerken.core.numbers import format_decimal
from slimsamenwerken.programme.fact_kinds import FactKind

ENVELOPE = {
    "id", "public_id", "recorded_at", "recorded_by", "origin", "withdrawn_at", "withdrawn_by",
    "withdrawn_reason", "replaces", "derived", "basis", "search", "computed_status",
}  # fmt: skip


def fact_context(kind: FactKind, row: Any, *, inside: bool) -> dict[str, Any]:
    later = getattr(row, "replaced_by", None)
    return {
        "kind": kind,
        "row": row,
        "page_url": kind.page(row),
        "fields": [
            (str(field.verbose_name).capitalize(), value)
            for field in row._meta.concrete_fields
            if field.name not in ENVELOPE and not field.name.endswith(("_precision", "_from"))
            for value in [_words(field, row)]
            if value
        ],
        "envelope": _envelope(row, inside=inside),
        "replaces_url": _url(kind, row.replaces) if inside and row.replaces_id else "",
        "replaced_url": _url(kind, later) if later is not None else "",
        "breadcrumbs": [(str(row), kind.page(row))],
        "breadcrumb_here": _("Origin of this row"),
    }


def _url(kind: FactKind, row: Any) -> str:
    return reverse("programme:fact-detail", args=[kind.key, row.public_id])


def _words(field: "Field[Any, Any]", row: Model) -> str:
    """The value as a person reads it; empty when there is none."""
    text = getattr(row, f"{field.name}_text", None)
    value = getattr(row, field.name)
    if isinstance(text, str) or value in (None, "", {}):
        return text or ""
    return str(getattr(row, f"get_{field.name}_display")()) if field.choices else _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format_decimal(value)
    return long_date(value) if isinstance(value, date) else str(value)


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
    if user is None:
        return _("start data") if origin == "seed" else _("automatic task")
    return str(user) if user.is_active else _("removed user")
