"""The rows of an indicator as its page lists them: those that count, and those withdrawn."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from slimsamenwerken.core.dates import local_date
from slimsamenwerken.core.numbers import format_decimal
from slimsamenwerken.programme.models.codes import Qualifier
from slimsamenwerken.programme.pages.words import counting_measurements
from slimsamenwerken.programme.progress import print_value
from slimsamenwerken.programme.queries.indicator_page import LoadedIndicator
from slimsamenwerken.programme.queries.rows import IndicatorRow, MeasurementRow


def measurement_rows(row: IndicatorRow, *, may_correct: bool) -> list[dict[str, Any]]:
    """Every known row, newest first; `kind` says what it is and whether it counts."""
    counting = {m.id for m in counting_measurements(row)}
    return [
        {
            "row": m,
            "value": print_value(m.value, row.unit, row.decimals, m.qualifier),
            "parts": _parts(m),
            "kind": kind_words(m, counts=bool(m.dims) or m.id in counting),
            "dims": dims_words(m.dims),
            **_row_urls(m, may_correct=may_correct),
        }
        for m in sorted(
            row.measurements, key=lambda m: (m.on.day, m.recorded_at, m.id), reverse=True
        )
    ]


def _row_urls(row: MeasurementRow, *, may_correct: bool) -> dict[str, Any]:
    """A value that the portal computes has no row of its own: nobody recorded it."""
    if row.is_live:
        return {"recorded_on": None, "url": "", "correct_url": "", "withdraw_url": ""}
    return {
        "recorded_on": local_date(row.recorded_at),
        "url": _row_url("measurement", row.public_id),
        "correct_url": _row_url("measurement", row.public_id, "correct") if may_correct else "",
        "withdraw_url": _row_url("measurement", row.public_id, "withdraw") if may_correct else "",
    }


def _row_url(kind: str, public_id: object, page: str = "detail") -> str:
    return reverse(f"programme:fact-{page}", args=[kind, public_id])


def kind_name(row: MeasurementRow) -> str:
    if row.is_live:
        return _("computed by the portal")
    return _("baseline") if row.is_baseline else _("measurement")


def kind_words(row: MeasurementRow, *, counts: bool) -> str:
    parts = [kind_name(row)]
    if row.dims:
        parts.append(_("part of the whole"))
    if row.qualifier != Qualifier.EXACT:
        parts.append(_("approximate"))
    if row.derived:
        parts.append(_("derived"))
    if row.series_break:
        parts.append(_("series break"))
    if not counts:
        parts.append(_("does not count: a later value for the same day replaces it"))
    return ", ".join(parts)


def dims_words(dims: dict[str, Any]) -> str:
    """ "regio: Genk; sector: bouw"."""
    return "; ".join(f"{name}: {value}" for name, value in sorted(dims.items()))


def _parts(row: MeasurementRow) -> str:
    """ "91 ÷ 102" of a ratio."""
    if row.numerator is None or row.denominator is None:
        return ""
    return f"{format_decimal(row.numerator)} ÷ {format_decimal(row.denominator)}"


def withdrawn_rows(loaded: LoadedIndicator, row: IndicatorRow) -> list[dict[str, Any]]:
    """For those inside: what no longer counts, with the reason."""
    found: list[tuple[str, str, Any]] = [
        ("measurement", _("measurement"), m) for m in loaded.withdrawn_measurements
    ]
    found += [("target", _("target"), t) for t in loaded.withdrawn_targets]
    return [
        {
            "kind": label,
            "date": thing.valid_on_text,
            "value": print_value(
                thing.value, row.unit, row.decimals, getattr(thing, "qualifier", Qualifier.EXACT)
            ),
            "withdrawn_at": thing.withdrawn_at,
            "reason": thing.withdrawn_reason,
            "url": _row_url(key, thing.public_id),
        }
        for key, label, thing in found
    ]
