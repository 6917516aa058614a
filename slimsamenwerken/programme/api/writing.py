"""Making and changing the things of the programme: POST a new one, PATCH its next version."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from slimsamenwerken.api import preconditions
from slimsamenwerken.api.idempotency import once
from slimsamenwerken.api.problems import Problem
from slimsamenwerken.core.clocks import Origin
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.api.base import WRITE, ProgrammeViewSet
from slimsamenwerken.programme.api.inputs import RowInput

RIGHT = "change_things"


class WritableMixin(ProgrammeViewSet):
    """A thing whose next version a PATCH appends: what is not sent stays as it is.

    `version_model` and `subject` name its versions; `create_class` reads a new one.
    """

    input_class: ClassVar[type[RowInput]]
    create_class: ClassVar[type[RowInput]]
    version_model: ClassVar[type[Any]]
    subject: ClassVar[str]
    make: ClassVar[Callable[..., Any]]
    change: ClassVar[Callable[..., Any]]

    @once
    def create(self, request: Request, **_kwargs: Any) -> Response:
        self.check_query()
        self._require_right()
        fields = self._read(self.create_class(data=request.data))
        fields.setdefault("valid_on", timezone.localdate())
        make: Any = type(self).make
        thing = make(by=self.caller.viewer.user, origin=Origin.API, **fields)
        response = self._answer(thing, 201)
        response["Location"] = self.href(thing.public_id)
        return response

    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        self.check_query()
        self._require_right()
        with transaction.atomic():
            thing = self._locked(kwargs[str(self.lookup_url_kwarg)])
            preconditions.require_match(request, self.core_tag(thing.pk, thing.version))
            sent = self._read(self.input_class(data=request.data, partial=True))
            day = sent.pop("valid_on", None) or timezone.localdate()
            self._append(thing, day, sent)
            thing.refresh_from_db()
            return self._answer(thing, 200)

    def _locked(self, public_id: str) -> Any:
        """Who comes second compares its tag with what the first one left."""
        thing = self.identities.select_for_update().filter(public_id=public_id).first()
        if thing is None:
            raise Http404
        return thing

    def _append(self, thing: Any, day: Any, sent: dict[str, Any]) -> None:
        """A second change on one day replaces the first: a day has one version."""
        by = {"by": self.caller.viewer.user, "origin": Origin.API, "version": thing.version}
        versions = self.version_model.objects.at(day, **{self.subject: thing})
        current = versions.first()
        if current is not None and current.valid_on == day:
            reason = _("Changed again on the same day.")
            operations.correct_fact(fact=current, reason=reason, changes=sent, **by)
            return
        kept = {} if current is None else self._kept(current)
        change: Any = type(self).change
        change(**{self.subject: thing}, valid_on=day, **{**kept, **sent}, **by)

    def _kept(self, current: Any) -> dict[str, Any]:
        """The columns of the version that counts, those included that no input has."""
        envelope = {
            "id", "public_id", "recorded_at", "recorded_by", "origin", "withdrawn_at",
            "withdrawn_by", "withdrawn_reason", "replaces", "search", "derived", "basis",
            "valid_on", "valid_on_precision", "valid_on_from", self.subject,
        }  # fmt: skip
        fields = current._meta.concrete_fields
        return {f.name: getattr(current, f.name) for f in fields if f.name not in envelope}

    def _require_right(self) -> None:
        self.require_scope(WRITE)
        if not self.rights.may(RIGHT):
            raise Problem("missingPermission")

    def _read(self, serializer: Any) -> dict[str, Any]:
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _answer(self, thing: Any, status: int) -> Response:
        return self.reply(self.shown(thing.pk), self.tag_of(thing.pk, thing.version), status=status)


def creating(
    given: type[RowInput], **identity: serializers.Field[Any, Any, Any, Any]
) -> type[RowInput]:
    """The input of a new thing: its version and what names it for good."""
    own: Any = given.Meta
    meta = type("Meta", (own,), {"fields": (*own.fields, *identity)})
    name = given.__name__.removesuffix("Input")
    return type(f"New{name}Input", (given,), {**identity, "clears": False, "Meta": meta})
