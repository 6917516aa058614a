"""The list of indicators: the database chooses and orders, one loader fills the page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models import (
    ActionIndicator,
    Measurement,
    Target,
)
from slimsamenwerken.programme.models.codes import Level
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.programme.queries.sight import actions_in_sight, indicators_in_sight
from slimsamenwerken.programme.rights import Rights
from slimsamenwerken.search.matching import matching

SORTS = ("code", "title", "level", "measured")


@dataclass(frozen=True)
class IndicatorCriteria:
    """What to keep; an empty criterion keeps everything. `missing`: measurement, baseline,
    target or action, each of which must be absent."""

    text: str = ""
    levels: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    sort: str = ""


@dataclass(frozen=True, slots=True)
class ActionName:
    id: int
    code: str
    title: str
    starts: rows.VagueDate | None = None


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """One line of the list; `actions` are those that the reader may see."""

    row: rows.IndicatorRow
    actions: tuple[ActionName, ...]


def find_indicators(criteria: IndicatorCriteria, moment: Moment, rights: Rights) -> QuerySet[Any]:
    found: QuerySet[Any] = indicators_in_sight(moment, rights)
    if criteria.levels:
        found = found.filter(level__in=criteria.levels)
    present = _present(moment, rights, criteria.lines)
    if criteria.lines:
        found = found.filter(Exists(present["action"]))
    for name in criteria.missing:
        found = found.filter(~Exists(present[name]))
    if criteria.text:
        found = matching(found, criteria.text, title="title", code="indicator__code")
    return _ordered(found, criteria, moment)


def _present(
    moment: Moment, rights: Rights, lines: tuple[str, ...]
) -> dict[str, QuerySet[ActionIndicator] | QuerySet[Measurement] | QuerySet[Target]]:
    """What an indicator can have: rows of it that count at the moment."""
    at = (moment.as_of, moment.known_at)
    own = {"indicator": OuterRef("indicator")}
    whole = Measurement.objects.until(*at).filter(dims={}, **own)
    actions = actions_in_sight(moment, rights)
    if lines:
        actions = actions.filter(line__code__in=lines)
    return {
        "measurement": whole.filter(is_baseline=False),
        "baseline": whole.filter(is_baseline=True),
        "target": Target.objects.until(*at).filter(**own),
        "action": ActionIndicator.objects.until(*at).filter(
            action__in=actions.values("action_id"), **own
        ),
    }


def _ordered(found: QuerySet[Any], criteria: IndicatorCriteria, moment: Moment) -> QuerySet[Any]:
    key = criteria.sort.removeprefix("-")
    descending = criteria.sort.startswith("-")
    if key not in SORTS:
        best = ["-rank"] if criteria.text else []
        return found.order_by(*best, "indicator__code")
    if key == "measured":
        found = found.annotate(measured_on=_measured_on(moment))
        day = F("measured_on")
        first = day.desc(nulls_last=True) if descending else day.asc(nulls_last=True)
        return found.order_by(first, "indicator__code")
    fields: dict[str, Any] = {
        "code": F("indicator__code"),
        "title": Lower("title"),
        "level": _level_place(),
    }
    by = fields[key].desc() if descending else fields[key].asc()
    return found.order_by(by, "indicator__code")


def _measured_on(moment: Moment) -> Subquery:
    whole = (
        Measurement.objects.until(moment.as_of, moment.known_at)
        .filter(indicator=OuterRef("indicator"), dims={}, is_baseline=False)
        .order_by()
        .values("indicator")
    )
    return Subquery(whole.annotate(last=Max("valid_on")).values("last"))


def _level_place() -> Case:
    """From context to impact: the order of the chain, not of the alphabet."""
    places = [When(level=level, then=Value(place)) for place, level in enumerate(Level.values)]
    return Case(*places, default=Value(len(places)))


def entries_of(versions: Any, moment: Moment, rights: Rights) -> list[IndicatorEntry]:
    """The lines of a slice of `find_indicators`; three queries."""
    ids = list(versions.values_list("indicator_id", flat=True))
    found = loaders.indicators(moment.as_of, moment.known_at, ids)
    wanted = {action for row in found.values() for action in row.action_ids}
    names = action_names(wanted, moment, rights)
    return [IndicatorEntry(found[pk], named(found[pk].action_ids, names)) for pk in ids]


def action_names(
    ids: set[int] | frozenset[int], moment: Moment, rights: Rights
) -> dict[int, ActionName]:
    """Code, title and start of the day, of those actions that the reader may see; one query."""
    seen = actions_in_sight(moment, rights).filter(action__in=ids)
    found = seen.values_list(
        "action_id", "action__code", "title",
        "starts_on", "starts_on_precision", "starts_on_from",
    )  # fmt: skip
    return {
        pk: ActionName(pk, code, title, rows.VagueDate(day, precision, first) if day else None)
        for pk, code, title, day, precision, first in found
    }


def named(ids: set[int] | frozenset[int], names: dict[int, ActionName]) -> tuple[ActionName, ...]:
    return tuple(sorted((names[pk] for pk in ids if pk in names), key=lambda name: name.code))
