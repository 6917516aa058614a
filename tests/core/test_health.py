"""Probes tell the truth within five seconds, whatever hangs."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic, sleep

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from slimsamenwerken.core import health
from slimsamenwerken.core.models import JobRun, OutgoingMail

SECONDS = 5


@pytest.fixture
def stopped_server() -> Iterator[int]:
    """A port where connections are accepted and nothing ever answers, as of a stopped process."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        yield listener.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """Each test has probes of its own: one that still hangs would answer for the next."""
    monkeypatch.setattr(health, "migrations", health.Migrations())
    for name in ("database_probe", "redis_probe", "queue_probe"):
        old = getattr(health, name)
        monkeypatch.setattr(health, name, health.Probe(old._ask, old._patience))


def _database_at(monkeypatch, port):
    """Send new connections elsewhere; the one of the test itself stays."""
    there = connections.settings["default"] | {"HOST": "127.0.0.1", "PORT": str(port)}
    monkeypatch.setitem(connections.settings, "default", there)


def ask(path, **cookies):
    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    started = monotonic()
    response = client.get(path)
    assert monotonic() - started < SECONDS
    return response


def test_livez_touches_nothing(monkeypatch, settings):
    """No database mark, no Redis, no session, not even the name of the host."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = Client().get("/livez", headers={"host": "unknown.example"})
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_all_is_well():
    assert ask("/readyz").status_code == 200
    response = ask("/health")
    assert (response.status_code, response.json()) == (200, {"status": "UP"})
    assert response["Content-Type"] == "application/json"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/livez", "/readyz", "/health", "/api/v1/health"])
def test_head_answers_without_a_body_and_post_is_refused(path):
    response = Client().head(path)
    assert (response.status_code, response.content) == (200, b"")
    refused = Client().post(path)
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/livez", "/readyz", "/health", "/api/v1/health"])
def test_answers_are_never_kept(path):
    assert "no-store" in ask(path)["Cache-Control"]


@pytest.mark.django_db
def test_redis_away_is_degraded_and_still_ready(settings, free_port):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port}/0"
    assert ask("/readyz").status_code == 200
    response = ask("/health")
    assert (response.status_code, response.json()) == (200, {"status": "DEGRADED"})


@pytest.mark.django_db
def test_redis_that_hangs_is_degraded(settings, stopped_server):
    settings.REDIS_URL = f"redis://127.0.0.1:{stopped_server}/0"
    assert ask("/health").json() == {"status": "DEGRADED"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("minutes", "status"), [(4, "UP"), (6, "DEGRADED")])
@pytest.mark.parametrize("what", ["job", "lost_job", "mail", "mail_that_fails"])
def test_work_that_waits_for_long_is_degraded(what, minutes, status):
    then = timezone.now() - timedelta(minutes=minutes)
    if "job" in what:
        state = JobRun.State.RUNNING if what == "lost_job" else JobRun.State.DUE
        given = {"due_at": then, "not_before": then, "lease_until": then, "state": state}
        JobRun.objects.create(job="example", slot="1", **given)
    else:
        later = timedelta(hours=1 if what == "mail_that_fails" else 0)
        given = {"queued_at": then, "not_before": then + later, "sender": "a@example.org"}
        OutgoingMail.objects.create(purpose="example", recipient="b@example.org", **given)
    for path in ("/health", "/api/v1/health"):
        response = ask(path)
        assert (response.status_code, response.json()) == (200, {"status": status})


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["stopped_server", "free_port"])
def test_database_away_or_hanging_is_down(kind, request, monkeypatch):
    _database_at(monkeypatch, request.getfixturevalue(kind))
    assert ask("/readyz").status_code == 503
    for path in ("/health", "/api/v1/health"):
        response = ask(path)
        assert (response.status_code, response.json()) == (503, {"status": "DOWN"})
        assert response["Content-Type"] == "application/json"
    assert ask("/livez").status_code == 200


@pytest.mark.django_db
def test_everything_hangs_at_once(monkeypatch, settings, stopped_server):
    _database_at(monkeypatch, stopped_server)
    settings.REDIS_URL = f"redis://127.0.0.1:{stopped_server}/0"
    assert ask("/health", session="of-somebody").json() == {"status": "DOWN"}


@pytest.mark.django_db
def test_hanging_probe_is_not_asked_again(monkeypatch, stopped_server):
    _database_at(monkeypatch, stopped_server)
    assert ask("/readyz").status_code == 503
    started = monotonic()
    assert ask("/readyz").status_code == 503
    assert monotonic() - started < 1, "no second thread waits behind the first"


def test_two_who_ask_at_once_get_the_same_answer():
    asked = []

    def ask_slowly():
        asked.append(1)
        sleep(0.2)
        return True

    probe = health.Probe(ask_slowly, patience=2)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _n: probe(), range(4))) == [True] * 4
    assert len(asked) == 1
    assert probe()
    assert len(asked) == 2, "the next one asks again"


def test_probe_that_fails_is_no():
    def fails():
        raise OSError("no socket left")

    assert health.Probe(fails, patience=2)() is False


def _soon(path, status, *, seconds):
    """Whether the answer comes within the time that an old, hanging question may take."""
    until = monotonic() + seconds
    while ask(path).json() != {"status": status}:
        if monotonic() > until:
            return False
        sleep(0.2)
    return True


@pytest.mark.django_db
def test_redis_that_came_back_is_seen(settings, stopped_server):
    right = settings.REDIS_URL
    settings.REDIS_URL = f"redis://127.0.0.1:{stopped_server}/0"
    assert ask("/health").json() == {"status": "DEGRADED"}
    settings.REDIS_URL = right
    assert _soon("/health", "UP", seconds=3), (
        "a question without an end would hold up all later ones"
    )


@pytest.mark.django_db
def test_database_that_came_back_is_seen(monkeypatch, stopped_server):
    right = connections.settings["default"]
    _database_at(monkeypatch, stopped_server)
    assert ask("/health").json() == {"status": "DOWN"}
    monkeypatch.setitem(connections.settings, "default", right)
    assert _soon("/health", "UP", seconds=8)


@pytest.mark.django_db
def test_unapplied_migration_is_not_ready(monkeypatch):
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan",
        lambda *_arguments, **_options: ["a migration"],
    )
    assert ask("/readyz").status_code == 503
    assert ask("/health").json() == {"status": "DOWN"}


@pytest.mark.django_db
def test_migrations_are_looked_at_until_right_and_then_no_more(monkeypatch):
    plans = [["a migration"], []]
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan",
        lambda *_arguments, **_options: plans.pop(0),
    )
    assert [ask("/readyz").status_code for _time in range(3)] == [503, 200, 200]
    assert plans == []


@pytest.mark.django_db
def test_a_session_is_not_looked_at(django_assert_num_queries):
    with django_assert_num_queries(0):  # the probe has a connection of its own
        ask("/health", session="of-somebody")
