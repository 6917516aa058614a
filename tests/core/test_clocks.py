"""The two clocks: selection, trigger, withdrawal, replacement and the freeze barrier."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from slimsamenwerken.core.clocks import StaleEditError, freeze, insert, replace, touch, withdraw
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import ActorVersion, Measurement
from tests.factories.programme import make_actor, make_indicator, make_measurement

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


def rename(actor, name, valid_on, **fields):
    return operations.change_actor(
        actor=actor, name=name, kind="network", valid_on=valid_on, by=None, origin="seed", **fields
    )


def name_at(actor, as_of, known_at=None):
    row = ActorVersion.objects.at(as_of, known_at, actor=actor).first()
    return row.name if row else None


def test_rename_shows_the_old_name_before_its_day():
    actor = make_actor(name="Oud")
    rename(actor, "Nieuw", MARCH)
    assert name_at(actor, date(2026, 2, 28)) == "Oud"
    assert name_at(actor, MARCH) == "Nieuw"


def test_rename_recorded_late_is_unknown_at_an_earlier_moment(clock):
    clock("2013-01-01T10:00:00+01:00")
    actor = make_actor(name="Oud")
    clock("2026-06-01T10:00:00+02:00")
    rename(actor, "Nieuw", MARCH)
    day = date(2026, 3, 31)
    assert name_at(actor, day) == "Nieuw"
    assert name_at(actor, day, datetime(2026, 5, 31, 22, tzinfo=UTC)) == "Oud"


def test_a_filter_behind_at_does_not_find_an_old_name():
    actor = make_actor(name="Oud")
    rename(actor, "Nieuw", MARCH)
    found = ActorVersion.objects.at(date(2026, 4, 1)).filter(name="Oud")
    assert not found.exists()


def test_at_narrows_only_by_subject():
    with pytest.raises(ValueError, match="narrows by its subject"):
        ActorVersion.objects.at(MARCH, name="Oud")


def test_before_the_first_version_there_is_nothing():
    assert name_at(make_actor(), date(2012, 12, 31)) is None


def test_withdrawn_row_counts_at_an_earlier_moment_only():
    actor = make_actor(name="Fout")
    before = freeze()
    withdraw(ActorVersion.objects.get(actor=actor), by=None, reason="was fout")
    assert name_at(actor, MARCH) is None
    assert name_at(actor, MARCH, before) == "Fout"


def test_two_values_on_one_day_latest_recorded_wins():
    indicator = make_indicator()
    make_measurement(indicator, 1, MARCH, source="A")
    make_measurement(indicator, 2, MARCH, source="B")
    newest = Measurement.objects.until(MARCH).filter(indicator=indicator).newest_first()
    assert [row.value for row in newest] == [2, 1]


def test_recorded_at_is_set_by_the_database_whatever_is_supplied():
    actor = make_actor()
    row = ActorVersion(actor=actor, name="X", kind="network", valid_on=MARCH)
    row.recorded_at = datetime(2000, 1, 1, tzinfo=UTC)
    row.origin = "seed"
    row.save()
    row.refresh_from_db()
    assert row.recorded_at.year > 2000


@pytest.mark.parametrize("statement", ["name = 'Anders'", "valid_on = '2020-01-01'"])
def test_an_update_of_a_fact_is_refused(statement):
    actor = make_actor()
    with pytest.raises(IntegrityError, match="only be withdrawn"), transaction.atomic():
        _sql(f"UPDATE programme_actorversion SET {statement} WHERE actor_id = {actor.pk}")


def test_a_delete_of_a_fact_is_refused():
    make_actor()
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        _sql("DELETE FROM programme_actorversion")


def test_a_withdrawal_happens_once():
    row = ActorVersion.objects.get(actor=make_actor())
    withdraw(row, by=None, reason="eerste reden")
    first = row.withdrawn_at
    withdraw(row, by=None, reason="tweede reden")
    row.refresh_from_db()
    assert (row.withdrawn_at, row.withdrawn_reason) == (first, "eerste reden")
    with pytest.raises(IntegrityError), transaction.atomic():
        _sql("UPDATE programme_actorversion SET withdrawn_reason = 'derde reden'")


def test_a_withdrawal_needs_a_reason_of_five_characters():
    row = ActorVersion.objects.get(actor=make_actor())
    with pytest.raises(ValidationError):
        withdraw(row, by=None, reason="foei")


def test_a_correction_replaces_a_withdrawn_row_of_the_same_subject():
    first, second = make_actor(), make_actor()
    old = ActorVersion.objects.get(actor=first)
    new = ActorVersion(actor=first, name="Juist", kind="network", valid_on=old.valid_on)
    replace(old, new, by=None, reason="tikfout", origin="seed")
    assert name_at(first, MARCH) == "Juist"
    assert new.replaces == old

    wrong = ActorVersion(actor=second, name="X", kind="network", valid_on=MARCH, replaces=new)
    with pytest.raises(ValidationError, match=r"hetzelfde onderwerp|same subject"):
        insert(wrong, by=None, origin="seed")


def test_touch_raises_the_version_once_per_write():
    actor = make_actor()
    before = actor.version
    rename(actor, "Nieuw", MARCH)
    actor.refresh_from_db()
    assert actor.version == before + 1


def test_a_stale_form_saves_nothing():
    actor = make_actor()
    seen = actor.version
    touch(actor)
    with pytest.raises(StaleEditError):
        rename(actor, "Nieuw", MARCH, version=seen)
    assert name_at(actor, MARCH) != "Nieuw"


def test_rows_after_a_freeze_are_stamped_after_it_also_when_the_clock_steps_back(clock):
    clock("2026-06-01T10:00:00+02:00")
    moment = freeze()
    clock("2026-05-31T10:00:00+02:00")
    actor = make_actor()
    row = ActorVersion.objects.get(actor=actor)
    assert row.recorded_at > moment
    assert freeze() > moment
    assert name_at(actor, MARCH, moment) is None


def test_frozen_moments_grow(clock):
    clock("2026-06-01T10:00:00+02:00")
    first = freeze()
    assert freeze() == first + timedelta(microseconds=1)


def _sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
