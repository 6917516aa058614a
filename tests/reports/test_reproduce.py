"""The same two clocks give the same bytes, whatever happened since and wherever it is computed."""

import json
import random
import threading
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation

from slimsamenwerken.programme import operations as programme
from slimsamenwerken.programme.models import (
    Action,
    ActionLine,
    Actor,
    Indicator,
    Measurement,
    Participation,
    StatusUpdate,
)
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.document import build_content, order_of
from slimsamenwerken.reports.management.commands.build_year_report import SECTIONS
from slimsamenwerken.reports.models import Publication, Purpose, ReportRun, State
from slimsamenwerken.reports.operations import building
from slimsamenwerken.reports.render import FORMATS
from tests.factories.accounts import make_person
from tests.factories.kept import Kept, put_back
from tests.factories.programme import (
    make_action,
    make_actor,
    make_indicator,
    make_role,
    make_update,
)
from tests.reports.conftest import END_2015, make_definition
from tests.reports.processes import run_python

MID_2015 = date(2015, 6, 30)


# ── everything that may change afterwards (§8) ───────────────────────────────────────────────
def rename_a_status(by):
    programme.set_rules(
        by=by, valid_on=date(2014, 1, 1), decided_by="Voorbeeld", labels={"on_track": "loopt goed"}
    )


def change_a_threshold(by):
    programme.set_rules(
        by=by, valid_on=date(2014, 1, 1), decided_by="Voorbeeld",
        thresholds={"fresh_update_days": 5},
    )  # fmt: skip


def rename_an_actor(by):
    lead = Participation.objects.known().filter(action__isnull=False, role="lead").first()
    old = lead.actor.versions.known().first()
    programme.change_actor(
        actor=lead.actor, by=by, name="Nieuwe naam", kind=old.kind, valid_on=MID_2015
    )


def rename_a_line(by):
    line = ActionLine.objects.get(code="1.1")
    programme.change_line(
        line=line, by=by, title="Andere lijn", short_label="Anders", valid_on=MID_2015
    )


def end_a_partner(by):
    partner = (
        Participation.objects.known()
        .filter(action__isnull=False, role="partner", until__isnull=True)
        .order_by("id")
        .first()
    )
    programme.end_participation(
        participation=partner, until=MID_2015, by=by, reason="was al gestopt"
    )


def withdraw_an_update(by):
    update = (
        StatusUpdate.objects.known()
        .filter(action__code="1.2.04", declared_status__gt="")
        .newest_first()
        .first()
    )
    programme.withdraw_fact(fact=update, by=by, reason="klopte niet")


def change_a_target(by):
    programme.set_target(
        indicator=Indicator.objects.get(code="K2"), by=by, due_on=date(2016, 12, 31),
        value=Decimal(500), valid_on=date(2014, 1, 1), decided_by="Voorbeeld",
    )  # fmt: skip


def change_an_indicator(by):
    version = Indicator.objects.get(code="K2").versions.known().newest_first().first()
    programme.correct_fact(
        fact=version, by=by, reason="duidelijker", changes={"title": "Andere titel"}
    )


def change_the_report(by):
    operations.change_definition(
        definition=ReportRun.objects.first().definition,
        content=operations.Content("Ander rapport", ["summary", "method"]),
        valid_on=date(2014, 1, 1),
        by=by,
    )


def add_late_values(by):
    value = Measurement.objects.known().filter(indicator__code="K2").newest_first().first()
    programme.add_measurement(
        indicator=value.indicator, by=by, value=Decimal(99), valid_on=END_2015, source="Nagekomen"
    )
    make_update(Action.objects.get(code="1.2.04"), END_2015, declared_status="started",
                deviation_reason="Nagekomen bericht van de trekker.")  # fmt: skip
    make_role(make_actor(), Action.objects.get(code="1.2.04"), "partner", since=MID_2015)


CHANGES = [
    rename_a_status,
    change_a_threshold,
    rename_an_actor,
    rename_a_line,
    end_a_partner,
    withdraw_an_update,
    change_a_target,
    change_an_indicator,
    change_the_report,
    add_late_values,
]


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_vector_7_one_change_moves_a_new_report_but_not_the_old_one(report, change):
    change(make_person("admin"))
    assert build_content(order_of(report))[0] == bytes(report.snapshot.content)
    # The change is a real one: with what is known now the report differs.
    assert _as_known_now(report) != _apart_from_the_clock(bytes(report.snapshot.content))


