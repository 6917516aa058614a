"""The things that a form lets a person choose from: those that exist today, by name."""

from django.utils import timezone

from slimsamenwerken.accounts.asking import PortalRequest
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme import models
from slimsamenwerken.programme.forms.parts import Options
from slimsamenwerken.programme.queries import loaders
from slimsamenwerken.programme.queries.sight import actions_in_sight, indicators_in_sight
from slimsamenwerken.programme.views.subjects import rights_now


def lines() -> Options:
    found = loaders.lines(timezone.localdate(), None).values()
    return [(line.id, f"{line.code} {line.short_label}") for line in found]


def actors(*, but: models.Actor | None = None) -> Options:
    found = loaders.actors(timezone.localdate(), None).values()
    named = [(actor.id, actor.name) for actor in found if but is None or actor.id != but.pk]
    return sorted(named, key=lambda pair: pair[1].lower())


def actions(request: PortalRequest, *, but: models.Action | None = None) -> Options:
    found = actions_in_sight(_now(), rights_now(request)).order_by("action__code")
    named = found.values_list("action_id", "action__code", "title")
    return [(pk, f"{code} {title}") for pk, code, title in named if but is None or pk != but.pk]


def indicators(request: PortalRequest) -> Options:
    found = indicators_in_sight(_now(), rights_now(request)).order_by("indicator__code")
    named = found.values_list("indicator_id", "indicator__code", "title")
    return [(pk, f"{code} {title}") for pk, code, title in named]


def open_roles(request: PortalRequest, actor: models.Actor) -> Options:
    """The roles of the actor without an end, with the place where it plays them."""
    found = models.Participation.objects.until(timezone.localdate()).filter(
        actor=actor, until__isnull=True
    )
    named = {
        "action_id": dict(actions(request)),
        "line_id": dict(lines()),
        "domain_id": dict(_domains()),
    }
    rows = found.select_related("domain", "line", "action").order_by(
        "domain__code", "line__code", "action__code", "role"
    )
    return [(row.pk, f"{_place(row, named)}: {row.get_role_display()}") for row in rows]


def _place(row: models.Participation, named: dict[str, dict[int, str]]) -> str:
    for field, names in named.items():
        pk = getattr(row, field)
        if pk in names:
            return names[pk]
    return str(row.target)


def _domains() -> Options:
    found = models.ActionDomainVersion.objects.at(timezone.localdate())
    named = found.values_list("domain_id", "domain__code", "title")
    return [(pk, f"{code} {title}") for pk, code, title in named]


def _now() -> Moment:
    today = timezone.localdate()
    return Moment(today, None, today)
