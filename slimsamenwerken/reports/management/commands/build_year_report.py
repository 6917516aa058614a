"""`manage.py build_year_report 2015`: the yearly report, once, by a real worker, published."""

import os
import socket
import time
from argparse import ArgumentParser
from datetime import date
from datetime import time as local_time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from slimsamenwerken.core.tasks import hint
from slimsamenwerken.history.acting import Source, acting
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import (
    DEFAULT_OFFSETS,
    WORKING,
    Cadence,
    Purpose,
    ReportDefinition,
    ReportRun,
    State,
)
from slimsamenwerken.reports.operations import Plan, Wish
from slimsamenwerken.reports.tasks import build_report

KEY = "voortgang"
TITLE = "Voortgangsrapport Slim samenwerken"
SECTIONS = [
    "summary", "status", "actions", "milestones", "indicators", "metrics", "actors", "method",
]  # fmt: skip
ENDED = (State.READY, State.PUBLISHED, State.FAILED, State.CANCELLED)


class Command(BaseCommand):
    help = "Ask for the yearly report, wait for the worker, publish it, print its path."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--wait", type=int, default=120, help="seconds to wait for the worker")

    def handle(self, *_args: Any, **options: Any) -> None:
        run = self._ask(options["year"])
        deadline = time.monotonic() + options["wait"]
        while run.state not in ENDED:
            if time.monotonic() > deadline:
                raise CommandError(f"No worker built {run.slug} in time; is one running?")
            time.sleep(0.25)
            run.refresh_from_db()
        if run.state == State.READY:
            operations.publish_run(run=run, by=None, origin="task")
        elif run.state != State.PUBLISHED:
            raise CommandError(f"{run.slug}: {run.state}. {run.error}")
        self.stdout.write(reverse("reports:detail", args=[run.slug]))

    def _ask(self, year: int) -> ReportRun:
        """The run of that year; one that failed or lost its worker is put to work again."""
        definition = ReportDefinition.objects.filter(key=KEY).first() or self._define()
        wish = Wish(date(year, 12, 31), Purpose.SCHEDULED, str(year))
        run, _new = operations.request_run(
            definition=definition, wish=wish, by=None, today=timezone.localdate()
        )
        now = timezone.now()
        if run.state in (State.FAILED, State.CANCELLED):
            operations.retry_run(run=run, by=None, now=now)
        elif run.state in WORKING and _is_gone(run.claimed_by):
            operations.end_lease(run=run, now=now)
        run.refresh_from_db()
        if run.is_busy:
            hint(build_report, run_id=run.pk)
        return run

    def _define(self) -> ReportDefinition:
        """The yearly report, from now on made by itself on 1 March after each year."""
        with acting(by=None, source=Source.SEED):
            definition = operations.create_definition(
                key=KEY,
                title=TITLE,
                sections=SECTIONS,
                valid_on=date(2013, 1, 1),
                by=None,
                origin="seed",
            )
            plan = Plan(Cadence.YEAR, DEFAULT_OFFSETS[Cadence.YEAR], local_time(6, 0))
            operations.create_schedule(definition=definition, plan=plan, today=timezone.localdate())
        return definition


def _is_gone(worker: str) -> bool:
    """Whether it ran on this machine and its process is no more: a lease would be waited for."""
    host, _colon, pid = worker.rpartition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
