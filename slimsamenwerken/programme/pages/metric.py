"""What the pages of the metrics show, and the figure that other pages show of one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slimsamenwerken.core.charts import Chart, Heading, Measured, TimeSeries, When, time_series
from slimsamenwerken.core.dates import long_date
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.core.numbers import format_decimal, round_half_up
from slimsamenwerken.programme.metrics import Metric, MetricRow, Reading, Scope, month_ends
from slimsamenwerken.programme.models.codes import Aggregation
from slimsamenwerken.programme.queries.rows import LineRow

MONTHS = 12
PAGE_SIZE = 100


def figure(metric: Metric, reading: Reading, moment: Moment, line: str = "") -> dict[str, Any]:
    """The number with all that a reader needs to judge it; the link leads to its rows."""
    return {
        "value": metric.text(reading),
        "label": metric.label,
        "meta": _meta(metric, reading, moment),
        "url": url_of(metric, moment, line) + "#rijen",
        "how": metric.definition,
        "missing": reading.missing_text,
        "why": reading.why,
    }


def url_of(metric: Metric, moment: Moment, line: str = "", **more: str) -> str:
    query = urlencode(moment.query | ({"line": line} if line else {}) | more)
    address = reverse("programme:metric-detail", args=[metric.key])
    return f"{address}?{query}" if query else address


def _meta(metric: Metric, reading: Reading, moment: Moment) -> str:
    """ "23 van 29, 31 december 2015"; the unit where the number itself does not carry it."""
    parts = [str(reading.why) if reading.value is None else part_of_whole(reading)]
    if metric.unit != "%" and reading.value is not None:
        parts.append(str(metric.unit))
    if metric.over_period:
        parts.append(
            _("twelve months up to and including %(day)s") % {"day": long_date(moment.as_of)}
        )
    else:
        parts.append(long_date(moment.as_of))
    return ", ".join(part for part in parts if part)


def part_of_whole(reading: Reading) -> str:
    """ "23 van 29"; nothing for a number that is no share."""
    if reading.numerator is None or reading.denominator is None:
        return ""
    return _("%(reached)s of %(total)s") % {
        "reached": format_decimal(reading.numerator),
        "total": format_decimal(reading.denominator),
    }


@dataclass(frozen=True)
class Asked:
    """One metric as a reader asks for it: at a moment, for all lines or one."""

    metric: Metric
    moment: Moment
    scope: Scope
    lines: Mapping[int, LineRow]

    def reading(self, line: str = "") -> Reading:
        scope = Scope(line=line, shared=self.scope.shared) if line else self.scope
        return self.metric.compute(self.moment.as_of, self.moment.known_at, scope)


def metric_page(asked: Asked, seen: Collection[int], *, with_course: bool) -> dict[str, Any]:
    """`seen`: ids of the actions that the reader may see; other rows count without a name."""
    metric, moment = asked.metric, asked.moment
    rows, hidden = seen_rows(metric.rows(moment.as_of, moment.known_at, asked.scope), seen)
    line = next((row for row in asked.lines.values() if row.code == asked.scope.line), None)
    return {
        "metric": metric,
        "line": line,
        "figure": figure(metric, asked.reading(), moment, asked.scope.line),
        "facts": _facts(metric),
        "per_line": [_line_row(asked, row) for row in asked.lines.values()],
        "rows": [row_context(row, moment) for row in rows],
        "is_share": any(row.counted is not None for row in rows),
        "hidden": hidden_words(hidden),
        "course": course(asked) if with_course else None,
        "course_url": url_of(metric, moment, asked.scope.line, verloop="ja") + "#verloop",
        "whole_url": url_of(metric, moment),
        "breadcrumbs": [(_("Metrics"), reverse("programme:metric-list") + moment.query_string)],
        "breadcrumb_here": str(metric.label),
        "nav_key": "programme.actions",
    }


def paged(context: dict[str, Any], page: str | None) -> dict[str, Any]:
    """The rows of one page, with the number of all of them."""
    found = Paginator(context["rows"], PAGE_SIZE).get_page(page)
    return {"rows": found.object_list, "rows_total": found.paginator.count, "page_obj": found}


def _facts(metric: Metric) -> list[tuple[str, Any]]:
    return [
        (_("Key"), metric.key),
        (_("Version"), metric.version),
        (_("Unit"), metric.unit),
        (_("Aggregation over time"), Aggregation(metric.aggregation).label),
    ]


def _line_row(asked: Asked, line: LineRow) -> dict[str, Any]:
    reading = asked.reading(line.code)
    return {
        "line": line,
        "value": asked.metric.text(reading),
        "parts": part_of_whole(reading),
        "missing": reading.missing_text or reading.why,
        "url": url_of(asked.metric, asked.moment, line.code) + "#rijen",
        "is_shown": line.code == asked.scope.line,
    }


def seen_rows(rows: Iterable[MetricRow], seen: Collection[int]) -> tuple[list[MetricRow], int]:
    """The rows that may be named, and how many may not."""
    found = list(rows)
    shown = [row for row in found if not row.action_ids or not row.action_ids.isdisjoint(seen)]
    return shown, len(found) - len(shown)


def hidden_words(hidden: int) -> str:
    words = ngettext("%(count)s row is not public.", "%(count)s rows are not public.", hidden)
    return words % {"count": hidden} if hidden else ""


def row_context(row: MetricRow, moment: Moment) -> dict[str, Any]:
    address, mark, anchor = row.url.partition("#")
    return {"row": row, "url": f"{address}{moment.query_string}{mark}{anchor}" if address else ""}


def course(asked: Asked) -> Chart:
    """The last twelve ends of months, computed now; the past is asked, not remembered."""
    metric, moment = asked.metric, asked.moment
    points, source = [], _("Computed by the portal")
    for day in month_ends(moment.as_of, MONTHS):
        reading = metric.compute(day, moment.known_at, Scope(line=asked.scope.line))
        value = reading.value
        decimals = metric.decimals or None
        rounded = value if value is None or decimals is None else round_half_up(value, decimals)
        points.append(Measured(when=When(day), value=rounded, source=source))
    return time_series(
        Heading(
            prefix="verloop",
            title=_("%(label)s, the last twelve ends of months") % {"label": metric.label},
            measure=str(metric.definition),
            unit=str(metric.unit),
            source=source,
            subtitle=_("Each point is computed for its own day."),
            table_caption=_("%(label)s per end of month") % {"label": metric.label},
        ),
        TimeSeries(measured=points, unit=str(metric.unit)),
        as_of=moment.as_of,
    )


def metric_list(entries: Iterable[Metric], moment: Moment) -> dict[str, Any]:
    scope = Scope()
    return {
        "rows": [_entry(metric, moment, scope) for metric in entries],
        "nav_key": "programme.actions",
    }


def _entry(metric: Metric, moment: Moment, scope: Scope) -> dict[str, Any]:
    reading = metric.compute(moment.as_of, moment.known_at, scope)
    return figure(metric, reading, moment) | {"metric": metric, "page": url_of(metric, moment)}
