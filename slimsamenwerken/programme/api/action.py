"""Actions: /actions and /actions/{actionId}."""

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from slimsamenwerken.api.filtering import (
    ChoicesFilter,
    CodesFilter,
    DayFilter,
    FlagFilter,
    PortalFilterSet,
)
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.api import inputs, showing, words
from slimsamenwerken.programme.api.base import ids_of
from slimsamenwerken.programme.api.shapes import ActionShown
from slimsamenwerken.programme.api.things import documented
from slimsamenwerken.programme.api.writing import WritableMixin, creating
from slimsamenwerken.programme.models import Action, ActionVersion, Participation
from slimsamenwerken.programme.models.action import CODE
from slimsamenwerken.programme.queries.remembered import all_states
from slimsamenwerken.programme.queries.selection import MISSING, Criteria
from slimsamenwerken.programme.queries.selection import select as by_criteria
from slimsamenwerken.programme.queries.sight import actions_in_sight
from slimsamenwerken.search.matching import matching

EMBEDS = ("status", "participations", "updates", "closure", "milestones", "indicators")


class ActionFilter(PortalFilterSet):
    """Different names: and; a repeated name: or."""

    code = CodesFilter(field_name="action__code")
    line = CodesFilter(field_name="line__code", label=_("Code of the action line."))
    kind = ChoicesFilter(choices=words.ACTION_KIND)
    role = ChoicesFilter(choices=words.ROLE, method="by_role")
    actor = CodesFilter(method="by_actor", label=_("Short name of an actor with a role."))
    computedStatus = ChoicesFilter(choices=words.STATUS, method="by_status")  # noqa: N815
    declaredStatus = ChoicesFilter(choices=words.STATUS, method="by_status")  # noqa: N815
    missing = ChoicesFilter(choices=[(name, name) for name in MISSING], method="by_missing")
    late = FlagFilter(method="by_late", label=_("With a late milestone, or without."))
    fromStartsOn = DayFilter(field_name="starts_on", lookup_expr="gte")  # noqa: N815
    untilStartsOn = DayFilter(field_name="starts_on", lookup_expr="lte")  # noqa: N815
    fromEndsOn = DayFilter(field_name="ends_on", lookup_expr="gte")  # noqa: N815
    untilEndsOn = DayFilter(field_name="ends_on", lookup_expr="lte")  # noqa: N815
    q = django_filters.CharFilter(method="by_text", label=_("Full text, in Dutch."))

    class Meta:
        model = ActionVersion
        fields: list[str] = []

    view: Any

    def by_role(self, rows: QuerySet[Any], _name: str, value: list[str]) -> QuerySet[Any]:
        return rows.filter(Exists(self._roles().filter(role__in=value))) if value else rows

    def by_actor(self, rows: QuerySet[Any], _name: str, value: list[str]) -> QuerySet[Any]:
        return rows.filter(Exists(self._roles().filter(actor__slug__in=value))) if value else rows

    def _roles(self) -> QuerySet[Participation]:
        at = self.view.moment
        return Participation.objects.until(at.as_of, at.known_at).filter(action=OuterRef("action"))

    def by_status(self, rows: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        if not value:
            return rows
        wanted = "computed" if name == "computedStatus" else "declared"
        return self._with_state(rows, lambda state: getattr(state, wanted) in value)

    def by_late(self, rows: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        as_of = self.view.moment.as_of
        if value is None:
            return rows
        return self._with_state(rows, lambda state: bool(state.late_milestones(as_of)) == value)

    def _with_state(self, rows: QuerySet[Any], fits: Callable[[Any], bool]) -> QuerySet[Any]:
        at = self.view.moment
        states = all_states(at.as_of, at.known_at).states.values()
        return rows.filter(action__in=[state.id for state in states if fits(state)])

    def by_missing(self, rows: QuerySet[Any], _name: str, value: list[str]) -> QuerySet[Any]:
        at = self.view.moment
        criteria = Criteria(missing=tuple(value), sort="code")
        return by_criteria(rows, criteria, at.as_of, at.known_at) if value else rows

    def by_text(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        found = matching(rows, value, title="title", code="action__code")
        return found.order_by("-rank", "action__code")


NEW_ACTION = creating(
    inputs.ActionInput,
    code=serializers.RegexField(CODE, max_length=10, help_text=_("Such as 1.2.06 or P3.")),
)


@documented("Acties", ActionShown, EMBEDS, given=inputs.ActionInput, new=NEW_ACTION)
class ActionViewSet(WritableMixin):
    path, thing, things = "actions", "action", "actions"
    identities = Action.objects.all()
    lookup_url_kwarg = cursor_field = "action_id"
    filterset_class = ActionFilter
    serializer_class = ActionShown
    embeds = EMBEDS
    sorts = {
        "code": "action__code",
        "title": "title",
        "startsOn": "starts_on",
        "endsOn": "ends_on",
        "modifiedAt": "action__modified_at",
    }

    input_class, create_class = inputs.ActionInput, NEW_ACTION
    version_model, subject = ActionVersion, "action"
    make = staticmethod(operations.create_action)
    change = staticmethod(operations.change_action)

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = actions_in_sight(self.moment, self.rights)
        return found.values(*showing.ACTION)

    def present_with(self, rows: list[Any], embeds: Iterable[str]) -> list[dict[str, Any]]:
        ids = ids_of(rows, "action_id")
        items = [showing.action_shown(row) for row in rows]
        for name in embeds:
            found = self._embedded(name, ids)
            for pk, item in zip(ids, items, strict=True):
                if pk in found or name not in ("status", "closure"):
                    item[name] = found.get(pk, [])
        return items

    def _embedded(self, name: str, ids: list[int]) -> dict[int, Any]:
        at, rights = self.moment, self.rights
        load: dict[str, Callable[[], dict[int, Any]]] = {
            "status": lambda: dict(showing.statuses(at, ids)),
            "participations": lambda: dict(showing.participations_by_action(at, ids)),
            "updates": lambda: dict(showing.updates_by_action(at, ids, rights)),
            "closure": lambda: dict(showing.closure_by_action(at, ids)),
            "milestones": lambda: dict(showing.milestones_by_action(at, ids)),
            "indicators": lambda: dict(showing.indicators_by_action(at, ids, rights)),
        }
        return load[name]()
