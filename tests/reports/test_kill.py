"""kill -9, a stopped worker, two beats and four workers, a broker that is emptied or away.

Real processes on real PostgreSQL and a broker of the test's own. Leases are shortened by moving
`lease_until` back in the database, never in the code.
"""

import json
import os
import random
import re
import signal
from contextlib import closing
from datetime import date, time, timedelta

import pytest
from django.db import connection, connections
from django.db.models import Count
from django.utils import timezone

from slimsamenwerken.history.acting import acting
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.canonical import digest
from slimsamenwerken.reports.document import build_content, order_of
from slimsamenwerken.reports.models import (
    WORKING,
    EventKind,
    Publication,
    Purpose,
    ReportFile,
    ReportRun,
    ReportSnapshot,
    RunEvent,
    State,
)
from slimsamenwerken.reports.operations import Plan, Wish, building
from slimsamenwerken.reports.render import FORMATS
from tests.factories.accounts import make_person
from tests.factories.programme import make_action, make_milestone
from tests.reports.celery_entry import POINTS
from tests.reports.processes import PATIENCE, Crew, own_broker, run_python

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
ENDED = (State.READY, State.PUBLISHED, State.FAILED)


@pytest.fixture(scope="module")
def broker():
    with own_broker() as broker:
        yield broker


@pytest.fixture
def crew(broker, transactional_db, tmp_path):
    made = Crew(broker, tmp_path)
    yield made
    made.stop()
    broker.empty()


@pytest.fixture
def definition():
    return make_definition("moord")


def make_definition(key, sections=("summary", "actions", "milestones", "method")):
    with acting(by=None, source="seed"):
        return operations.create_definition(
            key=key, title="Voorbeeldrapport", sections=list(sections),
            valid_on=date(2013, 1, 1), by=None, origin="seed",
        )  # fmt: skip


def ask(definition, day, **fields):
    wish = Wish(date(2015, 1, 1) + timedelta(days=day), Purpose.MANUAL, **fields)
    run, _new = operations.request_run(
        definition=definition, wish=wish, by=None, today=timezone.localdate()
    )
    return run


