"""Twelve month-ends of a made-up programme equal what SQL alone says."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from slimsamenwerken.core.clocks import freeze
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.metrics import Metric, Reading, Scope, metrics, month_ends
from slimsamenwerken.programme.models import MilestoneOutcome, Participation
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_line,
    make_milestone,
    make_role,
    make_update,
)
from tests.programme.metric_oracle import oracle
from tests.programme.metric_rows import Maker

pytestmark = pytest.mark.django_db

KEYS = [metric.key for metric in metrics if metric.key.startswith("programme.")]
DAY = date(2016, 6, 30)


@pytest.fixture(scope="module", autouse=True)
def _programme(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Made once; each test stands in a savepoint of this transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        Maker(2016).programme(actions=26)
        yield
        transaction.set_rollback(True)


def of(key: str) -> Metric:
    metric = metrics.get(key)
    assert metric is not None
    return metric


@pytest.mark.parametrize("key", KEYS)
def test_twelve_month_ends_equal_the_oracle(key: str) -> None:
    metric, values = of(key), set()
    for day in month_ends(date(2016, 12, 31), 12):
        reading = metric.compute(day, None, Scope())
        value, numerator, denominator = oracle(key, day)
        values.add(value)
        assert (reading.value is None) == (value is None), day
        assert reading.value is None or value is None or abs(reading.value - value) < 1e-9, day
        assert reading.numerator == numerator, day
        assert reading.denominator == denominator, day
    assert len(values) > 2, "a constant figure would prove nothing"


@pytest.mark.parametrize("key", [k for k in KEYS if k != "programme.new_cross_sector_pairs"])
def test_a_line_equals_the_oracle(key: str) -> None:
    reading = of(key).compute(DAY, None, Scope(line="7.1"))
    value, numerator, denominator = oracle(key, DAY, line="7.1")
    assert reading.value == pytest.approx(value)
    assert (reading.numerator, reading.denominator) == (numerator, denominator)


@pytest.mark.parametrize("key", KEYS)
def test_rows_are_exactly_what_was_counted(key: str) -> None:
    for day in month_ends(date(2016, 12, 31), 12):
        reading = of(key).compute(day, None, Scope())
        rows = of(key).rows(day, None, Scope())
        assert len(rows) == reading.rows_count
        assert len({row.key for row in rows}) == len(rows)
        if reading.numerator is not None:
            assert sum(row.counted is True for row in rows) == reading.numerator


def test_all_metrics_together_load_their_rows_once() -> None:
    scope = Scope()
    with CaptureQueriesContext(connection) as queries:
        for metric in metrics:
            metric.compute(DAY, None, scope)
            metric.rows(DAY, None, scope)
    assert len(queries) <= 16


def test_later_data_leave_an_earlier_knowledge_as_it_was() -> None:
    """The later data change every figure of now, so that the test can fail."""
    known_at = freeze()
    before, rows = _answers(known_at)
    assert _answers(None) == (before, rows)
    _later_data()
    assert _answers(known_at) == (before, rows)
    now, _rows = _answers(None)
    assert [key for key in KEYS if now[key] == before[key]] == []
    for key in KEYS:
        assert before[key].value == pytest.approx(oracle(key, DAY, known_at)[0])


Rows = dict[str, list[tuple[str, UUID]]]


def _answers(known_at: datetime | None) -> tuple[dict[str, Reading], Rows]:
    """What each metric says at that knowledge, and the rows behind it."""
    scope = Scope()
    return (
        {key: of(key).compute(DAY, known_at, scope) for key in KEYS},
        {key: [row.key for row in of(key).rows(DAY, known_at, scope)] for key in KEYS},
    )


def _later_data() -> None:
    """Rows about the past, recorded later: new ones, and old ones withdrawn."""
    lead, company = make_actor(kind="government"), make_actor(kind="company")
    line = make_line()
    for _action in range(12):
        action = make_action(line=line, is_continuous=True)
        make_update(action, DAY, declared_status="started")
        make_role(lead, action, since=DAY)
        make_role(company, action, role="partner", since=DAY)
        milestone = make_milestone(action, due_on=date(2016, 3, 1))
        operations.record_outcome(
            milestone=milestone, kind="realised", statement="Een voorbeeld van een resultaat.",
            valid_on=date(2016, 1, 1), **BASE,
        )  # fmt: skip
    for row in [*MilestoneOutcome.objects.known()[:3], *Participation.objects.known()[:3]]:
        operations.withdraw_fact(fact=row, by=None, reason="voorbeeld van intrekking")
