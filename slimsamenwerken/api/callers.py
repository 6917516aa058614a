"""Who asks the API: a visitor, or a program with scopes within the role of its maker."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from slimsamenwerken.accounts.permissions import Viewer, viewer_for
from slimsamenwerken.api import keys
from slimsamenwerken.api.models import ApiClient, ApiKey

USED_EVERY: Final = timedelta(minutes=1)  # how precise "last used" is


@dataclass(frozen=True)
class Caller:
    """`viewer` has the rights of the maker today; which of them count follows from the scopes."""

    viewer: Viewer = field(default_factory=Viewer)
    client: ApiClient | None = None
    scopes: frozenset[str] = frozenset()

    @property
    def is_visitor(self) -> bool:
        return self.client is None

    def has(self, scope: str) -> bool:
        return scope in self.scopes

    def reading(self, app: str) -> Viewer:
        """As whom the caller reads an app: without the scope as any visitor."""
        return self.viewer if self.has(f"{app}:read") or self.has(f"{app}:write") else Viewer()

    @property
    def audience(self) -> str:
        """Who would get the same answers; part of every ETag."""
        return "public" if self.client is None else f"client:{self.client.pk}"


class KeyRefusedError(Exception):
    """The key is unknown, expired, taken back, or its maker has no role there any more."""


def caller_of(text: str, *, now: datetime, today: date) -> Caller:
    """The caller behind a key; raises KeyRefusedError, which never tells what was wrong."""
    found = _key(text)
    if found is None or found.has_expired(at=now):
        raise KeyRefusedError
    caller = standing_caller(found.client, today=today)
    if caller is None:
        raise KeyRefusedError
    _mark_used(found, now)
    return caller


def standing_caller(client: ApiClient, *, today: date) -> Caller | None:
    """As whom a client asks today; None when it ended or its maker has no role there any more."""
    viewer = viewer_for(client.made_by, on=today, organisation_id=client.organisation_id)
    lapsed = not client.made_by.is_active or viewer.organisation_id != client.organisation_id
    if client.ended_at is not None or lapsed:
        return None
    return Caller(viewer, client, frozenset(client.scopes))


def _key(text: str) -> ApiKey | None:
    parts = keys.split(text)
    if parts is None or "\x00" in text:
        return None
    prefix, secret = parts
    standing = ApiKey.objects.standing().filter(prefix=prefix, client__ended_at__isnull=True)
    found = standing.select_related("client__organisation", "client__made_by").first()
    return found if found is not None and keys.fits(secret, found.digest) else None


def _mark_used(found: ApiKey, now: datetime) -> None:
    if found.last_used_at is None or found.last_used_at < now - USED_EVERY:
        ApiKey.objects.filter(pk=found.pk).update(last_used_at=now)
