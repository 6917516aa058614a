"""Who may do what in the programme; page, API and template ask the same functions.

A domain or line lead is lead on its own target only: on an action without a lead of its own it
has no rights, else the lead of the domain could write everywhere. A right holds today, whatever
the reference date of the page.
"""

from datetime import date

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.accounts.roles import Role as Account
from slimsamenwerken.programme.models import ActionIndicator, Participation
from slimsamenwerken.programme.models.codes import Role
from slimsamenwerken.programme.rights import Rights

__all__ = ["Rights", "may_measure", "rights_of"]

WORKERS = frozenset({Account.MEMBER.value, Account.STAFF.value})
LEADS = (Role.LEAD, Role.CO_LEAD)


def rights_of(viewer: Viewer, *, on: date) -> Rights:
    """One query for someone who works for an organisation, none for others.

    An auditor never writes, also not for an organisation that leads an action.
    """
    if viewer.organisation_id is None or not viewer.roles & WORKERS:
        return Rights(viewer)
    rows = Participation.objects.until(on).filter(
        actor__organisation_id=viewer.organisation_id, action__isnull=False
    )
    roles = list(rows.values_list("action_id", "role"))
    led = frozenset(action for action, role in roles if role in LEADS)
    return Rights(viewer, led, frozenset(action for action, _role in roles))


def may_measure(rights: Rights, indicator_id: int, *, on: date) -> bool:
    """Staff measures everything; a lead the indicators of the own actions."""
    if rights.may("add_measurement"):
        return True
    return (
        ActionIndicator.objects.until(on)
        .filter(indicator=indicator_id, action__in=rights.led)
        .exists()
    )
