"""Operations in time: successions make no circle, roles do not overlap, old plans never change."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from slimsamenwerken.programme import operations as do
from slimsamenwerken.programme.models import MilestonePlan, Participation, Target
from tests.factories.accounts import make_person
from tests.factories.programme import make_action, make_actor, make_role
from tests.programme.test_operations import LONG, ON, SEED, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return make_world()


# ── successions ──────────────────────────────────────────────────────────────────────────────
def test_succession_of_actions_that_closes_a_circle_is_refused():
    first, second, third = make_action(), make_action(), make_action()
    link = {"kind": "continued_in", **ON}
    do.continue_action(start=first, to_action=second, **link)
    do.continue_action(start=second, to_action=third, **link)
    with pytest.raises(ValidationError, match="Deze opvolging maakt een kring"):
        do.continue_action(start=third, to_action=first, **link)


def test_succession_of_actors_that_closes_a_circle_is_refused():
    first, second = make_actor(), make_actor()
    do.succeed_actor(from_actor=first, to_actor=second, kind="merged", **ON)
    with pytest.raises(ValidationError, match="Deze opvolging maakt een kring"):
        do.succeed_actor(from_actor=second, to_actor=first, kind="merged", **ON)


def test_withdrawn_succession_makes_no_circle():
    first, second = make_action(), make_action()
    row = do.continue_action(start=first, to_action=second, kind="continued_in", **ON)
    do.withdraw_fact(fact=row, by=None, reason="Verkeerde richting.")
    assert do.continue_action(start=second, to_action=first, kind="continued_in", **ON).pk


def test_line_may_be_the_predecessor_and_closes_nothing(w):
    row = do.continue_action(start=w.line, to_action=w.action, kind="continued_in", **ON)
    assert (row.from_line, row.from_action, row.closes_predecessor) == (w.line, None, False)


def test_only_the_chosen_roles_move_to_the_successor(w):
    carried = make_role(w.second, w.action, "partner", note="Voorbeeld")
    kept = make_role(w.second, w.other, "partner")
    do.succeed_actor(
        from_actor=w.second, to_actor=w.actor, kind="merged", carry=[carried],
        **ON | {"valid_on": date(2016, 1, 1)},
    )  # fmt: skip

    def actors(action, day):
        found = Participation.objects.until(day).filter(action=action, role="partner")
        return [row.actor for row in found]

    assert actors(w.action, date(2015, 12, 31)) == [w.second]
    assert actors(w.action, date(2016, 1, 1)) == [w.actor]
    assert actors(w.other, date(2016, 1, 1)) == [w.second]
    new = Participation.objects.known().get(actor=w.actor, role="partner")
    assert (new.since, new.note) == (date(2016, 1, 1), "Voorbeeld")
    assert Participation.objects.known().filter(pk=kept.pk).exists()


# ── roles in time ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("since", "until", "fits"),
    [
        (date(2015, 1, 1), None, True),
        (None, date(2013, 12, 31), True),
        (date(2014, 12, 31), None, False),
        (None, date(2014, 1, 1), False),
        (None, None, False),
        (date(2014, 6, 1), date(2014, 6, 1), False),
    ],
)
def test_actor_has_a_role_once_at_a_time(w, since, until, fits):
    """The role in place runs from 1 January to 31 December 2014, both inclusive."""
    given = {"actor": w.actor, "target": w.action, "role": "lead", "since": since, "until": until}
    if fits:
        assert do.add_participation(**given, **SEED).pk
    else:
        with pytest.raises(ValidationError, match="heeft die rol al in deze periode"):
            do.add_participation(**given, **SEED)


@pytest.mark.parametrize("field", ["role", "actor", "target"])
def test_another_role_actor_or_place_does_not_stand_in_the_way(w, field):
    given = {"actor": w.actor, "target": w.action, "role": "lead"}
    given |= {field: {"role": "partner", "actor": w.second, "target": w.line}[field]}
    assert do.add_participation(**given, since=date(2014, 6, 1), **SEED).pk


def test_withdrawn_role_does_not_stand_in_the_way(w):
    do.withdraw_fact(fact=w.role, by=None, reason="Nooit zo geweest.")
    assert do.add_participation(actor=w.actor, target=w.action, role="lead", **SEED).pk


def test_ended_role_keeps_its_start_and_its_history(w):
    row = make_role(w.second, w.action, "partner", since=date(2014, 1, 1))
    new = do.end_participation(
        participation=row, until=date(2015, 1, 1), by=w.user, reason="Het project is af."
    )
    row.refresh_from_db()
    assert (new.since, new.until, new.replaces) == (date(2014, 1, 1), date(2015, 1, 1), row)
    assert row.withdrawn_reason == "Het project is af."


def test_withdrawn_row_cannot_be_corrected(w):
    do.withdraw_fact(fact=w.value, by=None, reason="Fout overgenomen.")
    with pytest.raises(ValidationError, match="al ingetrokken"):
        do.correct_fact(fact=w.value, changes={"value": 7}, reason=LONG, **SEED)


# ── earlier plans and targets ────────────────────────────────────────────────────────────────
@pytest.fixture(params=["plan", "target"])
def earlier(request, w):
    return (MilestonePlan if request.param == "plan" else Target).objects.get()


def sql(statement, row, **how):
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=row._meta.db_table, pk=row.pk, **how))


PATHS = {
    "UPDATE": lambda row: sql("UPDATE {table} SET due_on = '2030-01-01' WHERE id = {pk}", row),
    "UPDATE of the number": lambda row: sql("UPDATE {table} SET number = 7 WHERE id = {pk}", row),
    "UPDATE of the stamp": lambda row: sql(
        "UPDATE {table} SET recorded_at = '2000-01-01' WHERE id = {pk}", row
    ),
    "UPDATE with a withdrawal": lambda row: sql(
        "UPDATE {table} SET due_on = '2030-01-01', withdrawn_at = now(), "
        "withdrawn_reason = 'verborgen' WHERE id = {pk}", row
    ),
    "DELETE": lambda row: sql("DELETE FROM {table} WHERE id = {pk}", row),
    "upsert": lambda row: sql(
        "INSERT INTO {table} SELECT * FROM {table} WHERE id = {pk} "
        "ON CONFLICT (id) DO UPDATE SET due_on = '2030-01-01'", row
    ),
    "save": lambda row: (setattr(row, "due_on", date(2030, 1, 1)), row.save()),
    "update": lambda row: type(row).objects.filter(pk=row.pk).update(due_on=date(2030, 1, 1)),
    "bulk_update": lambda row: (
        setattr(row, "due_on", date(2030, 1, 1)),
        type(row).objects.bulk_update([row], ["due_on"]),
    ),
    "delete": lambda row: row.delete(),
}  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_alters_an_earlier_plan_or_target(earlier, path):
    columns = [field.attname for field in earlier._meta.concrete_fields]
    before = type(earlier).objects.values_list(*columns).get(pk=earlier.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        PATHS[path](earlier)
    assert type(earlier).objects.values_list(*columns).get(pk=earlier.pk) == before


def test_admin_site_offers_no_way_to_change_them(earlier, client):
    client.force_login(make_person("admin", is_staff=True, is_superuser=True))
    name = earlier._meta.model_name
    for path in (f"{earlier.pk}/change/", f"{earlier.pk}/delete/", "add/"):
        response = client.post(f"/admin/programme/{name}/{path}", {"due_on": "2030-01-01"})
        assert response.status_code == 403
    earlier.refresh_from_db()
    assert earlier.due_on < date(2018, 1, 1)
