"""Who does what, for the sections about actions and actors: roles at the moment and earlier ones."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from slimsamenwerken.programme.models import Participation
from slimsamenwerken.programme.queries import loaders, rows
from slimsamenwerken.reports.blocks import Given
from slimsamenwerken.reports.sections.common import dutch_date

ROLES = {
    "lead": "trekker",
    "co_lead": "mede-trekker",
    "commissioner": "opdrachtgever",
    "contractor": "uitvoerder",
    "partner": "partner",
    "funder": "financier",
    "target_group": "doelgroep",
}
Place = tuple[str, int]


@dataclass(frozen=True)
class RoleRow:
    """A role that had begun by the reference date; `until` may lie before it."""

    id: int
    actor: rows.ActorRow
    place: Place
    role: str
    since: rows.VagueDate | None
    until: rows.VagueDate | None
    derived: bool

    def holds_on(self, day: date) -> bool:
        return self.until is None or self.until.day >= day

    @property
    def word(self) -> str:
        return ROLES[self.role]


def actors(given: Given) -> dict[int, rows.ActorRow]:
    found: dict[int, rows.ActorRow] = given.share(
        "actors", lambda: loaders.actors(given.as_of, given.known_at)
    )
    return found


def roles(given: Given) -> list[RoleRow]:
    """Every role that began by the reference date, also the ones that ended; by id."""
    found: list[RoleRow] = given.share("roles", lambda: _load(given))
    return found


def _load(given: Given) -> list[RoleRow]:
    names = actors(given)
    begun = Q(since__isnull=True) | Q(since__lte=given.as_of)
    found = Participation.objects.known(given.known_at).filter(begun).order_by("id")
    loaded = []
    for row in found.values(
        "id", "actor_id", "domain_id", "line_id", "action_id", "role", "since", "since_precision",
        "since_from", "until", "until_precision", "until_from", "derived",
    ):  # fmt: skip
        actor = names.get(row["actor_id"])
        if actor is None:  # the actor has no name yet on that day
            continue
        kind = next(k for k in ("action", "line", "domain") if row[f"{k}_id"] is not None)
        since, until = _vague(row, "since"), _vague(row, "until")
        place = (kind, row[f"{kind}_id"])
        loaded.append(RoleRow(row["id"], actor, place, row["role"], since, until, row["derived"]))
    return loaded


def _vague(row: dict[str, object], name: str) -> rows.VagueDate | None:
    if row[name] is None:
        return None
    return rows.VagueDate(row[name], row[f"{name}_precision"], row[f"{name}_from"])  # type: ignore[arg-type]


def per_action(given: Given) -> dict[int, list[RoleRow]]:
    found: dict[int, list[RoleRow]] = defaultdict(list)
    for role in roles(given):
        if role.place[0] == "action":
            found[role.place[1]].append(role)
    return dict(found)


def actor_words(found: list[RoleRow], given: Given) -> str:
    """ "uitvoerder: Agentschap Ondernemen, OVAM; doelgroep: bedrijven"; roles that ended say so."""
    parts = []
    for role, word in ROLES.items():
        names = sorted({_name(row, given) for row in found if row.role == role})
        if names:
            parts.append(f"{word}: {', '.join(names)}")
    return "; ".join(parts) or "niet vermeld"


def _name(row: RoleRow, given: Given) -> str:
    if row.until is None or row.holds_on(given.as_of):
        return row.actor.short_name
    return f"{row.actor.short_name} (tot en met {dutch_date(row.until)})"


def lead_words(given: Given) -> str:
    """The lead of the domain, who stands in for every action without a lead of its own."""
    leads = [
        row.actor.name
        for row in roles(given)
        if row.place[0] == "domain" and row.role == "lead" and row.holds_on(given.as_of)
    ]
    return " en ".join(sorted(set(leads)))
