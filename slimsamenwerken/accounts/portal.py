"""What accounts add to the portal: a menu entry for who may read them, and nightly tidying."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.operations import end_sessions_of_ended_roles
from slimsamenwerken.accounts.sessions import forget_old_sessions
from slimsamenwerken.core.dates import local_date
from slimsamenwerken.core.jobs import Job, Occasion, jobs
from slimsamenwerken.core.navigation import NavItem, navigation
from slimsamenwerken.core.schedules import Daily
from slimsamenwerken.history.acting import Source, acting


def _ended_roles(occasion: Occasion) -> None:
    with acting(by=None, source=Source.TASK):
        end_sessions_of_ended_roles(on=local_date(occasion.due_at))


def _old_sessions(_occasion: Occasion) -> None:
    forget_old_sessions()


navigation.add(
    NavItem(
        "accounts.users",
        _("Accounts"),
        "accounts:user-list",
        order=95,
        shown_to=lambda viewer: viewer is not None and viewer.may("accounts.read"),
    )
)
jobs.add(Job("accounts.ended_roles", Daily(time(0, 5)), _ended_roles))
jobs.add(Job("accounts.old_sessions", Daily(time(3, 40)), _old_sessions))
