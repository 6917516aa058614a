"""What the search page finds of the programme: actions, actors, indicators, source facts."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models import (
    ActorVersion,
    SourceFact,
    SourceFactPlace,
)
from slimsamenwerken.programme.permissions import rights_of
from slimsamenwerken.programme.queries.sight import actions_in_sight, indicators_in_sight
from slimsamenwerken.search.matching import matching
from slimsamenwerken.search.registry import Hit, SearchEntry, indexes


def _actions(text: str, viewer: Any, moment: Moment) -> QuerySet[Any]:
    rights = rights_of(viewer, on=moment.today)
    versions = actions_in_sight(moment, rights).select_related("action")
    return matching(versions, text, title="title", code="action__code")


def _action_hit(row: Any) -> Hit:
    return Hit(
        title=f"{row.action.code} {row.title}",
        url=reverse("programme:action-detail", args=[row.action.code]),
        rank=row.rank,
        text=row.summary,
    )


def _actors(text: str, viewer: Any, moment: Moment) -> QuerySet[Any]:
    del viewer  # every actor is public
    rows = ActorVersion.objects.at(moment.as_of, moment.known_at).select_related("actor")
    return matching(rows, text, title="name", code="abbreviation")


def _actor_hit(row: Any) -> Hit:
    return Hit(
        title=row.name,
        url=reverse("programme:actor-detail", args=[row.actor.slug]),
        rank=row.rank,
        kicker=str(row.get_kind_display()),
        text=row.abbreviation if row.abbreviation != row.name else "",
    )


def _indicators(text: str, viewer: Any, moment: Moment) -> QuerySet[Any]:
    rights = rights_of(viewer, on=moment.today)
    rows = indicators_in_sight(moment, rights).select_related("indicator")
    return matching(rows, text, title="title", code="indicator__code")


def _indicator_hit(row: Any) -> Hit:
    return Hit(
        title=f"{row.indicator.code} {row.title}",
        url=reverse("programme:indicator-detail", args=[row.indicator.code]),
        rank=row.rank,
        text=row.definition,
    )


def _facts(text: str, viewer: Any, moment: Moment) -> QuerySet[Any]:
    """Facts with a place that the reader may see; that place is where the hit leads."""
    rights = rights_of(viewer, on=moment.today)
    seen = actions_in_sight(moment, rights).values("action_id")
    places = SourceFactPlace.objects.known(moment.known_at).filter(
        Q(action__isnull=True) | Q(action__in=seen)
    )
    rows = SourceFact.objects.at(moment.as_of, moment.known_at).filter(
        Exists(places.filter(fact=OuterRef("pk")))
    )
    shown = places.select_related("action", "line", "domain").order_by("id")
    return matching(rows, text, title="text", code="code").prefetch_related(
        Prefetch("places", queryset=shown, to_attr="shown_places")
    )


def _fact_hit(row: Any) -> Hit:
    place = row.shown_places[0]
    return Hit(
        title=row.code,
        url=_place_url(place) + f"#feit-{row.code}",
        rank=row.rank,
        kicker=_place_words(place),
        text=row.text,
    )


def _place_url(place: SourceFactPlace) -> str:
    if place.action:
        return reverse("programme:action-detail", args=[place.action.code])
    if place.line:
        return reverse("dashboard:line", args=[place.line.code])
    return reverse("dashboard:lines")


def _place_words(place: SourceFactPlace) -> str:
    if place.action:
        return _("action %(code)s") % {"code": place.action.code}
    if place.line:
        return _("action line %(code)s") % {"code": place.line.code}
    return _("action domain")


def announce() -> None:
    for entry in (
        SearchEntry("programme.actions", gettext_lazy("Actions"), _actions, _action_hit, 10),
        SearchEntry("programme.actors", gettext_lazy("Actors"), _actors, _actor_hit, 20),
        SearchEntry(
            "programme.indicators", gettext_lazy("Indicators"), _indicators, _indicator_hit, 30
        ),
        SearchEntry("programme.source_facts", gettext_lazy("Source text"), _facts, _fact_hit, 40),
    ):
        indexes.add(entry)
