"""What one reader gets of the feed: CloudEvents, tombstones included."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.db.models import Min, Q

from slimsamenwerken.api.callers import Caller
from slimsamenwerken.api.models import FeedEntry
from slimsamenwerken.api.resources import INTERNAL, PUBLIC, organisation_audience
from slimsamenwerken.api.scopes import FEED_READ
from slimsamenwerken.api.wire import api_root

TYPE_PREFIX: Final = "be.vlaanderen.ovam.slimsamenwerken"


def audiences_of(caller: Caller) -> frozenset[str]:
    """A visitor reads what is public; a key with `feed:read` also what its role reads."""
    if not caller.has(FEED_READ):
        return frozenset({PUBLIC})
    found = {PUBLIC}
    if caller.viewer.reads_internal:
        found.add(INTERNAL)
    if caller.viewer.organisation_id is not None:
        found.add(organisation_audience(caller.viewer.organisation_id))
    return frozenset(found)


def first_position() -> int:
    """The oldest position that is still kept; 1 in a feed that lost nothing."""
    return FeedEntry.objects.aggregate(first=Min("position"))["first"] or 1


def entries_after(position: int, audiences: frozenset[str], limit: int) -> list[FeedEntry]:
    """The next entries of which this reader may know."""
    mine = sorted(audiences)
    rows = FeedEntry.objects.filter(position__gt=position)
    rows = rows.filter(Q(audiences__overlap=mine) | Q(lost__overlap=mine))
    return list(rows.order_by("position")[:limit])


def as_event(entry: FeedEntry, audiences: frozenset[str]) -> dict[str, Any]:
    """CloudEvents 1.0; who lost sight of a thing gets a tombstone, as of one that is gone."""
    is_read = bool(audiences & frozenset(entry.audiences))
    name, _dot, verb = entry.word.partition(".")
    word = entry.word if is_read else f"{name}.deleted"
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(entry.event_id),
        "source": settings.SITE_ROOT,
        "type": f"{TYPE_PREFIX}.{word}.v1",
        "subject": f"{api_root()}/{entry.subject}",
        "time": entry.at,
        "position": entry.position,
    }
    return event | _data(entry.data if is_read and verb != "deleted" else None)


def _data(data: Mapping[str, Any] | None) -> dict[str, Any]:
    """Insiders get no data, but the address: they read it with their own rights."""
    return {} if data is None else {"datacontenttype": "application/json", "data": data}
