from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.navigation import NavItem, navigation

navigation.add(NavItem("sharing.home", _("Sharing"), "sharing:home", order=50))
