"""Everything that the page of one indicator shows, at a moment; four queries for a visitor."""

from dataclasses import dataclass
from typing import Any

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models import ActionIndicator, IndicatorVersion, Measurement, Target
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.programme.queries.indicator_list import ActionName, action_names, named
from slimsamenwerken.programme.queries.picking import picked
from slimsamenwerken.programme.queries.sight import indicators_in_sight
from slimsamenwerken.programme.rights import Rights


@dataclass(frozen=True)
class LoadedIndicator:
    """`withdrawn_*` are filled only for those who may read them."""

    version: IndicatorVersion
    row: rows.IndicatorRow
    actions: tuple[ActionName, ...]
    withdrawn_measurements: list[Measurement]
    withdrawn_targets: list[Target]


def load_indicator(typed: str, moment: Moment, rights: Rights) -> LoadedIndicator | None:
    """The indicator with that code as the viewer may see it, or None."""
    seen = indicators_in_sight(moment, rights).select_related("indicator")
    version = picked(seen, "indicator__code", typed)
    if version is None:
        return None
    pk = version.indicator_id
    row = loaders.indicators(moment.as_of, moment.known_at, [pk])[pk]
    inside = rights.may("read_internal") or _led(pk, moment, rights)
    return LoadedIndicator(
        version=version,
        row=row,
        actions=named(row.action_ids, action_names(row.action_ids, moment, rights)),
        withdrawn_measurements=_withdrawn(Measurement, pk, moment) if inside else [],
        withdrawn_targets=_withdrawn(Target, pk, moment) if inside else [],
    )


def _led(indicator: int, moment: Moment, rights: Rights) -> bool:
    """Whether the reader leads an action of the indicator today; no query for who leads none."""
    links = ActionIndicator.objects.until(moment.today)
    return bool(links.filter(indicator=indicator, action__in=rights.led).exists())


def _withdrawn(model: Any, indicator: int, moment: Moment) -> list[Any]:
    """Rows that no longer counted at the moment, newest first."""
    found = model.objects.filter(
        indicator=indicator, valid_on__lte=moment.as_of, withdrawn_at__isnull=False
    )
    if moment.known_at is not None:
        found = found.filter(withdrawn_at__lte=moment.known_at)
    return list(found.newest_first())
