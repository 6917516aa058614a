"""Everything that the page of one action shows, at a moment; 17 queries for a visitor."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models import (
    Action,
    ActionRelation,
    ActionSuccession,
    MilestoneOutcome,
    SourceFact,
    SourceFactPlace,
    StatusUpdate,
)
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.programme.queries.sight import actions_in_sight
from slimsamenwerken.programme.queries.states import (
    ActionState,
    Given,
    Rules,
    load_rules,
    load_states,
)
from slimsamenwerken.programme.rights import Rights


@dataclass(frozen=True, slots=True)
class UpdateText:
    """An update with its text; `withdrawn_at` is set only for those who may see that."""

    row: rows.UpdateRow
    body: str
    basis: str
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A succession or relation. `other_code` may be a line (kind "line") or an action.

    `sort` is the kind of its row, as the page of a row calls it.
    """

    sort: str
    public_id: UUID
    kind: str
    forward: bool
    other_code: str
    other_is_line: bool
    on: rows.VagueDate | None
    derived: bool
    via_line: str = ""
    other_title: str = ""


@dataclass(frozen=True, slots=True)
class FactRow:
    code: str
    text: str
    date_text: str
    derived: bool


@dataclass(frozen=True)
class LoadedAction:
    action: Action
    state: ActionState
    rules: Rules
    roles: list[rows.ParticipationRow]
    inherited: list[tuple[str, rows.ParticipationRow]]
    updates: list[UpdateText]
    links: list[LinkRow]
    facts: list[FactRow]
    vague: list[rows.VagueDate] = field(default_factory=list)

    @property
    def own_leads(self) -> list[rows.ParticipationRow]:
        return [role for role in self.roles if role.role in ("lead", "co_lead")]


def load_action(code: str, moment: Moment, rights: Rights) -> LoadedAction | None:
    """The action as the viewer may see it, or None."""
    as_of, known_at = moment.as_of, moment.known_at
    versions = actions_in_sight(moment, rights).filter(action__code=code)
    rules = load_rules(as_of, known_at)
    given = Given(whole_series=True)
    found = load_states(versions, as_of, known_at, rules=rules, narrow=True, given=given)
    if not found:
        return None
    state = found[0]
    action = Action.objects.get(pk=state.id)
    inside = rights.may("read_internal", state.id)
    places = loaders.participations(as_of, known_at, _places(state))
    updates, vague = _updates(action, moment, inside=inside)
    return LoadedAction(
        action,
        state,
        rules,
        places.get(("action", state.id), []),
        _inherited(places, state),
        updates,
        _links(state, moment, rights),
        _facts(state, as_of, known_at),
        [*vague, *_vague_outcomes(state, as_of, known_at)],
    )


def _places(state: ActionState) -> Q:
    condition = Q(action=state.id) | Q(domain__isnull=False)
    return condition | Q(line=state.line.id) if state.line else condition


def _inherited(
    places: dict[loaders.PlaceKey, list[rows.ParticipationRow]], state: ActionState
) -> list[tuple[str, rows.ParticipationRow]]:
    """Leads of the line and of the domain, shown when the action has none of its own."""
    found = [
        (kind, role)
        for (kind, _pk), roles in places.items()
        if kind != "action"
        for role in roles
        if role.role == "lead"
    ]
    return found if state.line else []


def _updates(
    action: Action, moment: Moment, *, inside: bool
) -> tuple[list[UpdateText], list[rows.VagueDate]]:
    """Updates, newest first; and dates so vague that they may lie before the moment."""
    found = StatusUpdate.objects.filter(action=action)
    if moment.known_at is not None:
        found = found.filter(recorded_at__lte=moment.known_at)
    if not inside:
        found = found.known(moment.known_at).filter(is_public=True)
    texts, vague = [], []
    for update in found.newest_first():
        row = rows.UpdateRow(
            update.pk, update.public_id, action.pk,
            rows.VagueDate(update.valid_on, update.valid_on_precision, update.valid_on_from),
            update.declared_status, update.computed_status, update.deviation_reason,
            update.recorded_at, update.is_public, update.derived,
        )  # fmt: skip
        known = update.withdrawn_at is None or not _before(update.withdrawn_at, moment.known_at)
        if update.valid_on > moment.as_of:
            vague += [row.on] if known and _may_be_past(row.on, moment.as_of) else []
            continue
        when = None if known else update.withdrawn_at
        texts.append(UpdateText(row, update.body, update.basis, when, update.withdrawn_reason))
    return texts, vague


