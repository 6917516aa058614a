"""What columns are called in the support tooling when their model gives them no name.

Columns of bookkeeping that no page shows, so that models need not carry a name for them. A
relation is called after the model it points at.
"""

from typing import Any, Final

from django.db.models import Field, ForeignKey
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, str | Promise]] = {
    "id": _("row number"),
    "public_id": _("public number"),
    "version": _("version"),
    "created_at": _("made on"),
    "modified_at": _("changed on"),
    "recorded_at": _("recorded on"),
    "recorded_by": _("recorded by"),
    "origin": _("origin"),
    "withdrawn_at": _("withdrawn on"),
    "withdrawn_by": _("withdrawn by"),
    "withdrawn_reason": _("reason of withdrawal"),
    "replaces": _("replaces row"),
    "search": _("search text"),
    "content": _("content"),
    "sha256": _("checksum (SHA-256)"),
    "previous_sha256": _("checksum of the previous one (SHA-256)"),
    "pgh_id": _("number in the history"),
    "pgh_created_at": _("happened on"),
    "pgh_label": _("kind of change"),
    "pgh_obj": _("changed row"),
    "pgh_context": _("circumstances"),
    "frozen_at": _("frozen on"),
    "computed_status": _("computed status"),
    "scope": _("scope"),
    "definition_version": _("version of the definition"),
    "previous": _("previous one"),
    "previous_chosen": _("previous one chosen by hand"),
    "original": _("original"),
    "auto_publish": _("published by itself"),
    "parts_done": _("parts that are done"),
    "parts_count": _("number of parts"),
    "faults_count": _("number of faults"),
    "lost_count": _("times lost"),
    "lease_until": _("claimed until"),
    "retry_at": _("next try on"),
    "claimed_by": _("claimed by"),
    "trace": _("trace number"),
    "requested_by": _("requested by"),
    "requested_at": _("requested on"),
    "finished_at": _("finished on"),
    "at": _("on"),
    "by": _("by"),
    "detail": _("detail"),
    "schema": _("shape"),
    "section_versions": _("versions of the sections"),
    "format": _("format"),
    "renderer_version": _("version of the renderer"),
    "state": _("state"),
    "asked_at": _("asked on"),
    "checked_at": _("checked on"),
    "content_holds": _("content holds"),
    "files_hold": _("files hold"),
    "chain_holds": _("chain holds"),
    "recomputed": _("recomputed"),
    "difference": _("difference"),
}


def has_own_name(field: "Field[Any, Any]") -> bool:
    """Whether the model names it; the original lies where migrations read it."""
    return field._verbose_name is not None  # type: ignore[attr-defined]  # noqa: SLF001


def word_for(field: "Field[Any, Any]") -> str:
    """The name of a column: its own, ours, that of the model it points at, or its code."""
    if has_own_name(field):
        return str(field.verbose_name)
    if field.name in WORDS:
        return str(WORDS[field.name])
    if isinstance(field, ForeignKey):
        return str(field.related_model._meta.verbose_name)
    return capfirst(field.name)
