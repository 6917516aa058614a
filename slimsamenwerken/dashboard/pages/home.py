"""The first page: the state of the programme."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from slimsamenwerken.dashboard import queries
from slimsamenwerken.dashboard.pages import counts, figures
from slimsamenwerken.dashboard.pages.parts import Cut, Part
from slimsamenwerken.dashboard.queries import Programme
from slimsamenwerken.programme.pages.words import status_label
from slimsamenwerken.programme.progress import print_value
from slimsamenwerken.programme.queries.rows import IndicatorRow, MeasurementRow
from slimsamenwerken.programme.queries.states import ActionState
from slimsamenwerken.reports.models import Publication
from slimsamenwerken.reports.render import FORMATS

# What the page shows of a list; the rest is one click away.
SHOWN = 5
SHOWN_CODES = 50
SHOWN_FIGURES = 12
REPORTS = 3
# A page of today says how old the last word is when it is older than a month.
FRESH = timedelta(days=31)


def home(programme: Programme, reports: list[Publication], whole: str = "") -> dict[str, Any]:
    """`whole`: the list that the reader asked without a cut ("veranderd" or "cijfers")."""
    if not programme.actions:
        return _surroundings(programme, reports)
    return (
        _surroundings(programme, reports)
        | _statement(programme)
        | _milestones(programme)
        | {
            "legend": counts.legend(programme.actions, programme),
            "lines": [counts.line_row(line, programme) for line in programme.lines.values()],
            "table": counts.table(programme),
            "changes": _changes(programme, since(programme, reports), whole),
            "deviations": _deviations(programme),
            "figures": _figures(programme, whole),
            "metrics": figures.metric_figures(programme),
        }
    )


def _surroundings(programme: Programme, reports: list[Publication]) -> dict[str, Any]:
    return {
        "total": len(programme.actions),
        "reports": [_report(publication) for publication in reports[:REPORTS]],
        "last_updated": programme.last_data,
        "old_data": old_data(programme),
        "kept": kept(programme),
    }


def old_data(programme: Programme) -> date | None:
    """Day of the last word, when a page of today would else look as fresh as its date."""
    last, moment = programme.last_data, programme.moment
    return last if last and moment.is_live and last < moment.as_of - FRESH else None


def kept(programme: Programme) -> list[tuple[str, str]]:
    """What stays in the address when the reader chooses another reference date."""
    return [item for item in programme.moment.query.items() if item[0] != "as_of"]


def _statement(programme: Programme) -> dict[str, Any]:
    computed = queries.counts(programme.actions)[1]
    return {
        "total_url": counts.list_url(programme),
        "on_track": computed["on_track"],
        "on_track_url": counts.list_url(programme, computed="on_track"),
        "achieved": computed["achieved"],
        "achieved_url": counts.list_url(programme, computed="achieved"),
    }


def _milestones(programme: Programme) -> dict[str, Any]:
    as_of = programme.moment.as_of
    horizon = min(as_of, date.max - queries.HORIZON) + queries.HORIZON
    ahead = queries.open_milestones(programme, date.max)
    soon = queries.open_milestones(programme, horizon)
    late = queries.late_milestones(programme)
    return {
        "soon": Part(
            soon[:SHOWN],
            len(soon),
            _milestone_url(programme, state="open", due_from=str(as_of), due_until=str(horizon)),
        ),
        "later": ahead[len(soon)] if len(ahead) > len(soon) else None,
        "horizon": horizon,
        "late": Part(
            [(state, m, m.days_late(as_of)) for state, m in late[:SHOWN]],
            len(late),
            _milestone_url(programme, state="late"),
        ),
        "milestone_url": _milestone_url(programme),
        "milestone_total": len(programme.milestones),
        "milestone_done": sum(
            m.outcome is not None and m.outcome.kind == "realised" for _s, m in programme.milestones
        ),
    }


def _milestone_url(programme: Programme, **query: str) -> str:
    found = urlencode(query | programme.moment.query)
    address = reverse("programme:milestone-list")
    return f"{address}?{found}" if found else address


def _deviations(programme: Programme) -> Part:
    labels = programme.rules.labels
    found = [s for s in programme.actions if s.deviates]
    shown = [
        (s, status_label(s.declared, labels), status_label(s.computed, labels))
        for s in found[:SHOWN]
    ]
    return Part(shown, len(found), counts.list_url(programme, deviates="on"))


def _figures(programme: Programme, whole: str) -> Part:
    cut = Cut(programme, "cijfers", "h-cijfers", whole)
    found = cut.part(figures.latest_values(programme), SHOWN_FIGURES)
    return replace(found, shown=figures.value_figures(found.shown, programme))


def since(programme: Programme, reports: Iterable[Publication]) -> date:
    """The reference date of the report before, or else the same day of the year before."""
    as_of = programme.moment.as_of
    earlier = [p.snapshot.run.as_of for p in reports if p.snapshot.run.as_of < as_of]
    return max(earlier, default=_year_before(as_of))


def _year_before(day: date) -> date:
    if day.year == date.min.year:
        return date.min
    last = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))


def _changes(programme: Programme, first: date, whole: str) -> dict[str, Any]:
    found = queries.changes(programme, first)
    cut = Cut(programme, "veranderd", "h-nieuw", whole)

    def codes(states: Iterable[ActionState]) -> Part:
        return cut.part([(state.code, "", state.code) for state in states], SHOWN_CODES)

    measured = cut.part(found.measured, SHOWN)
    return {
        "any": bool(found),
        "since": found.since,
        "new": codes(found.new),
        "new_achieved": codes(s for s in found.new if s.computed == "achieved"),
        "completed": codes(s for s in found.closed if s.closure and s.closure.kind == "completed"),
        "stopped": codes(s for s in found.closed if s.closure and s.closure.kind == "stopped"),
        "realised": cut.part(
            [(state.code, f"#mijlpaal-{m.id}", m.code) for state, m in found.realised], SHOWN_CODES
        ),
        "continued": cut.part(found.continued, SHOWN_CODES),
        "measured": replace(measured, shown=[_value_change(*row) for row in measured.shown]),
    }


def _value_change(
    row: IndicatorRow, now: MeasurementRow, was: MeasurementRow | None
) -> tuple[IndicatorRow, str, str]:
    return (
        row,
        print_value(now.value, row.unit, row.decimals, now.qualifier),
        print_value(was.value, row.unit, row.decimals, was.qualifier) if was else "",
    )


def _report(publication: Publication) -> dict[str, Any]:
    run = publication.snapshot.run
    has = set(publication.formats)  # type: ignore[attr-defined]  # annotated by queries.reports
    return {
        "url": reverse("reports:detail", args=[run.slug]),
        "title": run.definition_version.title,
        "period": run.period_key,
        "as_of": run.as_of,
        "formats": ", ".join(str(f.label) for f in FORMATS.values() if f.offered and f.key in has),
    }