def _before(recorded: datetime, known_at: datetime | None) -> bool:
    """Whether something written then was known at the moment."""
    return known_at is None or recorded <= known_at


def _may_be_past(when: rows.VagueDate, as_of: date) -> bool:
    first = when.first_day or when.day.replace(month=1, day=1)
    return when.precision in ("year", "range") and first <= as_of


def _vague_outcomes(
    state: ActionState, as_of: date, known_at: datetime | None
) -> Iterable[rows.VagueDate]:
    found = MilestoneOutcome.objects.known(known_at).filter(
        milestone__action=state.id,
        valid_on__gt=as_of,
        valid_on_precision__in=["year", "range"],
    )
    for when in found.values_list("valid_on", "valid_on_precision", "valid_on_from"):
        if _may_be_past(rows.VagueDate(*when), as_of):
            yield rows.VagueDate(*when)


def _links(state: ActionState, moment: Moment, rights: Rights) -> list[LinkRow]:
    """Successions and relations with what exists by then and may be seen."""
    as_of, known_at = moment.as_of, moment.known_at
    line = state.line.id if state.line else 0
    successions = (
        ActionSuccession.objects.until(as_of, known_at)
        .filter(Q(from_action=state.id) | Q(to_action=state.id) | Q(from_line=line))
        .select_related("from_action", "from_line", "to_action")
    )
    relations = (
        ActionRelation.objects.until(as_of, known_at)
        .filter(Q(from_action=state.id) | Q(to_action=state.id))
        .select_related("from_action", "to_action")
        .order_by("kind", "from_action__code", "to_action__code")
    )
    links = [_succession(row, state) for row in successions]
    links += [_relation(row, state) for row in relations]
    seen = actions_in_sight(moment, rights).filter(
        action__code__in=[link.other_code for link in links]
    )
    titles = dict(seen.values_list("action__code", "title"))
    return [
        link if link.other_is_line else _titled(link, titles[link.other_code])
        for link in links
        if link.other_is_line or link.other_code in titles
    ]


def _titled(link: LinkRow, title: str) -> LinkRow:
    return LinkRow(
        link.sort, link.public_id, link.kind, link.forward, link.other_code, link.other_is_line, link.on,
        link.derived, link.via_line, title,
    )  # fmt: skip


def _succession(row: ActionSuccession, state: ActionState) -> LinkRow:
    when = rows.VagueDate(row.valid_on, row.valid_on_precision, row.valid_on_from)
    forward = row.to_action_id != state.id
    via = row.from_line.code if row.from_line else ""
    other = row.to_action.code if forward else (row.from_action.code if row.from_action else via)
    is_line = not forward and row.from_action is None
    return LinkRow(
        "action-succession",
        row.public_id,
        row.kind,
        forward,
        other,
        is_line,
        when,
        row.derived,
        via,
    )


def _relation(row: ActionRelation, state: ActionState) -> LinkRow:
    forward = row.from_action_id == state.id
    other = row.to_action.code if forward else row.from_action.code
    return LinkRow(
        "relation", row.public_id, row.kind, forward, other, other_is_line=False, on=None,
        derived=row.derived,
    )  # fmt: skip


def _facts(state: ActionState, as_of: date, known_at: datetime | None) -> list[FactRow]:
    places = SourceFactPlace.objects.known(known_at).filter(action=state.id)
    found = SourceFact.objects.at(as_of, known_at).filter(pk__in=places.values("fact_id"))
    return [
        FactRow(*row)
        for row in found.order_by("code").values_list("code", "text", "date_text", "derived")
    ]
