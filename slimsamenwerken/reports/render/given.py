"""What a renderer gets: the bytes of a snapshot and where the report stands. No database."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from slimsamenwerken.reports.canonical import digest


@dataclass(frozen=True)
class Given:
    """`slug` of the report; `address`: its full address, as printed on a cover."""

    content: bytes
    slug: str
    address: str

    @cached_property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.content)
        return found

    @cached_property
    def sha256(self) -> str:
        return digest(self.content)
