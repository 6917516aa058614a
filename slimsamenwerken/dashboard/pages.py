"""What the first page, the lines and the own tasks show: plain contexts for the templates."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slimsamenwerken.core.dates import long_date
from slimsamenwerken.dashboard import queries
from slimsamenwerken.dashboard.queries import DECLARED_ORDER, Programme
from slimsamenwerken.programme.pages.words import latest_measurement, status_label
from slimsamenwerken.programme.progress import print_value
from slimsamenwerken.programme.queries import rows
from slimsamenwerken.programme.queries.states import ActionState
from slimsamenwerken.programme.rights import Rights


def home(programme: Programme, rights: Rights) -> dict[str, Any]:
    del rights
    as_of = programme.moment.as_of
    soon, later = queries.coming_milestones(programme)
    late = queries.late_milestones(programme)
    return {
        "programme": programme,
        "total": len(programme.actions),
        "legend": legend(programme.actions, programme),
        "lines": [line_row(line, programme) for line in programme.lines.values()],
        "table": _table(programme),
        "changes": queries.changes(programme, _year_before(as_of)),
        "soon": soon,
        "later": later,
        "horizon": as_of + queries.HORIZON,
        "late": [(state, m, m.days_late(as_of)) for state, m in late],
        "milestone_total": len(programme.milestones()),
        "milestone_done": sum(
            m.outcome is not None and m.outcome.kind == "realised"
            for _s, m in programme.milestones()
        ),
        "deviations": [s for s in programme.actions if s.deviates],
        "figures": _figures(programme),
        "on_track": sum(s.computed == "on_track" for s in programme.actions),
        "achieved": sum(s.computed == "achieved" for s in programme.actions),
        "last_data": _last_data(programme),
        "last_updated": _last_data(programme),
    }


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _last_data(programme: Programme) -> date | None:
    """Day of the youngest update; pages of today say so when it is long ago."""
    days = [s.last_update.on.day for s in programme.states if s.last_update]
    return max(days, default=None)


def legend(states: list[ActionState], programme: Programme) -> list[dict[str, Any]]:
    declared, _computed = queries.counts(states)
    return [
        {"code": code, "label": status_label(code, programme.rules.labels), "count": declared[code]}
        for code in DECLARED_ORDER
        if declared[code]
    ]


def line_row(line: rows.LineRow, programme: Programme) -> dict[str, Any]:
    states = programme.of_line(line.id)
    order = {code: place for place, code in enumerate(DECLARED_ORDER)}
    tiles = [
        {
            "url": reverse("programme:action-detail", args=[s.code])
            + programme.moment.query_string,
            "name": f"{s.code} {s.title}",
            "code": s.declared,
            "status": status_label(s.declared, programme.rules.labels),
        }
        for s in sorted(states, key=lambda s: (order.get(s.declared, 99), s.code))
    ]
    return {
        "line": line,
        "tiles": tiles,
        "declared": legend(states, programme),
        "computed": _computed_sentence(states, programme),
        "count": len(states),
    }


def _computed_sentence(states: list[ActionState], programme: Programme) -> str:
    """ "Berekend: gelijk." or what differs, in words."""
    different = [s for s in states if s.deviates]
    unknown = sum(s.computed == "unknown" for s in states)
    parts = []
    if different:
        parts.append(
            ngettext("%(count)s differs", "%(count)s differ", len(different))
            % {"count": len(different)}
        )
    else:
        parts.append(_("equal"))
    if unknown:
        label = status_label("unknown", programme.rules.labels)
        parts.append(f"{unknown} {label}")
    return _("Computed: %(parts)s.") % {"parts": ", ".join(parts)}


def _table(programme: Programme) -> dict[str, Any]:
    """Declared and computed counts per line, each a link to exactly its actions."""
    shown = [c for c in DECLARED_ORDER if queries.counts(programme.actions)[0][c]]
    computed = [
        c for c in (*DECLARED_ORDER[:-1], "unknown") if queries.counts(programme.actions)[1][c]
    ]
    body = [_table_row(line, programme, shown, computed) for line in programme.lines.values()]
    labels = programme.rules.labels
    return {
        "declared": [(c, status_label(c, labels)) for c in shown],
        "computed": [(c, status_label(c, labels)) for c in computed],
        "rows": body,
        "totals": _totals(programme, shown, computed),
    }


def _list_url(programme: Programme, **query: str) -> str:
    return f"{reverse('programme:action-list')}?{urlencode(query | programme.moment.query)}"


def _table_row(
    line: rows.LineRow, programme: Programme, shown: list[str], computed: list[str]
) -> dict[str, Any]:
    states = programme.of_line(line.id)
    declared_counts, computed_counts = queries.counts(states)
    return {
        "line": line,
        "total": len(states),
        "declared": [
            (declared_counts[c], _list_url(programme, line=line.code, declared=c or "none"))
            for c in shown
        ],
        "computed": [
            (computed_counts[c], _list_url(programme, line=line.code, computed=c)) for c in computed
        ],
    }


def _totals(programme: Programme, shown: list[str], computed: list[str]) -> dict[str, Any]:
    declared_counts, computed_counts = queries.counts(programme.actions)
    kind = {"kind": "action"}
    return {
        "total": len(programme.actions),
        "declared": [
            (declared_counts[c], _list_url(programme, declared=c or "none", **kind)) for c in shown
        ],
        "computed": [
            (computed_counts[c], _list_url(programme, computed=c, **kind)) for c in computed
        ],
    }


def _figures(programme: Programme) -> list[dict[str, Any]]:
    """Latest value of each indicator that has one."""
    found = queries.indicator_rows(programme)
    figures = []
    for row in found:
        latest = latest_measurement(row)
        if latest is None:
            continue
        figures.append(
            {
                "value": print_value(latest.value, row.unit, row.decimals, latest.qualifier),
                "label": f"{row.title} ({row.code})",
                "meta": _("%(unit)s, %(date)s") % {"unit": row.unit, "date": latest.on.text}
                + (_(" (derived)") if latest.derived else ""),
                "url": reverse("programme:indicator-detail", args=[row.code])
                + programme.moment.query_string
                + f"#meting-{latest.id}",
                "how": row.definition,
            }
        )
    return figures


def lines(programme: Programme) -> dict[str, Any]:
    version = queries.domain_version(programme.moment)
    return {
        "programme": programme,
        "version": version,
        "facts": queries.facts_of(programme.moment, domain__code=version.domain.code)
        if version
        else [],
        "lines": [line_row(line, programme) for line in programme.lines.values()],
        "lever_projects": [s for s in programme.states if s.kind == "lever_project"],
        "leads": queries.domain_leads(programme),
    }


def line(programme: Programme, code: str) -> dict[str, Any] | None:
    found = next((row for row in programme.lines.values() if row.code == code), None)
    if found is None:
        return None
    labels = programme.rules.labels
    states = programme.of_line(found.id)
    return {
        "line": found,
        "row": line_row(found, programme),
        "breadcrumbs": [(_("Action lines"), reverse("dashboard:lines"))],
        "breadcrumb_here": f"{found.code} {found.short_label}",
        "actions": [
            (s, status_label(s.declared, labels), status_label(s.computed, labels)) for s in states
        ],
        "indicators": sorted({i.code: i for s in states for i in s.indicators}.items()),
        "facts": queries.facts_of(programme.moment, line__code=code),
        "continued": queries.line_successions(programme, found.id),
        "list_url": _list_url(programme, line=code),
    }


def tasks(programme: Programme, rights: Rights) -> dict[str, Any]:
    """Late and due within 30 days: of the own actions, or of all for staff."""
    as_of = programme.moment.as_of
    mine = {s.id for s in programme.states if rights.sees_all or s.id in rights.own}
    late = [
        (s, m, m.days_late(as_of)) for s, m in queries.late_milestones(programme) if s.id in mine
    ]
    soon, _later = queries.coming_milestones(programme)
    limit = as_of + timedelta(days=30)
    due = [(s, m) for s, m in soon if s.id in mine and m.current and m.current.due.day <= limit]
    ended = [s for s in programme.states if s.id in mine and _ended(s, as_of)]
    return {
        "late": late,
        "due": due,
        "ended": ended,
        "limit": limit,
        "mine": [s for s in programme.states if s.id in mine],
        "rights": rights,
        "sees_all": rights.sees_all,
        "today_words": long_date(as_of),
    }


def _ended(state: ActionState, as_of: date) -> bool:
    return state.closure is None and state.ends is not None and state.ends.day < as_of
