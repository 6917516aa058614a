"""Every page and file costs the same number of queries for 1 and for 5 rows of everything."""

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from slimsamenwerken.programme import operations as programme
from slimsamenwerken.programme.models import Action, Indicator, SourceFact
from tests.conftest import forget_own_keys
from tests.factories.accounts import make_membership, make_organisation, make_user
from tests.factories.drafts import make
from tests.factories.programme import (
    make_action,
    make_actor,
    make_indicator,
    make_line,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)
from tests.standing.addresses import portal_addresses
from tests.standing.reading import body
from tests.standing.rolling import undone
from tests.standing.world import CODES, DUE, SEED, World, make_report

pytestmark = pytest.mark.django_db
PEOPLE = ("visitor", "lead", "admin")
_numbers = count(1)


def grow(rows: int) -> None:
    """So many more of everything that a list can hold, and of what hangs on one thing."""
    own = Action.objects.get(code=CODES["own"])
    for _row in range(rows):
        number = next(_numbers)
        line = make_line(code=f"6.{number}")
        fact = make(SourceFact, code=f"G{number}", text="Nog een feit over afval en materialen.")
        programme.place_fact(fact=fact, target=line, by=None)
        for action in (make_action(code=f"6.1.{number:02}", line=line), own):
            _hang_on(action, number)
        make_measurement(Indicator.objects.get(code="V1"), number, date(2014, 1, number))
        related = {"from_action": own, "to_action": make_action(line=line), "kind": "related"}
        programme.relate_actions(**related, **SEED)
        make_membership(make_user(), make_organisation())
        make_report(f"groei-{number}", publish=True)


def _hang_on(action: Action, number: int) -> None:
    make_role(make_actor(organisation=make_organisation()), action, "partner")
    milestone = make_milestone(action, due_on=date(2015, 1, number))
    outcome = {"kind": "realised", "statement": "Een resultaat van twintig tekens."}
    programme.record_outcome(milestone=milestone, valid_on=DUE, **outcome, **SEED)
    make_update(action, DUE, declared_status="on_track")
    make_measurement(make_indicator(action), number, DUE)


def _pages(world: World) -> Iterator[tuple[str, str]]:
    """(name, address) of every page and file; of those with arguments the first thing."""
    for address in portal_addresses():
        things = world.objects[address.name].values() if address.takes else [()]
        yield address.name, reverse(address.name, args=next(iter(things)))


class _Careless:
    """Answers as a view would that asks once more for every row."""

    def get(self, _url: str) -> HttpResponse:
        return HttpResponse(str([list(action.versions.all()) for action in Action.objects.all()]))


def cost(client: Client | _Careless, url: str) -> int | None:
    """How many queries an answer takes when nothing is remembered; None when it shows nothing."""
    forget_own_keys()
    with CaptureQueriesContext(connection) as caught:
        response = client.get(url)
        body(response)  # a file is only read when it is sent
    return len(caught) if response.status_code == 200 else None


def costs(world: World) -> dict[tuple[str, str], int | None]:
    found = {}
    for person in PEOPLE:
        client = world.client(person)
        for name, url in _pages(world):
            with undone():
                found[person, name] = cost(client, url)
    return found


def test_answer_costs_the_same_whatever_there_is(world: World) -> None:
    with undone():
        grow(1)
        few = costs(world)
        grow(4)
        many = costs(world)
    shown = [key for key, spent in few.items() if spent is not None]
    assert len(shown) > 150
    assert {key: (few[key], many[key]) for key in shown if few[key] != many[key]} == {}


def test_query_per_row_is_found(world: World) -> None:
    few = cost(_Careless(), "/")
    with undone():
        make_action()
        assert cost(_Careless(), "/") == (few or 0) + 1
