from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.navigation import NavItem, navigation
from slimsamenwerken.programme import finding, programme_metrics

navigation.add(NavItem("programme.actions", _("Actions"), "programme:action-list", order=10))
finding.announce()
programme_metrics.announce()