def take_leases_back():
    """What ten minutes do: the lease of a worker that is gone passes. The runs that it held."""
    left = []
    for run in ReportRun.objects.filter(state__in=WORKING):
        pid = int(run.claimed_by.rpartition(":")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mine = ReportRun.objects.filter(pk=run.pk, attempt=run.attempt, state__in=WORKING)
            past = timezone.now() - timedelta(seconds=1)
            left += [run.pk] if mine.update(lease_until=past) else []
    return left


def nothing_half_visible(formats):
    """What readers see at any moment: a whole report, with every file, or none."""
    for publication in Publication.objects.select_related("snapshot__run"):
        snapshot = publication.snapshot
        assert digest(bytes(snapshot.content)) == snapshot.sha256
        assert {f.format for f in snapshot.files.all()} == set(formats)
        assert snapshot.run.state == State.PUBLISHED


def whole(run, formats=FORMATS):
    """One snapshot, one publication, each file once, and the bytes of an undisturbed run."""
    run = ReportRun.objects.for_work().get(pk=run.pk)
    assert run.state == State.PUBLISHED, run.error
    assert (run.steps_done, run.lease_until) == (6, None)
    assert ReportSnapshot.objects.filter(run=run).count() == 1
    assert Publication.objects.filter(snapshot__run=run).count() == 1
    files = ReportFile.objects.filter(snapshot=run.snapshot)
    assert sorted(f.format for f in files) == sorted(formats)
    assert all(digest(bytes(f.content)) == f.sha256 for f in files)
    assert build_content(order_of(run))[0] == bytes(run.snapshot.content)


def ended(runs, formats=FORMATS):
    def all_ended():
        nothing_half_visible(formats)
        return not ReportRun.objects.filter(pk__in=[r.pk for r in runs]).exclude(
            state__in=ENDED
        ).exists()  # fmt: skip

    return all_ended


def kinds(run):
    return list(run.events.values_list("kind", flat=True))


# ── vector 9 ─────────────────────────────────────────────────────────────────────────────────
SIX_STEPS = ("claim", "moment", "build", "snapshot", "files", "in-publish")


def ends(plan):
    return json.dumps({run.slug: how for run, how in plan.items()})


def test_vector_9_kill_minus_9_of_the_whole_worker_at_each_of_the_six_steps(crew, definition):
    """Seven workers; each of six runs takes one of them down, at its step, at its first attempt."""
    make_milestone(make_action(code="7.1.01"), due_on=date(2014, 6, 30))
    plan = {
        ask(definition, day, auto_publish=True): (step, "KILL", [1])
        for day, step in enumerate(SIX_STEPS)
    }
    workers = [crew.worker(TEST_ENDS=ends(plan)) for _ in range(len(SIX_STEPS) + 1)]
    crew.offer()
    crew.until(lambda: [w.poll() for w in workers].count(-signal.SIGKILL) == len(SIX_STEPS))
    for run, (step, *_how) in plan.items():
        found = ReportRun.objects.get(pk=run.pk)
        assert (found.state in WORKING, found.attempt) == (True, 1), step
        assert not Publication.objects.filter(snapshot__run=found).exists()
    assert ReportSnapshot.objects.count() == 3  # of snapshot, files and publish
    take_leases_back()
    crew.offer()
    crew.until(ended(plan))
    for run in plan:
        whole(run)
        assert kinds(run) == [
            EventKind.ASKED, EventKind.CLAIMED, EventKind.TAKEN_OVER, EventKind.PUBLISHED,
        ]  # fmt: skip


# How often a step can be reached in one run: what is written once is found, not written again.
MOST_DEATHS = {"publish": 0, "snapshot": 1, "moment": 3, "claim": 3}
ROUNDS = int(os.environ.get("KILL_ROUNDS", "1"))  # 20 is the whole vector, in some minutes


def test_vector_9_killed_at_each_point_in_seeded_attempts(crew, definition):
    """Children of a prefork worker die in up to three attempts of each run."""
    seeded = random.Random(2015)  # noqa: S311  a seed, not a secret
    plan = {}
    for number, point in enumerate(POINTS * ROUNDS):
        run = ask(definition, number, auto_publish=True)
        plan[run] = (point, "KILL", list(range(1, seeded.randint(1, 3) + 1)))
    formats = ["json", "xlsx"]
    crew.worker(
        "--pool", "prefork", "-c", "2", TEST_ENDS=ends(plan), TEST_FORMATS=",".join(formats)
    )
    crew.offer()
    done = ended(plan, formats)

    def going_on():
        crew.send(take_leases_back())
        return done()

    crew.until(going_on, PATIENCE * ROUNDS)
    for run, (point, _signal, attempts) in plan.items():
        whole(run, formats)
        run.refresh_from_db()
        deaths = min(len(attempts), MOST_DEATHS.get(point, 3))
        assert kinds(run).count(EventKind.TAKEN_OVER) == deaths, point
        assert run.attempt == deaths + 1


# ── vector 10 ────────────────────────────────────────────────────────────────────────────────
def test_vector_10_two_beats_and_four_workers_make_fifty_due_runs_once(crew):
    for number in range(12):
        with acting(by=None, source="seed"):
            operations.create_schedule(
                definition=make_definition(f"reeks-{number:02}", ["method"]),
                plan=Plan("quarter", 15, time(6, 0), auto_publish=True, first_period="2015-K1"),
                today=timezone.localdate(),
            )
    asked = make_definition("gevraagd", ["method"])
    for day in range(2):
        ask(asked, day, auto_publish=True)
    for _ in range(4):
        crew.worker(TEST_FORMATS="json")
    for _ in range(2):
        crew.beat(every=2)
    crew.until(lambda: ReportRun.objects.filter(state=State.PUBLISHED).count() >= 50)
    # Let them go on for a while: what was made stays as it is.
    before = ReportRun.objects.count()
    ticks = _ticks(crew)
    crew.until(lambda: _ticks(crew) >= ticks + 4)
    assert ReportRun.objects.count() == before == 50
    assert ReportSnapshot.objects.count() == 50
    assert Publication.objects.count() == 50
    assert ReportFile.objects.count() == 50
    twice = ReportRun.objects.order_by().values("definition", "period_key").annotate(n=Count("pk"))
    assert not twice.filter(n__gt=1).exists()
    # Nobody worked in vain: each run was taken once.
    assert RunEvent.objects.filter(kind=EventKind.CLAIMED).count() == 50
    assert not RunEvent.objects.filter(kind=EventKind.TAKEN_OVER).exists()
    assert len(set(ReportRun.objects.values_list("claimed_by", flat=True))) == 4


def _ticks(crew):
    return crew.everything_said().count("slimsamenwerken.tick")


# ── vector 11 ────────────────────────────────────────────────────────────────────────────────
def test_vector_11_workers_that_stood_still_past_their_lease_change_no_row(crew, definition):
    plan = {
        ask(definition, 0, auto_publish=True): ("build", "STOP", [1]),
        ask(definition, 1, auto_publish=True): ("files", "STOP", [1]),
    }
    late = [crew.worker(TEST_ENDS=ends(plan)) for _run in plan]
    crew.offer()
    crew.until(lambda: {worker.pid for worker in late} <= _stopped_by_now(late))
    past = timezone.now() - timedelta(seconds=1)
    assert ReportRun.objects.filter(state__in=WORKING).update(lease_until=past) == 2
    crew.worker()
    crew.offer()
    crew.until(ended(plan))
    for run in plan:
        whole(run)
    before = _every_row()
    for worker in late:
        worker.send_signal(signal.SIGCONT)
    crew.until(lambda: all("lost lease" in crew.log_of(worker) for worker in late))
    assert _every_row() == before
    assert [worker.poll() for worker in late] == [None, None]
    said = [event for worker in late for event in _events(crew.log_of(worker))]
    assert sorted(event["object"]["run"] for event in said) == sorted(run.pk for run in plan)
    assert {event["object"]["attempt"] for event in said} == {1}


def _events(log):
    return [json.loads(line) for line in re.findall(r'\{.*"report\.run".*\}', log)]


_stopped = set()


def _stopped_by_now(workers):
    """A stop is told once; what was seen stays seen."""
    for worker in workers:
        pid, status = os.waitpid(worker.pid, os.WUNTRACED | os.WNOHANG)
        if pid and os.WIFSTOPPED(status):
            _stopped.add(worker.pid)
    return _stopped


def _every_row():
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (ReportRun, ReportSnapshot, ReportFile, Publication, RunEvent)
    ]


