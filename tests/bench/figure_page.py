"""A published report over the bench data, so that the pages of its figures can be asked."""

from datetime import date
from unittest.mock import patch

from django.utils import timezone

from slimsamenwerken.reports import operations
from slimsamenwerken.reports.management.commands.build_year_report import KEY, SECTIONS, TITLE
from slimsamenwerken.reports.models import Purpose
from slimsamenwerken.reports.operations import Wish
from slimsamenwerken.reports.render import FORMATS

FIGURES = [
    ("figure, 500 actions", "status.total"),
    ("figure, one line", "status.computed.line.0.2.action_needed"),
    ("figure, milestones", "summary.milestones"),
]


def publish(as_of: date) -> list[tuple[str, str]]:
    """(name, path) of the pages; the files that nobody asks here are not made."""
    definition = operations.create_definition(
        key=KEY, title=TITLE, sections=SECTIONS, valid_on=date(2013, 1, 1), by=None, origin="seed"
    )
    run = operations.request_run(
        definition=definition,
        wish=Wish(as_of, Purpose.SCHEDULED, period_key=str(as_of.year)),
        by=None,
        today=timezone.localdate(),
    )[0]
    with patch.dict(FORMATS, {"json": FORMATS["json"]}, clear=True):
        state = operations.work(run.pk, worker="bench", now=timezone.now())
    run.refresh_from_db()
    if state != "ready":
        raise RuntimeError(run.error)
    operations.publish_run(run=run, by=None, origin="task")
    return [(name, f"/rapporten/{run.slug}/cijfers/{figure}/") for name, figure in FIGURES]
