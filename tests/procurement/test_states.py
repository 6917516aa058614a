"""How versions stand at a moment: checks 6 and 7 of the start data, and what time makes of them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from procurement import models as p
from procurement.queries.states import (
    in_consultation_at,
    in_force_at,
    months_before,
    states_at,
    to_review_at,
)
from procurement.seed.load import load_procurement
from slimsamenwerken.core.clocks import freeze
from tests.factories.drafts import bare
from tests.factories.kept import Kept, filled_tables, keep, put_back
from tests.procurement.builders import make_version, retire
from tests.standing.rolling import undone

pytestmark = pytest.mark.django_db
START = date(2026, 1, 15)
LATER = date(2027, 1, 1)
BEFORE_LAW, LAW = date(2026, 8, 5), date(2026, 8, 6)


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[Kept]:
    with django_db_blocker.unblock(), undone():
        filled = filled_tables()
        load_procurement()
        return keep(filled=filled)


@pytest.fixture
def _loaded(db: None, kept: list[Kept]) -> None:
    put_back(kept)


def row_at(day: date, known_at: datetime | None = None, number: int = 1) -> Any:
    """That of MB-003; the drafts of other tables bring criteria of their own."""
    return states_at(day, known_at).get(criterion__code="MB-003", number=number)


def essential(day: date) -> list[str]:
    rows = in_force_at(day).filter(essential=True, criterion__groups__prefix="MB")
    return sorted(rows.values_list("criterion__code", flat=True))


@pytest.mark.usefixtures("_loaded")
def test_6_law_takes_a_criterion_out_of_the_essential_set() -> None:
    assert essential(BEFORE_LAW) == ["MB-006", "MB-016", "MB-017"]
    assert essential(LAW) == ["MB-016", "MB-017"]
    assert in_force_at(BEFORE_LAW).get(criterion__code="MB-006").number == 1
    assert in_force_at(LAW).get(criterion__code="MB-006").number == 2
    assert in_force_at(LAW).count() == in_force_at(BEFORE_LAW).count() == 42


@pytest.mark.usefixtures("_loaded")
def test_7_what_is_past_is_on_the_review_list_from_day_one() -> None:
    found = to_review_at(START).values_list("criterion__code", flat=True)
    assert list(found) == ["VL-001"]


@pytest.mark.usefixtures("_loaded")
def test_states_of_the_start_data() -> None:
    rows = {(row.criterion.code, row.number): row for row in states_at(LAW)}
    assert len(rows) == 64
    assert (rows["MB-006", 1].state, rows["MB-006", 1].superseded) == ("published", True)
    assert (rows["MB-006", 2].state, rows["MB-006", 2].superseded) == ("published", False)
    assert rows["GB-005", 1].state == "draft"
    assert (rows["VL-001", 1].state, rows["VL-001", 1].review_due) == ("consultation", True)
    assert in_consultation_at(START).count() == 17


def test_later_version_takes_over_on_its_day() -> None:
    first = make_version()
    second = make_version(since=LATER)
    assert list(in_force_at(LATER - timedelta(days=1))) == [first]
    assert list(in_force_at(LATER)) == [second]
    assert not in_force_at(START - timedelta(days=1)).exists()


def test_replaced_version_does_not_come_back_when_its_successor_retires() -> None:
    make_version()
    second = make_version(since=LATER)
    retire(second, LATER + timedelta(days=30))
    assert list(in_force_at(LATER + timedelta(days=29))) == [second]
    assert not in_force_at(LATER + timedelta(days=30)).exists()
    row = row_at(LATER + timedelta(days=30))
    assert (row.state, row.superseded) == ("published", True)


def test_draft_or_consultation_of_a_next_version_replaces_nothing() -> None:
    first = make_version()
    make_version(state="consultation", since=LATER)
    assert list(in_force_at(LATER)) == [first]


def test_state_as_it_was_known() -> None:
    version = make_version()
    then = freeze()
    retire(version, START)
    assert not in_force_at(START).exists()
    assert list(in_force_at(START, then)) == [version]
    assert row_at(START, then).state == "published"


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({}, False),
        ({"review_by": START}, False),
        ({"review_by": START - timedelta(days=1)}, True),
        ({"checked_on": date(2024, 1, 15)}, False),
        ({"checked_on": date(2024, 1, 14)}, True),
    ],
)
def test_review_is_due_by_time(fields: dict[str, Any], due: bool) -> None:
    make_version(**fields)
    assert to_review_at(START).exists() is due
    assert row_at(START).review_due is due


@pytest.mark.parametrize(
    ("law", "due"),
    [
        ({"applies_from": START}, False),
        ({"applies_from": LATER}, True),
        ({"applies_from": LATER + timedelta(days=1)}, False),
        ({"applies_until": LATER}, False),
        ({"applies_until": LATER - timedelta(days=1)}, True),
    ],
)
def test_review_is_due_by_law(law: dict[str, date], due: bool) -> None:
    draft = make_version(state="draft")
    bare(p.VersionLegalBasis, version=draft, legal_basis=bare(p.LegalBasis, **law))
    assert not to_review_at(LATER).exists()  # a draft is not watched
    bare(p.VersionTransition, version=draft, to_state="consultation", valid_on=START)
    assert to_review_at(LATER).exists() is due
    assert row_at(LATER).review_due is due


def test_months_before_ends_in_a_shorter_month() -> None:
    assert months_before(date(2028, 2, 29), 24) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 31), 2) == date(2025, 11, 30)
    assert months_before(date(2026, 12, 5), 24) == date(2024, 12, 5)
