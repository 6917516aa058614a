"""Reads over the history of ordinary mutable rows."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Model, QuerySet

from slimsamenwerken.history.tracking import history_of

# Beyond the longest transaction that the web may hold open.
SETTLED_AFTER: Final = timedelta(minutes=5)


def known_at(model: type[Model], moment: datetime) -> QuerySet[Any]:
    """One event per object: the newest at or before the moment; deleted objects are left out.

    Answers what was known, never what was true: `as_of` belongs to facts and versions. A
    transaction that is still open may add events before the moment; see `require_settled`.
    """
    events = history_of(model)._default_manager
    newest = (
        events.filter(pgh_created_at__lte=moment)
        .order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id")
        .distinct("pgh_obj_id")
    )
    found: QuerySet[Any] = events.filter(pgh_id__in=newest.values("pgh_id"))
    return found.exclude(pgh_label="delete")


def require_settled(moment: datetime, *, now: datetime) -> None:
    """Refuse a moment at which an open transaction can still add an event.

    For reads whose answer must stay the same for ever; a page that shows "as known on" may move.
    """
    if moment > now - SETTLED_AFTER:
        raise ValueError(f"the history at {moment} can still change; ask for an older moment")
