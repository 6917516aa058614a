"""Actors, action lines, milestones and indicators: lists and single things at a moment."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from slimsamenwerken.api.documents import AS_OF, embed, select
from slimsamenwerken.api.filtering import ChoicesFilter, CodesFilter, FlagFilter, PortalFilterSet
from slimsamenwerken.api.wire import camel, page_url
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.api import inputs, showing, words
from slimsamenwerken.programme.api.base import ProgrammeViewSet, filled, ids_of, reference
from slimsamenwerken.programme.api.shapes import (
    ActorShown,
    IndicatorShown,
    LineShown,
    MilestoneShown,
)
from slimsamenwerken.programme.api.writing import WritableMixin, creating
from slimsamenwerken.programme.models import (
    Action,
    ActionLine,
    ActionLineVersion,
    Actor,
    ActorVersion,
    Indicator,
    IndicatorVersion,
    Measurement,
    Milestone,
    MilestoneVersion,
    Target,
)
from slimsamenwerken.programme.queries.sight import indicators_in_sight
from slimsamenwerken.search.matching import matching


def documented(
    what: str, shape: type, embeds: tuple[str, ...] = (), given: Any = None, new: Any = None
) -> Any:
    """Summaries, parameters and bodies of a list, of one thing, and of writing it."""
    more = [*AS_OF, *([embed(embeds)] if embeds else []), select()]
    reading = {
        "list": extend_schema(
            summary=f"{what} op een peildatum", parameters=more, responses=shape(many=True)
        ),
        "retrieve": extend_schema(
            summary=f"{what}: één ervan, op een peildatum", parameters=more, responses=shape
        ),
    }
    writing = {
        "create": extend_schema(
            summary=f"{what}: een nieuwe maken", request=new, responses={201: shape}
        ),
        "partial_update": extend_schema(
            summary=f"{what}: wijzigen vanaf een dag",
            request={"application/merge-patch+json": given},
            responses=shape,
        ),
    }
    return extend_schema_view(**reading, **(writing if given else {}))


NEW_ACTOR = creating(inputs.ActorInput, slug=serializers.SlugField(max_length=80))
NEW_MILESTONE = creating(
    inputs.MilestoneInput,
    action_id=inputs.KnownThing(Action, source="action"),
    code=serializers.RegexField(r"^[0-9A-Za-z.-]+$", max_length=20),
)
NEW_INDICATOR = creating(
    inputs.IndicatorInput, code=serializers.RegexField(r"^[0-9A-Za-z.-]+$", max_length=20)
)


class ActorFilter(PortalFilterSet):
    slug = CodesFilter(field_name="actor__slug")
    kind = ChoicesFilter(choices=words.ACTOR_KIND)
    isGroup = FlagFilter(field_name="is_group")  # noqa: N815 - the name at the wire
    q = django_filters.CharFilter(method="by_text", label=_("Full text, in Dutch."))

    class Meta:
        model = ActorVersion
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return matching(rows, value, title="name", code="abbreviation").order_by(
            "-rank", "actor_id"
        )


@documented("Actoren", ActorShown, given=inputs.ActorInput, new=NEW_ACTOR)
class ActorViewSet(WritableMixin):
    path, thing, things = "actors", "actor", "actors"
    identities = Actor.objects.all()
    lookup_url_kwarg = cursor_field = "actor_id"
    filterset_class = ActorFilter
    serializer_class = ActorShown
    sorts = {"name": "name", "kind": "kind", "modifiedAt": "actor__modified_at"}

    input_class, create_class = inputs.ActorInput, NEW_ACTOR
    version_model, subject = ActorVersion, "actor"
    make = staticmethod(operations.create_actor)
    change = staticmethod(operations.change_actor)

    def get_queryset(self) -> QuerySet[Any]:
        found = ActorVersion.objects.at(self.moment.as_of, self.moment.known_at)
        return found.values(
            "actor_id", "actor__public_id", "actor__slug", "actor__version", "actor__modified_at",
            "name", "abbreviation", "kind", "is_group", "website", "enterprise_number",
        )  # fmt: skip

    def present_with(self, rows: list[Any], embeds: Iterable[str]) -> list[dict[str, Any]]:  # noqa: ARG002
        return [
            filled(
                {
                    **(reference(self.path, row["actor__public_id"]) or {}),
                    "page": page_url(reverse("programme:actor-detail", args=[row["actor__slug"]])),
                    "version": row["actor__version"],
                    "modified_at": row["actor__modified_at"],
                    "slug": row["actor__slug"],
                    "name": row["name"],
                    "abbreviation": row["abbreviation"],
                    "kind": camel(row["kind"]),
                    "is_group": row["is_group"],
                    "website": row["website"],
                    "enterprise_number": row["enterprise_number"],
                }
            )
            for row in rows
        ]


class LineFilter(PortalFilterSet):
    code = CodesFilter(field_name="line__code")

    class Meta:
        model = ActionLineVersion
        fields: list[str] = []


@documented("Actielijnen", LineShown)
class LineViewSet(ProgrammeViewSet):
    path, thing, things = "actionLines", "actionLine", "actionLines"
    identities = ActionLine.objects.all()
    lookup_url_kwarg, cursor_field = "action_line_id", "line_id"
    filterset_class = LineFilter
    serializer_class = LineShown
    sorts = {"code": "line__code", "title": "title", "modifiedAt": "line__modified_at"}

    def get_queryset(self) -> QuerySet[Any]:
        found = ActionLineVersion.objects.at(self.moment.as_of, self.moment.known_at)
        return found.values(
            "line_id", "line__public_id", "line__code", "line__version", "line__modified_at",
            "title", "short_label", "intro",
        )  # fmt: skip

    def present_with(self, rows: list[Any], embeds: Iterable[str]) -> list[dict[str, Any]]:  # noqa: ARG002
        return [
            filled(
                {
                    **(reference(self.path, row["line__public_id"]) or {}),
                    "page": page_url(reverse("dashboard:line", args=[row["line__code"]])),
                    "version": row["line__version"],
                    "modified_at": row["line__modified_at"],
                    "code": row["line__code"],
                    "title": row["title"],
                    "short_label": row["short_label"],
                    "intro": row["intro"],
                }
            )
            for row in rows
        ]


class MilestoneFilter(PortalFilterSet):
    action = CodesFilter(field_name="milestone__action__code", label=_("Code of the action."))
    isFinal = FlagFilter(field_name="is_final")  # noqa: N815 - the name at the wire
    owner = CodesFilter(field_name="owner__slug", label=_("Short name of the owner."))

    class Meta:
        model = MilestoneVersion
        fields: list[str] = []


@documented("Mijlpalen", MilestoneShown, given=inputs.MilestoneInput, new=NEW_MILESTONE)
class MilestoneViewSet(WritableMixin):
    path, thing, things = "milestones", "milestone", "milestones"
    identities = Milestone.objects.all()
    lookup_url_kwarg = cursor_field = "milestone_id"
    filterset_class = MilestoneFilter
    serializer_class = MilestoneShown
    sorts = {
        "code": "milestone__code",
        "action": "milestone__action__code",
        "modifiedAt": "milestone__modified_at",
    }

    input_class, create_class = inputs.MilestoneInput, NEW_MILESTONE
    version_model, subject = MilestoneVersion, "milestone"
    make = staticmethod(operations.create_milestone)
    change = staticmethod(operations.change_milestone)

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = showing.milestones_in_sight(self.moment, self.rights)
        return found.values(*showing.MILESTONE)

    def present_with(self, rows: list[Any], embeds: Iterable[str]) -> list[dict[str, Any]]:  # noqa: ARG002
        return showing.milestones_shown(rows, self.moment)


class IndicatorFilter(PortalFilterSet):
    code = CodesFilter(field_name="indicator__code")
    level = ChoicesFilter(choices=words.LEVEL)
    unit = CodesFilter()
    q = django_filters.CharFilter(method="by_text", label=_("Full text, in Dutch."))

    class Meta:
        model = IndicatorVersion
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        found = matching(rows, value, title="title", code="indicator__code")
        return found.order_by("-rank", "indicator__code")


INDICATOR_EMBEDS = ("actions", "targets", "measurements")
INDICATOR = (
    "title", "definition", "unit", "decimals", "level", "direction", "aggregation",
    "dimension_aggregation", "frequency", "source_metric", "live_from", "tolerance",
)  # fmt: skip
INDICATOR_CODES = frozenset(
    {"level", "direction", "aggregation", "dimension_aggregation", "frequency"}
)


@documented(
    "Indicatoren", IndicatorShown, INDICATOR_EMBEDS, given=inputs.IndicatorInput, new=NEW_INDICATOR
)
class IndicatorViewSet(WritableMixin):
    path, thing, things = "indicators", "indicator", "indicators"
    identities = Indicator.objects.all()
    lookup_url_kwarg = cursor_field = "indicator_id"
    filterset_class = IndicatorFilter
    serializer_class = IndicatorShown
    embeds = INDICATOR_EMBEDS
    sorts = {
        "code": "indicator__code",
        "title": "title",
        "modifiedAt": "indicator__modified_at",
    }

    input_class, create_class = inputs.IndicatorInput, NEW_INDICATOR
    version_model, subject = IndicatorVersion, "indicator"
    make = staticmethod(operations.create_indicator)
    change = staticmethod(operations.change_indicator)

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = indicators_in_sight(self.moment, self.rights)
        return found.values(
            "indicator_id", "indicator__public_id", "indicator__code", "indicator__version",
            "indicator__modified_at", *INDICATOR,
        )  # fmt: skip

    def present_with(self, rows: list[Any], embeds: Iterable[str]) -> list[dict[str, Any]]:
        ids = ids_of(rows, "indicator_id")
        items = [self._one(row) for row in rows]
        for name in embeds:
            found = self._embedded(name, ids)
            for pk, item in zip(ids, items, strict=True):
                item[name] = found.get(pk, [])
        return items

    def _one(self, row: dict[str, Any]) -> dict[str, Any]:
        code = row["indicator__code"]
        own = {
            name: camel(row[name]) if name in INDICATOR_CODES and row[name] else row[name]
            for name in INDICATOR
        }
        return filled(
            {
                **(reference(self.path, row["indicator__public_id"]) or {}),
                "page": page_url(reverse("programme:indicator-detail", args=[code])),
                "version": row["indicator__version"],
                "modified_at": row["indicator__modified_at"],
                "code": code,
                **own,
            }
        )

    def _embedded(self, name: str, ids: list[int]) -> dict[int, Any]:
        if name == "actions":
            return dict(showing.actions_by_indicator(self.moment, ids, self.rights))
        model = Target if name == "targets" else Measurement
        rows = showing.facts_of(model, self.moment, ids, "valid_on")
        return dict(showing.grouped(model, rows))
