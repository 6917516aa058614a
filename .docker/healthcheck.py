"""Health of one container: ``python .docker/healthcheck.py web|worker|beat``."""

# ruff: noqa: INP001 - a script of the image, not a package
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

OLDEST_TICK = 600.0  # seconds; beat writes its file every three minutes


def web() -> bool:
    """The portal answers and reaches its database."""
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=5)
    host = os.environ["ALLOWED_HOSTS"].split(",")[0]
    connection.request("GET", "/readyz", headers={"Host": host, "X-Forwarded-Proto": "https"})
    return connection.getresponse().status == http.HTTPStatus.OK


def worker() -> bool:
    """This container's own worker answers over the broker."""
    name = f"worker@{socket.gethostname()}"
    ping = ["celery", "-A", "slimsamenwerken.celery", "inspect", "ping", "-d", name, "-t", "10"]
    return subprocess.run(ping, capture_output=True, check=False).returncode == 0  # noqa: S603


def beat() -> bool:
    """Beat still writes its file."""
    files = Path("/tmp").glob("celerybeat-schedule*")  # noqa: S108 - its own, in the container
    return any(time.time() - path.stat().st_mtime < OLDEST_TICK for path in files)


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]() else 1)
