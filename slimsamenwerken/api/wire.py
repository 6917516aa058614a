"""How things look at the wire: camelCase JSON, absolute addresses, nothing that is empty."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import get_script_prefix
from django.utils.functional import Promise
from djangorestframework_camel_case.util import camelize, underscoreize

VERSION: Final = "v1"
# Keys inside these are the words of the caller, not ours.
FREE_FORM: Final = ("dims", "filters")
_OPTIONS: Final = {"ignore_fields": FREE_FORM, "no_underscore_before_number": True}


def api_root() -> str:
    """`https://<host>/api/v1`, under whatever prefix the portal lives."""
    return f"{settings.SITE_ROOT}{get_script_prefix()}api/{VERSION}"


def page_url(path: str) -> str:
    """The public page at a path that `reverse` gave."""
    return f"{settings.SITE_ROOT}{path}"


@lru_cache(maxsize=4096)
def camel(name: str) -> str:
    """`valid_on` → `validOn`, as the renderer writes it."""
    return str(next(iter(camelize({name: 0}))))


def snake(name: str) -> str:
    """`validOn` → `valid_on`, as the parser reads it."""
    return str(next(iter(underscoreize({name: 0}, **_OPTIONS))))


def codes(choices: Iterable[tuple[str, str | Promise]]) -> list[tuple[str, str | Promise]]:
    """Choices with their codes as the wire writes them: `not_started` → `notStarted`."""
    return [(camel(code), label) for code, label in choices]


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return str(o) if isinstance(o, UUID) else super().default(o)


def to_json(value: Any) -> bytes:
    return json.dumps(
        camelize(value, **_OPTIONS), cls=_Encoder, ensure_ascii=False, separators=(",", ":")
    ).encode()
