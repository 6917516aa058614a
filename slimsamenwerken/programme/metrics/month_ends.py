"""Ends of months up to a day, and the window of a metric over a period. Pure."""

from calendar import monthrange
from datetime import date, timedelta

from slimsamenwerken.programme.headline import Period
from slimsamenwerken.programme.metrics.metric import Scope


def month_ends(last: date, count: int) -> list[date]:
    """The last `count` ends of months that lie at or before `last`, oldest first."""
    following = last + timedelta(days=1)
    year, month = following.year, following.month
    found = []
    for _step in range(count):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        if year < date.min.year:
            break
        found.append(date(year, month, monthrange(year, month)[1]))
    return found[::-1]


def window_of(scope: Scope, as_of: date) -> Period:
    """The window of the scope, cut off at the day; by default the twelve months up to it."""
    if scope.window is not None:
        return Period(scope.window.first, min(scope.window.last, as_of))
    if as_of.year == date.min.year:
        return Period(date.min, as_of)
    # One year back to the day; 29 February goes back to 28 February.
    day = min(as_of.day, monthrange(as_of.year - 1, as_of.month)[1])
    return Period(date(as_of.year - 1, as_of.month, day) + timedelta(days=1), as_of)
