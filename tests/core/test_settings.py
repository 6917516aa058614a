"""Settings that refuse to guess: each missing or wrong variable stops the start with a sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from slimsamenwerken.embedded.verify import sample_environment

ROOT = Path(__file__).resolve().parents[2]
# What a container gets from docker-compose.yml, besides .env.
ADDRESSES = {
    "DATABASE_URL": "postgres://portal:pw@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}
# Static files are collected when an image is built, not for a test.
UNCOLLECTED = (
    "import django\n"
    "from django.conf import settings\n"
    "settings.STORAGES['staticfiles']['BACKEND'] = "
    "'django.contrib.staticfiles.storage.StaticFilesStorage'\n"
    "django.setup()\n"
)
KEPT = ("PATH", "PYTHONPATH", "PYTHONPYCACHEPREFIX", "LANG")


def production(tmp_path, **changes):
    """The environment of `.env.example`; a change to None leaves the variable out."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    given = sample_environment({**kept, **ADDRESSES}, ROOT / ".env.example")
    given |= {"DJANGO_SETTINGS_MODULE": "slimsamenwerken.settings", "VAR_DIR": str(tmp_path)}
    return {name: value for name, value in (given | changes).items() if value is not None}


def start(environment, program="import django; django.setup()"):
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, cwd=ROOT, env=environment, check=False,
    )  # fmt: skip


def sentence(run):
    assert run.returncode != 0
    last = run.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    return last.partition(": ")[2]


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SITE_ROOT", "MAIL_FROM", "EMAIL_HOST"]
)
def test_missing_variable_is_named_with_what_to_do(tmp_path, name):
    text = sentence(start(production(tmp_path, **{name: None})))
    assert name in text
    assert f"Set {name}" in text or f"{name}=" in text


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "kort", "at least 50"),
        ("DATABASE_URL", "sqlite:///x", "PostgreSQL address"),
        ("REDIS_URL", "memory://", "Redis address"),
        ("REDIS_CACHE_DB", "veel", "whole number"),
        ("DEBUG", "misschien", "1 or 0"),
        ("EMAIL_PORT", "smtp", "whole number"),
        ("LOG_LEVEL", "luid", "one of: DEBUG"),
        ("SECRET_KEY_FILE", "/bestaat/niet", "SECRET_KEY"),
    ],
)
def test_wrong_value_is_named_with_what_to_do(tmp_path, name, value, words):
    text = sentence(start(production(tmp_path, **{name: value})))
    assert name.removesuffix("_FILE") in text
    assert words in text


def test_secrets_are_never_repeated(tmp_path):
    run = start(production(tmp_path, DATABASE_URL="mysql://portal:hush@db/portal"))
    assert "hush" not in run.stderr + run.stdout


def test_the_sample_starts(tmp_path):
    assert start(production(tmp_path)).returncode == 0


def test_own_machine_may_guess(tmp_path):
    names = ("ALLOWED_HOSTS", "SITE_ROOT", "MAIL_FROM", "EMAIL_HOST")
    run = start(production(tmp_path, DEMO="1", **dict.fromkeys(names)))
    assert run.returncode == 0, run.stderr


def test_without_a_name_nothing_is_served(tmp_path):
    """The one variable that may be missing: no host is then a host of ours."""
    program = UNCOLLECTED + (
        "from django.test import Client\n"
        "answer = Client().get('/', secure=True, headers={'host': 'x.example'})\n"
        "print(answer.status_code)"
    )
    run = start(production(tmp_path, ALLOWED_HOSTS=None), program)
    assert run.stdout.split() == ["400"], run.stderr


def test_cache_and_queue_can_be_apart(tmp_path):
    program = (
        "import json\nfrom django.conf import settings\n"
        "print(json.dumps([settings.CELERY_BROKER_URL, settings.CACHES['default']['LOCATION']]))"
    )
    run = start(production(tmp_path, REDIS_CACHE_DB="1"), program)
    assert json.loads(run.stdout) == ["redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/1"]
