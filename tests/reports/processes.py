"""Real processes beside the test: they see its database, and have a broker of their own."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """The address of the test database as this test uses it."""
    found = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(found._replace(path=f"/{connection.settings_dict['NAME']}"))


def environment(**more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "slimsamenwerken.settings",
        "PYTHONPATH": str(ROOT),
        "SITE_ROOT": settings.SITE_ROOT,
        **more,
    }


def run_python(code: str, **more: str) -> str:
    """What a Python process of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(**more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
