"""Who manages the clients and keys of an organisation."""

from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.accounts.roles import Role


def can_read_clients(viewer: Viewer, organisation: Organisation) -> bool:
    return viewer.may("api.read_clients", *_relations(viewer, organisation))


def can_manage_clients(viewer: Viewer, organisation: Organisation) -> bool:
    return viewer.may("api.manage_clients", *_relations(viewer, organisation))


def _relations(viewer: Viewer, organisation: Organisation) -> list[str]:
    """A manager manages the organisation that the session acts for, and no other."""
    manages = Role.MANAGER.value in viewer.roles and viewer.organisation_id == organisation.pk
    return ["manager"] if manages else []
