from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.navigation import NavItem, navigation

navigation.add(NavItem("sites.home", _("Business parks"), "sites:home", order=30))
