"""The moment that a page shows: `?as_of=` (when it was true) and `?known_at=` (when we knew it).

`as_of` is a day: its end in Europe/Brussels. `known_at` is a day (its end) or an instant with its
offset. Today counts as absent for both, so that links of a live page stay plain.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from slimsamenwerken.core.dates import local_date, local_day_end, long_date, long_moment, parse_date

CLOCKS: Final = ("as_of", "known_at")
GRACE: Final = timedelta(minutes=1)  # the database's clock may run ahead of the web server's
_ONLY_DAY: Final = re.compile(r"[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4}")
# A plus sign that was not encoded in an address arrives as a space.
_LOST_PLUS: Final = re.compile(r" (?=[0-9]{2}:?[0-9]{2}$)")

NOT_A_DATE = _("This is not a valid date.")
FUTURE = _("Choose a date up to and including today.")
NO_OFFSET = _("Give a time with its offset, such as 2026-10-25T02:30:00+01:00.")


class MomentError(Exception):
    """A moment that cannot be shown; `field` is as_of or known_at, `raw` what was given."""

    def __init__(self, field: str, message: str | Promise, raw: str) -> None:
        super().__init__(str(message))
        self.field, self.message, self.raw = field, message, raw


@dataclass(frozen=True)
class Moment:
    """`as_of` is the end of that day in Brussels; `known_at` None means: as known now."""

    as_of: date
    known_at: datetime | None
    today: date

    @property
    def is_live(self) -> bool:
        return self.as_of == self.today and self.known_at is None

    @property
    def is_past(self) -> bool:
        return not self.is_live

    @property
    def live(self) -> "Moment":
        """Today, as known now."""
        return Moment(self.today, None, self.today)

    @property
    def query(self) -> dict[str, str]:
        """What links keep; nothing for today."""
        kept = {} if self.as_of == self.today else {"as_of": self.as_of.isoformat()}
        return kept | ({"known_at": self.known_at_text} if self.known_at else {})

    @property
    def known_on(self) -> date | None:
        """The day whose end `known_at` is, or None for an instant within a day."""
        if self.known_at is None:
            return None
        day = local_date(self.known_at) - timedelta(days=1)
        return day if local_day_end(day) == self.known_at else None

    @property
    def known_at_text(self) -> str:
        """`known_at` as links and forms write it: `2026-07-15`, or an instant in UTC."""
        if self.known_at is None:
            return ""
        day = self.known_on
        if day is not None:
            return day.isoformat()
        return self.known_at.astimezone(UTC).isoformat().replace("+00:00", "Z")

    @property
    def query_string(self) -> str:
        return f"?{urlencode(self.query)}" if self.query else ""

    @property
    def as_of_words(self) -> str:
        return long_date(self.as_of)

    @property
    def known_at_words(self) -> str:
        if self.known_at is None:
            return long_date(self.today)
        return long_date(self.known_on) if self.known_on else long_moment(self.known_at)


def read_moment(params: Mapping[str, str], *, now: datetime) -> Moment:
    """The moment of a request; raises MomentError. Today counts as absent for both clocks."""
    today = local_date(now)
    as_of = _read_as_of(params.get("as_of", ""), today)
    return Moment(as_of, _read_known_at(params.get("known_at", ""), today, now), today)


def _read_as_of(raw: str, today: date) -> date:
    if not raw.strip():
        return today
    try:
        day = parse_date(raw)
    except ValidationError as error:
        raise MomentError("as_of", NOT_A_DATE, raw) from error
    if day > today:
        raise MomentError("as_of", FUTURE, raw)
    return day


def _read_known_at(raw: str, today: date, now: datetime) -> datetime | None:
    typed = raw.strip()
    if not typed:
        return None
    if _ONLY_DAY.fullmatch(typed):
        return _known_at_day(typed, today)
    moment = _instant(typed)
    if moment > now + GRACE:
        raise MomentError("known_at", FUTURE, raw)
    return moment


def _instant(raw: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_LOST_PLUS.sub("+", raw))
        if moment.utcoffset() is None:
            raise MomentError("known_at", NO_OFFSET, raw)
        local_date(moment - timedelta(days=1))  # the first days of the calendar have no yesterday
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise MomentError("known_at", NOT_A_DATE, raw) from None


def _known_at_day(raw: str, today: date) -> datetime | None:
    try:
        day = parse_date(raw)
    except ValidationError as error:
        raise MomentError("known_at", NOT_A_DATE, raw) from error
    if day > today:
        raise MomentError("known_at", FUTURE, raw)
    return None if day == today else local_day_end(day)


def without_today(query: QueryDict, *, now: datetime) -> QueryDict:
    """The query of an address without the moments that count as absent; others stay as typed."""
    kept = query.copy()
    for name in set(CLOCKS) & set(query):
        try:
            moment = read_moment({name: str(query[name])}, now=now)
        except MomentError:
            continue  # the page itself says what is wrong
        if name not in moment.query:
            del kept[name]
    return kept


View = Callable[..., HttpResponseBase]


def with_moment(view: View) -> View:
    """Set `request.moment`; an impossible one answers 400 with the sentence and the input.

    A page at a moment is only read: whoever sends something to it hears that (405).
    """

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            request.moment = read_moment(request.GET, now=timezone.now())  # type: ignore[attr-defined]
        except MomentError as error:
            context = {"reason": error.message, "moment_error": error}
            return render(request, "errors/400.html", context, status=400)
        return view(request, *args, **kwargs)

    return wrapped
