"""Dates that a source leaves vague: the column holds the last day, the precision says how far."""

from calendar import monthrange
from datetime import date
from functools import lru_cache

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _


class Precision(models.TextChoices):
    DAY = "day", gettext_lazy("on the day")
    MONTH = "month", gettext_lazy("on the month")
    QUARTER = "quarter", gettext_lazy("on the quarter")
    YEAR = "year", gettext_lazy("on the year")
    RANGE = "range", gettext_lazy("period of years")
    BY = "by", gettext_lazy("at the latest")


def last_day_of(day: date, precision: str) -> date:
    """The last day of the period that holds the day: of its month, quarter or year."""
    months = {
        Precision.DAY: None,
        Precision.MONTH: day.month,
        Precision.QUARTER: (day.month + 2) // 3 * 3,
    }
    month = months.get(Precision(precision), 12)
    if month is None:
        return day
    return day.replace(month=month, day=monthrange(day.year, month)[1])


def render_date(last_day: date | None, precision: str, first_day: date | None = None) -> str:
    """The date as a person writes it: "31 december 2015", "september 2015", "uiterlijk 2015"."""
    if last_day is None:
        return ""
    return _render(last_day, precision, first_day, "j F Y", get_language())


def render_date_short(last_day: date | None, precision: str, first_day: date | None = None) -> str:
    """The same for tables: a day is printed as 31/12/2015."""
    if last_day is None:
        return ""
    return _render(last_day, precision, first_day, "d/m/Y", get_language())


@lru_cache(maxsize=4096)  # a page with charts prints the same months hundreds of times
def _render(
    last_day: date, precision: str, first_day: date | None, day_format: str, language: str | None
) -> str:
    del language  # the active one; part of what is remembered
    year = str(last_day.year)
    if precision == Precision.RANGE and first_day is not None:
        return f"{first_day.year}–{year}"
    if precision in (Precision.YEAR, Precision.RANGE):
        return year
    words = {
        Precision.QUARTER: _("quarter %(quarter)s of %(year)s"),
        Precision.BY: _("%(year)s at the latest"),
    }
    if precision in words:
        return words[Precision(precision)] % {"quarter": (last_day.month + 2) // 3, "year": year}
    return date_format(last_day, "F Y" if precision == Precision.MONTH else day_format)
