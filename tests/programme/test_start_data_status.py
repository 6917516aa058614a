"""The start data through the status rules: the expectations of the guide, day by day."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from slimsamenwerken.programme.models import ActionVersion
from slimsamenwerken.programme.queries.states import ActionState, load_states
from slimsamenwerken.programme.seed.load import load_start_data

END_2015 = date(2015, 12, 31)
EXPECTED = {"on_track": 12, "achieved": 11, "started": 4, "not_started": 3}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for the module; each test stands in a savepoint of this transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_start_data()
        yield
        transaction.set_rollback(True)


def actions_at(as_of: date, known_at: datetime | None = None) -> dict[str, ActionState]:
    """The actions of that day by code, without the lever projects."""
    versions = ActionVersion.objects.at(as_of, known_at).filter(kind="action")
    return {state.code: state for state in load_states(versions, as_of, known_at)}


def test_declared_and_computed_agree_at_the_reference_day() -> None:
    states = actions_at(END_2015)
    assert Counter(state.declared for state in states.values()) == {**EXPECTED, "": 2}
    assert Counter(state.computed for state in states.values()) == {**EXPECTED, "unknown": 2}
    assert not [code for code, state in states.items() if state.deviates]
    assert {c for c, s in states.items() if s.computed == "unknown"} == {"1.1.10", "1.2.05"}


def test_computed_at_the_end_of_2014() -> None:
    achieved = ("1.2.03", "1.3.04", "1.3.05", "1.4.02", "1.5.03", "1.5.04")
    computed = {code: state.computed for code, state in actions_at(date(2014, 12, 31)).items()}
    assert computed == {
        **dict.fromkeys(achieved, "achieved"),
        "1.2.04": "on_track",
        "1.5.05": "started",
    }


def test_computed_at_the_end_of_2013() -> None:
    computed = {code: state.computed for code, state in actions_at(date(2013, 12, 31)).items()}
    assert computed == {"1.2.03": "achieved", "1.2.04": "on_track", "1.4.02": "started"}


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (date(2016, 12, 31), "on_track"),
        (date(2017, 1, 1), "attention"),
        (date(2017, 1, 31), "action_needed"),
    ],
)
def test_the_scan_goes_red_when_its_end_passes(as_of: date, status: str) -> None:
    assert actions_at(as_of)["1.2.04"].computed == status


@pytest.mark.parametrize("as_of", [date(2017, 1, 31), date(2026, 11, 24)])
def test_without_new_data_the_status_ages(as_of: date) -> None:
    states = actions_at(as_of)
    assert Counter(state.computed for state in states.values()) == {
        "started": 13,
        "achieved": 11,
        "on_track": 2,
        "action_needed": 2,
        "not_started": 2,
        "unknown": 2,
    }
    assert {c for c, s in states.items() if s.computed == "action_needed"} == {"1.2.04", "1.5.02"}
    assert sum(state.deviates for state in states.values()) == 11


def test_nothing_was_known_before_loading() -> None:
    assert actions_at(END_2015, datetime(2016, 6, 1, tzinfo=UTC)) == {}


def test_lever_projects_have_no_status() -> None:
    versions = ActionVersion.objects.at(END_2015).filter(kind="lever_project")
    states = load_states(versions, END_2015)
    assert [(s.declared, s.computed) for s in states] == [("", "unknown"), ("", "unknown")]
