from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.navigation import NavItem, navigation
from slimsamenwerken.dashboard.checks import check_legal_pages

register(check_legal_pages, deploy=True)

navigation.add(
    NavItem(
        "dashboard.tasks",
        _("My tasks"),
        "dashboard:tasks",
        order=90,
        shown_to=lambda viewer: viewer is not None and viewer.may("tasks.read"),
    )
)
