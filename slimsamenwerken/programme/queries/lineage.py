"""Which actors an actor was before, and which it became: directly, or by way of another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from slimsamenwerken.programme.models import ActorSuccession
from slimsamenwerken.programme.queries import rows


@dataclass(frozen=True, slots=True)
class Step:
    """One succession on the way. `via` is the name between, empty next to the actor itself."""

    actor: rows.ActorRow
    public_id: UUID
    kind: str
    on: rows.VagueDate
    source: str
    derived: bool
    via: str = ""


def lineage(
    actor: int, links: Sequence[ActorSuccession], names: Mapping[int, rows.ActorRow]
) -> tuple[list[Step], list[Step]]:
    """(earlier, later) of the actor, nearest first; an actor without a name is left out."""
    back = [(link.to_actor_id, link.from_actor_id, link) for link in links]
    forth = [(link.from_actor_id, link.to_actor_id, link) for link in links]
    return list(_walk(actor, back, names)), list(_walk(actor, forth, names))


def _walk(
    start: int,
    links: Sequence[tuple[int, int, ActorSuccession]],
    names: Mapping[int, rows.ActorRow],
) -> Iterable[Step]:
    seen, ahead = {start}, [start]
    while ahead:
        here = ahead.pop(0)
        via = names[here].name if here != start and here in names else ""
        for near, far, link in links:
            if near != here or far in seen:
                continue
            seen.add(far)
            ahead.append(far)
            if far in names:
                when = rows.VagueDate(link.valid_on, link.valid_on_precision, link.valid_on_from)
                yield Step(
                    names[far], link.public_id, link.kind, when, link.source, link.derived, via
                )
