"""An indicator with what its page computes, and the figures as the page prints them."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import Indicator, Target
from tests.factories.programme import BASE, make_indicator, make_measurement
from tests.programme.reading import address

START, END = date(2024, 12, 31), date(2028, 12, 31)
DAY = date(2026, 6, 30)


def set_target(
    indicator: Indicator,
    value: str | int,
    due_on: date = END,
    valid_on: date = START,
    **fields: Any,
) -> Target:
    return operations.set_target(
        indicator=indicator,
        value=Decimal(value),
        due_on=due_on,
        valid_on=valid_on,
        **BASE,
        **fields,
    )


def measured(
    start: Any = None, target: str | int | None = None, value: Any = None, **fields: Any
) -> Indicator:
    """An indicator with a baseline, a target and a value, as far as they are given."""
    indicator = make_indicator(code="V1", **fields)
    if start is not None:
        make_measurement(indicator, start, START, is_baseline=True)
    if target is not None:
        set_target(indicator, target)
    if value is not None:
        make_measurement(indicator, value, DAY)
    return indicator


def figures(page: Any) -> dict[str, str]:
    """The words of each figure on the page, by its label."""
    html = page.content.decode()
    items = html.split('<div class="figure-item">')[1:]
    found = {}
    for item in items:
        label = re.search(r'figure-item__label">([^<(]+)', item)
        words = re.sub(r"<[^>]+>", " ", item.partition("</section>")[0])
        found[label[1].strip()] = " ".join(words.split())
    return found


def look(client: Client, **moment: Any) -> Any:
    return client.get(address("indicator-detail", "V1", **moment))