# ── the broker ───────────────────────────────────────────────────────────────────────────────
POST = """
import slimsamenwerken.celery, django; django.setup()
from time import monotonic
from django.conf import settings
settings.SECURE_SSL_REDIRECT = False
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
from django.test import Client
from slimsamenwerken.accounts.models import User
client = Client()
client.force_login(User.objects.get(email="gert@example.be"))
started = monotonic()
given = {"definition": "moord", "as_of": "31/12/2015", "purpose": "manual"}
answer = client.post("/beheer/rapporten/nieuw/", given)
page = client.get(answer.url)
print(answer.status_code, round(monotonic() - started, 1), page.status_code)
print(page.content.decode())
"""


def test_a_stopped_broker_keeps_the_request_and_the_tick_finds_it(crew, definition):
    make_person("staff", email="gert@example.be")
    started, _end, shown = run_python(
        POST, REDIS_URL="redis://127.0.0.1:1/0", REDIS_PREFIX=crew.prefix
    ).partition("\n")
    status, seconds, page = started.split()
    assert (status, page) == ("303", "200")
    assert float(seconds) < 5  # nobody waits for a broker that is away
    assert "De wachtrij is niet bereikbaar." in shown
    assert "wacht op een werker" in shown
    run = ReportRun.objects.get()
    assert (run.state, run.attempt) == (State.QUEUED, 0)
    crew.worker()
    crew.beat()
    crew.until(lambda: ReportRun.objects.get().state == State.READY)


def test_a_broker_that_is_emptied_loses_nothing(crew, definition):
    runs = [ask(definition, day, auto_publish=True) for day in range(3)]
    crew.offer()
    assert crew.broker.waiting(crew.queue) == 3
    crew.broker.empty()
    assert crew.broker.waiting(crew.queue) == 0
    crew.worker(TEST_FORMATS="json")
    crew.beat()
    crew.until(ended(runs, ["json"]))
    for run in runs:
        whole(run, ["json"])


def test_worker_and_beat_wait_for_a_broker_that_was_killed_and_go_on(definition, tmp_path):
    with own_broker() as broker:
        crew = Crew(broker, tmp_path)
        try:
            crew.worker(TEST_FORMATS="json")
            crew.beat()
            first = ask(definition, 0, auto_publish=True)
            crew.until(ended([first], ["json"]))
            broker.kill()
            second = ask(definition, 1, auto_publish=True)
            broker.start()
            crew.until(ended([second], ["json"]))
            whole(second, ["json"])
            assert all(process.poll() is None for process in crew.processes)
        finally:
            crew.stop()


def test_a_lost_connection_to_the_database_postpones_the_run(definition, monkeypatch):
    """In this process: PostgreSQL ends the session of the worker in the middle of its work."""
    run = ask(definition, 0)
    build = building.build

    def interrupted(mine):
        with closing(connections.create_connection("default")) as other, other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [_pid(connection)])
        return build(mine)

    monkeypatch.setattr(building, "build", interrupted)
    assert operations.work(run.pk, worker="w", now=timezone.now()) == State.QUEUED
    monkeypatch.undo()
    run.refresh_from_db()
    assert run.error == "OperationalError"
    assert operations.work(run.pk, worker="w", now=run.retry_at) == State.READY


def _pid(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]
