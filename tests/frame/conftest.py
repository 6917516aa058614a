"""A little site of its own around the frame, and a browser to look at it."""

from pathlib import Path

import pytest
from django.test import RequestFactory

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(autouse=True)
def _little_site(settings):
    settings.ROOT_URLCONF = "tests.frame.urls"


@pytest.fixture(autouse=True)
def _empty_menu():
    """The entries of the apps lead to addresses that the little site does not have."""
    from slimsamenwerken.core.navigation import NavItem, navigation

    entry = NavItem("test.actions", "Acties", "test-actions", 10)
    with navigation.only(entry):
        yield


@pytest.fixture
def rf() -> RequestFactory:
    return RequestFactory()
