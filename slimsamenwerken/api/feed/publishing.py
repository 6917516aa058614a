"""Numbers committed changes, one publisher at a time.

A number taken when a row is written becomes visible when its transaction commits, which may be
after a later number: a reader who saw the later one would miss it. So the writers leave rows
without a number, and whoever holds the lock numbers what is committed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from slimsamenwerken.api.models import FeedEntry, FeedState
from slimsamenwerken.api.resources import PUBLIC, Resource, Seen, by_label, resources
from slimsamenwerken.api.wire import to_json
from slimsamenwerken.core.locks import try_lock
from slimsamenwerken.core.models import ChangeRow

LOCK: Final = "api.feed"
BATCH: Final = 500
KEPT: Final = timedelta(days=730)
CREATED, UPDATED, DELETED = "created", "updated", "deleted"


def publish_changes() -> int:
    """Number everything that is committed; how many events that made. Safe to repeat."""
    made = 0
    with try_lock(LOCK) as mine:
        while mine:
            rows = list(ChangeRow.objects.order_by("id")[:BATCH])
            if not rows:
                break
            made += _publish(rows)
    return made


@transaction.atomic
def _publish(rows: list[ChangeRow]) -> int:
    """One batch: several writes on one thing make one event, at the moment of the last."""
    known = by_label()
    changed: dict[str, dict[int, datetime]] = defaultdict(dict)
    for row in rows:
        if row.label in known:
            changed[row.label][row.object_id] = row.at
    position = FeedEntry.objects.aggregate(last=Max("position"))["last"] or 0
    entries: list[FeedEntry] = []
    for label, moments in changed.items():
        entries += _events(known[label], moments, position + len(entries))
    FeedEntry.objects.bulk_create(entries)
    _keep_states(entries)
    # Exactly these: what committed meanwhile is of the next batch.
    ChangeRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(entries)


def _events(resource: Resource, moments: dict[int, datetime], after: int) -> list[FeedEntry]:
    """Events of things of one sort, and of what their audience decides over."""
    seen, before = resource.look(moments), _states(resource.label, moments)
    entries = []
    for pk, at in moments.items():
        entry = _event(resource, pk, at, seen.get(pk), before.get(pk))
        if entry is not None:
            entries.append(entry)
    shifted = [pk for pk in moments if _audiences(seen.get(pk)) != _known(before.get(pk))]
    for position, entry in enumerate(entries, start=after + 1):
        entry.position = position
    for label, ids in (resource.depend(shifted) if shifted else {}).items():
        other, at = by_label()[label], max(moments.values())
        behind = _drifted(other, ids)
        entries += _events(other, dict.fromkeys(behind, at), after + len(entries))
    return entries


def _drifted(resource: Resource, ids: Iterable[int]) -> list[int]:
    """Those whose readers are others than after their last event."""
    wanted = list(ids)
    seen, before = resource.look(wanted), _states(resource.label, wanted)
    return [pk for pk in wanted if _audiences(seen.get(pk)) != _known(before.get(pk))]


def _event(
    resource: Resource, pk: int, at: datetime, seen: Seen | None, before: FeedState | None
) -> FeedEntry | None:
    """What changed for whom; nothing when nobody could read it and nobody can."""
    now, then = _audiences(seen), _known(before)
    if not now and not then:
        return None
    path = seen.path if seen else before.subject if before else ""
    verb = DELETED if not now else UPDATED if then else CREATED
    return FeedEntry(
        label=resource.label,
        object_id=pk,
        word=f"{resource.name}.{verb}",
        subject=path,
        at=at,
        audiences=sorted(now),
        lost=sorted(then - now),
        data=_as_told(seen) if seen and PUBLIC in now else None,
    )


def _as_told(seen: Seen) -> Any:
    """The public representation as the wire writes it, so that it stays what it was."""
    return None if seen.data is None else json.loads(to_json(dict(seen.data)))


def _keep_states(entries: list[FeedEntry]) -> None:
    """Who may read each thing after its last event; one statement."""
    last = {(entry.label, entry.object_id): entry for entry in entries}
    FeedState.objects.bulk_create(
        [
            FeedState(label=label, object_id=pk, audiences=entry.audiences, subject=entry.subject)
            for (label, pk), entry in last.items()
        ],
        update_conflicts=True,
        unique_fields=["label", "object_id"],
        update_fields=["audiences", "subject"],
    )


def _states(label: str, ids: Iterable[int]) -> dict[int, FeedState]:
    found = FeedState.objects.filter(label=label, object_id__in=list(ids))
    return {state.object_id: state for state in found}


def _audiences(seen: Seen | None) -> frozenset[str]:
    return seen.audiences if seen else frozenset()


def _known(state: FeedState | None) -> frozenset[str]:
    return frozenset(state.audiences) if state else frozenset()


def note_turning_things(day: date) -> int:
    """Leave rows for what looks different from this day on, though nobody wrote on it."""
    rows = [
        ChangeRow(label=resource.label, object_id=pk, version=0)
        for resource in resources
        for pk in resource.turning(day)
    ]
    ChangeRow.objects.bulk_create(rows)
    return len(rows)


def forget_old_entries(now: datetime) -> int:
    """The feed holds two years; the last entry always stays, for it holds the number."""
    last = FeedEntry.objects.aggregate(last=Max("position"))["last"]
    old = FeedEntry.objects.filter(at__lt=now - KEPT).exclude(position=last)
    return old.delete()[0]
