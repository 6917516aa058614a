from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.links import Link, links
from slimsamenwerken.core.navigation import NavItem, navigation

navigation.add(NavItem("sharing.home", _("Sharing"), "sharing:home", order=50))
links.add(Link("programme.line.1.4", lambda: reverse("sharing:home")))
