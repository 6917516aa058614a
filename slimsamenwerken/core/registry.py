"""Apps announce what they add to the portal; the core collects it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar, runtime_checkable

from django.core.exceptions import ImproperlyConfigured


@runtime_checkable
class Entry(Protocol):
    """Anything with a public, dotted key."""

    @property
    def key(self) -> str: ...


E = TypeVar("E", bound=Entry)


class Registry(Generic[E]):  # PEP 695 syntax needs Python 3.12; the floor is 3.11
    """Entries of one kind, in the order that pages show them: by `order`, then by key."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, E] = {}

    def add(self, entry: E) -> E:
        if entry.key in self._entries:
            message = f"{self.name}: the key {entry.key!r} is announced twice."
            raise ImproperlyConfigured(message)
        self._entries[entry.key] = entry
        return entry

    def get(self, key: str) -> E | None:
        return self._entries.get(key)

    def __iter__(self) -> Iterator[E]:
        return iter(sorted(self._entries.values(), key=lambda e: (getattr(e, "order", 0), e.key)))

    def __len__(self) -> int:
        return len(self._entries)

    @contextmanager
    def only(self, *entries: E) -> Iterator[None]:
        """Inside the block the registry holds just these entries (for tests)."""
        saved, self._entries = self._entries, {entry.key: entry for entry in entries}
        try:
            yield
        finally:
            self._entries = saved
