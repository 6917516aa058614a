from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.links import Link, links
from slimsamenwerken.core.navigation import NavItem, navigation

navigation.add(NavItem("education.home", _("Learning"), "education:home", order=40))
links.add(Link("programme.line.1.3", lambda: reverse("education:home")))
