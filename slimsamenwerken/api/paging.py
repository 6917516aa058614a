"""Pages of a collection: numbered for people, by cursor for programs that read everything."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from slimsamenwerken.api.parameters import SORT
from slimsamenwerken.api.problems import INVALID_INPUT, Issue, bad_request
from slimsamenwerken.api.wire import page_url

PAGE, SIZE, AFTER = "page", "pageSize", "after"
DEFAULT: Final = 50
LARGEST: Final = 200
COUNTED: Final = 10_000  # a total is exact up to here, and absent beyond
_signer = Signer(salt="slimsamenwerken.api.cursor", sep="~")


def whole(query: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A number from 1 to `most`; else an issue."""
    raw = query.get(name, "")
    if not raw and name not in query:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) < 12 and 1 <= int(raw) <= most):
        sentence = _("Give a whole number from 1 to %(most)s.") % {"most": most}
        raise bad_request(Issue(INVALID_INPUT, "query", name, sentence, raw))
    return int(raw)


class PortalPaginator(BasePagination):
    """`page` and `pageSize`, or `after` for whoever reads on from a cursor.

    A cursor names the last row it saw by the field `cursor_field` of the view, so rows that come
    or go meanwhile shift nothing. It goes with that order only, and so not with `sort`.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        query = request.query_params
        self.request, self.query = request, query
        self.size = whole(query, SIZE, DEFAULT, LARGEST)
        self.by_cursor = AFTER in query
        if self.by_cursor:
            return self._after(queryset, view.cursor_field)
        return self._page(queryset)

    def _page(self, queryset: QuerySet[Any]) -> list[Any]:
        self.number = whole(self.query, PAGE, 1, 10**9)
        start = (self.number - 1) * self.size
        counted = queryset.order_by()[: COUNTED + 1].count()
        self.total = counted if counted <= COUNTED else None
        if start >= COUNTED:
            if self.total is None:
                sentence = _("Beyond row %(count)s read on with `after`.") % {"count": COUNTED}
                raise bad_request(Issue(INVALID_INPUT, "query", PAGE, sentence, self.number))
            return []
        rows = list(queryset[start : start + self.size + 1])
        self.more = len(rows) > self.size
        return rows[: self.size]

    def _after(self, queryset: QuerySet[Any], field: str) -> list[Any]:
        clash = [name for name in (PAGE, SORT) if name in self.query]
        if clash:
            sentence = _("This does not go together with `after`.")
            raise bad_request(*(Issue(INVALID_INPUT, "query", name, sentence) for name in clash))
        seen = read_cursor(self.query[AFTER])
        rows = list(queryset.order_by(field).filter(**{f"{field}__gt": seen})[: self.size + 1])
        self.more, self.total = len(rows) > self.size, None
        rows = rows[: self.size]
        self.last_seen = _value(rows[-1], field) if rows else seen
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"items": data, **self.links()})

    def links(self) -> dict[str, Any]:
        found: dict[str, Any] = {"self": self._link({})}
        if self.by_cursor:
            if self.more:
                found["next"] = self._link({AFTER: cursor(self.last_seen)})
            return found | {"page_size": self.size}
        if getattr(self, "more", False):
            found["next"] = self._link({PAGE: self.number + 1})
        found["first"] = self._link({PAGE: 1})
        if self.number > 1:
            found["prev"] = self._link({PAGE: self.number - 1})
        if self.total is not None:
            found["last"] = self._link({PAGE: max(1, -(-self.total // self.size))})
            found["total"] = self.total
        return found | {"page": self.number, "page_size": self.size}

    def _link(self, changes: Mapping[str, Any]) -> str:
        query = self.query.copy()
        for name, value in changes.items():
            query[name] = str(value)
        path = page_url(self.request.path)
        return f"{path}?{urlencode(list(_pairs(query)))}" if query else path

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        del view
        number = {"type": "integer", "minimum": 1}
        return [
            _parameter(PAGE, number, "Nummer van de pagina, vanaf 1."),
            _parameter(
                SIZE,
                {**number, "maximum": LARGEST, "default": DEFAULT},
                "Hoeveel per pagina.",
            ),
            _parameter(
                AFTER,
                {"type": "string", "maxLength": 100},
                "Lees verder na deze plaats (uit `next`); leeg begint vooraan. Gaat niet samen met `page` en `sort`.",
            ),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri"}
        number = {"type": "integer", "minimum": 0}
        return {
            "type": "object",
            "required": ["items", "self"],
            "properties": {
                "items": schema,  # an array already
                **{name: dict(link) for name in ("self", "next", "first", "prev", "last")},
                **{name: dict(number) for name in ("total", "page", "pageSize")},
                "asOf": {"type": "string", "format": "date"},
                "knownAt": {"type": "string", "format": "date-time"},
            },
        }


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }


def _pairs(query: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() for value in values]


def _value(row: Any, field: str) -> int:
    found: Any = row[field] if isinstance(row, dict) else getattr(row, field)
    return int(found)


def cursor(seen: int) -> str:
    return _signer.sign(str(seen))


def read_cursor(text: str) -> int:
    """The row that a cursor names; the empty one comes before the first."""
    if not text:
        return 0
    try:
        return int(_signer.unsign(text))
    except (BadSignature, ValueError):
        raise bad_request(
            Issue(INVALID_INPUT, "query", AFTER, _("This cursor is not one of ours."), text)
        ) from None


__all__ = ["PortalPaginator", "cursor", "read_cursor", "whole"]
