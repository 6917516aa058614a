"""Statuses of all actions at a moment, kept in the process until something is written.

Computing them costs a second per thousand actions; the first page, a filter on a status and the
metrics ask for the same ones. What is kept is keyed on a number that every write raises in its own
transaction, so a reader after the commit of a write never gets what was there before it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime
from threading import Lock
from types import MappingProxyType
from typing import Any, Final, TypeVar

from django.db import connection

from slimsamenwerken.core.heap import settle
from slimsamenwerken.programme.models import ActionVersion
from slimsamenwerken.programme.queries import loaders
from slimsamenwerken.programme.queries.live import live_readings
from slimsamenwerken.programme.queries.rows import LineRow
from slimsamenwerken.programme.queries.states import (
    ActionState,
    Given,
    Rules,
    load_rules,
    load_states,
)

T = TypeVar("T")
KEPT: Final = 8  # moments per process: today, and the dates that people compare with

# Versions only rise, and each write on a fact raises one: the sum names what is committed. A rule
# set belongs to no thing; its rows are appended and withdrawn, never removed.
_NUMBER: Final = """
SELECT (SELECT coalesce(sum(version), 0) FROM programme_action)
     + (SELECT coalesce(sum(version), 0) FROM programme_milestone)
     + (SELECT coalesce(sum(version), 0) FROM programme_indicator)
     + (SELECT coalesce(sum(version), 0) FROM programme_actionline)
     + (SELECT coalesce(sum(version), 0) FROM programme_actiondomain)
     + (SELECT coalesce(sum(version), 0) FROM programme_actor)
     + (SELECT count(*) + count(withdrawn_at) FROM programme_ruleset)
"""


def version_number() -> int:
    """The number that every write on the programme raises; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER)
        number: int = cursor.fetchone()[0]
    return number


class Remembered:
    """Every action at a moment, by id in the order of the codes, with the rules that judged it.

    `lines` by id; `indicators` as they are stored, those of no action included.
    """

    def __init__(self, as_of: date, known_at: datetime | None) -> None:
        self.rules: Rules = load_rules(as_of, known_at)
        self.lines: Mapping[int, LineRow] = loaders.lines(as_of, known_at)
        self.indicators = loaders.stored_indicators(as_of, known_at, brief=True)
        versions = ActionVersion.objects.at(as_of, known_at).order_by("action__code")
        given = Given(lines=dict(self.lines), indicators=self.indicators)
        states = load_states(versions, as_of, known_at, rules=self.rules, given=given)
        self.states: Mapping[int, ActionState] = MappingProxyType({s.id: s for s in states})
        self._kept: dict[Hashable, Any] = {}

    def keep(self, key: Hashable, load: Callable[[], T]) -> T:
        """What follows from rows of the programme at this moment only, for whoever asks: kept as
        long as the statuses are."""
        if key not in self._kept:
            self._kept[key] = load()
        found: T = self._kept[key]
        return found


Key = tuple[Any, ...]

_kept: OrderedDict[Key, Remembered] = OrderedDict()  # the one that was asked last stands last
_lock = Lock()


def _key(as_of: date, known_at: datetime | None) -> Key:
    """Two queries. A live indicator may count rows of any app, so what it says now is part."""
    name = connection.settings_dict["NAME"]
    return (name, version_number(), live_readings(as_of, known_at), as_of, known_at)


def _look_up(key: Key) -> Remembered | None:
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
        return found


def all_states(as_of: date, known_at: datetime | None = None) -> Remembered:
    """The actions at the moment: two queries when they are remembered, fourteen when not.

    Inside a transaction nothing is remembered: it may see what is never committed.
    """
    if connection.in_atomic_block:
        return Remembered(as_of, known_at)
    key = _key(as_of, known_at)
    found = _look_up(key)
    if found is None:
        found = Remembered(as_of, known_at)
        with _lock:
            _kept[key] = found
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        settle()
    return found


def kept_states(as_of: date, known_at: datetime | None = None) -> Remembered | None:
    """The same when somebody asked before, else nothing: for who needs only a few of them."""
    if connection.in_atomic_block or not _kept:
        return None
    return _look_up(_key(as_of, known_at))


def forget() -> None:
    """Empty the memory of this process."""
    with _lock:
        _kept.clear()
