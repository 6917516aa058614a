"""The start data, loaded once for the whole run and put back for each test that asks for it."""

import pytest
from pytest_django import DjangoDbBlocker

from slimsamenwerken.programme.seed.load import load_start_data
from tests.factories.kept import Kept, filled_tables, keep, put_back
from tests.standing.rolling import undone


@pytest.fixture(scope="session")
def kept_start_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[Kept]:
    with django_db_blocker.unblock(), undone():
        filled = filled_tables()
        load_start_data()
        return keep(filled=filled)


@pytest.fixture
def start_data(db: None, kept_start_data: list[Kept]) -> None:
    put_back(kept_start_data)
