"""Every address of the portal, read from the URLconf, so that a new one is covered or fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """`name` with its namespace; `takes` are the names of its arguments."""

    name: str
    takes: tuple[str, ...]


def _walk(resolver: Any, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner)
        elif isinstance(pattern, URLPattern):
            groups = tuple(pattern.pattern.regex.groupindex)
            yield Address(f"{namespace}{pattern.name}", groups)


@cache
def addresses() -> tuple[Address, ...]:
    return tuple(_walk(get_resolver(), ""))


@cache
def portal_addresses() -> tuple[Address, ...]:
    """Without Django's admin, which keeps everybody out by one rule, and the API with its own table."""
    return tuple(a for a in addresses() if not a.name.startswith(("admin:", "api:")))


@cache
def api_addresses() -> tuple[Address, ...]:
    """The API: pages for developers, and one address for each collection, thing and verb."""
    return tuple(a for a in addresses() if a.name.startswith("api:"))
