"""The metrics over the programme itself, as they are announced to the portal."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.programme.headline import FLOW, LATEST, RATIO, STATE
from slimsamenwerken.programme.metrics import Metric, metrics
from slimsamenwerken.programme.queries import agreement, collaboration, leadership, punctuality

PERCENT: Final = "%"
ACTIONS: Final[Promise] = _("actions")

ON_TRACK_SHARE = Metric(
    key="programme.on_track_share",
    label=_("Actions on track or achieved"),
    unit=PERCENT,
    definition=_(
        "Actions of the action lines whose computed status is “in progress/on schedule” or "
        "“achieved”, divided by the actions that count. Stopped actions, actions that begin later "
        "and actions whose status cannot be computed do not count; they are named beside it."
    ),
    version=1,
    aggregation=RATIO,
    compute=agreement.on_track,
    rows=agreement.on_track_rows,
    decimals=1,
    reads_statuses=True,
    of_programme=True,
    order=10,
)
MILESTONES_IN_TIME_SHARE = Metric(
    key="programme.milestones_in_time_share",
    label=_("Milestones realised in time"),
    unit=PERCENT,
    definition=_(
        "Milestones realised on or before the date of their first plan, divided by the milestones "
        "whose first plan fell in the period (by default the twelve months up to and including "
        "the reference date). Milestones without a plan, with an original date that is not "
        "stated, or dropped do not count; they are named beside it. A date known to the month or "
        "year only counts as the last day of that period."
    ),
    version=1,
    aggregation=RATIO,
    compute=punctuality.in_time,
    rows=punctuality.in_time_rows,
    decimals=1,
    over_period=True,
    of_programme=True,
    order=20,
)
MEDIAN_SLIP_DAYS = Metric(
    key="programme.median_slip_days",
    label=_("Median shift of a milestone"),
    unit=_("days"),
    definition=_(
        "Per milestone the number of days between the date of its first plan and its result, or "
        "its current plan while it is open; of these the middle one. Milestones without a plan, "
        "with an original date that is not stated, or dropped do not count; they are named beside "
        "it."
    ),
    version=1,
    aggregation=LATEST,
    compute=punctuality.median_slip,
    rows=punctuality.median_slip_rows,
    decimals=1,
    of_programme=True,
    order=30,
)
ACTIVE_PARTNERS = Metric(
    key="programme.active_partners",
    label=_("Active partners"),
    unit=_("actors"),
    definition=_(
        "Actors with a role on the reference date in an action, an action line or the action "
        "domain, other than as a target group. Actors that follow each other count as one; groups "
        "do not count."
    ),
    version=1,
    aggregation=STATE,
    compute=collaboration.partners,
    rows=collaboration.partner_rows,
    of_programme=True,
    order=40,
)
NEW_CROSS_SECTOR_PAIRS = Metric(
    key="programme.new_cross_sector_pairs",
    label=_("New cooperation between different kinds of actors"),
    unit=_("pairs"),
    definition=_(
        "Pairs of actors of different kinds that had a role in the same action at the same time, "
        "for the first time in the period (by default the twelve months up to and including the "
        "reference date). A role without a first day counts from the first version of the actor "
        "and of the action. Actors that follow each other count as one, so a merger is never new; "
        "groups and target groups do not count."
    ),
    version=1,
    aggregation=FLOW,
    compute=collaboration.new_pairs,
    rows=collaboration.new_pair_rows,
    over_period=True,
    of_programme=True,
    order=50,
)
LEAD_CONCENTRATION = Metric(
    key="programme.lead_concentration",
    label=_("Actions under the lead of most actions"),
    unit=PERCENT,
    definition=_(
        "Actions of the action lines under the lead that has most of them, divided by the actions "
        "with a lead. An action without a lead of its own takes the lead of its action line, else "
        "of its action domain. Actors that follow each other count as one."
    ),
    version=1,
    aggregation=RATIO,
    compute=leadership.concentration,
    rows=leadership.concentration_rows,
    decimals=1,
    of_programme=True,
    order=60,
)
DEVIATIONS = Metric(
    key="programme.deviations",
    label=_("Actions whose declared status differs from the computed one"),
    unit=ACTIONS,
    definition=_(
        "Actions of the action lines with a declared status that differs from the status that the "
        "rules compute on the reference date. An action without a declared status does not differ."
    ),
    version=1,
    aggregation=STATE,
    compute=agreement.deviations,
    rows=agreement.deviation_rows,
    reads_statuses=True,
    of_programme=True,
    order=70,
)


def announce() -> None:
    for metric in (
        ON_TRACK_SHARE,
        MILESTONES_IN_TIME_SHARE,
        MEDIAN_SLIP_DAYS,
        ACTIVE_PARTNERS,
        NEW_CROSS_SECTOR_PAIRS,
        LEAD_CONCENTRATION,
        DEVIATIONS,
    ):
        metrics.add(metric)
