"""Figures with the rows behind them; the rows are fetched only when someone opens the figure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from urllib.parse import urlencode

from django.db.models import Value
from django.urls import reverse

from slimsamenwerken.core.clocks import Fact
from slimsamenwerken.programme.models import (
    ActionClosure,
    ActionSuccession,
    ActionVersion,
    Measurement,
    MilestoneOutcome,
    MilestonePlan,
    StatusUpdate,
)
from slimsamenwerken.programme.queries import rows
from slimsamenwerken.programme.queries.states import ActionState
from slimsamenwerken.reports.blocks import Figure, Given, Provenance, RowKey, RowView
from slimsamenwerken.reports.sections.common import dutch_date, labels_of, loaded, outcome_words

MOST_NAMED = 500
Ref = tuple[type[Fact], int]
ACTION_COLUMNS = ("Code", "Actie", "Opgegeven", "Berekend", "Regel")
MILESTONE_COLUMNS = ("Code", "Mijlpaal", "Gepland", "Resultaat")


@dataclass(frozen=True)
class Traced:
    """A row as a reader sees it, and the facts that it rests on."""

    view: RowView
    rests_on: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Counted:
    """A figure and how to show what is behind it."""

    figure: Figure
    columns: tuple[str, ...]
    trace: Callable[[], Iterable[Traced]]
    formula: str
    definition: str = ""
    parts: Callable[[], tuple[tuple[str, str], ...]] = tuple  # asked for when a figure is opened
    by_thresholds: bool = False

    def provenance(self) -> Provenance:
        traced = list(self.trace())
        gone = withdrawn_refs(ref for row in traced for ref in row.rests_on)
        views = tuple(
            replace(row.view, withdrawn=True) if gone.intersection(row.rests_on) else row.view
            for row in traced
        )
        return Provenance(
            self.columns, views, self.formula, self.definition, self.parts(), self.by_thresholds
        )


def withdrawn_refs(refs: Iterable[Ref]) -> set[Ref]:
    """The facts that do not count any more. They counted at the moment of the report, so they were
    withdrawn after it. One query, whatever the number of tables."""
    ids: dict[type[Fact], set[int]] = defaultdict(set)
    for model, pk in refs:
        ids[model].add(pk)
    models = {model._meta.label: model for model in ids}
    # What was withdrawn is little: beyond some number it is quicker to ask for all of it.
    asked = {m: {"pk__in": pks} if len(pks) <= MOST_NAMED else {} for m, pks in ids.items()}
    parts = [
        models[label]
        ._default_manager.filter(withdrawn_at__isnull=False, **asked[models[label]])
        .order_by()
        .annotate(table=Value(label))
        .values_list("table", "pk")
        for label in sorted(models)
    ]
    if not parts:
        return set()
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {(models[label], pk) for label, pk in found if pk in ids[models[label]]}


def provenance_of(
    figures: Callable[[Given], Iterable[Counted]],
) -> Callable[[str, Given], Provenance | None]:
    """The `rows` of a section, from the same figures as its `build`."""

    def rows_(figure_id: str, given: Given) -> Provenance | None:
        found = (c for c in figures(given) if c.figure.id == figure_id)
        counted = next(found, None)
        return counted.provenance() if counted else None

    return rows_


def at_moment(address: str, given: Given) -> str:
    """The page of a row as it was known at the moment of the report."""
    path, _hash, anchor = address.partition("#")
    query = given.share("query of the moment", lambda: _query_of(given))
    return f"{path}?{query}" + (f"#{anchor}" if anchor else "")


def _query_of(given: Given) -> str:
    moment = given.known_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return urlencode({"as_of": given.as_of.isoformat(), "known_at": moment})


# ── actions ──────────────────────────────────────────────────────────────────────────────────
def count_actions(
    figure: tuple[str, str],
    states: Sequence[ActionState],
    given: Given,
    formula: str,
    *,
    excluded: tuple[str, ...] = (),
    by_thresholds: bool = False,
) -> Counted:
    """How many actions; `figure` is its id and label."""
    found = Figure(
        id=figure[0],
        value=len(states),
        label=figure[1],
        unit="acties",
        excluded=excluded,
        keys=tuple(("programme_action", s.public_id) for s in states),
    )
    return Counted(
        found, ACTION_COLUMNS, lambda: _actions(states, given), formula, by_thresholds=by_thresholds
    )


def _actions(states: Sequence[ActionState], given: Given) -> Iterable[Traced]:
    labels = labels_of(loaded(given).rules)
    for state in states:
        address = reverse("programme:action-detail", args=[state.code])
        view = RowView(
            key=("programme_action", state.public_id),
            cells=(
                state.code,
                state.title,
                labels[state.declared or "none"],
                labels[state.computed],
                state.result.rule,
            ),
            url=at_moment(address, given),
            is_public=state.is_public,
        )
        yield Traced(view, _facts_of(state))


def _facts_of(state: ActionState) -> tuple[Ref, ...]:
    """What the two statuses of an action follow from."""
    refs: list[Ref] = [(ActionVersion, state.version_id)]
    refs += [(StatusUpdate, update.id) for update in state.updates]
    if state.closure:  # a doorstart that closes has no statement of its own
        refs.append(
            (ActionClosure if state.closure.statement else ActionSuccession, state.closure.id)
        )
    refs += [ref for milestone in state.milestones for ref in _facts_of_milestone(milestone)]
    refs += [(Measurement, m.id) for i in state.indicators for m in i.measurements]
    return tuple(refs)


# ── milestones ───────────────────────────────────────────────────────────────────────────────
def count_milestones(
    figure: tuple[str, str],
    found: Sequence[tuple[ActionState, rows.MilestoneRow]],
    given: Given,
    formula: str,
) -> Counted:
    keys: tuple[RowKey, ...] = tuple(("programme_milestone", m.public_id) for _s, m in found)
    counted = Figure(id=figure[0], value=len(found), label=figure[1], unit="mijlpalen", keys=keys)
    return Counted(counted, MILESTONE_COLUMNS, lambda: _milestones(found, given), formula)


def _milestones(
    found: Sequence[tuple[ActionState, rows.MilestoneRow]], given: Given
) -> Iterable[Traced]:
    addresses: dict[str, str] = {}  # ten milestones of one action share its page
    for state, milestone in found:
        if state.code not in addresses:
            addresses[state.code] = reverse("programme:action-detail", args=[state.code])
        address = addresses[state.code]
        view = RowView(
            key=("programme_milestone", milestone.public_id),
            cells=(
                milestone.code,
                milestone.title,
                dutch_date(milestone.current.due) if milestone.current else "niet vermeld",
                outcome_words(milestone),
            ),
            url=at_moment(f"{address}#mijlpaal-{milestone.id}", given),
            is_public=state.is_public,
        )
        yield Traced(view, _facts_of_milestone(milestone))


def _facts_of_milestone(milestone: rows.MilestoneRow) -> tuple[Ref, ...]:
    refs: list[Ref] = [(MilestonePlan, plan.id) for plan in milestone.plans]
    return (*refs, *([(MilestoneOutcome, milestone.outcome.id)] if milestone.outcome else []))
