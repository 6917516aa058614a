"""The report as of 31-12-2015 on the start data, made once and put back for each test.

The clock stands still while it is made, so that its two moments are the same in every run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from slimsamenwerken.programme.seed.load import load_start_data
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.management.commands.build_year_report import KEY, SECTIONS, TITLE
from slimsamenwerken.reports.models import Purpose, ReportDefinition, ReportRun
from slimsamenwerken.reports.operations import Wish
from slimsamenwerken.reports.render import Given
from tests.factories.kept import Kept, filled_tables, keep, put_back

LOADED_AT = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
ADDRESS = "https://portaal.example/rapporten/voortgang-2015/"
KNOWN_AT = datetime(2026, 2, 2, 13, 30, tzinfo=UTC)
END_2015 = date(2015, 12, 31)
TODAY = date(2026, 2, 2)


@dataclass(frozen=True)
class Shelf:
    """`start`: the start data; `report`: that, and the published report of 2015; `content`: the
    bytes of its snapshot, for tests that need no database."""

    start: list[Kept]
    report: list[Kept]
    content: bytes


def stand_at(moment: datetime) -> None:
    """The clock of the database stands still, until the transaction is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION core_clock() RETURNS timestamptz LANGUAGE sql VOLATILE "
            f"AS $$ SELECT timestamptz '{moment.isoformat()}' $$"
        )


def make_definition() -> ReportDefinition:
    """As the command `build_year_report` makes it."""
    return operations.create_definition(
        key=KEY, title=TITLE, sections=SECTIONS, valid_on=date(2013, 1, 1), by=None, origin="seed"
    )


def ask_run(
    as_of: date = END_2015, purpose: str = Purpose.SCHEDULED, key: str = KEY, **fields: object
) -> ReportRun:
    """A run in the queue of the definition with that key; `fields` go to the wish."""
    definition = ReportDefinition.objects.get(key=key)
    wish = Wish(as_of, purpose, **fields)  # type: ignore[arg-type]
    return operations.request_run(definition=definition, wish=wish, by=None, today=TODAY)[0]


def work_to_the_end(run: ReportRun, now: datetime = KNOWN_AT) -> ReportRun:
    """What the task of a worker does, in this process."""
    state = operations.work(run.pk, worker="test", now=now)
    run.refresh_from_db()
    assert state == run.state == "ready", run.error
    return run


@pytest.fixture(scope="session")
def shelf(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Shelf:
    with django_db_blocker.unblock(), _undone():
        filled = filled_tables()
        stand_at(LOADED_AT)
        load_start_data()
        start = keep(filled=filled)
        stand_at(KNOWN_AT)
        make_definition()
        run = work_to_the_end(ask_run(period_key="2015"))
        operations.publish_run(run=run, by=None, origin="task")
        return Shelf(start, keep(filled=filled), bytes(run.snapshot.content))


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def start_data(db: None, shelf: Shelf) -> None:
    """The programme with its start data; no report."""
    put_back(shelf.start)


@pytest.fixture
def report(db: None, shelf: Shelf) -> ReportRun:
    """The published yearly report of 2015: `voortgang-2015`."""
    put_back(shelf.report)
    return ReportRun.objects.select_related("snapshot", "definition", "definition_version").get()


@pytest.fixture
def given(db: None, shelf: Shelf) -> Given:
    """What a renderer gets for the report of 2015."""
    return Given(shelf.content, "voortgang-2015", ADDRESS)
