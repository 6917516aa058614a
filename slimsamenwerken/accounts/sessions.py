"""How long a session lasts, and how all sessions of a person end."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.models import Session

from slimsamenwerken.accounts.models import OpenSession
from slimsamenwerken.accounts.policy import READERS

SIGNED_IN_AT: Final = "signed_in_at"
SEEN_AT: Final = "seen_at"
ACTING_FOR: Final = "acting_for"  # the organisation that the user chose
# A page view within this time leaves the session as it is: one write a minute is enough.
GRAIN: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Limits:
    """`idle` counts from the last page, `absolute` from signing in."""

    idle: timedelta
    absolute: timedelta


OFFICE_LIMITS: Final = Limits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))
OTHER_LIMITS: Final = Limits(idle=timedelta(hours=2), absolute=timedelta(days=7))


def limits_for(roles: frozenset[str]) -> Limits:
    """`roles` of all memberships: switching to a lighter one must not lengthen the session."""
    return OFFICE_LIMITS if roles & READERS else OTHER_LIMITS


def begin(session: MutableMapping[str, Any], now: datetime) -> None:
    session[SIGNED_IN_AT] = session[SEEN_AT] = int(now.timestamp())


def is_over(session: MutableMapping[str, Any], limits: Limits, now: datetime) -> bool:
    """Whether the session lasted too long; one that goes on is marked as seen."""
    second = int(now.timestamp())
    if SIGNED_IN_AT not in session:
        begin(session, now)
    idle, age = second - session[SEEN_AT], second - session[SIGNED_IN_AT]
    if idle >= limits.idle.total_seconds() or age >= limits.absolute.total_seconds():
        return True
    if idle >= GRAIN.total_seconds():
        session[SEEN_AT] = second
    return False


def forget_old_sessions() -> None:
    """Delete the rows of sessions that nobody can use any more."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    there = Session.objects.values("session_key")
    OpenSession.objects.exclude(session_key__in=there).delete()
