"""Bodies in and out: camelCase JSON and JSON Merge Patch."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from djangorestframework_camel_case.util import underscoreize
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

from slimsamenwerken.api.problems import (
    SCHEMA_VIOLATION,
    UNKNOWN_INPUT,
    Issue,
    bad_request,
)
from slimsamenwerken.api.wire import FREE_FORM, to_json

DEEPEST = 20


class PortalRenderer(JSONRenderer):
    """JSON in camelCase."""

    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002 - the signature is DRF's
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> bytes:
        if data is None:
            return b""
        return to_json(data)


class PortalParser(BaseParser):
    """An object in camelCase; what JSON itself does not allow, or we do not know, is refused."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,  # noqa: ARG002 - the signature is DRF's
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        try:
            body = json.loads(stream.read(), parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise bad_request(
                Issue(SCHEMA_VIOLATION, "body", "", _("This is not valid JSON."))
            ) from None
        if not isinstance(body, dict):
            raise bad_request(Issue(SCHEMA_VIOLATION, "body", "", _("Send a JSON object.")))
        issues = list(_issues(body))
        if issues:
            raise bad_request(*issues)
        read: dict[str, Any] = underscoreize(
            body, ignore_fields=FREE_FORM, no_underscore_before_number=True
        )
        return read


class MergePatchParser(PortalParser):
    """RFC 7396: only what is sent changes, null clears."""

    media_type = "application/merge-patch+json"


def _refuse(text: str) -> None:
    raise ValueError(text)


def _issues(value: Any, path: str = "", depth: int = 0) -> Iterator[Issue]:
    """Names that cannot be ours, and text that the database cannot hold."""
    if depth > DEEPEST:
        yield Issue(SCHEMA_VIOLATION, "body", path, _("This is nested too deep."))
    elif isinstance(value, dict):
        for key, part in value.items():
            name = f"{path}.{key}" if path else key
            yield from _of_name(key, name, path)
            yield from _issues(part, name, depth + 1)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _issues(part, f"{path}[{index}]", depth + 1)
    elif isinstance(value, str) and not storable(value):
        yield Issue(SCHEMA_VIOLATION, "body", path, _("A character here is not allowed."))


def _of_name(key: str, name: str, path: str) -> Iterator[Issue]:
    if "_" in key and path.rsplit(".", maxsplit=1)[-1] not in FREE_FORM:
        yield Issue(UNKNOWN_INPUT, "body", name, _("There is no such field."))
    if not storable(key):
        yield Issue(SCHEMA_VIOLATION, "body", "", _("A character here is not allowed."))


def storable(text: str) -> bool:
    """PostgreSQL keeps no NUL, and half of a surrogate pair is no character."""
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
