"""The world and the start data: made once a session, open for reading during a module.

A module shares one transaction, so what a test writes there it undoes itself (`undone`).
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.factories.kept import Kept, filled_tables, keep, put_back
from tests.standing import started as portal
from tests.standing import world as worlds
from tests.standing.rolling import undone


@pytest.fixture(scope="session")
def kept_world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> tuple[worlds.World, list[Kept]]:
    with django_db_blocker.unblock(), undone():
        filled = filled_tables()
        return worlds.build(), keep(filled=filled)


@pytest.fixture(scope="module")
def world(
    kept_world: tuple[worlds.World, list[Kept]], django_db_blocker: DjangoDbBlocker
) -> Iterator[worlds.World]:
    """The small programme with somebody in every role."""
    found, rows = kept_world
    with django_db_blocker.unblock(), transaction.atomic():
        put_back(rows)
        yield found
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def kept_started(
    kept_start_data: list[Kept], django_db_blocker: DjangoDbBlocker
) -> tuple[portal.Started, list[Kept]]:
    with django_db_blocker.unblock(), undone():
        filled = filled_tables()
        put_back(kept_start_data)
        return portal.build(), keep(filled=filled)


@pytest.fixture(scope="module")
def started(
    kept_started: tuple[portal.Started, list[Kept]], django_db_blocker: DjangoDbBlocker
) -> Iterator[portal.Started]:
    """The start data with somebody in every role and a published report."""
    found, rows = kept_started
    with django_db_blocker.unblock(), transaction.atomic():
        put_back(rows)
        yield found
        transaction.set_rollback(True)
