from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.navigation import NavItem, navigation

navigation.add(NavItem("education.home", _("Learning"), "education:home", order=40))
