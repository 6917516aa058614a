from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.finding import criteria, criterion_hit
from procurement.seed.load import load_procurement
from slimsamenwerken.core.links import Link, links
from slimsamenwerken.core.navigation import NavItem, navigation
from slimsamenwerken.core.start_data import StartData, start_data
from slimsamenwerken.search.registry import SearchEntry, indexes

navigation.add(NavItem("procurement.home", _("Procurement"), "procurement:home", order=20))
links.add(Link("programme.line.1.1", lambda: reverse("procurement:home")))
start_data.add(StartData("procurement.criteria", load_procurement, order=20))
indexes.add(SearchEntry("procurement.criteria", _("Criteria"), criteria, criterion_hit, order=50))