def _as_known_now(report):
    restated, _new = operations.restate_report(run=report, by=None, today=timezone.localdate())
    restated.known_at = timezone.now()
    return _apart_from_the_clock(build_content(order_of(restated))[0])


def _apart_from_the_clock(content):
    """The document without its moment, and without the section that prints it."""
    document = json.loads(content)
    del document["known_at"]
    document["sections"] = [s for s in document["sections"] if s["key"] != "method"]
    return document


@pytest.mark.django_db
def test_the_clock_alone_does_not_move_a_report(report):
    """Without a change the comparison above finds no difference, so it can fail."""
    assert _as_known_now(report) == _apart_from_the_clock(bytes(report.snapshot.content))


@pytest.mark.django_db
def test_vector_7_a_target_in_the_report_is_corrected_and_planned_again():
    staff = make_person("staff")
    action = make_action(code="7.1.01")
    indicator = make_indicator(action)
    given = {"indicator": indicator, "by": staff, "decided_by": "Voorbeeld"}
    target = programme.set_target(
        **given, due_on=END_2015, value=Decimal(321), valid_on=date(2014, 1, 1)
    )
    run = _run(make_definition(), END_2015)
    assert "321" in bytes(run.snapshot.content).decode()
    programme.set_target(
        **given, due_on=date(2016, 6, 30), value=Decimal(400), valid_on=date(2015, 6, 1),
        reason="Meer tijd nodig.",
    )  # fmt: skip
    programme.correct_fact(
        fact=target, by=staff, reason="tikfout in de bron", changes={"value": Decimal(231)}
    )
    assert build_content(order_of(run))[0] == bytes(run.snapshot.content)
    later = bytes(_run(run.definition, END_2015).snapshot.content).decode()
    assert "321" not in later
    assert "231" in later


@pytest.mark.django_db
def test_vector_7_after_all_changes_and_a_newer_renderer_the_hash_is_the_same(report, monkeypatch):
    admin = make_person("admin")
    for change in CHANGES:
        if change is not change_a_threshold:  # one decision per day: names and thresholds
            change(admin)
    programme.set_rules(
        by=admin, valid_on=date(2015, 1, 1), decided_by="Voorbeeld",
        thresholds={"fresh_update_days": 5},
    )  # fmt: skip
    newer = {
        key: type(form)(**(form.__dict__ | {"version": form.version + 1}))
        for key, form in FORMATS.items()
    }
    monkeypatch.setattr(building, "FORMATS", newer)
    remade, _new = operations.remake_report(run=report, by=admin, today=timezone.localdate())
    assert operations.work(remade.pk, worker="w", now=timezone.now()) == State.READY
    assert remade.snapshot.sha256 == report.snapshot.sha256
    assert remade.purpose == Purpose.PROOF
    assert {f.renderer_version for f in remade.snapshot.files.all()} == {
        form.version for form in newer.values()
    }
    assert Publication.objects.count() == 1


@pytest.mark.django_db
def test_a_newer_renderer_adds_a_file_and_replaces_none(report, monkeypatch):
    before = {f.pk: f.sha256 for f in report.snapshot.files.all()}
    newer = dict(FORMATS) | {
        "json": type(FORMATS["json"])(**(FORMATS["json"].__dict__ | {"version": 99}))
    }
    monkeypatch.setattr(building, "FORMATS", newer)
    ReportRun.objects.filter(pk=report.pk).update(state=State.QUEUED)
    assert operations.work(report.pk, worker="w", now=timezone.now()) == State.READY
    after = {f.pk: f.sha256 for f in report.snapshot.files.all()}
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()


# ── vector 6: order, locale, zone, hash seed ─────────────────────────────────────────────────
def shuffled(kept, seed):
    """The same rows, written in another order."""
    rng = random.Random(seed)  # noqa: S311  a seed, not a secret
    found = []
    for part in kept:
        lines = part.rows.splitlines(keepends=True)
        rng.shuffle(lines)
        found.append(Kept(part.table, part.columns, b"".join(lines)))
    rng.shuffle(found)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_vector_6_rows_written_in_another_order_give_the_same_bytes(shelf, seed):
    put_back(shuffled(shelf.report, seed))
    run = ReportRun.objects.for_work().get()
    content, _versions = build_content(order_of(run))
    assert content == bytes(run.snapshot.content)


