from django.utils.translation import gettext_lazy as _

from slimsamenwerken.api.catalogue.datasets import datasets
from slimsamenwerken.api.exports.definitions import exports
from slimsamenwerken.api.imports.definitions import importers
from slimsamenwerken.api.resources import resources
from slimsamenwerken.api.routing import routes
from slimsamenwerken.api.scopes import Scope, scopes
from slimsamenwerken.core.navigation import NavItem, navigation
from slimsamenwerken.programme import finding, programme_metrics
from slimsamenwerken.programme.api import ROUTES
from slimsamenwerken.programme.api.exporting import EXPORTS
from slimsamenwerken.programme.api.following import RESOURCES
from slimsamenwerken.programme.api.importing import IMPORTERS
from slimsamenwerken.programme.api.open_data import DATASETS

navigation.add(NavItem("programme.actions", _("Actions"), "programme:action-list", order=10))
finding.announce()
programme_metrics.announce()
scopes.add(Scope("programme:read", _("read the programme, as far as your role goes"), order=10))
scopes.add(
    Scope("programme:write", _("write on the programme, as far as your role goes"), order=11)
)
for resource in RESOURCES:
    resources.add(resource)
for route in ROUTES:
    routes.add(route)
for export in EXPORTS:
    exports.add(export)
for importer in IMPORTERS:
    importers.add(importer)
for dataset in DATASETS:
    datasets.add(dataset)
