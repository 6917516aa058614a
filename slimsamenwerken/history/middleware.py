"""Every request that may write carries who, where and which request into the events."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pghistory
from django.http import HttpRequest, HttpResponseBase
from pghistory.middleware import HistoryMiddleware as BaseMiddleware

from slimsamenwerken.core.logs import trace_id
from slimsamenwerken.history.acting import Source

# Parts of an address that name a thing. All others are hidden: links in mails hold keys.
PLAIN_PARTS: Final = frozenset({"code", "slug", "public_id", "kind", "milestone", "form", "pk"})
API_START: Final = "/api/"
HIDDEN: Final = "…"


class HistoryMiddleware(BaseMiddleware):
    """The methods are those of PGHISTORY_MIDDLEWARE_METHODS; a GET that writes has no context."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        is_api = request.path_info.startswith(API_START)
        return {
            "user": super().get_context(request)["user"],
            "source": (Source.API if is_api else Source.WEB).value,
            "request": trace_id(),
            "reason": "",
        }

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],  # noqa: ARG002 - the signature is Django's
        args: tuple[Any, ...],  # noqa: ARG002
        kwargs: Mapping[str, Any],
    ) -> None:
        # Outside of a context (a GET) this call does nothing.
        pghistory.context(url=plain_path(request.path, kwargs))


def plain_path(path: str, parts: Mapping[str, Any]) -> str:
    """The path without query string and without the parts that may be secret or personal."""
    for name, value in parts.items():
        if name not in PLAIN_PARTS and str(value):
            path = path.replace(str(value), HIDDEN)
    return path
