"""What every test stands on: real PostgreSQL and Redis, no other sockets, Dutch, own key prefix."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests.factories.kept import Kept, filled_tables, keep
from tests.standing.rolling import undone


def pytest_configure() -> None:
    import slimsamenwerken.celery  # noqa: F401 - as wsgi.py and manage.py do

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    settings.REDIS_PREFIX = f"test-{worker}"
    settings.CACHES["default"]["KEY_PREFIX"] = settings.REDIS_PREFIX
    settings.CELERY_TASK_DEFAULT_QUEUE = f"{settings.REDIS_PREFIX}-work"
    # Nothing is collected for tests: files come from their sources, and whitenoise warns
    # about a folder that is not there.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.SECURE_SSL_REDIRECT = False


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Only the own machine can be reached; browsers and workers are processes of their own."""
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _dutch() -> Iterator[None]:
    with translation.override("nl-be"):
        yield


@pytest.fixture(autouse=True)
def _no_unnamed_writes() -> Iterator[None]:
    """A task that changes tracked rows says on whose behalf (`history.acting`)."""
    from tests.history.guard import no_unnamed_writes

    with no_unnamed_writes():
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    forget_own_keys()


def forget_own_keys() -> None:
    """Empty the cache of this process; `cache.clear()` would empty those of the others too."""
    client = cache._cache.get_client(None, write=True)
    own = list(client.scan_iter(match=f"{settings.REDIS_PREFIX}:*", count=1000))
    if own:
        client.delete(*own)


@pytest.fixture
def clock(db: None) -> Any:
    """Set the database clock: `clock("2015-12-31T12:00:00+01:00")`; only in this transaction."""

    def stand_at(moment: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION core_clock() RETURNS timestamptz LANGUAGE sql "
                f"VOLATILE AS $$ SELECT timestamptz '{moment}' $$"
            )

    return stand_at


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database can be dropped: a killed worker's or server's session ends first.

    PostgreSQL notices a lost client only when it next writes to it, so a test that ends a process
    may leave a session that outlives the last test.
    """
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def kept_start_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[Kept]:
    """The rows of the start data: loaded once for the whole run, put back by whoever asks."""
    from slimsamenwerken.programme.seed.load import load_start_data

    with django_db_blocker.unblock(), undone():
        filled = filled_tables()
        assert "programme_action" not in filled, "rows of another fixture would be left out"
        load_start_data()
        return keep(filled=filled)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser of the system, for tests with the marker `browser`."""
    from playwright.sync_api import sync_playwright

    from tests.frame.conftest import CHROMIUM, FLAGS

    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
