"""Celery wrappers: ids only, harmless when delivered twice."""

import os
import socket
from typing import Any

from celery import shared_task
from django.utils import timezone

from slimsamenwerken.core.jobs import Occasion
from slimsamenwerken.core.logs import trace_id
from slimsamenwerken.core.tasks import send
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import Verification
from slimsamenwerken.reports.queries import (
    due_run_ids,
    queued_verification_ids,
    snapshots_to_check,
)


@shared_task(name="slimsamenwerken.reports.build_report")
def build_report(*, run_id: int) -> None:
    """Do what is left of a run, if it is still to do."""
    worker = f"{socket.gethostname()}:{os.getpid()}"
    operations.work(run_id, worker=worker, now=timezone.now(), trace=trace_id() or "")


@shared_task(name="slimsamenwerken.reports.verify_report")
def verify_report(*, verification_id: int) -> None:
    """Recompute a report that someone doubts."""
    verification = Verification.objects.select_related("snapshot").get(pk=verification_id)
    operations.recompute(verification=verification, now=timezone.now())


def sweep(occasion: Occasion) -> None:
    """Each minute: make what schedules owe, and offer every run and check that waits."""
    operations.open_due_runs(now=occasion.now, today=timezone.localdate(occasion.now))
    offers: list[tuple[Any, dict[str, int]]] = [
        (build_report, {"run_id": pk}) for pk in due_run_ids(occasion.now)
    ]
    offers += [(verify_report, {"verification_id": pk}) for pk in queued_verification_ids()]
    for task, ids in offers:
        if not send(task, **ids):
            break  # the broker is away: the rows wait, and the next tick comes


def check_reports(occasion: Occasion) -> None:
    """Each night: look at the bytes of reports and have them computed again; the sweep offers it."""
    operations.queue_checks(snapshots=snapshots_to_check(), now=occasion.now)
