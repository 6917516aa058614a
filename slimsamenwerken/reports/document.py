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
from slimsamenwerken.reports.models import ReportRun
from slimsamenwerken.reports.periods import period_until, read_period
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

    def given(self) -> Given:
        return Given(self.as_of, self.known_at, self.period, _scope(self.audience))


def _scope(audience: str) -> str:
    return "publiek" if audience == "public" else "intern"


def given_of(run: ReportRun) -> Given:
    """What the builders of a finished report got: enough to fetch the rows behind a figure."""
    if run.known_at is None:
        raise ValueError("the moment of the run is not taken yet")
    return Given(run.as_of, run.known_at, _period_of(run), _scope(run.definition_version.audience))


def order_of(run: ReportRun) -> Order:
    """Everything the bytes of the run depend on; its moment must have been taken."""
    if run.known_at is None:
        raise ValueError("the moment of the run is not taken yet")
    version, previous = run.definition_version, run.previous
    # By stamp and not by id: ids are given out before the lock that a freeze waits for.
    known = run.definition.versions.filter(recorded_at__lte=version.recorded_at)
    # A remake answers for the bytes of its original, so it says of itself what that one said.
    purpose = run.original.run.purpose if run.original and run.is_remake else run.purpose
    return Order(
        key=run.definition.key,
        version=known.count(),
        title=version.title,
        sections=tuple(version.sections),
        audience=version.audience,
        period=_period_of(run),
        purpose=purpose,
        as_of=run.as_of,
        known_at=run.known_at,
        previous={"sha256": previous.sha256, "as_of": previous.run.as_of} if previous else None,
    )


def _period_of(run: ReportRun) -> Period:
    try:
        return read_period(run.period_key)[1]
    except ValueError:  # a day, not the end of a period
        return period_until(run.as_of)


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
    told: Callable[[int, int], None] = lambda _done, _count: None,
) -> tuple[bytes, dict[str, int]]:
    """(canonical bytes, version per section). `told` hears how many sections are done of all."""
    given = order.given()
    found = wanted(order, versions)
    built = []
    for done, section in enumerate(found):
        told(done, len(found))
        built.append(build_section(section, given))
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
