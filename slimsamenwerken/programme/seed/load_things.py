"""Puts the things with a code in the database: domain, lines, actors, actions, indicators."""

from datetime import date
from typing import Any

from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.programme.models import Action
from slimsamenwerken.programme.operations import (
    change_action,
    create_action,
    create_actor,
    create_domain,
    create_indicator,
    create_line,
    create_milestone,
    link_organisation,
)
from slimsamenwerken.programme.seed import rows
from slimsamenwerken.programme.seed.action_rows import ACTIONS
from slimsamenwerken.programme.seed.actors import ACTORS
from slimsamenwerken.programme.seed.facts import cite, facts_at, text_of
from slimsamenwerken.programme.seed.indicators import INDICATORS
from slimsamenwerken.programme.seed.lines import DOMAIN, LINES
from slimsamenwerken.programme.seed.milestones import MILESTONES
from slimsamenwerken.programme.seed.shelf import SEEDED, Shelf, because, dated

_SINCE_2013 = "begindatum afgeleid: jaar van het eerste gedateerde feit"
_SINCE_TEXT = "begindatum afgeleid: peildatum van de brontekst"
_CONTINUOUS = "doorlopend afgeleid: geen einde vermeld, tegenwoordige tijd"


def load_things(shelf: Shelf) -> None:
    _load_domain_and_lines(shelf)
    _load_actors(shelf)
    _load_actions(shelf)
    _load_milestones(shelf)
    _load_indicators(shelf)


def _titled(row: rows.Titled) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "short_label": row.short_label,
        "valid_on": rows.FIRST_DAY,
        "basis": because(row.facts, _SINCE_2013),
        **SEEDED,
    }


def _load_domain_and_lines(shelf: Shelf) -> None:
    if DOMAIN.code not in shelf.domains:
        shelf.domains[DOMAIN.code] = create_domain(**_titled(DOMAIN))
        shelf.added["domain"] += 1
    for row in LINES:
        if row.code not in shelf.lines:
            domain = shelf.domains[DOMAIN.code]
            shelf.lines[row.code] = create_line(domain=domain, **_titled(row))
            shelf.added["line"] += 1


def _load_actors(shelf: Shelf) -> None:
    for row in ACTORS:
        if row.slug not in shelf.actors:
            shelf.actors[row.slug] = create_actor(
                slug=row.slug,
                name=row.name,
                abbreviation=row.abbreviation,
                kind=row.kind,
                is_group=row.is_group,
                valid_on=row.valid_on,
                derived=row.derived,
                basis=because(row.basis, _since(row.valid_on)),
                **SEEDED,
            )
            shelf.added["actor"] += 1


def _since(valid_on: date) -> str:
    return _SINCE_2013 if valid_on == rows.FIRST_DAY else _SINCE_TEXT


def link_organisations(shelf: Shelf) -> None:
    """An organisation with the slug of an actor may log in for it; an existing link stays."""
    unlinked = {slug: actor for slug, actor in shelf.actors.items() if not actor.organisation_id}
    for organisation in Organisation.objects.filter(slug__in=unlinked):
        link_organisation(actor=unlinked[organisation.slug], organisation=organisation)
        shelf.added["organisation link"] += 1


def _load_actions(shelf: Shelf) -> None:
    for row in ACTIONS:
        if row.code in shelf.actions:
            continue
        first, *later = [_told(shelf, row, version) for version in _versions(row)]
        action: Action = create_action(code=row.code, **first)
        for fields in later:
            change_action(action=action, **fields)
        shelf.actions[row.code] = action
        shelf.added["action"] += 1


def _versions(row: rows.Action) -> tuple[rows.Version, ...]:
    current = rows.Version(
        row.valid_on, facts_at(row.code), row.summary, starts=row.starts, ends=row.ends
    )
    return (*row.earlier, current)


def _told(shelf: Shelf, row: rows.Action, version: rows.Version) -> dict[str, Any]:
    read = (_CONTINUOUS if row.continuous else "", row.derived)
    return {
        "kind": row.kind,
        "line": shelf.lines[row.line] if row.line else None,
        "title": row.title,
        "summary": version.summary,
        "description": text_of(version.facts),
        **dated(version.starts, "starts_on"),
        **dated(version.ends, "ends_on"),
        "is_continuous": row.continuous,
        "valid_on": version.valid_on,
        "derived": any(read),
        "basis": because(cite(version.facts), *read),
        **SEEDED,
    }


def _load_milestones(shelf: Shelf) -> None:
    for row in MILESTONES:
        if (row.action, row.code) not in shelf.milestones:
            milestone = create_milestone(
                action=shelf.actions[row.action],
                code=row.code,
                title=row.title,
                is_final=row.is_final,
                valid_on=row.reached.known_from if row.reached else rows.REFERENCE_DAY,
                derived=bool(row.derived),
                basis=because(cite(row.facts), row.derived),
                **SEEDED,
            )
            shelf.milestones[row.action, row.code] = milestone
            shelf.added["milestone"] += 1


def _load_indicators(shelf: Shelf) -> None:
    for row in INDICATORS:
        if row.code not in shelf.indicators:
            shelf.indicators[row.code] = create_indicator(
                code=row.code,
                title=row.title,
                definition=row.definition,
                unit=row.unit,
                level=row.level,
                aggregation=row.aggregation,
                direction=row.direction,
                valid_on=row.valid_on,
                derived=True,
                basis=because(row.basis),
                **SEEDED,
            )
            shelf.added["indicator"] += 1
