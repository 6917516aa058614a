"""Two people who press at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from slimsamenwerken.history.acting import acting
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import Publication, Purpose, ReportRun, State
from slimsamenwerken.reports.operations import Wish, building
from slimsamenwerken.reports.render import FORMATS

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 4


@pytest.fixture
def definition():
    with acting(by=None, source="seed"):
        return operations.create_definition(
            key="samen", title="Voorbeeldrapport", sections=["method"],
            valid_on=date(2013, 1, 1), by=None, origin="seed",
        )  # fmt: skip


def together(work):
    """Everyone does it at once, each on a connection of their own."""
    start = Barrier(PEOPLE)

    def one(_number):
        try:
            start.wait(10)
            return work()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


@pytest.mark.parametrize("purpose", [Purpose.MANUAL, Purpose.SCHEDULED, Purpose.PROOF])
def test_everyone_gets_the_same_run(definition, purpose):
    wish = Wish(date(2015, 12, 31), purpose)
    answers = together(
        lambda: operations.request_run(
            definition=definition, wish=wish, by=None, today=timezone.localdate()
        )
    )
    assert ReportRun.objects.count() == 1
    assert len({run.pk for run, _new in answers}) == 1
    assert [new for _run, new in answers].count(True) == 1


def test_one_worker_claims_and_one_person_publishes(definition, monkeypatch):
    monkeypatch.setattr(building, "FORMATS", {"json": FORMATS["json"]})
    wish = Wish(date(2015, 12, 31))
    run, _new = operations.request_run(
        definition=definition, wish=wish, by=None, today=timezone.localdate()
    )
    states = together(lambda: operations.work(run.pk, worker="w", now=timezone.now()))
    assert sorted(states) == ["", "", "", State.READY]
    run.refresh_from_db()
    answers = together(lambda: operations.publish_run(run=run, by=None, origin="task"))
    assert [isinstance(answer, Publication) for answer in answers].count(True) == 1
    assert Publication.objects.count() == 1
