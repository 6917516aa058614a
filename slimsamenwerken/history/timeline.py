"""Who changed what about a thing, newest first: from its history and from its facts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, Model, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from slimsamenwerken.core.clocks import Fact, Identity
from slimsamenwerken.history.acting import Source
from slimsamenwerken.history.changes import Found, Scope, event_changes, fact_changes
from slimsamenwerken.history.tracking import tracked_models
from slimsamenwerken.history.words import Names


@dataclass(frozen=True)
class Change:
    """One line of a history. `source` says from where, when "who" does not say it already."""

    at: datetime
    who: str
    source: str
    field: str
    before: str
    after: str


def _everything(_row: Model) -> bool:
    return True


@dataclass(frozen=True)
class Reader:
    """What somebody may see of a history; as it stands, what everybody may see.

    `sees` judges single rows. `hidden` names fields as "app.Model.field"; those of events are of
    the history model, "programme.ActorHistory.organisation".
    """

    sees: Callable[[Model], bool] = _everything
    sees_people: bool = False
    sees_withdrawn: bool = False
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Subject:
    """The thing itself, or the things of one model that hang on it."""

    model: type[Model]
    # Primary key → how its changes are announced ("Mijlpaal M1"; the thing itself: nothing).
    things: dict[Any, str]
    # The foreign key by which they hang on the thing; each of them has the same value.
    own: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Batch:
    """Rows of one model about the things of one subject."""

    subject: _Subject
    keys: list[str]
    rows: list[Any]
    is_facts: bool

    def told(self, scope: Scope, reader: Reader) -> Iterator[Found]:
        for pk, prefix in self.subject.things.items():
            rows = [row for row in self.rows if pk in [getattr(row, key) for key in self.keys]]
            mine = replace(scope, prefix=prefix, own=self._own())
            if self.is_facts:
                yield from fact_changes(rows, mine, withdrawn=reader.sees_withdrawn)
            else:
                yield from event_changes(rows, mine)

    def _own(self) -> frozenset[str]:
        if not self.is_facts:
            return self.subject.own
        # Of a row that links two things of one model, both ends are news.
        return frozenset(key.removesuffix("_id") for key in self.keys[:1] if len(self.keys) == 1)


def timeline(
    obj: Model, *, for_user: Reader, as_of: date = date.max, known_at: datetime | None = None
) -> list[Change]:
    """Changes of `obj`, its facts and the things that hang on it, as known at the moment.

    Facts that count only after `as_of` are left out. The number of queries depends on the model
    of `obj`, never on its rows.
    """
    scope = Scope(Names(as_of, known_at), as_of, known_at, for_user.hidden)
    batches = [batch for subject in _subjects(obj) for batch in _batches(subject, for_user)]
    scope.names.load([row for batch in batches for row in batch.rows])
    found = [one for batch in batches for one in batch.told(scope, for_user)]
    found.sort(key=lambda one: (one.at, one.order), reverse=True)
    return list(_worded(found, for_user))


def _subjects(obj: Model) -> Iterator[_Subject]:
    """The thing, then the things that hang on it (the milestones of an action)."""
    yield _Subject(type(obj), {obj.pk: ""})
    if not isinstance(obj, Identity):
        return
    for model, keys in _pointing_at(type(obj), Identity):
        field = keys[0]
        kind = capfirst(str(model._meta.verbose_name))
        parts = model._default_manager.filter(**{field.name: obj.pk})
        things = {part.pk: f"{kind} {getattr(part, 'code', part.pk)}" for part in parts}
        yield _Subject(model, things, frozenset({field.name}))


def _pointing_at(
    model: type[Model], base: type[Model]
) -> "Iterator[tuple[type[Model], list[ForeignKey[Any, Any]]]]":
    """Models of a sort with a foreign key to the model that a person fills in."""
    for other in apps.get_models():
        if issubclass(other, base):
            keys = [
                field
                for field in other._meta.concrete_fields
                if isinstance(field, ForeignKey) and field.editable and field.related_model is model
            ]
            if keys:
                yield other, keys


def _batches(subject: _Subject, reader: Reader) -> Iterator[_Batch]:
    history = tracked_models().get(subject.model)
    if history is not None:
        events = history._default_manager.filter(pgh_obj_id__in=list(subject.things))
        seen = [event for event in events.order_by("pgh_id") if reader.sees(event)]
        yield _Batch(subject, ["pgh_obj_id"], seen, is_facts=False)
    for model, keys in _pointing_at(subject.model, Fact):
        about = Q()
        for key in keys:
            about |= Q(**{f"{key.name}__in": list(subject.things)})
        rows = model._default_manager.filter(about).order_by("recorded_at", "id")
        seen = [row for row in rows if reader.sees(row)]
        yield _Batch(subject, [key.attname for key in keys], seen, is_facts=True)


# ── who ──────────────────────────────────────────────────────────────────────────────────────
def _worded(found: list[Found], reader: Reader) -> Iterator[Change]:
    ids = {one.user_id for one in found if one.user_id is not None}
    people = get_user_model()._default_manager.in_bulk(ids) if reader.sees_people and ids else {}
    for one in found:
        who = who_words(one.user_id, one.source, people=people if reader.sees_people else None)
        source = str(Source(one.source).label) if one.user_id and one.source else ""
        yield Change(one.at, who, source, one.heading, one.before, one.after)


def who_words(user_id: int | None, source: str, *, people: Any) -> str:
    """Resolved when shown; without `people` (an id → user mapping) nobody is named."""
    if user_id is None:
        return str(Source(source).label) if source else _("directly in the database")
    if people is None:
        return _("a user of the portal")
    user = people.get(user_id)
    return str(user) if user is not None and user.is_active else _("removed user")
