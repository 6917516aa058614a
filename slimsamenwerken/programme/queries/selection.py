"""Which actions a list shows: one set of criteria for page, export, API and report."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet

from slimsamenwerken.programme.models import (
    ActionIndicator,
    ActionVersion,
    Measurement,
    MilestoneVersion,
    Participation,
    StatusUpdate,
    Target,
)
from slimsamenwerken.programme.models.codes import ActionKind, Role
from slimsamenwerken.programme.queries.states import ActionState
from slimsamenwerken.search.matching import matching

MISSING = ("lead", "milestones", "indicator", "baseline", "target")
SORTS = {
    "code": ("action__code",),
    "title": ("title", "action__code"),
    "start": ("starts_on", "action__code"),
    "end": ("ends_on", "action__code"),
}


@dataclass(frozen=True)
class Criteria:
    """What to keep; an empty criterion keeps everything.

    `lines`, `declared`, `computed` are codes of which one must fit ("none" in `declared`: no
    status declared). `running_from`, `running_until`: the action runs somewhere in that period.
    `missing`: names of MISSING that must be absent; `silent_days`: no update in that many days.
    `sort`: a key of SORTS, with "-" for the other way round; without one a text is answered by
    relevance and everything else by code.
    """

    text: str = ""
    lines: tuple[str, ...] = ()
    kinds: tuple[str, ...] = (ActionKind.ACTION, ActionKind.LEVER_PROJECT)
    declared: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    role: str = ""
    actor: str = ""
    running_from: date | None = None
    running_until: date | None = None
    late: bool = False
    deviates: bool = False
    missing: tuple[str, ...] = ()
    silent_days: int | None = None
    sort: str = ""
    ids: frozenset[int] | None = field(default=None)

    @property
    def order(self) -> str:
        """The sort that holds: an unknown one counts as none; "" is relevance."""
        if self.sort.removeprefix("-") in SORTS:
            return self.sort
        return "" if self.text else "code"

    @property
    def is_by_code(self) -> bool:
        return self.order in ("code", "-code")

    @property
    def needs_states(self) -> bool:
        """Criteria that follow from the computed status are judged after loading."""
        return bool(self.declared or self.computed or self.late or self.deviates)


def visible_versions(
    as_of: date,
    known_at: datetime | None = None,
    *,
    today: date,
    inside: bool = False,
    own: frozenset[int] = frozenset(),
) -> QuerySet[ActionVersion]:
    """Versions that count at the moment, of the actions that the reader may see today.

    Whether an action is public is judged by its version of today, whatever the moment; an action
    without one (all versions withdrawn) by the version that counted then. `inside`: staff sees
    all; `own`: ids that the reader sees though they are not public.
    """
    rows = ActionVersion.objects.at(as_of, known_at)
    if inside:
        return rows
    if as_of == today and known_at is None:
        return rows.filter(Q(is_public=True) | Q(action__in=own))
    current = ActionVersion.objects.at(today)
    hidden = current.filter(is_public=False).exclude(action__in=own)
    named = current.filter(action=OuterRef("action"))
    return rows.exclude(action__in=hidden.values("action_id")).filter(
        Q(is_public=True) | Exists(named)
    )


def select(
    versions: QuerySet[ActionVersion],
    criteria: Criteria,
    as_of: date,
    known_at: datetime | None = None,
) -> QuerySet[ActionVersion]:
    """The criteria that the database can judge, in the order of the list."""
    rows = versions.filter(kind__in=criteria.kinds)
    if criteria.lines:
        rows = rows.filter(line__code__in=criteria.lines)
    if criteria.ids is not None:
        rows = rows.filter(action__in=criteria.ids)
    rows = _running(rows, criteria)
    rows = _by_role(rows, criteria, as_of, known_at)
    rows = _absent(rows, criteria, as_of, known_at)
    if criteria.text:
        rows = matching(rows, criteria.text, title="title", code="action__code")
    return rows.order_by(*_order(criteria.order))


def _order(order: str) -> list[OrderBy | str]:
    """Dates that are not stated come last, whichever way round."""
    if not order:
        return ["-rank", "action__code"]
    first, *rest = SORTS[order.removeprefix("-")]
    field = F(first)
    turned = order.startswith("-")
    lead = field.desc(nulls_last=True) if turned else field.asc(nulls_last=True)
    return [lead, *rest]


def _running(rows: QuerySet[ActionVersion], criteria: Criteria) -> QuerySet[ActionVersion]:
    if criteria.running_until:
        rows = rows.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=criteria.running_until))
    if criteria.running_from:
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=criteria.running_from))
    return rows


def _by_role(
    rows: QuerySet[ActionVersion], criteria: Criteria, as_of: date, known_at: datetime | None
) -> QuerySet[ActionVersion]:
    if not (criteria.role or criteria.actor):
        return rows
    roles = Participation.objects.until(as_of, known_at).filter(action=OuterRef("action"))
    if criteria.role:
        roles = roles.filter(role=criteria.role)
    if criteria.actor:
        roles = roles.filter(actor__slug=criteria.actor)
    return rows.filter(Exists(roles))


def _absent(
    rows: QuerySet[ActionVersion], criteria: Criteria, as_of: date, known_at: datetime | None
) -> QuerySet[ActionVersion]:
    links = ActionIndicator.objects.until(as_of, known_at).filter(action=OuterRef("action"))
    per_indicator = {"indicator": OuterRef("indicator")}
    present = {
        "lead": Participation.objects.until(as_of, known_at).filter(
            action=OuterRef("action"), role=Role.LEAD
        ),
        "milestones": MilestoneVersion.objects.until(as_of, known_at).filter(
            milestone__action=OuterRef("action")
        ),
        "indicator": links,
        "baseline": links.filter(
            Exists(
                Measurement.objects.until(as_of, known_at).filter(is_baseline=True, **per_indicator)
            )
        ),
        "target": links.filter(
            Exists(Target.objects.until(as_of, known_at).filter(**per_indicator))
        ),
    }
    for name in criteria.missing:
        rows = rows.filter(~Exists(present[name]))
    if criteria.silent_days is not None:
        since = as_of - timedelta(days=criteria.silent_days)
        spoken = StatusUpdate.objects.until(as_of, known_at).filter(
            action=OuterRef("action"), valid_on__gt=since
        )
        rows = rows.filter(~Exists(spoken))
    return rows


def keep(states: list[ActionState], criteria: Criteria, as_of: date) -> list[ActionState]:
    """The criteria that follow from the statuses."""

    def fits(state: ActionState) -> bool:
        return (
            (not criteria.declared or (state.declared or "none") in criteria.declared)
            and (not criteria.computed or state.computed in criteria.computed)
            and (not criteria.late or bool(state.late_milestones(as_of)))
            and (not criteria.deviates or state.deviates)
        )

    return [state for state in states if fits(state)]
