"""What every endpoint has: who asks, how much may be asked, headers, and how errors look."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.cache import patch_vary_headers
from rest_framework import viewsets
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.api import limiting, preconditions
from slimsamenwerken.api.authentication import KeyAuthentication
from slimsamenwerken.api.callers import Caller
from slimsamenwerken.api.filtering import PortalFilterBackend
from slimsamenwerken.api.formats import MergePatchParser, PortalParser, PortalRenderer
from slimsamenwerken.api.handling import handle
from slimsamenwerken.api.paging import PortalPaginator
from slimsamenwerken.api.parameters import (
    CLOCKS,
    among,
    chosen,
    moment_members,
    moment_of,
    refuse_unknown,
)
from slimsamenwerken.api.problems import Problem
from slimsamenwerken.api.wire import api_root, camel, snake
from slimsamenwerken.core.moments import Moment


class PortalView(APIView):
    """The base of everything under /api/; `app` names the scopes that count here."""

    authentication_classes = [KeyAuthentication]
    permission_classes = []
    renderer_classes = [PortalRenderer]
    parser_classes = [PortalParser, MergePatchParser]
    app: ClassVar[str] = ""
    limit_group: ClassVar[str] = "default"
    room: limiting.Room | None = None

    @property
    def caller(self) -> Caller:
        auth = self.request.auth
        return auth if isinstance(auth, Caller) else Caller()

    @property
    def reader(self) -> Viewer:
        return self.caller.reading(self.app)

    def get_parsers(self) -> list[Any]:
        """A PATCH is a merge patch, all else is JSON: what null means depends on it."""
        is_patch = (self.request.method if self.request else "") == "PATCH"
        return [MergePatchParser() if is_patch else PortalParser()]

    def get_exception_handler(self) -> Any:
        return handle

    def check_throttles(self, request: Request) -> None:
        self.room = limiting.take(request, self.limit_group)

    def require_scope(self, scope: str) -> Viewer:
        """The viewer with the scope; without a key 401, without the scope 403."""
        if self.caller.is_visitor:
            raise NotAuthenticated
        if not self.caller.has(scope):
            raise Problem("missingScope", extra={"required_scopes": [scope]})
        return self.caller.viewer

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in (self.room.headers if self.room else {}).items():
            response.headers.setdefault(name, value)
        patch_vary_headers(response, ["Authorization", "Accept"])
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = self._cache_control(request, response.status_code)
        return response

    def _cache_control(self, request: Request, status: int) -> str:
        is_public = getattr(request, "auth", None) is None or self.caller.is_visitor
        if request.method in ("GET", "HEAD") and status in (200, 304) and is_public:
            return "public, max-age=60"
        return "no-store"

    def reply(self, data: Mapping[str, Any], tag: str, *, status: int = 200) -> Response:
        response = Response(data, status=status)
        response["ETag"] = tag
        return response


class ResourceViewSet(PortalView, viewsets.GenericViewSet[Any]):
    """A collection and its things, at a moment.

    A subclass gives `get_queryset` (rows that the reader may see at `self.moment`) and
    `present(rows)` (their representations, in the same order). `identities` are the things that
    have the ids and versions; `cursor_field` names their number in a row, by which cursors walk;
    `sorts` maps names of the API to fields; `embeds` is what can be asked along.
    """

    pagination_class = PortalPaginator
    filter_backends = [PortalFilterBackend]
    sorts: ClassVar[Mapping[str, str]] = {}
    cursor_field: ClassVar[str] = "pk"
    embeds: ClassVar[tuple[str, ...]] = ()
    repeated_parameters: ClassVar[tuple[str, ...]] = ("embed", "select")
    has_moment: ClassVar[bool] = True
    path: ClassVar[str] = ""
    thing: ClassVar[str] = ""
    things: ClassVar[str] = ""
    identities: ClassVar[QuerySet[Any]]
    _moment: Moment | None = None

    @property
    def moment(self) -> Moment:
        if self._moment is None:
            self._moment = moment_of(self.request)
        return self._moment

    def known_parameters(self) -> Iterable[str]:
        return [*(["embed"] if self.embeds else []), "select"]

    def href(self, public_id: Any) -> str:
        return f"{api_root()}/{self.path}/{public_id}"

    def present(self, rows: list[Any]) -> list[dict[str, Any]]:
        return self.present_with(rows, self.embedded())

    def present_with(self, rows: list[Any], embeds: Iterable[str]) -> list[dict[str, Any]]:
        """Representations with what is asked along."""
        raise NotImplementedError

    def embedded(self) -> list[str]:
        return chosen(self.request, "embed", self.embeds) if self.embeds else []

    def members(self) -> dict[str, Any]:
        """What a collection or a thing says of its moment."""
        return moment_members(self.moment) if self.has_moment else {}

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        """A caller that has this very version gets 304 after a look at one row of one table."""
        self.check_query()
        pk, version = self._identity(**kwargs)
        tag = self.tag_of(pk, version)
        if preconditions.is_unchanged(request, tag):
            return self._not_modified(tag)
        return self.reply(self.shown(pk), tag)

    def shown(self, pk: int) -> dict[str, Any]:
        """The representation of one thing that the reader may see; 404 otherwise."""
        row = self.get_queryset().filter(**{self.cursor_field: pk}).first()
        if row is None:
            raise Http404
        return {**selected(self.present([row]), self._selected())[0], **self.members()}

    def _identity(self, **kwargs: Any) -> tuple[int, int]:
        """Number and version by the id in the address; whether the reader may see it comes later."""
        rows = self.identities.filter(public_id=kwargs[str(self.lookup_url_kwarg)])
        found: tuple[int, int] | None = rows.values_list("pk", "version").first()
        if found is None:
            raise Http404
        return found

    def core_tag(self, pk: int, version: int) -> str:
        """What If-Match compares: the thing, its version, and for whom it was shown."""
        return preconditions.tag_part(self.path, pk, version, self.caller.audience)

    def tag_of(self, pk: int, version: int) -> str:
        """The core, and what else this answer depends on.

        With other things in it, or at a moment of its own, that is all data; else the day.
        """
        parts: list[Any] = [self.request.META.get("QUERY_STRING", "")]
        if self.has_moment:
            parts.append(self.moment.as_of)
        if self.request.query_params.getlist("embed"):
            parts += preconditions.state_of_data()
        return preconditions.quoted(self.core_tag(pk, version), *parts)

    def _list_tag(self, request: Request) -> str:
        """Of all data: a list that nobody wrote on, or looked at on another day, stays the same."""
        return preconditions.etag(
            request.get_full_path(),
            self.caller.audience,
            self.moment.as_of if self.has_moment else "",
            *preconditions.state_of_data(),
        )

    def _not_modified(self, tag: str) -> Response:
        response = Response(status=304)
        response["ETag"] = tag
        return response

    def _selected(self) -> list[str]:
        """The fields that are asked for; one that no answer has is refused."""
        shape: Any = self.serializer_class
        known = [camel(name) for name in shape().fields] if shape else []
        values = self.request.query_params.getlist("select")
        names = [name for value in values for name in value.split(",")]
        return among(names, "select", known)

    def check_query(self, *more: str) -> None:
        """For a single thing: nothing but the clocks, `embed` and `select`."""
        clocks = CLOCKS if self.has_moment else ()
        refuse_unknown(
            self.request.query_params,
            [*clocks, *self.known_parameters(), *more],
            self.repeated_parameters,
        )

    # Last in the class: its name hides the builtin for whatever stands under it.
    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        queryset = self.filter_queryset(self.get_queryset())
        tag = self._list_tag(request)
        if preconditions.is_unchanged(request, tag):
            return self._not_modified(tag)
        rows = self.paginate_queryset(queryset)
        items = selected(self.present(list(rows or [])), self._selected())
        assert self.paginator is not None  # noqa: S101 - pagination_class is set
        return self.reply({"items": items, **self.paginator.links(), **self.members()}, tag)  # type: ignore[attr-defined]


def selected(items: list[dict[str, Any]], names: list[str]) -> list[dict[str, Any]]:
    """Sparse fields; the id and the address always stay."""
    if not names:
        return items
    kept = {"id", "href", *map(snake, names)}
    return [{key: value for key, value in item.items() if key in kept} for item in items]
