"""GET /changes"""

from typing import ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from slimsamenwerken.api import preconditions
from slimsamenwerken.api.feed.reading import (
    as_event,
    audiences_of,
    entries_after,
    first_position,
)
from slimsamenwerken.api.paging import AFTER, SIZE, whole
from slimsamenwerken.api.parameters import refuse_unknown
from slimsamenwerken.api.problems import INVALID_INPUT, Issue, Problem, bad_request
from slimsamenwerken.api.serializing import Shown
from slimsamenwerken.api.viewsets import PortalView
from slimsamenwerken.api.wire import api_root

LARGEST = 500
FOR_EVER = "public, max-age=31536000, immutable"


class ChangeShown(Shown):
    """CloudEvents 1.0, with the position in this feed."""

    specversion = serializers.CharField()
    id = serializers.UUIDField(help_text="Ontdubbel hierop.")
    source = serializers.URLField()  # type: ignore[assignment]  # a member's name
    type = serializers.CharField(help_text="Eindigt op `created.v1`, `updated.v1` of `deleted.v1`.")
    subject = serializers.URLField(help_text="Adres van het ding in deze API.")
    time = serializers.DateTimeField()
    position = serializers.IntegerField(help_text="Plaats in de stroom; orden hierop.")
    datacontenttype = serializers.CharField(required=False)
    data = serializers.DictField(required=False)  # type: ignore[assignment]


class ChangeCollection(Shown):
    items = ChangeShown(many=True)
    self = serializers.URLField()
    next = serializers.URLField(
        help_text="Vraag dit adres later opnieuw; het wijst na het laatste."
    )
    page_size = serializers.IntegerField()


class ChangesView(PortalView):
    """The feed; a full page is closed and never changes."""

    app: ClassVar[str] = "feed"
    thing, things = "change", "changes"

    @extend_schema(
        operation_id="listChanges",
        summary="Wat er veranderde, in vaste volgorde",
        tags=["feed"],
        parameters=[
            OpenApiParameter(
                AFTER,
                OpenApiTypes.INT64,
                description="Positie waarna u verder leest; 0 is het begin.",
            ),
            OpenApiParameter(
                SIZE,
                {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": LARGEST},
                description="Hoeveel gebeurtenissen per pagina.",
            ),
        ],
        responses=ChangeCollection,
    )
    def get(self, request: Request) -> Response:
        query = request.query_params
        refuse_unknown(query, [AFTER, SIZE])
        size, after = whole(query, SIZE, LARGEST, LARGEST), _position(query.get(AFTER, "0"))
        if after + 1 < first_position():
            raise Problem("gone")
        audiences = audiences_of(self.caller)
        entries = entries_after(after, audiences, size)
        tag = preconditions.etag(sorted(audiences), after, size, [e.position for e in entries])
        if preconditions.is_unchanged(request, tag):
            return self._tagged(Response(status=304), tag)
        last = entries[-1].position if entries else after
        body = {
            "items": [as_event(entry, audiences) for entry in entries],
            "self": _address(after, size),
            "next": _address(last, size),
            "page_size": size,
        }
        response = self._tagged(Response(body), tag)
        if len(entries) == size and self.caller.is_visitor:
            response["Cache-Control"] = FOR_EVER
        return response

    def _tagged(self, response: Response, tag: str) -> Response:
        response["ETag"] = tag
        return response


def _address(position: int, size: int) -> str:
    return f"{api_root()}/changes?{AFTER}={position}&{SIZE}={size}"


def _position(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        sentence = _("Give the position that `next` names.")
        raise bad_request(Issue(INVALID_INPUT, "query", AFTER, sentence, raw))
    return int(raw)
