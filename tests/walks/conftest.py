"""The whole portal for a person in a browser: start data, demo logins, web server, a real worker."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from slimsamenwerken.accounts.demo import make_demo_logins
from slimsamenwerken.history.acting import Source, acting
from slimsamenwerken.programme.management.commands import demo_logins
from tests.factories.kept import Kept, filled_tables, keep, put_back
from tests.reports.conftest import Shelf, shelf
from tests.reports.processes import ROOT, environment
from tests.standing.rolling import undone
from tests.walks.hand import Hand

__all__ = ["shelf"]


@dataclass(frozen=True)
class Way:
    """How somebody walks: the width of the screen, with scripts or not, mouse or keyboard."""

    width: int
    javascript: bool
    keyboard: bool

    def __str__(self) -> str:
        scripts = "scripts" if self.javascript else "no-scripts"
        return f"{self.width}-{scripts}-{'keyboard' if self.keyboard else 'mouse'}"


WAYS = [
    Way(1280, javascript=True, keyboard=True),
    Way(1280, javascript=False, keyboard=False),
    Way(320, javascript=True, keyboard=False),
    Way(320, javascript=False, keyboard=True),
]


@pytest.fixture(scope="session")
def logins(
    shelf: Shelf, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[dict[str, str]], list[Kept]]:
    """The demo logins by role, and their rows with the report of 2015 and the start data."""
    with django_db_blocker.unblock(), undone(), acting(by=None, source=Source.COMMAND):
        filled = filled_tables()
        put_back(shelf.report)
        passwords = tmp_path_factory.mktemp("logins") / "passwords.json"
        found = make_demo_logins(passwords, today=timezone.localdate())
        demo_logins._link_actors()
        return found, keep(filled=filled)


@pytest.fixture(params=WAYS, ids=str)
def hand(
    request: pytest.FixtureRequest,
    transactional_db: None,
    logins: tuple[list[dict[str, str]], list[Kept]],
    chromium: Any,
    live_server: Any,
) -> Iterator[Hand]:
    """Somebody at a browser, in each of the ways; foreign requests and script errors are faults."""
    people, rows = logins
    put_back(rows)
    way: Way = request.param
    context = chromium.new_context(
        viewport={"width": way.width, "height": 900}, java_script_enabled=way.javascript
    )
    context.set_default_timeout(30_000)
    hand = Hand(
        context.new_page(),
        live_server.url,
        people,
        keyboard=way.keyboard,
        javascript=way.javascript,
    )
    yield hand
    context.close()
    assert hand.foreign == []
    assert hand.errors == []


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """A Celery worker of its own, on the queue of this test's web server."""
    from django.conf import settings

    command = [sys.executable, "-m", "celery", "-A", "slimsamenwerken.celery", "worker"]
    quick = ["--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    process = subprocess.Popen(
        [*command, *quick],
        cwd=ROOT,
        env=environment(REDIS_PREFIX=settings.REDIS_PREFIX),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield
    process.terminate()
    process.wait(20)
