from datetime import time

from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.catalogue.datasets import datasets
from slimsamenwerken.api.routing import routes
from slimsamenwerken.api.scopes import Scope, scopes
from slimsamenwerken.core.jobs import Job, jobs
from slimsamenwerken.core.navigation import NavItem, navigation
from slimsamenwerken.core.schedules import EACH_TICK, Daily
from slimsamenwerken.reports.api import ROUTES
from slimsamenwerken.reports.blocks import sections
from slimsamenwerken.reports.open_data import REPORTS
from slimsamenwerken.reports.sections import (
    actors,
    indicators,
    method,
    metrics,
    milestones,
    per_action,
    status,
    summary,
)
from slimsamenwerken.reports.tasks import check_reports, sweep

for route in ROUTES:
    routes.add(route)
datasets.add(REPORTS)
scopes.add(Scope("reports:read", _("read reports that are not public"), order=20))
navigation.add(NavItem("reports.list", _("Reports"), "reports:list", order=70))
jobs.add(Job("reports.due", EACH_TICK, sweep))
jobs.add(Job("reports.check", Daily(time(3, 0)), check_reports))
for module in (summary, status, per_action, milestones, indicators, metrics, actors, method):
    sections.add(module.SECTION)
