"""In which browsers someone is signed in: written down, listed, ended."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone

from slimsamenwerken.accounts import sessions
from slimsamenwerken.accounts.models import OpenSession, User

# In this order: most browsers also call themselves by the names of others.
FAMILIES: Final = [
    ("Edge", r"\bEdgA?/|\bEdgiOS/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"Chrome/|\bCriOS/"),
    ("Safari", r"\bSafari/"),
]


class OwnSession(NamedTuple):
    """One line of the list; the session that asks is `is_here`, and may lack a row."""

    public_id: UUID | None
    browser: str
    signed_in_at: datetime
    seen_at: datetime
    is_here: bool


def family_of(user_agent: str) -> str:
    """The family of the browser, or nothing when its header names none that we know."""
    return next((name for name, mark in FAMILIES if re.search(mark, user_agent)), "")


def note(session: SessionBase, *, user: User, user_agent: str) -> None:
    """Write down a session that has just begun."""
    if session.session_key is None:
        session.save()
    OpenSession.objects.update_or_create(
        session_key=session.session_key,
        defaults={
            "user": user,
            "browser": family_of(user_agent),
            "signed_in_at": _moment(session[sessions.SIGNED_IN_AT]),
            "seen_at": _moment(session[sessions.SEEN_AT]),
        },
    )


def note_seen(session: SessionBase) -> None:
    rows = OpenSession.objects.filter(session_key=session.session_key)
    rows.update(seen_at=_moment(session[sessions.SEEN_AT]))


def note_new_key(before: str | None, session: SessionBase) -> None:
    rows = OpenSession.objects.filter(session_key=before)
    rows.update(session_key=session.session_key)


def sessions_of(
    user: User, *, here: SessionBase, limits: sessions.Limits, user_agent: str, now: datetime
) -> list[OwnSession]:
    """This session first, then the others that still let someone in."""
    began, seen = (here.get(key) for key in (sessions.SIGNED_IN_AT, sessions.SEEN_AT))
    family = family_of(user_agent)
    mine = OwnSession(None, family, _moment(began), _moment(seen), is_here=True)
    rows = {row.session_key: row for row in user.open_sessions.all()}
    rows.pop(here.session_key or "", None)
    alive = set(_alive(user, list(rows), limits, now))
    return [mine] + [
        OwnSession(row.public_id, row.browser, row.signed_in_at, row.seen_at, is_here=False)
        for key, row in rows.items()
        if key in alive
    ]


def _alive(user: User, keys: list[str], limits: sessions.Limits, now: datetime) -> Iterator[str]:
    """Keys of sessions that a next request would accept: kept, in time, with the right hash."""
    for kept in Session.objects.filter(session_key__in=keys, expire_date__gt=now):
        data: dict[str, Any] = kept.get_decoded()
        in_time = sessions.SEEN_AT in data and not sessions.is_over(data, limits, now)
        if in_time and data.get(HASH_SESSION_KEY) == user.get_session_auth_hash():
            yield kept.session_key


def end(row: OpenSession) -> None:
    """That browser is a visitor from its next request on."""
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()


def _moment(second: int | None) -> datetime:
    return timezone.now() if second is None else datetime.fromtimestamp(second, tz=UTC)
