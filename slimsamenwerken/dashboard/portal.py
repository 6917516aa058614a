from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.navigation import NavItem, navigation

navigation.add(
    NavItem(
        "dashboard.tasks",
        _("My tasks"),
        "dashboard:tasks",
        order=90,
        shown_to=lambda viewer: viewer is not None and viewer.may("tasks.read"),
    )
)