@pytest.mark.django_db
def test_vector_6_the_language_of_the_interface_does_not_matter(report):
    with translation.override("en"):
        content, _versions = build_content(order_of(report))
    assert content == bytes(report.snapshot.content)


REBUILD = """
import django; django.setup()
from django.utils import translation
from slimsamenwerken.reports.canonical import digest
from slimsamenwerken.reports.document import build_content, order_of
from slimsamenwerken.reports.models import ReportRun
translation.activate("en")
print(digest(build_content(order_of(ReportRun.objects.for_work().get()))[0]))
"""


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_vector_6_another_process_locale_zone_and_hash_seed_give_the_same_bytes(shelf):
    put_back(shelf.report)
    wanted = ReportRun.objects.get().snapshot.sha256
    places = [
        {"LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/New_York", "PYTHONHASHSEED": "4294967295"},
    ]
    for place in places:
        assert run_python(REBUILD, **place).strip() == wanted


# ── vector 8: a writer that stamped before K and commits after the freeze asked ──────────────
HELD_OPEN = 3.0


class Writer(threading.Thread):
    """Changes a title in a transaction on a connection of its own, and holds it open."""

    def __init__(self, action, by):
        super().__init__()
        self.action, self.by = action, by
        self.stamped = threading.Event()

    def run(self):
        try:
            with transaction.atomic():
                programme.change_action(
                    action=self.action, by=self.by, line=self.action.versions.get().line,
                    title="Titel van de trage schrijver", valid_on=date(2014, 1, 1),
                )  # fmt: skip
                self.stamped.set()
                time.sleep(HELD_OPEN)
        finally:
            connection.close()


@pytest.fixture
def database_clock():
    """Moves the clock of the database for every connection, and sets it right again."""

    def shift(by: timedelta) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION core_clock() RETURNS timestamptz LANGUAGE sql VOLATILE "
                f"AS $$ SELECT clock_timestamp() + interval '{by.total_seconds()} seconds' $$"
            )

    yield shift
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION core_clock() RETURNS timestamptz LANGUAGE sql VOLATILE "
            "AS $$ SELECT clock_timestamp() $$"
        )


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "back", [timedelta(), timedelta(days=1)], ids=["clock right", "clock back"]
)
def test_vector_8_a_freeze_waits_for_who_stamped_before_it(database_clock, back):
    action, staff = make_action(code="7.1.01"), make_person("staff")
    definition = make_definition()
    operations.change_definition(
        definition=definition,
        content=operations.Content("Kort", ["actions", "method"]),
        valid_on=date(2013, 1, 2),
        by=staff,
    )
    first = _run(definition, date(2015, 1, 1))
    database_clock(-back)
    writer = Writer(action, staff)
    writer.start()
    assert writer.stamped.wait(10)
    started = time.monotonic()
    second = _run(definition, date(2015, 1, 2))
    waited = time.monotonic() - started
    writer.join()
    assert HELD_OPEN - 0.5 < waited < HELD_OPEN + 5
    stamp = action.versions.order_by("-id").first().recorded_at
    assert first.known_at < stamp <= second.known_at
    assert "trage schrijver" not in bytes(first.snapshot.content).decode()
    assert "trage schrijver" in bytes(second.snapshot.content).decode()
    for run in (first, second):
        assert build_content(order_of(run))[0] == bytes(run.snapshot.content)


def _run(definition, as_of):
    wish = operations.Wish(as_of, Purpose.PROOF)
    run, _new = operations.request_run(
        definition=definition, wish=wish, by=None, today=timezone.localdate()
    )
    assert operations.work(run.pk, worker="w", now=timezone.now()) == State.READY
    return ReportRun.objects.for_work().get(pk=run.pk)


def test_the_report_of_the_start_data_holds_every_section(report):
    """What is reproduced above is the whole report, not a corner of it."""
    document = json.loads(bytes(report.snapshot.content))
    assert [section["key"] for section in document["sections"]] == SECTIONS
    assert len(document["figures"]) > 80
    assert Actor.objects.count() > 20
    assert Indicator.objects.count() == 3
