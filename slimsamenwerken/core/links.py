"""Links to things of another app, without importing it: an app announces what it can lead to."""

from collections.abc import Callable
from dataclasses import dataclass

from slimsamenwerken.core.registry import Registry


@dataclass(frozen=True)
class Link:
    """`resolve` gets what the caller knows of the thing, and answers an address or nothing."""

    key: str
    resolve: Callable[..., str]


links: Registry[Link] = Registry("links")


def link_to(key: str, *known: object) -> str:
    """The address behind a key; nothing when no app announced it."""
    link = links.get(key)
    return link.resolve(*known) if link else ""
