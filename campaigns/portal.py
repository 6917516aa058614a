from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.links import Link, links
from slimsamenwerken.core.navigation import NavItem, navigation

navigation.add(NavItem("campaigns.home", _("Campaigns"), "campaigns:home", order=60))
links.add(Link("programme.line.1.5", lambda: reverse("campaigns:home")))
