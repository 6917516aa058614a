"""Which addresses the API has: apps announce their routes, this makes URLs of them."""

from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ViewSetMixin

from slimsamenwerken.core.registry import Registry


@dataclass(frozen=True)
class Route:
    """`prefix` as in the address (`actions`, `actions/(?P<action_id>…)/updates`)."""

    prefix: str
    viewset: type[ViewSetMixin]
    basename: str
    order: int = 0

    @property
    def key(self) -> str:
        return f"api.{self.basename.replace('-', '_')}"


routes: Registry[Route] = Registry("api.routes")

UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def nested(parent: str, parameter: str, child: str) -> str:
    """The prefix of a collection inside a thing."""
    return f"{parent}/(?P<{parameter}>{UUID_PATTERN})/{child}"


class PortalRouter(SimpleRouter):
    """No slash at the end; without PUT, that no viewset of ours has."""

    def __init__(self) -> None:
        super().__init__(trailing_slash=False)


def api_urls() -> list[URLPattern | URLResolver]:
    router = PortalRouter()
    for route in routes:
        viewset: Any = route.viewset
        router.register(route.prefix, viewset, basename=route.basename)
    return list(router.urls)
