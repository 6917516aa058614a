"""What the lines and the first page show at a moment: facts at their places, indicators in sight."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import SourceFactPlace
from tests.factories.programme import (
    BASE,
    make_action,
    make_domain,
    make_indicator,
    make_line,
    make_measurement,
)

pytestmark = pytest.mark.django_db


def test_a_fact_stays_at_its_place_as_it_was_known_before_the_place_was_withdrawn(
    client: Client, clock: Any
) -> None:
    clock("2014-01-01T10:00:00+01:00")
    line = make_line(code="8.5", domain=make_domain(code="8"))
    fact = operations.record_source_fact(
        code="F901", text="Een feit van toen.", source="Een bron", valid_on=date(2014, 1, 1), **BASE,
    )  # fmt: skip
    operations.place_fact(fact=fact, target=line, by=None)
    clock("2015-06-01T10:00:00+02:00")
    place = SourceFactPlace.objects.get(fact=fact)
    operations.withdraw_fact(fact=place, by=None, reason="Dit feit hoort hier niet.")

    def shown(known_at: str) -> list[str]:
        page = client.get(f"/actielijnen/8.5/?as_of=2014-12-31&known_at={known_at}")
        return [fact.code for fact in page.context["facts"]]

    assert shown("2015-01-31") == ["F901"]
    assert shown("2015-07-01") == []
    clock("2016-01-01T10:00:00+01:00")
    operations.place_fact(fact=fact, target=line, by=None)
    assert shown("2015-07-01") == []  # a place of later was not known yet
    assert shown("2016-02-01") == ["F901"]


def test_an_indicator_that_belongs_to_a_hidden_action_today_is_not_shown_in_the_past(
    client: Client,
) -> None:
    """The rule of the indicator's own page: when it was of no action, it was open to all."""
    make_action(valid_on=date(2015, 1, 1))
    indicator = make_indicator(code="V901", title="Verborgen indicator")
    make_measurement(indicator, 5, date(2015, 6, 1))
    make_measurement(make_indicator(code="V902", title="Open indicator"), 5, date(2015, 6, 1))
    before = client.get("/?as_of=2015-12-31").content.decode()
    assert "Verborgen indicator" in before
    hidden = make_action(is_public=False)
    operations.attach_indicator(
        action=hidden,
        indicator=indicator,
        since=date(2016, 1, 1),
        **BASE,
    )
    after = client.get("/?as_of=2015-12-31").content.decode()
    assert "Verborgen indicator" not in after
    assert "Open indicator" in after
    assert client.get("/indicatoren/V901/?as_of=2015-12-31").status_code == 404
