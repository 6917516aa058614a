"""What a reader may see at a moment: the actions, and all that hangs on them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models import (
    ActionDomainVersion,
    ActionIndicator,
    ActionLineVersion,
    ActionVersion,
    IndicatorVersion,
    Participation,
)
from slimsamenwerken.programme.queries.selection import visible_versions
from slimsamenwerken.programme.rights import Rights


def actions_in_sight(moment: Moment, rights: Rights) -> QuerySet[ActionVersion]:
    return visible_versions(
        moment.as_of,
        moment.known_at,
        today=moment.today,
        inside=rights.sees_all,
        own=rights.own,
    )


def roles_in_sight(moment: Moment, rights: Rights) -> QuerySet[Participation]:
    """Roles of that day, on places that exist by then and that the reader may see.

    A role without a first day counts from the first version of its place, not from always.
    """
    at = (moment.as_of, moment.known_at)
    place = (
        Q(action__in=actions_in_sight(moment, rights).values("action_id"))
        | Q(line__in=ActionLineVersion.objects.at(*at).values("line_id"))
        | Q(domain__in=ActionDomainVersion.objects.at(*at).values("domain_id"))
    )
    return Participation.objects.until(*at).filter(place)


def indicators_in_sight(moment: Moment, rights: Rights) -> QuerySet[IndicatorVersion]:
    """Indicators of that day, but for those that belong to hidden actions only.

    Like an action, an indicator is judged by what holds today, whatever the moment; an indicator
    of no action (context) is open to all.
    """
    versions = IndicatorVersion.objects.at(moment.as_of, moment.known_at)
    if rights.sees_all:
        return versions
    links = ActionIndicator.objects.until(moment.today).filter(indicator=OuterRef("indicator"))
    seen = Q(action__in=actions_in_sight(moment, rights).values("action_id"))
    if not moment.is_live:
        seen |= Q(action__in=actions_in_sight(moment.live, rights).values("action_id"))
    return versions.filter(~Exists(links) | Exists(links.filter(seen)))
