"""Puts what the source states about the things in the database."""

from slimsamenwerken.core.clocks import Origin
from slimsamenwerken.programme.models import (
    ActionClosure,
    ActionIndicator,
    Measurement,
    MilestoneOutcome,
    MilestonePlan,
    SourceFact,
    SourceFactPlace,
    StatusUpdate,
)
from slimsamenwerken.programme.operations import (
    add_measurement,
    add_update,
    attach_indicator,
    close_action,
    place_fact,
    plan_milestone,
    record_outcome,
    record_source_fact,
)
from slimsamenwerken.programme.seed import rows
from slimsamenwerken.programme.seed.action_rows import ACTIONS
from slimsamenwerken.programme.seed.facts import FACTS, cite, facts_at, text_of
from slimsamenwerken.programme.seed.indicators import INDICATORS
from slimsamenwerken.programme.seed.milestones import MILESTONES
from slimsamenwerken.programme.seed.shelf import SEEDED, Shelf, because, dated, present
from slimsamenwerken.programme.seed.updates import UPDATES


def load_facts(shelf: Shelf) -> None:
    _load_source_facts(shelf)
    _load_places(shelf)
    _load_outcomes(shelf)
    _load_closures(shelf)
    _load_updates(shelf)
    _load_measurements(shelf)


def _load_source_facts(shelf: Shelf) -> None:
    known = present(SourceFact, "code")
    for row in FACTS:
        if (row.code,) not in known:
            record_source_fact(
                code=row.code,
                text=row.text,
                source=rows.SOURCE,
                date_text=row.date_text,
                **dated(row.when),
                derived=bool(row.basis),
                basis=because(row.basis),
                **SEEDED,
            )
            shelf.added["fact"] += 1


def _load_places(shelf: Shelf) -> None:
    facts = {fact.code: fact for fact in SourceFact.objects.known()}
    known = present(SourceFactPlace, "fact__code", "domain__code", "line__code", "action__code")
    shown = {(fact, domain or line or action) for fact, domain, line, action in known}
    for row in FACTS:
        for place in row.places:
            if (row.code, place.code) not in shown and row.code in facts:
                place_fact(
                    fact=facts[row.code],
                    target=shelf.target(place.code),
                    later_place=place.later,
                    **SEEDED,
                )
                shelf.added["fact place"] += 1


def _load_outcomes(shelf: Shelf) -> None:
    planned = present(MilestonePlan, "milestone__action__code", "milestone__code")
    reached = present(MilestoneOutcome, "milestone__action__code", "milestone__code")
    for row in MILESTONES:
        key = (row.action, row.code)
        if row.plan and key not in planned:
            plan_milestone(
                milestone=shelf.milestones[key],
                **dated(row.plan.due, "due_on"),
                **dated(rows.UNDATED),
                reason=row.plan.reason,
                original_unknown=row.plan.original_unknown,
                basis=because(cite(row.facts)),
                **SEEDED,
            )
            shelf.added["milestone plan"] += 1
        if row.reached and key not in reached:
            record_outcome(
                milestone=shelf.milestones[key],
                kind="realised",
                statement=text_of(row.facts),
                **dated(row.reached),
                derived=bool(row.derived),
                basis=because(cite(row.facts), row.derived),
                **SEEDED,
            )
            shelf.added["milestone outcome"] += 1


def _load_closures(shelf: Shelf) -> None:
    closed = present(ActionClosure, "action__code")
    for row in ACTIONS:
        if row.status == "achieved" and (row.code,) not in closed:
            facts = facts_at(row.code)
            close_action(
                action=shelf.actions[row.code],
                kind="completed",
                statement=text_of(facts),
                **dated(row.ends),
                derived=True,
                basis=because(cite(facts), "afsluiting afgeleid uit de bewoording"),
                **SEEDED,
            )
            shelf.added["closure"] += 1


def _load_updates(shelf: Shelf) -> None:
    known = present(StatusUpdate, "action__code", "valid_on", origin=Origin.SEED)
    for row in UPDATES:
        if (row.action, row.when.last) not in known:
            add_update(
                action=shelf.actions[row.action],
                body=text_of(row.facts),
                declared_status=row.status,
                **dated(row.when),
                derived=bool(row.basis),
                basis=because(cite(row.facts), row.basis),
                **SEEDED,
            )
            shelf.added["update"] += 1


def _load_measurements(shelf: Shelf) -> None:
    known = present(Measurement, "indicator__code", "valid_on", source=rows.SOURCE)
    attached = present(ActionIndicator, "action__code", "indicator__code")
    for row in INDICATORS:
        indicator = shelf.indicators[row.code]
        for code in row.actions:
            if (code, row.code) not in attached:
                attach_indicator(
                    action=shelf.actions[code],
                    indicator=indicator,
                    basis=", ".join(value.facts for value in row.measurements),
                    **SEEDED,
                )
                shelf.added["indicator of an action"] += 1
        for value in row.measurements:
            if (row.code, value.when.last) not in known:
                add_measurement(
                    indicator=indicator,
                    value=value.value,
                    qualifier=value.qualifier,
                    **dated(value.when),
                    period_start=value.period_start,
                    source=rows.SOURCE,
                    method_note=value.method_note,
                    derived=bool(value.derived),
                    basis=because(value.facts, value.derived),
                    **SEEDED,
                )
                shelf.added["measurement"] += 1
