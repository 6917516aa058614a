"""Who may open and send what: every address × every role × GET and POST (trust guide §2).

The table of expected answers is data (`permission_table.py`); an address, or an object of it,
without a row in the table fails.
"""

from collections.abc import Iterable

import pytest
from django.template.backends.django import Template
from django.urls import reverse

from tests.standing.addresses import Address, addresses, portal_addresses
from tests.standing.permission_table import TABLE, Row, read_table
from tests.standing.permission_table_people import PEOPLE as OF_PEOPLE
from tests.standing.rolling import undone
from tests.standing.world import PEOPLE, World

# Each test is rolled back on its own, inside the transaction of the module (`world`).
pytestmark = pytest.mark.django_db
SIGNS = {200: ".", 400: "e", 403: "x", 404: "0", 405: "-", 410: "g"}
ROWS = read_table(TABLE + OF_PEOPLE)


def _sign(response: object) -> str:
    """One character for an answer; the head of the table says what each means."""
    status = response.status_code  # type: ignore[attr-defined]
    if status in (302, 303):
        to_door = response["Location"].startswith(reverse("account_login"))  # type: ignore[index]
        return ">" if to_door else "+"
    return SIGNS.get(status, "?")


def answers(world: World, name: str, arguments: tuple[object, ...], method: str) -> str:
    """A character for every role, in the order of PEOPLE; nothing stays of what was sent."""
    url, found = reverse(name, args=arguments), ""
    for person in PEOPLE:
        with undone():
            found += _sign(getattr(world.client(person), method)(url))
    return found


def missing(known: Iterable[Address], world: World, rows: Iterable[Row]) -> list[str]:
    """Addresses, and objects of them, that the table does not judge; and rows of neither."""
    wanted = {
        (address.name, thing)
        for address in known
        for thing in (world.objects.get(address.name, {"?"}) if address.takes else {"-"})
    }
    judged = {(row.name, row.thing) for row in rows}
    return sorted(f"{name} {thing}" for name, thing in wanted ^ judged)


@pytest.fixture
def _undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is decided before anything is drawn, and drawing takes half of the time."""
    monkeypatch.setattr(Template, "render", lambda *_arguments, **_named: "")


def test_every_address_is_judged(world: World) -> None:
    assert len(portal_addresses()) > 90
    assert missing(portal_addresses(), world, ROWS) == []


def test_address_or_object_without_a_row_is_found(world: World) -> None:
    known, new = portal_addresses(), Address("programme:new", ("code",))
    before = set(missing(known, world, ROWS))
    assert set(missing([*known, new], world, ROWS)) - before == {"programme:new ?"}
    lost = f"{ROWS[0].name} {ROWS[0].thing}"
    assert set(missing(known, world, ROWS[1:])) - before == {lost}


@pytest.mark.usefixtures("_undrawn")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.thing}")
def test_answer_is_the_one_of_the_table(world: World, row: Row) -> None:
    arguments = () if row.thing == "-" else world.objects[row.name][row.thing]
    found = [answers(world, row.name, arguments, method) for method in ("get", "post")]
    assert found == [row.opened, row.sent], f"{PEOPLE}"


@pytest.mark.usefixtures("_undrawn")
@pytest.mark.parametrize("person", ["visitor", "staff", "admin"])
def test_no_role_opens_the_support_tooling(world: World, person: str) -> None:
    """Not one role of the portal does; only who may use the support tooling by name."""
    pages = {a.name for a in addresses() if a.name.startswith("admin:") and not a.takes}
    assert len(pages) > 30
    door, client = reverse("admin:login"), world.client(person)
    for name in pages - {"admin:login", "admin:logout"}:
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, door), name
