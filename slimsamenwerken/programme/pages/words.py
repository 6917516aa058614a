"""How the programme's rows read on a page."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from slimsamenwerken.programme.queries.rows import (
    IndicatorRow,
    MeasurementRow,
    ParticipationRow,
    VagueDate,
)
from slimsamenwerken.programme.queries.states import ActionState


def status_label(code: str, labels: dict[str, str | Promise]) -> str:
    return str(labels[code]) if code else pgettext("status", "no status declared")


def period(state: ActionState) -> str:
    """ "2013 – 31/12/2016", "doorlopend", "uiterlijk 2015", or nothing when not stated."""
    start = state.starts.short if state.starts else ""
    if state.is_continuous:
        return _("continuous, since %(start)s") % {"start": start} if start else _("continuous")
    end = state.ends.short if state.ends else ""
    if start and end:
        return start if start == end else f"{start} – {end}"
    return _("from %(start)s") % {"start": start} if start else end


def since_words(since: VagueDate | None, until: VagueDate | None) -> str:
    start = since.text if since else ""
    if until is not None:
        end = until.text
        if start == end:
            return start
        return _("%(start)s until %(end)s") % {"start": start or _("unknown"), "end": end}
    return _("since %(start)s") % {"start": start} if start else _("since unknown")


def role_name(role: str, count: int = 1) -> str:
    names = {
        "lead": (_("Lead"), _("Leads")),
        "co_lead": (_("Co-lead"), _("Co-leads")),
        "partner": (_("Partner"), _("Partners")),
        "commissioner": (_("Commissioner"), _("Commissioners")),
        "contractor": (_("Contractor"), _("Contractors")),
        "funder": (_("Funder"), _("Funders")),
        "target_group": (_("Target group"), _("Target groups")),
    }
    return names[role][count > 1]


def milestones_reached(state: ActionState) -> str:
    """ "1 van 2", or nothing when the action has no milestones."""
    total = len(state.milestones)
    if not total:
        return ""
    reached = sum(m.outcome is not None and m.outcome.kind == "realised" for m in state.milestones)
    return _("%(reached)s of %(total)s") % {"reached": reached, "total": total}


def days_late(days: int) -> str:
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}


def counting_measurements(indicator: IndicatorRow) -> list[MeasurementRow]:
    """Values of the whole, by day; of two values for one day the latest recorded counts."""
    whole = sorted(
        (m for m in indicator.measurements if not m.dims),
        key=lambda m: (m.on.day, m.recorded_at, m.id),
    )
    return list({(m.on.day, m.is_baseline): m for m in whole}.values())


def latest_measurement(indicator: IndicatorRow) -> MeasurementRow | None:
    values = [m for m in counting_measurements(indicator) if not m.is_baseline]
    return values[-1] if values else None


def grouped_roles(
    roles: list[ParticipationRow],
) -> list[tuple[str, str, list[ParticipationRow]]]:
    """(heading, note, participations) per role and note, in the order of the roles."""
    order = ["lead", "co_lead", "commissioner", "contractor", "partner", "funder", "target_group"]
    groups: dict[tuple[str, str], list[ParticipationRow]] = {}
    for role in sorted(roles, key=lambda r: (order.index(r.role), r.note)):
        groups.setdefault((role.role, role.note), []).append(role)
    return [(role_name(role, len(found)), note, found) for (role, note), found in groups.items()]
