"""Celery glue: the minute tick, the runs it offers, and hints that may get lost."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import Any

from celery import Task, current_app, shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from slimsamenwerken.core import jobs
from slimsamenwerken.core.logs import log_event, new_trace, trace_id, traced


class TracedTask(Task):  # type: ignore[type-arg]
    """Hands the trace id of the request to the task, and gives it to every line it logs."""

    abstract = True

    def apply_async(self, *args: Any, headers: dict[str, Any] | None = None, **options: Any) -> Any:
        headers = {"trace": trace_id() or new_trace(), **(headers or {})}
        return super().apply_async(*args, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        headers = self.request.headers or {}
        given = getattr(self.request, "trace", None) or headers.get("trace")
        with traced(given), _one_line(str(self.name)):
            return super().__call__(*args, **kwargs)


@contextmanager
def _one_line(name: str) -> Iterator[None]:
    """Say in the log what ran, how long and how it ended; the error itself Celery writes."""
    started, result = monotonic(), "failed"
    try:
        yield
        result = "ok"
    finally:
        duration = (monotonic() - started) * 1000
        log_event("task", result=result, details={"task": name}, duration_ms=duration)


@shared_task(name="slimsamenwerken.tick")
def tick() -> None:
    """Plan and offer what is due, then sweep."""
    jobs.tick(timezone.now(), offer=_offer)


@shared_task(name="slimsamenwerken.run_job")
def run_job(*, run_id: int) -> None:
    """Do one planned run, if it is still to do."""
    jobs.run_job(run_id)


def _offer(run_id: int) -> None:
    run_job.apply_async(kwargs={"run_id": run_id}, retry=False)


def hint(task: Any, **kwargs: Any) -> None:
    """After commit, ask a worker to look at a row now instead of at the next tick.

    Never fails and never waits long: the row is the truth, and a sweep finds it within a minute.
    """
    transaction.on_commit(partial(send, task, **kwargs))


def send(task: Any, **kwargs: Any) -> bool:
    """Put a message in the queue; False when the broker is away."""
    try:
        task.apply_async(kwargs=kwargs, retry=False)
    except (OperationalError, OSError):
        logging.getLogger(__name__).warning("Broker away: %s waits for the next tick", task.name)
        return False
    return True


def queue_length() -> int | None:
    """How many messages wait for a worker; None when the broker does not answer."""
    app = current_app
    try:
        with app.connection_for_write() as broker:
            channel: Any = broker.default_channel  # of Redis: the stubs know no client
            return int(channel.client.llen(app.conf.task_default_queue))
    except (OperationalError, OSError):
        return None
