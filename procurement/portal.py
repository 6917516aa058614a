from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.links import Link, links
from slimsamenwerken.core.navigation import NavItem, navigation

navigation.add(NavItem("procurement.home", _("Procurement"), "procurement:home", order=20))
links.add(Link("programme.line.1.1", lambda: reverse("procurement:home")))
