"""Who took part: roles in the period, what is new, who left, who changed name."""

from collections.abc import Sequence

from slimsamenwerken.programme.models import ActorSuccession, ActorVersion, Participation
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.reports.blocks import (
    Block,
    Column,
    Figure,
    Given,
    Row,
    RowView,
    Section,
    Table,
    Text,
)
from slimsamenwerken.reports.sections.common import (
    Counted,
    dutch_date,
    loaded,
    participations,
    provenance_of,
)
from slimsamenwerken.reports.sections.per_action import ROLES


def _roles(given: Given) -> dict[int, tuple[rows.ActorRow, list[tuple[str, str]]]]:
    """Per actor: (role, action code) on visible actions, by name."""
    shown = {s.id: s for s in loaded(given).states if s.is_public or given.scope != "publiek"}
    found: dict[int, tuple[rows.ActorRow, list[tuple[str, str]]]] = {}
    for (kind, pk), roles in participations(given).items():
        if kind != "action" or pk not in shown:
            continue
        for role in roles:
            entry = found.setdefault(role.actor.id, (role.actor, []))
            entry[1].append((ROLES[role.role], shown[pk].code))
    return found


def figures(given: Given) -> list[Counted]:
    partners = sorted(
        (actor for actor, _r in _roles(given).values() if not actor.is_group),
        key=lambda actor: actor.slug,
    )
    public_ids = dict(
        ActorVersion.objects.at(given.as_of, given.known_at).values_list(
            "actor_id", "actor__public_id"
        )
    )
    views = tuple(
        RowView(
            key=("programme_actor", public_ids[actor.id]),
            cells=(actor.name, actor.slug),
            url=f"/actoren/{actor.slug}/",
        )
        for actor in partners
    )
    figure = Figure(
        id="actors.partners",
        value=len(partners),
        label="Actoren met een rol in een actie, groepen niet meegeteld",
        unit="actoren",
        keys=tuple(view.key for view in views),
    )
    return [
        Counted(
            figure, ("Naam", "Korte naam"), views,
            "Aantal actoren met een rol op de peildatum; groepen tellen niet mee.",
        )
    ]  # fmt: skip


def build(given: Given) -> Sequence[Block]:
    found = _roles(given)
    table_rows = [
        Row(
            actor.slug,
            [
                actor.name,
                "groep" if actor.is_group else "",
                "; ".join(f"{role} van {code}" for role, code in sorted(set(roles))),
            ],
        )
        for actor, roles in found.values()
    ]
    columns = [
        Column("name", "Actor", wide=True),
        Column("group", "Soort"),
        Column("roles", "Rollen", wide=True),
    ]
    figure = figures(given)[0].figure
    return [
        Text("aantal", [[figure, " actoren hadden op de peildatum een rol in een actie."]]),
        Table("actoren", "Actoren en hun rollen op de peildatum", columns, table_rows),
        Table(
            "bewegingen", "Wat veranderde er in de verslagperiode?",
            [Column("what", "Verandering", wide=True), Column("when", "Wanneer")],
            _movements(given), empty="Geen actor kwam erbij, vertrok of veranderde van naam.",
        ),
    ]  # fmt: skip


def _movements(given: Given) -> list[Row]:
    first, last = given.period.first, min(given.period.last, given.as_of)
    names = loaders.actors(given.as_of, given.known_at)
    dated = (
        Participation.objects.known(given.known_at)
        .filter(actor__in=names, action__isnull=False)
        .select_related("action")
    )
    found = [
        (role.since, f"n{role.public_id}", f"{_role(role, names)} begint.")
        for role in dated.filter(since__range=(first, last))
    ]
    found += [
        (role.until, f"s{role.public_id}", f"{_role(role, names)} stopt.")
        for role in dated.filter(until__range=(first, last))
    ]
    successions = ActorSuccession.objects.until(given.as_of, given.known_at)
    found += [
        (row.valid_on, f"o{row.public_id}", _went_on(row, names))
        for row in successions.filter(valid_on__range=(first, last))
    ]
    return [
        Row(f"{day.isoformat()}-{key}", [text, dutch_date(rows.VagueDate(day))])
        for day, key, text in found
        if day is not None
    ]


def _role(row: Participation, names: dict[int, rows.ActorRow]) -> str:
    code = row.action.code if row.action else ""
    return f"{names[row.actor_id].name} als {ROLES[row.role]} van {code}"


def _went_on(row: ActorSuccession, names: dict[int, rows.ActorRow]) -> str:
    before, after = names.get(row.from_actor_id), names.get(row.to_actor_id)
    return f"{before.name if before else '–'} ging op in {after.name if after else '–'}."


SECTION = Section("actors", "Actoren", 60, 1, build, provenance_of(figures), budget_queries=10)
