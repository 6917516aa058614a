from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.links import Link, links
from slimsamenwerken.core.navigation import NavItem, navigation

navigation.add(NavItem("sites.home", _("Business parks"), "sites:home", order=30))
links.add(Link("programme.line.1.2", lambda: reverse("sites:home")))
