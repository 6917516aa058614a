"""Health of the process and of what it stands on; right within five seconds, whatever hangs.

A stopped server accepts connections and never answers, so no timeout of a driver is enough: the
database is asked in a thread of its own, and who is late counts as away. Answers hold no detail
of the inside.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Lock, Thread
from time import monotonic
from typing import Final

import redis
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from slimsamenwerken.core.logs import log_event
from slimsamenwerken.core.models import JobRun, OutgoingMail

DATABASE_PATIENCE: Final = 3.0  # seconds
REDIS_PATIENCE: Final = 1.0
QUEUE_PATIENCE: Final = 0.9
LATE: Final = timedelta(minutes=5)  # work that waits longer is stuck


class _Question(Thread):
    """One asking; `answer` stays False while it hangs."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        super().__init__(daemon=True)
        self._ask, self.answer, self.asked_at = ask, False, monotonic()

    def run(self) -> None:
        try:
            self.answer = self._ask()
        except Exception:
            logging.getLogger(__name__).exception("A probe failed")


class Probe:
    """A question with a deadline; who asks while it is open waits for the same answer.

    One that hangs is not asked again until it has ended, so that threads never pile up.
    """

    def __init__(self, ask: Callable[[], bool], patience: float) -> None:
        self._ask, self._patience = ask, patience
        self._lock = Lock()
        self._open: _Question | None = None

    def __call__(self) -> bool:
        with self._lock:
            if self._open is None or not self._open.is_alive():
                self._open = _Question(self._ask)
                self._open.start()
            question = self._open
        question.join(max(0.0, question.asked_at + self._patience - monotonic()))
        return question.answer


class Migrations:
    """Whether the database is as this code expects it; once right, it stays right."""

    def __init__(self) -> None:
        self._are_applied = False

    def are_applied(self) -> bool:
        if not self._are_applied:
            executor = MigrationExecutor(connections["default"])
            self._are_applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return self._are_applied


migrations: Final = Migrations()


def _database_is_right() -> bool:
    # A connection of this thread: the one of a request may be the one that hangs.
    connection = connections["default"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return migrations.are_applied()
    except DatabaseError:
        return False
    finally:
        connection.close()


def _nothing_is_late() -> bool:
    """No turn of a job waits for a worker, and no mail for a worker or a mail server, for long."""
    late = timezone.now() - LATE
    runs = Q(state=JobRun.State.DUE, not_before__lt=late)
    runs |= Q(state=JobRun.State.RUNNING, lease_until__lt=late)
    mails = Q(state__in=[OutgoingMail.State.WAITING, OutgoingMail.State.SENDING])
    try:
        waits = JobRun.objects.filter(runs).exists()
        return not waits and not OutgoingMail.objects.filter(mails, queued_at__lt=late).exists()
    except DatabaseError:
        return False
    finally:
        connections["default"].close()


def _redis_answers() -> bool:
    patience = REDIS_PATIENCE / 2
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=patience, socket_timeout=patience
    )
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()


database_probe: Final = Probe(_database_is_right, DATABASE_PATIENCE)
redis_probe: Final = Probe(_redis_answers, REDIS_PATIENCE)
queue_probe: Final = Probe(_nothing_is_late, QUEUE_PATIENCE)


@never_cache
@require_safe
def livez(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Database and migrations are right. Without Redis pages still work, so it does not count."""
    if database_probe():
        return HttpResponse("ok", content_type="text/plain")
    return HttpResponse("not ready", status=503, content_type="text/plain")


@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """UP, DEGRADED (Redis away or work stuck: rows wait, nothing is lost) or DOWN."""
    status = state()
    if status != "UP":
        log_event("health", result=status, level=logging.WARNING)
    return JsonResponse({"status": status}, status=503 if status == "DOWN" else 200)


def state() -> str:
    if not database_probe():
        return "DOWN"
    return "UP" if redis_probe() and queue_probe() else "DEGRADED"


VIEWS: Final[dict[str, Callable[[HttpRequest], HttpResponse]]] = {
    "/livez": livez,
    "/readyz": readyz,
    "/health": health,
    "/api/v1/health": health,
}
