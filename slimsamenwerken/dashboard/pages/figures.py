"""Indicators and metrics as figures, each with its definition and a link to its rows."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from slimsamenwerken.dashboard import queries
from slimsamenwerken.dashboard.queries import Programme
from slimsamenwerken.programme.metrics import metrics
from slimsamenwerken.programme.models.codes import Qualifier
from slimsamenwerken.programme.pages import metric as metric_pages
from slimsamenwerken.programme.pages.words import latest_measurement
from slimsamenwerken.programme.progress import print_value
from slimsamenwerken.programme.queries.rows import IndicatorRow, MeasurementRow

Latest = tuple[IndicatorRow, MeasurementRow]


def latest_values(
    programme: Programme, found: Iterable[IndicatorRow] | None = None
) -> list[Latest]:
    """Each indicator that has a value, with the latest one."""
    shown = queries.indicator_rows(programme) if found is None else found
    latest = ((row, latest_measurement(row)) for row in shown)
    return [(row, last) for row, last in latest if last is not None]


def value_figures(latest: Iterable[Latest], programme: Programme) -> list[dict[str, Any]]:
    return [_figure(row, last, programme) for row, last in latest]


def _figure(row: IndicatorRow, last: MeasurementRow, programme: Programme) -> dict[str, Any]:
    exact = last.qualifier == Qualifier.EXACT
    # A value that the portal computes has no row of its own: its rows are on the same page.
    anchor = "#h-rijen" if last.is_live else f"#meting-{last.id}"
    page = reverse("programme:indicator-detail", args=[row.code])
    return {
        "prefix": "" if exact else Qualifier(last.qualifier).label,
        "value": print_value(last.value, row.unit, row.decimals),
        "label": f"{row.title} ({row.code})",
        "meta": _meta(row, last),
        "url": f"{page}{programme.moment.query_string}{anchor}",
        "how": row.definition,
    }


def _meta(row: IndicatorRow, last: MeasurementRow) -> str:
    """ "aantal, september 2015"; the sign % stands with the number already."""
    parts = [row.unit if row.unit != "%" else "", last.on.text]
    text = ", ".join(part for part in parts if part)
    return text + _(" (derived)") if last.derived else text


def metric_figures(programme: Programme, line: str = "") -> list[dict[str, Any]]:
    """What the portal computes itself. It counts actions that are not public too; the page behind
    each figure says how many of its rows those are."""
    return [
        metric_pages.figure(
            metric, queries.reading(programme, metric, line), programme.moment, line
        )
        for metric in metrics
    ]
