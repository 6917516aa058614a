"""A short report in one format, so that the pages are what is tested."""

from datetime import date

import pytest

from slimsamenwerken.history.acting import acting
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.operations import building
from slimsamenwerken.reports.render import FORMATS
from slimsamenwerken.reports.views import running
from tests.reports.running.desk import ask, client_of


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """One format, and a broker that answers."""
    monkeypatch.setattr(building, "FORMATS", {"json": FORMATS["json"]})
    monkeypatch.setattr(running, "queue_length", lambda: 0)
    with acting(by=None, source="seed"):
        yield


@pytest.fixture
def definition(db):
    return operations.create_definition(
        key="kort", title="Kort rapport", sections=["method"], valid_on=date(2013, 1, 1),
        by=None, origin="seed",
    )  # fmt: skip


@pytest.fixture
def run(definition):
    return ask(definition)


@pytest.fixture
def staff(db):
    return client_of("staff")
