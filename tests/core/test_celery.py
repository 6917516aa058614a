"""Celery's settings, and the trace id from request to task."""

import subprocess
import sys

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from django.db import OperationalError as DatabaseAway
from kombu.exceptions import OperationalError

from slimsamenwerken.celery import app
from slimsamenwerken.core import jobs, tasks
from slimsamenwerken.core.logs import trace_id, traced


def test_late_acknowledgement_and_no_results():
    conf = app.conf
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_ignore_result
    assert conf.result_backend is None
    assert conf.task_time_limit == 600
    assert conf.broker_transport_options["visibility_timeout"] == 3600
    assert conf.accept_content == ["json"]


def test_one_tick_a_minute_that_expires_before_the_next():
    [(_name, entry)] = app.conf.beat_schedule.items()
    assert (entry["task"], entry["schedule"]) == ("slimsamenwerken.tick", 60)
    assert entry["options"]["expires"] < 60


def test_broker_and_queue_come_from_the_settings(settings):
    assert app.conf.broker_url == settings.CELERY_BROKER_URL
    assert app.conf.task_default_queue == settings.CELERY_TASK_DEFAULT_QUEUE


WHICH = "from celery import current_app; print(current_app.main, current_app.conf.broker_url)"


@pytest.mark.parametrize(
    "command",
    [
        ["-c", f"import slimsamenwerken.wsgi; {WHICH}"],
        ["-c", f"import slimsamenwerken.asgi; {WHICH}"],
        ["manage.py", "shell", "--no-imports", "--command", WHICH],
    ],
)
def test_every_process_sends_its_tasks_to_our_broker(command, settings):
    """Without our app, Celery's default one takes tasks to a broker that nobody runs."""
    run = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
    )
    assert run.stdout.split() == ["slimsamenwerken", settings.CELERY_BROKER_URL]


def test_tick_and_run_are_registered():
    app.loader.import_default_modules()
    assert {"slimsamenwerken.tick", "slimsamenwerken.run_job"} <= set(app.tasks)


def test_tick_offers_runs_by_message(monkeypatch):
    sent = []
    monkeypatch.setattr(jobs, "tick", lambda _now, offer: offer(7))
    monkeypatch.setattr(tasks.run_job, "apply_async", lambda **options: sent.append(options))
    tasks.tick()
    assert sent == [{"kwargs": {"run_id": 7}, "retry": False}]


def test_run_job_by_id(monkeypatch):
    done = []
    monkeypatch.setattr(jobs, "run_job", done.append)
    tasks.run_job(run_id=7)
    assert done == [7]


class Fails:
    name = "x"

    def __init__(self, error=None) -> None:
        self.error, self.calls = error, []

    def apply_async(self, **options) -> None:
        self.calls.append(options)
        if self.error:
            raise self.error


def test_hint_waits_for_the_commit(django_capture_on_commit_callbacks, db):
    task = Fails()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.hint(task, run_id=1)
        assert task.calls == []
    assert task.calls == [{"kwargs": {"run_id": 1}, "retry": False}]


@pytest.mark.parametrize("error", [OperationalError("away"), ConnectionRefusedError()])
def test_hint_survives_a_broker_that_is_away(django_capture_on_commit_callbacks, db, error):
    with django_capture_on_commit_callbacks(execute=True):
        tasks.hint(Fails(error), run_id=1)


def test_hint_hides_no_other_fault(django_capture_on_commit_callbacks, db):
    with pytest.raises(DatabaseAway), django_capture_on_commit_callbacks(execute=True):
        tasks.hint(Fails(DatabaseAway()), run_id=1)


@pytest.fixture
def worker():
    own = Celery("test", task_cls="slimsamenwerken.core.tasks:TracedTask", set_as_current=False)
    own.conf.update(broker_url="memory://", worker_hijack_root_logger=False)
    seen = []

    @own.task(name="note")
    def note(*, deeper: bool) -> None:
        seen.append(trace_id())
        if deeper:
            note.delay(deeper=False)

    with start_worker(own, perform_ping_check=False, pool="solo", shutdown_timeout=10):
        yield note, seen


@pytest.mark.services
@pytest.mark.filterwarnings("ignore")
def test_trace_reaches_tasks_and_the_tasks_of_tasks(worker):
    note, seen = worker
    with traced("request-trace-0001"):
        note.delay(deeper=True)
    _wait(seen, 2)
    assert seen == ["request-trace-0001"] * 2
    note.delay(deeper=False)
    _wait(seen, 3)
    assert len(seen[2]) == 36
    assert trace_id() == ""


def _wait(seen: list[str], count: int) -> None:
    from time import monotonic, sleep

    until = monotonic() + 10
    while len(seen) < count and monotonic() < until:
        sleep(0.02)


def test_trace_when_called_in_place():
    own = Celery("eager", task_cls="slimsamenwerken.core.tasks:TracedTask", set_as_current=False)
    own.conf.update(task_always_eager=True)
    task = own.task(name="trace")(trace_id)
    with traced("request-trace-0002"):
        assert task.delay().get() == "request-trace-0002"
