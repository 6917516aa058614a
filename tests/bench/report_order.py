"""The order of a report over the bench data, with every section that is announced."""

from datetime import date

from slimsamenwerken.core.clocks import freeze
from slimsamenwerken.reports.blocks import sections
from slimsamenwerken.reports.document import Order
from slimsamenwerken.reports.periods import period_until


def order(as_of: date) -> Order:
    return Order(
        key="voorbeeld",
        version=1,
        title="Voorbeeldrapport",
        sections=tuple(section.key for section in sections),
        audience="public",
        period=period_until(as_of),
        purpose="proof",
        as_of=as_of,
        known_at=freeze(),
    )
