from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.seed.load import load_procurement
from slimsamenwerken.core.links import Link, links
from slimsamenwerken.core.navigation import NavItem, navigation
from slimsamenwerken.core.start_data import StartData, start_data

navigation.add(NavItem("procurement.home", _("Procurement"), "procurement:home", order=20))
links.add(Link("programme.line.1.1", lambda: reverse("procurement:home")))
start_data.add(StartData("procurement.criteria", load_procurement, order=20))
