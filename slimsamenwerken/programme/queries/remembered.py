"""Statuses of all actions at a moment, kept in the process until something is written.

Computing them costs a second per thousand actions; the first page, a filter on a status and the
metrics ask for the same ones. What is kept is keyed on a number that every write raises in its own
transaction, so a reader after the commit of a write never gets what was there before it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from django.db import connection

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


@lru_cache(maxsize=KEPT)
def _at(seen: Any, as_of: date, known_at: datetime | None) -> Remembered:
    del seen  # part of the key only
    return Remembered(as_of, known_at)


def all_states(as_of: date, known_at: datetime | None = None) -> Remembered:
    """The actions at the moment: two queries when they are remembered, fourteen when not.

    Inside a transaction nothing is remembered: it may see what is never committed. A live
    indicator may count rows of any app, so what it says now is part of the key.
    """
    if connection.in_atomic_block:
        return Remembered(as_of, known_at)
    seen = (connection.settings_dict["NAME"], version_number(), live_readings(as_of, known_at))
    return _at(seen, as_of, known_at)


def forget() -> None:
    """Empty the memory of this process."""
    _at.cache_clear()
