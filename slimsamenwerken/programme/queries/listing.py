"""The list of actions: criteria judged by the database first, statuses only where needed."""

from collections.abc import Iterator
from functools import cached_property
from typing import overload

from django.db.models import Q, QuerySet

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models import ActionVersion
from slimsamenwerken.programme.models.codes import Role
from slimsamenwerken.programme.queries import loaders
from slimsamenwerken.programme.queries.remembered import Remembered, all_states, kept_states
from slimsamenwerken.programme.queries.rows import LineRow
from slimsamenwerken.programme.queries.selection import Criteria, keep, select, visible_versions
from slimsamenwerken.programme.queries.states import (
    ActionState,
    Given,
    Rules,
    load_rules,
    load_states,
)
from slimsamenwerken.programme.rights import Rights


class Found:
    """The actions of a list; a slice loads just that slice, unless a status was asked for."""

    def __init__(
        self,
        versions: QuerySet[ActionVersion],
        criteria: Criteria,
        moment: Moment,
        lines: dict[int, LineRow],
    ) -> None:
        self.versions = versions
        self.moment = moment
        self.lines = lines
        self.is_by_code = criteria.is_by_code
        self._all: list[ActionState] | None = None
        if criteria.needs_states:
            self._all = keep(self._every(), criteria, moment.as_of)
        self._count: int | None = None

    @cached_property
    def rules(self) -> Rules:
        return load_rules(self.moment.as_of, self.moment.known_at)

    def _every(self) -> list[ActionState]:
        every = all_states(self.moment.as_of, self.moment.known_at)
        return self._chosen(every, self.versions)

    def _chosen(self, every: Remembered, versions: QuerySet[ActionVersion]) -> list[ActionState]:
        self.rules = every.rules  # the ones that judged them
        ids = versions.values_list("action_id", flat=True)
        # an action that came between the two questions is for the next reader
        return [every.states[pk] for pk in ids if pk in every.states]

    def _some(self, versions: QuerySet[ActionVersion]) -> list[ActionState]:
        at = self.moment
        every = kept_states(at.as_of, at.known_at)
        if every is not None:
            return self._chosen(every, versions)
        given = Given(lines=self.lines)
        return load_states(
            versions, at.as_of, at.known_at, rules=self.rules, narrow=True, given=given
        )

    def count(self) -> int:
        if self._all is not None:
            return len(self._all)
        if self._count is None:
            self._count = self.versions.count()
        return self._count

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[ActionState]:
        return iter(self[:])

    @overload
    def __getitem__(self, key: int) -> ActionState: ...
    @overload
    def __getitem__(self, key: slice) -> list[ActionState]: ...
    def __getitem__(self, key: int | slice) -> ActionState | list[ActionState]:
        if self._all is not None:
            return self._all[key]
        if isinstance(key, int):
            return self._some(self.versions[key : key + 1])[0]
        if key == slice(None):
            self._all = self._every()
            return self._all
        return self._some(self.versions[key])


def find(criteria: Criteria, moment: Moment, rights: Rights, lines: dict[int, LineRow]) -> Found:
    """What a viewer finds with the criteria at the moment."""
    versions = visible_versions(
        moment.as_of,
        moment.known_at,
        today=moment.today,
        inside=rights.sees_all,
        own=rights.own,
    )
    chosen = select(versions, criteria, moment.as_of, moment.known_at)
    return Found(chosen, criteria, moment, lines)


def leads(moment: Moment) -> dict[int, list[str]]:
    """Names of the own leads at the moment, by id of the action."""
    places = loaders.participations(
        moment.as_of, moment.known_at, Q(action__isnull=False, role=Role.LEAD)
    )
    return {pk: sorted(role.actor.name for role in roles) for (_kind, pk), roles in places.items()}
