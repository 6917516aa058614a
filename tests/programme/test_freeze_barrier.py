"""Programme guide §14: after a frozen moment nothing can appear at it, whoever was still writing."""

import threading
import time
from datetime import date, timedelta

import pytest
from django.db import OperationalError, connection, transaction

from slimsamenwerken.core import clocks
from slimsamenwerken.core.clocks import freeze
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import ActorVersion, StatusUpdate
from tests.factories.programme import BASE, make_action, make_actor, make_update
from tests.programme.reading import address, text_of

pytestmark = pytest.mark.django_db(transaction=True)
HELD = 3.0


class Writer(threading.Thread):
    """Writes in a connection of its own and keeps its transaction open."""

    def __init__(self, write, *, held=HELD, fails=False):
        super().__init__()
        self.write, self.held, self.fails = write, held, fails
        self.has_written = threading.Event()
        self.committed_at = 0.0
        self.error = None

    def run(self):
        try:
            with transaction.atomic():
                self.write()
                self.has_written.set()
                time.sleep(self.held)
                _ = 1 // (0 if self.fails else 1)
        except Exception as error:  # noqa: BLE001 - handed to the test
            self.error = error
        finally:
            self.committed_at = time.monotonic()
            self.has_written.set()
            connection.close()


def start(write, **how):
    writer = Writer(write, **how)
    writer.start()
    assert writer.has_written.wait(10)
    return writer


@pytest.fixture
def action():
    return make_action(code="8.9.01")


def add(action, body="Geschreven door wie nog bezig was."):
    return lambda: make_update(action, date(2015, 1, 1), body=body)


def known(moment):
    return list(StatusUpdate.objects.known(moment).values_list("body", flat=True))


def test_freeze_waits_for_a_writer_that_is_held_open_and_its_row_is_known_at_it(action):
    writer = start(add(action))
    moment = freeze()
    waited = time.monotonic()
    writer.join()
    assert writer.error is None
    assert waited >= writer.committed_at - 0.5
    assert StatusUpdate.objects.get().recorded_at < moment
    assert known(moment) == ["Geschreven door wie nog bezig was."]


def test_answer_at_a_frozen_moment_is_the_same_before_and_after_the_writers(client, action):
    """A page read at the moment right after the freeze reads the same when all are done."""
    writers = [start(add(action, f"Schrijver nummer {n} was bezig."), held=0.5) for n in range(3)]
    moment = freeze()
    late = Writer(add(action, "Begonnen na het bevriezen."), held=0.2)
    late.start()
    url = address("action-detail", action.code, known_at=moment.isoformat())
    during = text_of(client.get(url))
    for writer in (*writers, late):
        writer.join()
    assert "Schrijver nummer 2" in during
    assert "Begonnen na" not in during
    assert text_of(client.get(url)) == during
    assert "Begonnen na" in text_of(client.get(address("action-detail", action.code)))


def test_writer_that_fails_leaves_nothing_and_lets_the_freeze_go_on(action):
    writer = start(add(action), held=0.5, fails=True)
    moment = freeze()
    writer.join()
    assert isinstance(writer.error, ZeroDivisionError)
    assert known(moment) == []


def test_withdrawal_that_is_held_open_counts_at_the_frozen_moment(action):
    row = make_update(action, date(2015, 1, 1))
    writer = start(
        lambda: operations.withdraw_fact(fact=row, by=None, reason="Fout overgenomen."), held=0.5
    )
    moment = freeze()
    writer.join()
    assert known(moment) == []


def test_writers_do_not_wait_for_each_other(action):
    writer = start(add(action), held=1.5)
    before = time.monotonic()
    make_actor()
    assert time.monotonic() - before < 1.0
    writer.join()


def test_freeze_gives_up_with_an_error_when_a_writer_never_ends(action, monkeypatch):
    monkeypatch.setattr(clocks, "FREEZE_TRIES", 1)
    monkeypatch.setattr(clocks, "LOCK_TIMEOUT", "200ms")
    writer = start(add(action), held=2)
    with pytest.raises(OperationalError):
        freeze()
    writer.join()
    assert freeze() > StatusUpdate.objects.get().recorded_at


def test_freeze_tries_again_until_the_writer_is_done(action, monkeypatch):
    monkeypatch.setattr(clocks, "LOCK_TIMEOUT", "200ms")
    writer = start(add(action), held=2)
    moment = freeze()
    writer.join()
    assert known(moment) == ["Geschreven door wie nog bezig was."]


@pytest.fixture
def set_clock():
    """Set the clock of the database for every connection, and put it right again."""

    def stand_at(expression):
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION core_clock() RETURNS timestamptz LANGUAGE sql "
                f"VOLATILE AS $$ SELECT {expression} $$"
            )

    yield stand_at
    stand_at("clock_timestamp()")


def test_rows_are_stamped_after_the_moment_also_when_the_clock_is_set_back(action, set_clock):
    moment = freeze()
    set_clock("clock_timestamp() - interval '1 hour'")
    writer = start(add(action), held=0)
    writer.join()
    row = StatusUpdate.objects.get()
    assert row.recorded_at == moment + timedelta(microseconds=1)
    assert known(moment) == []


def test_withdrawal_is_stamped_after_the_moment_also_when_the_clock_is_set_back(action, set_clock):
    row = make_update(action, date(2015, 1, 1))
    moment = freeze()
    set_clock("clock_timestamp() - interval '1 hour'")
    operations.withdraw_fact(fact=row, by=None, reason="Fout overgenomen.")
    assert known(moment) == [row.body]
    assert known(None) == []


def test_moments_grow_also_when_the_clock_is_set_back(set_clock):
    first = freeze()
    set_clock("clock_timestamp() - interval '1 hour'")
    assert freeze() == first + timedelta(microseconds=1)


def test_two_freezes_at_once_give_two_moments():
    found = []

    def take():
        found.append(freeze())
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 4


def test_two_names_from_one_day_by_two_at_once_leave_one(action):
    """What full_clean cannot see the database refuses, with the same sentence."""
    actor = make_actor()
    day = date(2015, 1, 1)

    def rename(name):
        return lambda: operations.change_actor(
            actor=actor, name=name, kind="network", valid_on=day, **BASE
        )

    first = start(rename("Eerste"), held=0.5)
    second = Writer(rename("Tweede"), held=0)
    second.start()
    first.join()
    second.join()
    assert first.error is None
    assert second.error.messages == ["Er is al een naam vanaf deze datum."]
    assert ActorVersion.objects.get(actor=actor, valid_on=day).name == "Eerste"
