"""Facts of a thing: `/actions/{actionId}/updates` and their like.

A fact is appended, at most withdrawn or replaced, and never edited: PATCH and DELETE answer 405.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action as route
from rest_framework.request import Request
from rest_framework.response import Response

from slimsamenwerken.api import preconditions
from slimsamenwerken.api.documents import AS_OF, select
from slimsamenwerken.api.idempotency import once
from slimsamenwerken.api.problems import Problem
from slimsamenwerken.api.viewsets import selected
from slimsamenwerken.core.clocks import Identity, Origin
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.api import inputs, shapes, showing
from slimsamenwerken.programme.api.base import WRITE, ProgrammeViewSet
from slimsamenwerken.programme.models import (
    Action,
    ActionClosure,
    Indicator,
    Measurement,
    Milestone,
    MilestoneOutcome,
    MilestonePlan,
    Participation,
    StatusUpdate,
    Target,
)
from slimsamenwerken.programme.permissions import may_measure
from slimsamenwerken.programme.queries.sight import actions_in_sight, indicators_in_sight


@dataclass(frozen=True)
class Owner:
    """The thing of a fact: its collection, and which of them the reader sees."""

    name: str
    path: str
    model: type[Any]
    seen: Callable[[Any, Any], QuerySet[Any]]
    action_of: Callable[[Any], int | None]

    @property
    def parameter(self) -> str:
        return f"{self.name}_id"


ACTION = Owner(
    "action", "actions", Action,
    lambda moment, rights: actions_in_sight(moment, rights).values("action_id"),
    lambda thing: int(thing.pk),
)  # fmt: skip
MILESTONE = Owner(
    "milestone", "milestones", Milestone,
    lambda moment, rights: showing.milestones_in_sight(moment, rights).values("milestone_id"),
    lambda thing: int(thing.action_id),
)  # fmt: skip
INDICATOR = Owner(
    "indicator", "indicators", Indicator,
    lambda moment, rights: indicators_in_sight(moment, rights).values("indicator_id"),
    lambda _thing: None,
)  # fmt: skip


class FactViewSet(ProgrammeViewSet):
    """Subclasses say of which thing, which rows, and which operation appends one."""

    owner: ClassVar[Owner]
    model: ClassVar[type[Any]]
    input_class: ClassVar[type[inputs.RowInput]]
    add: ClassVar[Callable[..., Any]]
    right: ClassVar[str]
    # What a correction or a withdrawal asks.
    right_to_correct: ClassVar[str] = "correct"
    cursor_field = "id"
    lookup_field = "public_id"
    identities = Action.objects.none()
    _thing: Identity | None = None

    @property
    def thing_of_facts(self) -> Any:
        """The thing in the address, if the reader sees it; 404 otherwise."""
        if self._thing is None:
            seen = self.owner.seen(self.moment, self.rights)
            found = self.owner.model.objects.filter(
                public_id=self.kwargs[self.owner.parameter], pk__in=seen
            ).first()
            if found is None:
                raise Http404
            self._thing = found
        return self._thing

    @property
    def sees_inside(self) -> bool:
        if self.owner is INDICATOR:
            return self.rights.sees_all or self._may("correct")
        return self.rights.may("read_internal", self.owner.action_of(self.thing_of_facts))

    def _may(self, right: str) -> bool:
        if self.owner is INDICATOR and right in ("add_measurement", "correct"):
            return may_measure(self.rights, self.thing_of_facts.pk, on=timezone.localdate())
        return self.rights.may(right, self.owner.action_of(self.thing_of_facts))

    def known_parameters(self) -> list[str]:
        return ["select"]

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):  # the document is made without a request
            none: QuerySet[Any] = self.model.objects.none()
            return none
        found = self.model.objects.until(self.moment.as_of, self.moment.known_at)
        return self._shown_rows(found).values(*showing.FACT_FIELDS[self.model])

    def _shown_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.filter(**{self.owner.name: self.thing_of_facts})
        hides = self.model is StatusUpdate and not self.sees_inside
        return rows.filter(is_public=True) if hides else rows

    def present_with(self, rows: list[Any], embeds: Iterable[str]) -> list[dict[str, Any]]:  # noqa: ARG002 - facts hold nothing more
        names = showing.names_of_actors(self.moment) if self.model is Participation else None
        return showing.facts_shown(self.model, rows, names)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        self.check_query()
        row = self._row(**kwargs)
        withdrawn = row["withdrawn_at"] or ""
        tag = preconditions.etag(
            row["public_id"], withdrawn, self.caller.audience, request.META["QUERY_STRING"]
        )
        if preconditions.is_unchanged(request, tag):
            return self._not_modified(tag)
        item = selected(self.present([row]), self._selected())[0]
        return self.reply({**item, **self.members()}, tag)

    def _row(self, **kwargs: Any) -> dict[str, Any]:
        """One fact; a withdrawn one only for insiders, and then with its reason."""
        rows = self._shown_rows(self.model.objects.all())
        if not self.sees_inside:
            rows = rows.filter(withdrawn_at__isnull=True)
        wanted = kwargs[str(self.lookup_url_kwarg)]
        found: dict[str, Any] | None = (
            rows.filter(public_id=wanted).values(*showing.FACT_FIELDS[self.model]).first()
        )
        if found is None:
            raise Http404
        return found

    @once
    def create(self, request: Request, **_kwargs: Any) -> Response:
        thing = self._for_writing(self.right)
        fields = self._read(self.input_class, request.data)
        row = self._append(thing, fields)
        return self._answer(row, 201)

    def _append(self, thing: Any, fields: Mapping[str, Any]) -> Any:
        add: Any = type(self).add
        return add(**{self.owner.name: thing}, **self._by(thing), **fields)

    def _for_writing(self, right: str) -> Any:
        """The thing, if the caller may write on it: 401, 403, 404 or 412 otherwise."""
        self.check_query()
        self.require_scope(WRITE)
        thing = self.thing_of_facts
        if not self._may(right):
            raise Problem("missingPermission")
        preconditions.check_match(self.request, self._core_of(thing))
        return thing

    def _core_of(self, thing: Any) -> str:
        return preconditions.tag_part(
            self.owner.path, thing.pk, thing.version, self.caller.audience
        )

    def _by(self, thing: Any) -> dict[str, Any]:
        """Who writes; with If-Match the operation itself compares the version again."""
        version = thing.version if "HTTP_IF_MATCH" in self.request.META else None
        return {"by": self.caller.viewer.user, "origin": Origin.API, "version": version}

    def _read(self, serializer_class: Any, data: Any) -> dict[str, Any]:
        serializer = serializer_class(data=data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _answer(self, row: Any, status: int) -> Response:
        values = type(row).objects.filter(pk=row.pk).values(*showing.FACT_FIELDS[self.model]).get()
        item = self.present([values])[0]
        response = Response(item, status=status)
        if status == 201:
            response["Location"] = item["href"]
        return response

    def _known(self, **kwargs: Any) -> Any:
        """The row to withdraw or replace; one that was withdrawn already is a conflict."""
        wanted = kwargs[str(self.lookup_url_kwarg)]
        rows = self._shown_rows(self.model.objects.select_related(self.owner.name))
        row = rows.filter(public_id=wanted).first()
        if row is None:
            raise Http404
        if row.withdrawn_at is not None:
            raise Problem("conflict", extra={"state": "withdrawn"})
        return row

    @route(detail=True, methods=["post"])
    @once
    def withdraw(self, request: Request, **kwargs: Any) -> Response:
        thing = self._for_writing(self.right_to_correct)
        row = self._known(**kwargs)
        reason = self._read(inputs.ReasonInput, request.data)["reason"]
        by = self._by(thing)
        operations.withdraw_fact(fact=row, by=by["by"], reason=reason, version=by["version"])
        return self._answer(row, 200)

    @route(detail=True, methods=["post"])
    @once
    def replace(self, request: Request, **kwargs: Any) -> Response:
        """The body is what changes, with a `reason`; all else is kept from the old row."""
        thing = self._for_writing(self.right_to_correct)
        row = self._known(**kwargs)
        sent = dict(request.data)
        reason = self._read(inputs.ReasonInput, {"reason": sent.pop("reason", "")})["reason"]
        serializer = self.input_class(data=sent, partial=True)
        serializer.is_valid(raise_exception=True)
        new = operations.correct_fact(
            fact=row, reason=reason, changes=serializer.validated_data, **self._by(thing)
        )
        return self._answer(new, 201)


@dataclass(frozen=True)
class FactSort:
    """One row of the table below: names at the wire, rows, shapes, operation, rights."""

    name: str
    plural: str
    dutch: str
    owner: Owner
    model: type[Any]
    shape: type[Any]
    given: type[inputs.RowInput]
    add: Callable[..., Any]
    right: str
    right_to_correct: str = "correct"


def _viewset(sort: FactSort) -> type[FactViewSet]:
    members: dict[str, Any] = {
        "__doc__": f"{sort.dutch} van één ding.",
        "owner": sort.owner, "model": sort.model, "serializer_class": sort.shape,
        "input_class": sort.given, "add": staticmethod(sort.add), "right": sort.right,
        "right_to_correct": sort.right_to_correct, "lookup_url_kwarg": f"{sort.name}_id",
        "path": sort.owner.path, "thing": sort.name, "things": sort.plural,
    }  # fmt: skip
    made = type(f"{sort.name.capitalize()}ViewSet", (FactViewSet,), members)
    documented: type[FactViewSet] = extend_schema_view(**_documentation(sort))(made)
    return documented


def _documentation(sort: FactSort) -> dict[str, Any]:
    shape, dutch, more = sort.shape, sort.dutch, [*AS_OF, select()]
    return {
        "list": extend_schema(
            summary=f"{dutch} op een peildatum", parameters=more, responses=shape(many=True)
        ),
        "retrieve": extend_schema(summary=f"{dutch}: één rij", parameters=more, responses=shape),
        "create": extend_schema(
            summary=f"{dutch}: een rij toevoegen", request=sort.given, responses={201: shape}
        ),
        "withdraw": extend_schema(
            summary=f"{dutch}: een rij intrekken", request=inputs.ReasonInput, responses=shape
        ),
        "replace": extend_schema(
            summary=f"{dutch}: een rij vervangen",
            request=_replacement(sort.given),
            responses={201: shape},
        ),
    }


def _replacement(given: Any) -> Any:
    """What changes, with the reason; nothing else is required."""
    reason = inputs.ReasonInput().fields["reason"]
    name = given.__name__.removesuffix("Input")
    meta = type("Meta", (given.Meta,), {"fields": (*given.Meta.fields, "reason")})
    return type(f"{name}ReplacementInput", (given,), {"reason": reason, "Meta": meta})


def _give_role(*, action: Action, **fields: Any) -> Participation:
    return operations.add_participation(target=action, **fields)


SORTS = [
    FactSort(
        "update", "updates", "Standen van zaken", ACTION, StatusUpdate, shapes.UpdateShown,
        inputs.UpdateInput, operations.add_update, "add_update",
    ),
    FactSort(
        "participation", "participations", "Betrokkenheden", ACTION, Participation,
        shapes.ParticipationShown, inputs.ParticipationInput, _give_role, "change_things",
        "change_things",
    ),
    FactSort(
        "closure", "closures", "Afsluitingen", ACTION, ActionClosure, shapes.ClosureShown,
        inputs.ClosureInput, operations.close_action, "close_action", "close_action",
    ),
    FactSort(
        "plan", "plans", "Planningen van een mijlpaal", MILESTONE, MilestonePlan,
        shapes.PlanShown, inputs.PlanInput, operations.plan_milestone, "plan_milestone",
    ),
    FactSort(
        "outcome", "outcomes", "Resultaten van een mijlpaal", MILESTONE, MilestoneOutcome,
        shapes.OutcomeShown, inputs.OutcomeInput, operations.record_outcome, "record_outcome",
    ),
    FactSort(
        "measurement", "measurements", "Metingen", INDICATOR, Measurement,
        shapes.MeasurementShown, inputs.MeasurementInput, operations.add_measurement,
        "add_measurement",
    ),
    FactSort(
        "target", "targets", "Streefwaarden", INDICATOR, Target, shapes.TargetShown,
        inputs.TargetInput, operations.set_target, "set_target", "set_target",
    ),
]  # fmt: skip
VIEWSETS = [_viewset(sort) for sort in SORTS]
