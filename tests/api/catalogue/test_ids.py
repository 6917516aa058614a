"""Lasting ids: to the page or the data; gone is told only of what everybody could once see."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from slimsamenwerken.api.catalogue.addresses import lasting_id
from slimsamenwerken.api.feed.publishing import publish_changes
from slimsamenwerken.programme import operations
from tests.factories.programme import BASE, make_action, make_line

pytestmark = pytest.mark.django_db


def path_of(name: str, public_id: uuid.UUID) -> str:
    return reverse("open_data:id", args=[name, public_id])


@pytest.mark.parametrize(
    ("accept", "part"),
    [
        ("text/html", "/acties/"),
        ("application/json", "/api/v1/actions/"),
        ("application/ld+json", "/catalogus/actions/"),
        ("*/*", "/acties/"),
    ],
)
def test_leads_to_what_is_asked(client: Client, accept: str, part: str) -> None:
    action = make_action(code="1.1.01")
    answer = client.get(path_of("action", action.public_id), headers={"accept": accept})
    assert answer.status_code == 303
    assert part in answer["Location"]
    assert "Accept" in answer["Vary"]
    there = answer["Location"].partition("//")[2].partition("/")[2]
    assert client.get(f"/{there}").status_code == 200
    assert lasting_id("action", action.public_id).endswith(path_of("action", action.public_id))


def test_hidden_unknown_and_nonsense_look_alike(client: Client) -> None:
    hidden = make_action(code="1.1.01", is_public=False)
    for address in (
        path_of("action", hidden.public_id),
        path_of("action", uuid.uuid4()),
        path_of("bestaatniet", hidden.public_id),
    ):
        for accept in ("text/html", "application/json"):
            assert client.get(address, headers={"accept": accept}).status_code == 404


def test_what_was_public_once_says_that_it_is_gone(client: Client) -> None:
    line = make_line()
    action = make_action(code="1.1.01", line=line)
    path = path_of("action", action.public_id)
    publish_changes()
    operations.change_action(
        action=action, valid_on=localdate(), title="Geheim", line=line, is_public=False, **BASE
    )
    program = client.get(path, headers={"accept": "application/json"})
    assert program.status_code == 410
    assert program.json()["type"].endswith(":gone")
    person = client.get(path, headers={"accept": "text/html"})
    assert person.status_code == 410
    for answer in (program, person):
        assert "Geheim" not in answer.content.decode()


def test_what_is_gone_names_what_came_in_its_place(client: Client) -> None:
    line = make_line()
    action, other = make_action(code="1.1.01", line=line), make_action(code="1.1.02", line=line)
    operations.continue_action(
        start=action, to_action=other, kind="continued_in", valid_on=localdate(), **BASE
    )
    publish_changes()
    operations.change_action(
        action=action, valid_on=localdate(), title="Weg", line=line, is_public=False, **BASE
    )
    found = client.get(
        path_of("action", action.public_id), headers={"accept": "application/json"}
    ).json()
    assert found["replacedBy"] == [lasting_id("action", other.public_id)]
