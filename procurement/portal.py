from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.navigation import NavItem, navigation

navigation.add(NavItem("procurement.home", _("Procurement"), "procurement:home", order=20))
