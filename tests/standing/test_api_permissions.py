"""Who may ask and send what over the API: every address × every role × every method.

The table of expected answers is data (`api_table.py`); an address without a row fails.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from slimsamenwerken.accounts.models import User
from slimsamenwerken.api import operations
from slimsamenwerken.api.models import ApiClient, ExportTask, ImportTask, WebhookSubscription
from slimsamenwerken.api.scopes import scopes
from slimsamenwerken.api.webhooks.operations import make_webhook
from slimsamenwerken.core.clocks import Identity
from slimsamenwerken.programme.fact_kinds import KINDS
from slimsamenwerken.programme.models import Action, ActionLine, Actor, Indicator, Milestone
from slimsamenwerken.reports.models import ReportRun
from tests.conftest import forget_own_keys
from tests.factories.drafts import bare, make
from tests.standing.addresses import api_addresses
from tests.standing.api_table import TABLE, read_api_table
from tests.standing.rolling import undone
from tests.standing.world import CODES, PEOPLE, World

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "patch", "delete")
SIGNS = {400: "e", 401: "k", 403: "x", 404: "0", 405: "-", 409: "c", 428: "p"}
ROWS = read_api_table(TABLE)
UNKNOWN = "00000000-0000-4000-8000-000000000000"
FACTS = {
    "updates": ("update", "action"),
    "participations": ("participation", "action"),
    "closures": ("closure", "action"),
    "plans": ("plan", "milestone"),
    "outcomes": ("outcome", "milestone"),
    "measurements": ("measurement", "indicator"),
    "targets": ("target", "indicator"),
}


def _report(key: str) -> Callable[[], str]:
    return lambda: str(ReportRun.objects.get(definition__key=key).public_id)


def _webhook(url: str) -> Callable[[], str]:
    """One of the admin's own client, and one of another client that the world has."""

    def found() -> str:
        if url == "own":
            client = ApiClient.objects.get(name="admin")
            made = make_webhook(
                client=client, url="https://eigen.example.be/", kinds=[], by=client.made_by
            )
            return str(made.public_id)
        return str(WebhookSubscription.objects.exclude(client__name="admin").get().public_id)

    return found


def _export(kind: str) -> Callable[[], str]:
    """One of a visitor, or of a client that nobody of the world asks with."""

    def found() -> str:
        client = None if kind == "own" else bare(ApiClient)
        return str(make(ExportTask, client=client).public_id)

    return found


def _import(kind: str) -> Callable[[], str]:
    """One of the admin's own client, or of a client that nobody of the world asks with."""

    def found() -> str:
        own = kind == "own"
        client = ApiClient.objects.get(name="admin") if own else bare(ApiClient)
        return str(make(ImportTask, client=client).public_id)

    return found


_IMPORTS = {"own": _import("own"), "hidden": _import("hidden")}
_EXPORTS = {"own": _export("own"), "hidden": _export("hidden")}
_WEBHOOKS = {"own": _webhook("own"), "hidden": _webhook("hidden")}
_REPORTS = {"own": _report("openbaar"), "hidden": _report("intern")}
OTHERS: dict[str, dict[str, Callable[[], str]]] = {
    "reports": _REPORTS,
    "figures": _REPORTS,
    "webhooks": _WEBHOOKS,
    "exports": _EXPORTS,
    "imports": _IMPORTS,
    "metrics": {"own": lambda: "programme.on_track_share", "unknown": lambda: "x.y"},
}


def _keys(world: World) -> dict[str, str]:
    """A key for everybody who has an organisation, with every scope."""
    found = {}
    for person in PEOPLE:
        client = world.client(person)
        user = User.objects.filter(pk=client.session.get("_auth_user_id")).first()
        membership = user.memberships.first() if user else None
        if user is None or membership is None:
            continue
        made = operations.make_client(
            organisation=membership.organisation,
            name=person,
            scopes=[scope.code for scope in scopes],
            by=user,
        )
        now, lasts = timezone.now(), timedelta(days=1)
        found[person] = operations.give_key(client=made, by=user, now=now, lasts=lasts).text
    return found


def _things() -> dict[str, dict[str, Identity]]:
    own, hidden = (Action.objects.get(code=CODES[name]) for name in ("own", "hidden"))
    return {
        "actions": {"own": own, "hidden": hidden},
        "milestones": {
            "own": Milestone.objects.get(action=own),
            "hidden": Milestone.objects.get(action=hidden),
        },
        "indicators": {"own": Indicator.objects.get(code="V1")},
        "actors": {"own": Actor.objects.get(slug="actor-lead")},
        "action-lines": {"own": ActionLine.objects.get(code="7.1")},
    }


def _path(name: str, thing: str) -> str:
    """The address of an object; facts stand inside the own or the hidden thing."""
    kind = name.removeprefix("api:").rpartition("-")[0]
    if thing == "-":
        return reverse(name)
    things = _things()
    if kind in FACTS:
        return _fact_path(name, thing, things, *FACTS[kind])
    if kind in things:
        found = things[kind].get(thing)
        return reverse(name, args=[str(found.public_id) if found else UNKNOWN])
    return reverse(name, args=[OTHERS[kind][thing]()])


def _fact_path(
    name: str, thing: str, things: dict[str, dict[str, Identity]], fact: str, owner: str
) -> str:
    parent = things[f"{owner}s"]["hidden" if thing == "hidden" else "own"]
    if name.endswith("-list"):
        return reverse(name, args=[str(parent.public_id)])
    model: Any = KINDS[fact].model
    row = model.objects.known().filter(**{owner: parent}).order_by("pk").first()
    number = UNKNOWN if thing == "unknown" else str(row.public_id)
    return reverse(name, args=[str(parent.public_id), number])


def _sign(status: int) -> str:
    return "." if status < 300 else SIGNS.get(status, "?")


def _answers(url: str, keys: dict[str, str], method: str) -> str:
    found = ""
    for person in PEOPLE:
        headers = {"Authorization": f"Bearer {keys[person]}"} if person in keys else {}
        with undone():
            kind = {} if method == "get" else {"content_type": "application/json", "data": "{}"}
            response = getattr(Client(headers=headers), method)(url, **kind)
        found += _sign(response.status_code)
    return found


def test_every_address_of_the_api_is_judged() -> None:
    assert {a.name for a in api_addresses()} == {name for name, _thing, _answers in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_answer_of_the_api_is_the_one_of_the_table(
    world: World, row: tuple[str, str, tuple[str, ...]]
) -> None:
    name, thing, expected = row
    keys = _keys(world)
    url = _path(name, thing)
    forget_own_keys()
    assert tuple(_answers(url, keys, method) for method in METHODS) == expected, PEOPLE
