"""`manage.py build_year_report 2015`: the yearly report, once, by a real worker, published."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from slimsamenwerken.core.tasks import hint
from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import Purpose, ReportDefinition, ReportRun, State
from slimsamenwerken.reports.operations import Wish
from slimsamenwerken.reports.tasks import build_report

KEY = "voortgang"
TITLE = "Voortgangsrapport Slim samenwerken"
SECTIONS = ["summary", "status", "actions", "milestones", "indicators", "actors", "method"]


class Command(BaseCommand):
    help = "Ask for the yearly report, wait for the worker, publish it, print its path."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--wait", type=int, default=120, help="seconds to wait for the worker")

    def handle(self, *_args: Any, **options: Any) -> None:
        run = self._ask(options["year"])
        deadline = time.monotonic() + options["wait"]
        while run.is_busy:
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
        definition = ReportDefinition.objects.filter(key=KEY).first()
        if definition is None:
            definition = operations.create_definition(
                key=KEY,
                title=TITLE,
                sections=SECTIONS,
                valid_on=date(2013, 1, 1),
                by=None,
                origin="seed",
            )
        wish = Wish(date(year, 12, 31), Purpose.SCHEDULED, str(year))
        run, _new = operations.request_run(
            definition=definition, wish=wish, by=None, today=timezone.localdate()
        )
        if run.state == State.QUEUED:
            hint(build_report, run_id=run.pk)
        return run
