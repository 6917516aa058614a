"""From the rows of a history to single changes: what it said before, and what after."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Field, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from slimsamenwerken.core.clocks import DatedFact, Fact, Origin, PeriodFact
from slimsamenwerken.history.words import Names, label, readable, shortened, versions_of, words

# Said in the heading of a new row, or about its source: news only when a correction changes them.
NOT_OF_A_NEW_ROW: Final = frozenset({"valid_on", "derived", "basis"})


@dataclass(frozen=True)
class Found:
    """One change before its words for "who" are known. `source` is a code, or empty."""

    at: datetime
    order: int
    user_id: int | None
    source: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Scope:
    """What is told: which fields are left out, at which moment, with which names."""

    names: Names
    as_of: date
    known_at: datetime | None
    hidden: frozenset[str] = frozenset()
    # Foreign keys to the thing whose page this is: every row has that value.
    own: frozenset[str] = frozenset()
    prefix: str = ""

    def fields(self, model: type[Model]) -> "list[Field[Any, Any]]":
        return [
            one
            for one in readable(model)
            if f"{model._meta.label}.{one.name}" not in self.hidden and one.name not in self.own
        ]

    def knows(self, moment: datetime | None) -> bool:
        """Whether something of that moment had happened by the moment of the page."""
        return moment is not None and (self.known_at is None or moment <= self.known_at)


# ── facts and versions ───────────────────────────────────────────────────────────────────────
@dataclass
class _Rows:
    """Facts of one model: known ones, and the withdrawn ones when the reader may see those."""

    scope: Scope
    rows: Sequence[Any]
    fields: "list[Field[Any, Any]]" = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_id = {row.pk: row for row in self.rows}
        self.replaced = {row.replaces_id for row in self.rows if row.replaces_id}
        if self.rows:
            self.fields = self.scope.fields(type(self.rows[0]))

    def words(self, one: "Field[Any, Any]", row: Any) -> str:
        return "" if row is None else words(one, row, self.scope.names)


def fact_changes(rows: Sequence[Any], scope: Scope, *, withdrawn: bool) -> Iterator[Found]:
    """`rows` are facts of one model; without `withdrawn` only those that are still known."""
    kept = [
        row
        for row in rows
        if scope.knows(row.recorded_at) and _had_begun(row, scope.as_of)
        if withdrawn or not scope.knows(row.withdrawn_at)
    ]
    found = _Rows(scope, kept)
    for row in kept:
        yield from _added(row, found)
        if scope.knows(row.withdrawn_at) and row.pk not in found.replaced:
            yield _withdrawn(row, found)


def _had_begun(row: Any, as_of: date) -> bool:
    if isinstance(row, DatedFact):
        return row.valid_on <= as_of
    return not isinstance(row, PeriodFact) or row.since is None or row.since <= as_of


def _added(row: Any, found: _Rows) -> Iterator[Found]:
    replaced = found.by_id.get(row.replaces_id)
    earlier = replaced or (_superseded(row, found.rows) if _by_field(row, found.scope) else None)
    reason = _("reason: %(reason)s") % {"reason": replaced.withdrawn_reason} if replaced else ""
    changed = _differing(earlier, row, found)
    if not _by_field(row, found.scope):
        changed = [_joined(changed)]
    for name, before, after in changed:
        heading = _heading(row, name, found.scope)
        told = "; ".join(part for part in (after or "–", reason) if part)
        yield Found(row.recorded_at, row.pk, row.recorded_by_id, row.origin, heading, before, told)


def _by_field(row: Any, scope: Scope) -> bool:
    """Of a subject one row counts at a time, so the next one is compared with it field by field."""
    return not scope.own.isdisjoint(type(row).subject_fields)


def _superseded(row: Any, rows: Iterable[Any]) -> Any:
    """The row of the same subject that counted when this one was recorded, or None."""
    fields = type(row).subject_fields
    subject = [getattr(row, row._meta.get_field(name).attname) for name in fields]
    earlier = [
        other
        for other in rows
        if (other.recorded_at, other.pk) < (row.recorded_at, row.pk)
        and (other.withdrawn_at is None or other.withdrawn_at > row.recorded_at)
        and other.valid_on <= row.valid_on
        and [getattr(other, row._meta.get_field(name).attname) for name in fields] == subject
    ]
    return max(
        earlier, key=lambda other: (other.valid_on, other.recorded_at, other.pk), default=None
    )


def _differing(earlier: Any, row: Any, found: _Rows) -> list[tuple[str, str, str]]:
    """(field, before, after) of what a reader would read differently."""
    pairs = [
        (label(one), found.words(one, earlier), found.words(one, row))
        for one in found.fields
        if row.replaces_id in found.by_id or one.name not in NOT_OF_A_NEW_ROW
    ]
    no = _("no")
    return [
        (name, shortened(before), shortened(after))
        for name, before, after in pairs
        if before != after and not (earlier is None and after == no)
    ]


def _joined(changed: list[tuple[str, str, str]]) -> tuple[str, str, str]:
    """All fields of a row in one change: "actor: VITO; rol: partner"."""
    before = "; ".join(f"{name}: {old}" for name, old, _new in changed if old)
    after = "; ".join(f"{name}: {new}" for name, _old, new in changed if new)
    return "", before, after


def _withdrawn(row: Any, found: _Rows) -> Found:
    _field, _before, content = _joined(_differing(None, row, found))
    heading = _heading(row, "", found.scope)
    after = _("withdrawn; reason: %(reason)s") % {"reason": row.withdrawn_reason}
    # Who withdrew is empty only for the seed and for tasks; a row does not say which of the two.
    source = "" if row.withdrawn_by_id else Origin.TASK.value
    return Found(row.withdrawn_at, row.pk, row.withdrawn_by_id, source, heading, content, after)


def _heading(row: Any, name: str, scope: Scope) -> str:
    """ "Titel (vanaf 1 januari 2013)" of a version, else "Stand van zaken (30 september 2015)"."""
    day = row.valid_on_text if isinstance(row, DatedFact) else ""
    if name and _is_version(type(row)):
        text = _("%(field)s (from %(date)s)") % {"field": name, "date": day}
    else:
        text = _subject_of(row, name, scope) + (f" ({day})" if day else "")
    return f"{scope.prefix}: {text}" if scope.prefix else capfirst(text)


def _subject_of(row: Any, name: str, scope: Scope) -> str:
    kind = str(type(row)._meta.verbose_name)
    if not name:
        return kind
    return name if scope.prefix else f"{kind}: {name}"


def _is_version(model: type[Model]) -> bool:
    if not issubclass(model, Fact) or len(model.subject_fields) != 1:
        return False
    subject = model._meta.get_field(model.subject_fields[0])
    target = subject.related_model
    relation = versions_of(target) if isinstance(target, type) else None
    return relation is not None and relation.model is model


# ── events of ordinary mutable rows ──────────────────────────────────────────────────────────
def event_changes(events: Sequence[Any], scope: Scope) -> Iterator[Found]:
    """`events` are those of one model, oldest first."""
    last: dict[Any, Any] = {}
    for event in events:
        if not scope.knows(event.pgh_created_at):
            continue
        yield from _of_event(event, last.get(event.pgh_obj_id), scope)
        last[event.pgh_obj_id] = event


def _of_event(event: Any, earlier: Any, scope: Scope) -> Iterator[Found]:
    if earlier is None and scope.prefix:
        return  # what hangs on a thing is announced by its first version
    context = event.pgh_context or {}
    deleted = event.pgh_label == "delete"
    for one in scope.fields(type(event)):
        old = "" if earlier is None else words(one, earlier, scope.names)
        new = "" if deleted else words(one, event, scope.names)
        if old != new:
            heading = f"{scope.prefix}: {label(one)}" if scope.prefix else capfirst(label(one))
            yield Found(
                event.pgh_created_at,
                event.pgh_id,
                context.get("user"),
                context.get("source", ""),
                heading,
                shortened(old),
                _("removed") if deleted else shortened(new),
            )
