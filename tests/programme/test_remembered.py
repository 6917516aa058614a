"""Statuses are kept in the process; a write is seen at once, a rollback leaves nothing behind."""

import random
from datetime import date, timedelta

import pytest
from django.db import transaction

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.queries import loaders, remembered
from slimsamenwerken.programme.queries.goals import assessment
from slimsamenwerken.programme.queries.remembered import all_states, kept_states
from tests.factories.programme import (
    make_action,
    make_actor,
    make_indicator,
    make_line,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)
from tests.programme.listing import queries

DAY = date(2015, 12, 31)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    remembered.forget()
    yield
    remembered.forget()


def computed(action) -> str:
    return all_states(DAY).states[action.pk].computed


def test_inside_a_transaction_nothing_is_remembered(db):
    action = make_action()
    assert computed(action) == "unknown"
    make_update(action, date(2015, 6, 1), declared_status="started")
    assert computed(action) == "started"


@pytest.mark.django_db(transaction=True)
def test_second_reader_costs_two_queries(django_assert_num_queries):
    make_action()
    first = all_states(DAY)
    with django_assert_num_queries(2):
        assert all_states(DAY) is first


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "write",
    [
        lambda a: make_update(a, date(2015, 6, 1), declared_status="started"),
        lambda a: make_milestone(a, due_on=date(2015, 1, 1)),
        lambda a: make_measurement(make_indicator(a), 5, date(2015, 6, 1)),
        lambda a: make_role(make_actor(), a),
        lambda _a: make_line(),
        lambda a: operations.continue_action(
            start=a,
            to_action=make_action(),
            kind="continued_in",
            by=None,
            valid_on=DAY,
            origin="seed",
        ),
        lambda _a: operations.succeed_actor(
            from_actor=make_actor(),
            to_actor=make_actor(),
            kind="merged",
            by=None,
            valid_on=DAY,
            origin="seed",
        ),
        lambda _a: operations.set_rules(
            by=None, valid_on=DAY, decided_by="stuurgroep (voorbeeld)", origin="seed"
        ),
        lambda a: operations.withdraw_fact(
            fact=a.versions.get(), by=None, reason="voorbeeld van een reden"
        ),
    ],
    ids=[
        "update",
        "milestone",
        "measurement",
        "role",
        "line",
        "continued",
        "succeeded",
        "rules",
        "withdrawal",
    ],
)
def test_a_write_is_seen_by_the_next_reader(write):
    action = make_action()
    before = all_states(DAY)
    write(action)
    assert all_states(DAY) is not before


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_remembered():
    action, other = make_action(), make_action()
    assert computed(action) == "unknown"
    with transaction.atomic():
        make_update(action, date(2015, 6, 1), declared_status="started")
        assert computed(action) == "started"
        transaction.set_rollback(True)
    # One write, as many as were rolled back: the number is the same, the truth is not.
    make_update(other, date(2015, 6, 1), declared_status="started")
    assert computed(action) == "unknown"
    assert computed(other) == "started"


@pytest.mark.parametrize("aggregation", ["state", "cumulative", "latest", "flow", "ratio"])
@pytest.mark.parametrize("seed", range(4))
def test_brief_measurements_tell_the_same(db, aggregation, seed):
    chance = random.Random(f"{aggregation}{seed}")  # noqa: S311 - a seeded example, no secret
    unit = "%" if aggregation == "ratio" else "aantal"
    indicator = make_indicator(make_action(), aggregation=aggregation, unit=unit, decimals=1)
    day = date(2014, 1, 1)
    for number in range(12):
        day += timedelta(days=chance.choice([0, 20, 40]))
        parts = {}
        value = chance.randint(1, 90)
        if aggregation == "ratio":
            parts = {"numerator": value, "denominator": 100}
        make_measurement(
            indicator, value, day, source=f"bron {number}",
            is_baseline=number in (0, 3) or chance.random() < 0.1,
            dims={"deel": "a"} if chance.random() < 0.2 else {}, **parts,
        )  # fmt: skip
    operations.set_target(
        indicator=indicator, by=None, origin="seed", value=95, due_on=date(2016, 6, 30),
        valid_on=date(2014, 1, 1), decided_by="stuurgroep (voorbeeld)",
    )  # fmt: skip
    for as_of in (date(2014, 3, 1), date(2014, 9, 1), DAY):
        whole = assessment(loaders.indicators(as_of, None)[indicator.pk], as_of)
        brief = assessment(loaders.indicators(as_of, None, brief=True)[indicator.pk], as_of)
        assert brief.headline.value == whole.headline.value
        assert brief.headline.rows == whole.headline.rows
        assert brief.baseline == whole.baseline
        assert (brief.progress, brief.pace, brief.met) == (whole.progress, whole.pace, whole.met)


@pytest.mark.django_db(transaction=True)
def test_what_follows_is_kept_until_a_write():
    action = make_action()
    asked = []

    def load() -> int:
        asked.append(1)
        return len(asked)

    assert [all_states(DAY).keep("x", load) for _ in range(3)] == [1, 1, 1]
    make_role(make_actor(), action)
    assert all_states(DAY).keep("x", load) == 2


@pytest.mark.django_db(transaction=True)
def test_list_takes_what_is_remembered_and_shows_the_same(client):
    for number in range(3):
        action = make_action(code=f"9.9.0{number}")
        make_update(action, date(2015, 6, 1), declared_status="started")
    path = f"/acties/?as_of={DAY}"
    loaded = [(s.code, s.declared, s.computed) for s in client.get(path).context["page_obj"]]
    assert kept_states(DAY) is None  # a list of fifty does not load all of them
    own = queries(client, path)
    all_states(DAY)
    taken = [(s.code, s.declared, s.computed) for s in client.get(path).context["page_obj"]]
    assert taken == loaded
    assert len(taken) == 3
    assert queries(client, path) < own
    make_update(action, date(2015, 7, 1), declared_status="attention")
    assert client.get(path).context["page_obj"][2].declared == "attention"


@pytest.mark.django_db(transaction=True)
def test_only_the_last_moments_are_kept():
    make_action()
    days = [DAY + timedelta(days=n) for n in range(remembered.KEPT + 1)]
    for day in days:
        all_states(day)
    assert kept_states(days[0]) is None
    assert all(kept_states(day) for day in days[1:])
