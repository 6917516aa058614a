"""Puts in the database how things hang together: roles, successions, relations."""

from slimsamenwerken.programme.models import (
    ActionRelation,
    ActionSuccession,
    ActorSuccession,
    Participation,
)
from slimsamenwerken.programme.operations import (
    add_participation,
    continue_action,
    relate_actions,
    succeed_actor,
)
from slimsamenwerken.programme.seed.links import ACTOR_SUCCESSIONS, RELATIONS, SUCCESSIONS
from slimsamenwerken.programme.seed.participations import PARTICIPATIONS
from slimsamenwerken.programme.seed.shelf import SEEDED, Shelf, because, dated, present


def load_links(shelf: Shelf) -> None:
    _load_participations(shelf)
    _load_successions(shelf)
    _load_relations(shelf)
    _load_actor_successions(shelf)


def _load_participations(shelf: Shelf) -> None:
    rows = present(
        Participation, "actor__slug", "role", "domain__code", "line__code", "action__code"
    )
    known = {(domain or line or action, slug, role) for slug, role, domain, line, action in rows}
    for row in PARTICIPATIONS:
        if (row.target, row.actor, row.role) not in known:
            add_participation(
                actor=shelf.actors[row.actor],
                target=shelf.target(row.target),
                role=row.role,
                note=row.note,
                **dated(row.since, "since"),
                **dated(row.until, "until"),
                derived=bool(row.derived),
                basis=because(row.facts, row.derived),
                **SEEDED,
            )
            shelf.added["participation"] += 1


def _load_successions(shelf: Shelf) -> None:
    rows = present(ActionSuccession, "from_line__code", "from_action__code", "to_action__code")
    known = {(line or action, target) for line, action, target in rows}
    for row in SUCCESSIONS:
        if (row.origin, row.target) not in known:
            continue_action(
                start=shelf.start(row.origin),
                to_action=shelf.actions[row.target],
                kind=row.kind,
                closes_predecessor=row.closes,
                **dated(row.when),
                basis=because(row.facts),
                **SEEDED,
            )
            shelf.added["succession"] += 1


def _load_relations(shelf: Shelf) -> None:
    known = present(ActionRelation, "from_action__code", "kind", "to_action__code")
    for row in RELATIONS:
        if (row.origin, row.kind, row.target) not in known:
            relate_actions(
                from_action=shelf.actions[row.origin],
                to_action=shelf.actions[row.target],
                kind=row.kind,
                note=row.note,
                derived=bool(row.derived),
                basis=because(row.facts, row.derived),
                **SEEDED,
            )
            shelf.added["relation"] += 1


def _load_actor_successions(shelf: Shelf) -> None:
    known = present(ActorSuccession, "from_actor__slug", "to_actor__slug")
    for row in ACTOR_SUCCESSIONS:
        if (row.origin, row.target) not in known:
            succeed_actor(
                from_actor=shelf.actors[row.origin],
                to_actor=shelf.actors[row.target],
                kind=row.kind,
                **dated(row.when),
                source=row.source,
                basis=because(row.basis),
                **SEEDED,
            )
            shelf.added["actor succession"] += 1
