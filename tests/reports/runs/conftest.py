"""A short report, asked for at a moment at which the clock of the database stands still."""

from datetime import date

import pytest

from slimsamenwerken.history.acting import acting
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import Purpose
from slimsamenwerken.reports.operations import Wish, building
from slimsamenwerken.reports.render import FORMATS
from tests.reports.runs.working import END_2015, NOW, TODAY


@pytest.fixture(autouse=True)
def _standing_still(clock):
    clock(NOW.isoformat())
    with acting(by=None, source="seed"):
        yield


@pytest.fixture
def definition():
    return operations.create_definition(
        key="kort", title="Kort rapport", sections=["method"], valid_on=date(2013, 1, 1),
        by=None, origin="seed",
    )  # fmt: skip


@pytest.fixture
def ask(definition):
    def ask_(as_of=END_2015, purpose=Purpose.SCHEDULED, **fields):
        wish = Wish(as_of, purpose, **fields)
        return operations.request_run(definition=definition, wish=wish, by=None, today=TODAY)

    return ask_


@pytest.fixture
def run(ask):
    return ask()[0]


@pytest.fixture
def only_json(monkeypatch):
    """For tests of what a run does, not of what it prints."""
    monkeypatch.setattr(building, "FORMATS", {"json": FORMATS["json"]})
