"""The app of the business parks.

The package is called `sites`, the label is `business_sites` from the first migration on: with
the label `sites` Django's own sites app could never be added (duplicate labels stop start-up),
and a label sits in tables, permissions and migrations for ever.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    name = "sites"
    label = "business_sites"
    verbose_name = _("Business parks")
