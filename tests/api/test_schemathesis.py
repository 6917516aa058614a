"""Whatever the contract allows, and much of what it does not, thrown at the API in every role.

`SCHEMATHESIS_EXAMPLES=20` is the thorough form, with every phase and role, in many minutes; the
default sends the examples and one request of its own per operation.
"""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.db import connections
from limits import RateLimitItemPerSecond
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from slimsamenwerken.api import limiting
from slimsamenwerken.api.scopes import scopes
from slimsamenwerken.wsgi import application as portal
from tests.api.conftest import key_for
from tests.factories.programme import make_measurement, make_update
from tests.programme.people import Cast, make_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "0"))
IS_THOROUGH = EXAMPLES > 0
ROLES = (
    ("visitor", "alice", "bob", "staff", "admin", "auditor")
    if IS_THOROUGH
    else ("visitor", "staff")
)
# An answer in the suite may wait for the other processes of the machine.
SLOWEST = 5.0
CHECKS = {
    # Cursors, ETags, signatures and dates of the future: right by their form, and refused.
    "positive_data_acceptance": {"enabled": False},
    # Its second request, without a key, cannot be sent to a WSGI application (4.32); a visitor is
    # one of the roles, and tests/standing/api_table.py knows every answer to who has no key.
    "ignored_auth": {"enabled": False},
    "max_response_time": SLOWEST,
}


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The real one, told from where it is called, as every server does.

    The engine asks from threads of its own: each leaves no connection behind.
    """
    answer = portal({"REMOTE_ADDR": "127.0.0.1", **environ}, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()
        connections.close_all()


@pytest.fixture(autouse=True)
def _open_door(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Thousands of requests in a minute are the point here; limits have tests of their own."""
    settings.ALLOWED_HOSTS = ["localhost"]  # as schemathesis calls the host of a WSGI application
    many = RateLimitItemPerSecond(10**9)
    for group in limiting.LIMITS:
        endless = {limiting.VISITOR: many, limiting.CLIENT: many}
        monkeypatch.setitem(limiting.LIMITS, group, endless)


@pytest.fixture
def people() -> Iterator[Cast]:
    yield make_cast()
    connections.close_all()


def _parameters(people: Cast) -> dict[str, str]:
    """Ids of things that exist, so that the requests come past the door."""
    update = make_update(people.action, date(2016, 1, 1))
    measurement = make_measurement(people.indicator, 5, date(2016, 1, 1))
    rows = {
        "actionId": people.action, "milestoneId": people.milestone, "actorId": people.actor,
        "indicatorId": people.indicator, "updateId": update, "measurementId": measurement,
    }  # fmt: skip
    return {f"path.{name}": str(row.public_id) for name, row in rows.items()}


def _config(headers: dict[str, str], parameters: dict[str, str]) -> Any:
    generation = {"max-examples": EXAMPLES or 1, "deterministic": True, "no-shrink": True}
    return SchemathesisConfig.from_dict(
        {
            "headers": headers,
            "parameters": parameters,
            "generation": generation | {"database": "none"},
            "checks": CHECKS,
            "phases": {name: {"enabled": IS_THOROUGH} for name in ("coverage", "stateful")},
            "continue-on-failure": True,
            "workers": 1,
        }
    )


def _leave_out_select(schema: Any) -> None:
    """Who asks for fewer fields gets fewer, also of those that an answer has otherwise."""

    @schema.hook
    def filter_query(_context: Any, query: Any) -> bool:
        return not query or "select" not in query


def _failures(schema: Any) -> Iterator[str]:
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            yield f"{event}"
        if not isinstance(event, events.ScenarioFinished):
            continue
        for case, checks in event.recorder.checks.items():
            for check in checks:
                if check.status is Status.FAILURE and check.failure_info is not None:
                    yield _told(event, case, check)


def _told(event: Any, case: str, check: Any) -> str:
    told = event.recorder.interactions[case]
    body = told.response.content[:400] if told.response else b""
    sent = f"{told.request.method} {told.request.uri} {(told.request.body or b'')[:300]!r}"
    failure = check.failure_info.failure
    return f"{event.label} {check.name}: {failure.title}: {failure.message[:300]}\n  {sent}\n  {body!r}"


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_found(role: str, people: Cast) -> None:
    headers = {}
    if role != "visitor":
        user = people.people[role]
        home = user.memberships.get().organisation
        headers["Authorization"] = (
            f"Bearer {key_for(user, home, *(scope.code for scope in scopes))}"
        )
    config = _config(headers, _parameters(people))
    schema = schemathesis.openapi.from_wsgi("/api/v1/doc/openapi.yaml", application, config=config)
    _leave_out_select(schema)
    found = sorted(set(_failures(schema)))
    assert not found, f"{len(found)} found\n" + "\n".join(found[:40])
