"""Who took part: roles in the period, what is new, who left, who changed name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse

from slimsamenwerken.programme.models import ActorSuccession, ActorVersion, Participation
from slimsamenwerken.programme.queries import rows
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
    PUBLIC_ONLY,
    derived_words,
    dutch_date,
    loaded,
    nothing_known,
    noun,
)
from slimsamenwerken.reports.sections.counting import Counted, Traced, at_moment, provenance_of
from slimsamenwerken.reports.sections.roles import ROLES, RoleRow, actors, roles

Movement = tuple[rows.VagueDate, str, str]  # when, stable key, sentence


def _in_period(given: Given) -> dict[int, list[RoleRow]]:
    """Per actor its roles, on actions that may be named, that held in the period."""
    found: dict[int, list[RoleRow]] = {}
    for role in roles(given):
        kind, pk = role.place
        if kind == "action" and pk in _codes(given) and role.holds_on(given.period.first):
            found.setdefault(role.actor.id, []).append(role)
    return found


def _codes(given: Given) -> dict[int, str]:
    """Codes of the actions that may be named for the audience, by id."""

    def load() -> dict[int, str]:
        states = loaded(given).states
        return {s.id: s.code for s in states if s.is_public or given.scope != PUBLIC_ONLY}

    found: dict[int, str] = given.share("actors.codes", load)
    return found


def figures(given: Given) -> list[Counted]:
    found: list[Counted] = given.share("actors.figures", lambda: [_partners(given)])
    return found


def _partners(given: Given) -> Counted:
    partners = sorted(
        {
            role.actor.slug: role
            for found in _in_period(given).values()
            for role in found
            if not role.actor.is_group and role.holds_on(given.as_of)
        }.items()
    )
    versions = {
        slug: (public_id, pk)
        for slug, public_id, pk in ActorVersion.objects.at(given.as_of, given.known_at).values_list(
            "actor__slug", "actor__public_id", "pk"
        )
    }

    def trace() -> Iterable[Traced]:
        for slug, role in partners:
            public_id, version = versions[slug]
            address = at_moment(reverse("programme:actor-detail", args=[slug]), given)
            key = ("programme_actor", public_id)
            yield Traced(
                RowView(key, (role.actor.name, role.actor.abbreviation or "–"), address),
                ((ActorVersion, version), (Participation, role.id)),
            )

    figure = Figure(
        id="actors.partners",
        value=len(partners),
        label="Actoren met een rol in een actie, groepen niet meegeteld",
        unit="actoren",
        keys=tuple(("programme_actor", versions[slug][0]) for slug, _role in partners),
    )
    return Counted(
        figure, ("Naam", "Afkorting"), trace,
        "Aantal actoren met een rol op de peildatum in een actie; groepen tellen niet mee.",
    )  # fmt: skip


def build(given: Given) -> Sequence[Block]:
    if not loaded(given).states:
        return nothing_known()
    figure = figures(given)[0].figure
    columns = [
        Column("name", "Actor", wide=True),
        Column("group", "Soort"),
        Column("roles", "Rollen", wide=True),
    ]
    return [
        Text(
            "aantal",
            [[figure, noun(figure, " actor had", " actoren hadden"),
              " op de peildatum een rol in een actie. Groepen, zoals “burgers”, tellen niet mee."]],
        ),
        Table("actoren", "Actoren en hun rollen in de verslagperiode", columns, _rows(given)),
        Table(
            "bewegingen", "Wat veranderde er in de verslagperiode?",
            [Column("what", "Verandering", wide=True), Column("when", "Wanneer")],
            _movement_rows(given), empty="Geen actor kwam erbij, vertrok of veranderde van naam.",
        ),
    ]  # fmt: skip


def _rows(given: Given) -> list[Row]:
    found = []
    for held in _in_period(given).values():
        actor = held[0].actor
        words = sorted({(_codes(given)[role.place[1]], _role_words(role, given)) for role in held})
        kind = "groep" if actor.is_group else "actor"
        found.append(Row(actor.slug, [actor.name, kind, "; ".join(text for _c, text in words)]))
    return found


def _role_words(role: RoleRow, given: Given) -> str:
    text = derived_words(f"{role.word} van {_codes(given)[role.place[1]]}", derived=role.derived)
    if role.until is None or role.holds_on(given.as_of):
        return text
    return f"{text}, tot en met {dutch_date(role.until)}"


def _movement_rows(given: Given) -> list[Row]:
    """Sorted by day; equal sentences on one day get a number behind their id."""
    seen: Counter[str] = Counter()
    found = []
    for when, key, sentence in sorted(_movements(given), key=lambda m: (m[0].day, m[1], m[2])):
        name = f"{when.day.isoformat()}-{key}"
        seen[name] += 1
        number = f"-{seen[name]}" if seen[name] > 1 else ""
        found.append(Row(f"{name}{number}", [sentence, dutch_date(when)]))
    return found


def _movements(given: Given) -> Iterable[Movement]:
    first, last = given.period.first, min(given.period.last, given.as_of)

    def falls_in(when: rows.VagueDate | None) -> bool:
        return when is not None and first <= when.day <= last

    for role in roles(given):
        code = _codes(given).get(role.place[1]) if role.place[0] == "action" else None
        if code is None:
            continue
        name, key = (
            f"{role.actor.name} als {ROLES[role.role]} van {code}",
            f"{code}-{role.actor.slug}",
        )
        if role.since and falls_in(role.since):
            yield role.since, f"{key}-begin", f"{name} begint."
        if role.until and falls_in(role.until):
            yield role.until, f"{key}-einde", f"{name} stopt."
    yield from _successions(given, first, last)
    yield from _renamings(given, first, last)


def _successions(given: Given, first: date, last: date) -> Iterable[Movement]:
    names = actors(given)
    found = ActorSuccession.objects.until(given.as_of, given.known_at)
    for row in found.filter(valid_on__range=(first, last)):
        before, after = names.get(row.from_actor_id), names.get(row.to_actor_id)
        if before and after:
            when = rows.VagueDate(row.valid_on, row.valid_on_precision, row.valid_on_from)
            yield when, f"opvolging-{before.slug}", f"{before.name} ging op in {after.name}."


def _renamings(given: Given, first: date, last: date) -> Iterable[Movement]:
    """An actor whose name at the end differs from the name at the start of the period."""
    versions = ActorVersion.objects.until(last, given.known_at).order_by(
        "actor_id", "valid_on", "recorded_at", "id"
    )
    names: dict[str, str] = {}
    for slug, name, *when in versions.values_list(
        "actor__slug", "name", "valid_on", "valid_on_precision", "valid_on_from"
    ):
        before = names.get(slug, name)
        names[slug] = name
        if before != name and first <= when[0]:
            yield rows.VagueDate(*when), f"naam-{slug}", f"{before} heet nu {name}."


SECTION = Section("actors", "Actoren", 60, 1, build, provenance_of(figures), budget_queries=16)
