"""One JSON line per request, per task and per mail, under one trace id, without personal data."""

import json
import logging
import subprocess
import sys
from datetime import timedelta

import pytest
from celery import Celery
from django.core import mail
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from slimsamenwerken.accounts.roles import Role
from slimsamenwerken.core.logs import JsonFormatter, bind_person, logging_config, traced
from slimsamenwerken.core.mail import Letter, queue_mail, send_due_mail
from slimsamenwerken.core.middleware import TraceMiddleware
from tests.factories.accounts import make_person

TRACE = "request-trace-0001"


@pytest.fixture
def lines():
    """Every line that the log would get, as it would be written."""
    found = []

    class Keep(logging.Handler):
        def emit(self, record):
            found.append(json.loads(JsonFormatter().format(record)))

    root, handler = logging.getLogger(), Keep()
    root.addHandler(handler)
    yield found
    root.removeHandler(handler)


def of(lines, event):
    return [line for line in lines if line["event"] == event]


# ── requests ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_request_is_one_line_with_route_status_and_duration(lines):
    response = Client().get("/acties/?q=alice@example.be", headers={"BelGov-Trace-Id": TRACE})
    [line] = lines
    assert line["event"] == "request"
    assert (line["method"], line["route"], line["status"]) == ("GET", "programme:action-list", 200)
    assert line["trace"] == TRACE == response["BelGov-Trace-Id"]
    assert line["duration_ms"] > 0
    assert line["result"] == "ok"
    assert "alice" not in json.dumps(line)


@pytest.mark.django_db
def test_unknown_address_is_one_line_without_the_address(lines):
    assert Client().get("/bestaat-niet/alice-voorbeeld/").status_code == 404
    [line] = lines
    assert (line["route"], line["status"]) == ("", 404)
    assert "alice" not in json.dumps(line)


def test_failure_is_an_error_with_class_and_place_only(lines, settings):
    settings.ROOT_URLCONF = "tests.core.failing_urls"
    client = Client(raise_request_exception=False)
    assert client.get("/stuk/").status_code == 500
    [line] = of(lines, "request")
    assert (line["level"], line["result"], line["status"]) == ("ERROR", "failed", 500)
    [error] = of(lines, "django.request")
    assert error["error"] == "builtins.ValueError"
    assert error["where"][-1].endswith("fails")
    assert error["trace"] == line["trace"]
    assert "geheim" not in json.dumps(lines)


@pytest.mark.parametrize("given", ["", "kort", "x" * 37, "met spatie erin", "é" * 10, "a'--" * 4])
def test_trace_of_another_shape_is_replaced(given):
    response = Client().get("/livez", headers={"BelGov-Trace-Id": given})
    assert response["BelGov-Trace-Id"] != given
    assert len(response["BelGov-Trace-Id"]) == 36


def test_own_trace_differs_per_request():
    traces = {Client().get("/livez")["BelGov-Trace-Id"] for _time in range(3)}
    assert len(traces) == 3


def test_probes_say_nothing_as_long_as_they_succeed(lines):
    Client().get("/livez")
    assert [line["level"] for line in lines] in ([], ["DEBUG"])


def test_line_names_who_by_id(lines):
    def view(_request):
        bind_person(user_id=7, organisation_id=3)
        return HttpResponse()

    request = RequestFactory().get("/")
    request.resolver_match = None
    TraceMiddleware(view)(request)
    TraceMiddleware(lambda _request: HttpResponse())(request)
    first, second = of(lines, "request")
    assert (first["user"], first["organisation"]) == ("7", "3")
    assert (second["user"], second["organisation"]) == ("", ""), "nobody leaks into the next one"


@pytest.mark.django_db
def test_line_of_a_signed_in_person_names_user_and_organisation_by_id(lines):
    person = make_person(Role.STAFF.value, name="Alice Voorbeeld", email="alice@example.be")
    client = Client()
    client.force_login(person)
    client.get("/acties/")
    [line] = of(lines, "request")
    [membership] = person.memberships.all()
    assert line["user"] == str(person.pk)
    assert line["organisation"] == str(membership.organisation_id)
    assert "lice" not in json.dumps(lines)


# ── tasks ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def app():
    own = Celery("eager", task_cls="slimsamenwerken.core.tasks:TracedTask", set_as_current=False)
    own.conf.update(task_always_eager=True)
    return own


def test_task_is_one_line_under_the_trace_of_the_request(lines, app):
    def works():
        """Nothing to do."""

    with traced(TRACE):
        app.task(name="proef", shared=False)(works).delay()
    [line] = of(lines, "task")
    assert (line["task"], line["result"], line["trace"]) == ("proef", "ok", TRACE)
    assert line["duration_ms"] >= 0


def test_failed_task_says_so_without_the_text_of_the_error(lines, app):
    def fails():
        raise ValueError("Key (name)=(Alice Voorbeeld) already exists")

    app.task(name="proef", shared=False)(fails).delay()
    [line] = of(lines, "task")
    assert line["result"] == "failed"
    errors = [line for line in lines if "error" in line]
    assert {line["error"] for line in errors} == {"builtins.ValueError"}
    assert "Alice" not in json.dumps(lines)


# ── mail ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_mail_carries_the_trace_of_who_asked_for_it(lines, settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    with traced(TRACE):
        queue_mail(Letter("Onderwerp", "Tekst"), purpose="proef", recipient="bob@example.be")
    with traced("another-trace-0002"):
        assert send_due_mail(timezone.now() + timedelta(seconds=1)) == 1
    assert len(mail.outbox) == 1
    [line] = of(lines, "mail.sent")
    assert line["trace"] == TRACE
    assert "bob" not in json.dumps(lines)


# ── wiring ───────────────────────────────────────────────────────────────────────────────────
def test_settings_use_the_json_lines(settings):
    assert settings.LOGGING["handlers"] == logging_config()["handlers"]
    assert settings.MIDDLEWARE[0].endswith("TraceMiddleware"), "nothing happens outside a trace"


def test_level_comes_from_the_environment():
    assert logging_config("WARNING")["root"]["level"] == "WARNING"


@pytest.mark.parametrize("module", ["slimsamenwerken.celery", "django"])
def test_celery_leaves_our_logging_alone(module):
    """In a process of its own: the one of pytest has its own handlers."""
    program = (
        "import django, logging; django.setup()\n"
        f"import {module}\n"
        "from slimsamenwerken.celery import app\n"
        "app.log.setup(loglevel='INFO', redirect_stdouts=False)\n"
        "logging.getLogger('celery.worker').warning('eerste')\n"
        "logging.getLogger('celery.task').warning('tweede')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    written = [json.loads(line) for line in run.stderr.splitlines()]
    assert [(line["event"], line["message"]) for line in written] == [
        ("celery.worker", "eerste"),
        ("celery.task", "tweede"),
    ]
    assert run.stdout == ""


def test_gunicorn_says_its_own_things_in_json():
    program = (
        "from gunicorn.config import Config\n"
        "from slimsamenwerken.core.server_logs import ServerLogger\n"
        "ServerLogger(Config()).error_log.info('Booting worker with pid: %s', 7)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    [line] = run.stderr.splitlines()
    assert json.loads(line)["message"] == "Booting worker with pid: 7"
