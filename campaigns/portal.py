from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.navigation import NavItem, navigation

navigation.add(NavItem("campaigns.home", _("Campaigns"), "campaigns:home", order=60))
