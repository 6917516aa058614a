"""What the tests of registries share: the days they ask about, and how they ask."""

from datetime import date
from typing import Any

from django.utils import timezone

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.reports.blocks import Given
from slimsamenwerken.reports.periods import period_until

DAYS = (date(2012, 1, 1), date(2015, 12, 31), date(2020, 2, 29))


def by_key(entry: Any) -> str:
    return str(entry.key)


def given_on(day: date) -> Given:
    return Given(day, timezone.now(), period_until(day))


def moment_of(day: date) -> Moment:
    return Moment(day, None, timezone.localdate())
