from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.jobs import Job, jobs
from slimsamenwerken.core.navigation import NavItem, navigation
from slimsamenwerken.core.schedules import EACH_TICK
from slimsamenwerken.reports.blocks import sections
from slimsamenwerken.reports.sections import (
    actors,
    indicators,
    method,
    milestones,
    per_action,
    status,
    summary,
)
from slimsamenwerken.reports.tasks import sweep

navigation.add(NavItem("reports.list", _("Reports"), "reports:list", order=70))
jobs.add(Job("reports.due", EACH_TICK, sweep))
for module in (summary, status, per_action, milestones, indicators, actors, method):
    sections.add(module.SECTION)
