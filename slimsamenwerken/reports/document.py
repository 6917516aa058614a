"""Builds the document of a run: the same parameters give the same bytes, whenever it is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from slimsamenwerken.reports.blocks import (
    Given,
    Head,
    Period,
    Section,
    build_section,
    sections,
    snapshot_document,
)
from slimsamenwerken.reports.canonical import canonical_bytes
from slimsamenwerken.reports.sections.common import labels_of, loaded


class BuilderGoneError(Exception):
    """A section of the report, in the version it was built with, is no longer in the portal."""


@dataclass(frozen=True)
class Order:
    """Everything a report depends on; two equal orders give equal bytes."""

    key: str
    version: int
    title: str
    sections: tuple[str, ...]
    audience: str
    period: Period
    purpose: str
    as_of: date
    known_at: datetime
    previous: dict[str, Any] | None = None

    @property
    def scope(self) -> str:
        return "publiek" if self.audience == "public" else "intern"

    def given(self) -> Given:
        return Given(self.as_of, self.known_at, self.period, self.scope)


def wanted(order: Order, versions: dict[str, int] | None = None) -> list[Section]:
    """The sections of the order; raises BuilderGoneError when one is missing or has moved on."""
    found = []
    for key in order.sections:
        section = sections.get(key)
        if section is None or (versions and versions.get(key) != section.version):
            raise BuilderGoneError(key)
        found.append(section)
    return found


def build_content(
    order: Order,
    versions: dict[str, int] | None = None,
    *,
    renew: Callable[[], None] = lambda: None,
) -> tuple[bytes, dict[str, int]]:
    """(canonical bytes, version per section). `renew` is called after each section."""
    given = order.given()
    built = []
    for section in wanted(order, versions):
        built.append(build_section(section, given))
        renew()
    rules = loaded(given).rules
    head = Head(
        definition={"key": order.key, "version": order.version, "title": order.title},
        period=order.period,
        purpose="proof" if order.purpose == "proof" else "report",
        as_of=order.as_of,
        known_at=order.known_at,
        rules={
            "thresholds": rules.thresholds.to_json(),
            "valid_on": rules.valid_on,
            "decided_by": rules.decided_by,
        },
        labels={"status": labels_of(rules)},
        previous=order.previous,
    )
    document = snapshot_document(head, built)
    return canonical_bytes(document), {s["key"]: s["version"] for s, _figures in built}
