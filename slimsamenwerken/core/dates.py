"""Days and moments as the portal reads and writes them, always in Europe/Brussels.

Month names are our own table: they must not depend on locales that a machine may lack, and a
report must read the same on every machine.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

BRUSSELS: Final = ZoneInfo("Europe/Brussels")

MONTHS: Final = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

_DAY_FIRST: Final = re.compile(r"(?P<d>[0-9]{1,2})([/-])(?P<m>[0-9]{1,2})\2(?P<y>[0-9]{4})")
_YEAR_FIRST: Final = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")


def parse_date(text: str) -> date:
    """Read `23/11/2026`, `23-11-2026` or `2026-11-23`.

    Raises ValidationError with code `date_format` (not a date at all) or `date_invalid` (a day
    that does not exist).
    """
    match = _DAY_FIRST.fullmatch(text.strip()) or _YEAR_FIRST.fullmatch(text.strip())
    if match is None:
        raise ValidationError(_("Enter a date such as 23/11/2026."), code="date_format")
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        raise ValidationError(_("This is not a valid date."), code="date_invalid") from None


def interface_language() -> str:
    """Return `en` on the English translation, otherwise `nl`."""
    return "en" if (translation.get_language() or "").startswith("en") else "nl"


def month_name(month: int, language: str | None = None) -> str:
    """Return the name of a month (1 to 12) in the interface language."""
    return MONTHS[language or interface_language()][month - 1]


def long_date(day: date, language: str | None = None) -> str:
    """Write `23 november 2026`; the day of a moment is its day in Brussels."""
    day = local_date(day) if isinstance(day, datetime) else day
    return f"{day.day} {month_name(day.month, language)} {day.year}"


def short_date(day: date) -> str:
    """Write `23/11/2026`, for tables."""
    day = local_date(day) if isinstance(day, datetime) else day
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def long_moment(moment: datetime, language: str | None = None) -> str:
    """Write `23 november 2026, 14.30 uur`. Raises ValueError for a moment without offset."""
    local = _aware(moment).astimezone(BRUSSELS)
    language = language or interface_language()
    clock = f"{local:%H:%M}" if language == "en" else f"{local:%H.%M} uur"
    return f"{long_date(local.date(), language)}, {clock}"


def short_moment(moment: datetime) -> str:
    """Write `23/11/2026 14.30`, for tables."""
    local = _aware(moment).astimezone(BRUSSELS)
    return f"{short_date(local.date())} {local:%H.%M}"


def local_date(moment: datetime) -> date:
    """Return the day in Brussels. Raises ValueError for a moment without offset."""
    return _aware(moment).astimezone(BRUSSELS).date()


def local_day_start(day: date) -> datetime:
    """Return the first instant of a day in Brussels, in UTC."""
    return datetime.combine(day, time.min, tzinfo=BRUSSELS).astimezone(UTC)


def local_day_end(day: date) -> datetime:
    """Return the instant at which a day in Brussels is over, in UTC (days of 23 or 25 h too)."""
    return local_day_start(day + timedelta(days=1))


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("A moment needs an offset: naive datetimes mean nothing here.")
    return moment
