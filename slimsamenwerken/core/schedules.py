"""When a job is due. Pure: no query, no clock; every moment is passed in, aware.

There is no wall-clock crontab. A schedule names the slots that fell due between two instants, each
slot being the local day (or minute) in Europe/Brussels. So an hour that does not exist is not
skipped, and an hour that comes twice runs its jobs once.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol

from slimsamenwerken.core.dates import BRUSSELS, local_date


@dataclass(frozen=True)
class Slot:
    """One turn of a job: `label` is unique within the job, `due_at` is in UTC."""

    label: str
    due_at: datetime


class Schedule(Protocol):
    """Names the slots with after < due_at ≤ until, oldest first."""

    def slots(self, after: datetime, until: datetime) -> list[Slot]: ...


def first_instant(day: date, at: time) -> datetime:
    """Return the instant (UTC) at which the local clock first shows `at` on `day`, or passes it.

    28 March 2027 02:30 does not exist: 03:00. 31 October 2027 02:30 comes twice: the first.
    """
    local = datetime.combine(day, at)
    while True:
        instant = local.replace(tzinfo=BRUSSELS).astimezone(UTC)
        if instant.astimezone(BRUSSELS).replace(tzinfo=None) == local:
            return instant
        local += timedelta(minutes=1)


def _day_slots(days: list[date], at: time, after: datetime, until: datetime) -> list[Slot]:
    slots = [Slot(day.isoformat(), first_instant(day, at)) for day in days]
    return [slot for slot in slots if after < slot.due_at <= until]


def _days(after: datetime, until: datetime) -> list[date]:
    first, last = local_date(after), local_date(until)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@dataclass(frozen=True)
class Daily:
    """Each day at a local time."""

    at: time

    def slots(self, after: datetime, until: datetime) -> list[Slot]:
        return _day_slots(_days(after, until), self.at, after, until)


@dataclass(frozen=True)
class Weekly:
    """Each week; `weekday` 0 is Monday."""

    weekday: int
    at: time

    def slots(self, after: datetime, until: datetime) -> list[Slot]:
        days = [day for day in _days(after, until) if day.weekday() == self.weekday]
        return _day_slots(days, self.at, after, until)


@dataclass(frozen=True)
class Monthly:
    """In the given months (all by default) on `day`, or on the last day of a shorter month."""

    day: int
    at: time
    months: tuple[int, ...] = tuple(range(1, 13))

    def slots(self, after: datetime, until: datetime) -> list[Slot]:
        days = [day for day in _days(after, until) if self._falls_on(day)]
        return _day_slots(days, self.at, after, until)

    def _falls_on(self, day: date) -> bool:
        last = monthrange(day.year, day.month)[1]
        return day.month in self.months and day.day == min(self.day, last)


@dataclass(frozen=True)
class EveryMinutes:
    """Each `minutes` minutes; of missed turns only the newest counts: these are no periods."""

    minutes: int

    def slots(self, after: datetime, until: datetime) -> list[Slot]:
        step = self.minutes * 60
        due_at = datetime.fromtimestamp(until.timestamp() // step * step, UTC)
        if due_at <= after:
            return []
        return [Slot(f"{due_at.astimezone(BRUSSELS):%Y-%m-%dT%H:%M}", due_at)]


@dataclass(frozen=True)
class EachTick:
    """A sweep: runs at every tick, under a lock, and leaves no row."""

    def slots(self, after: datetime, until: datetime) -> list[Slot]:  # noqa: ARG002 -- protocol
        return []


EACH_TICK: Final = EachTick()
