"""The body of an import, in JSON or as CSV, read no further than it may be long."""

import io
from collections.abc import Mapping
from typing import Any, Final

from rest_framework.parsers import BaseParser

from slimsamenwerken.api.formats import PortalParser
from slimsamenwerken.api.imports.sheets import read_sheet
from slimsamenwerken.api.parameters import refuse_unknown
from slimsamenwerken.api.problems import Problem
from slimsamenwerken.api.wire import snake

LARGEST: Final = 20_000_000  # bytes
RESOURCE: Final = "resource"
DRY_RUN: Final = "dryRun"


def read_at_most(stream: Any, context: Mapping[str, Any] | None) -> bytes:
    """The body; too large by what it says of itself is refused before it is read."""
    request = (context or {}).get("request")
    told = str(request.META.get("CONTENT_LENGTH") or "") if request is not None else ""
    if told.isdecimal() and int(told) > LARGEST:
        raise _too_large()
    body: bytes = stream.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise _too_large()
    return body


def _too_large() -> Problem:
    return Problem("payloadTooLarge", extra={"limit": LARGEST})


class RowsParser(PortalParser):
    """`{resource, dryRun, items}`."""

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        body = read_at_most(stream, parser_context)
        return super().parse(io.BytesIO(body), media_type, parser_context)


class Sheet(dict[str, Any]):
    """What was sent as CSV, which a body in JSON cannot say of itself."""


class SheetParser(BaseParser):
    """Rows as CSV; what JSON says beside its items stands in the address."""

    media_type = "text/csv"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,  # noqa: ARG002 - the signature is DRF's
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        context = parser_context or {}
        query = context["request"].query_params
        refuse_unknown(query, [RESOURCE, DRY_RUN])
        separator, rows = read_sheet(read_at_most(stream, context))
        return Sheet(
            **{snake(name): query[name] for name in query},
            items=[cells for _number, cells in rows],
            numbers=[number for number, _cells in rows],
            separator=separator,
        )
