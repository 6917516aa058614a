"""How a percentage was computed: formula, inputs with their rows, what is missing, which rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from slimsamenwerken.core.dates import long_date, short_date
from slimsamenwerken.core.numbers import round_half_up
from slimsamenwerken.programme.headline import DASH
from slimsamenwerken.programme.models.codes import Aggregation
from slimsamenwerken.programme.progress import (
    FORMULA_PACE,
    FORMULA_PROGRESS,
    RULES_VERSION,
    Assessment,
    Figure,
    Period,
    Value,
    missing_text,
    print_value,
)
from slimsamenwerken.programme.queries.rows import IndicatorRow, MeasurementRow, TargetRow

MOST_LINKS = 12  # rows named one by one; the table below the chart names them all


@dataclass(frozen=True)
class Input:
    """One number of the formula; `value` is a dash when it is missing. `rows` are links."""

    label: str
    value: str
    note: str = ""
    rows: SafeString | str = ""


@dataclass(frozen=True)
class Explained:
    """A figure with all that stands behind "Hoe berekend?"; without a rule it was not computed."""

    label: str
    text: str
    meta: str = ""
    why: str | Promise = ""
    mark: str | Promise = ""
    bar: Decimal | None = None
    formula: str = ""
    filled: str = ""
    inputs: list[Input] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    rule: str = ""


def figures(row: IndicatorRow, judged: Assessment) -> list[Explained]:
    """The figures of the day: value, baseline, target, progress, pace."""
    start, goal = judged.baseline, judged.goal
    plan = next((t for t in row.targets if goal and t.id == goal.current.id), None)
    return [
        headline(row, judged),
        Explained(
            label=_("Baseline"),
            text=_printed(start.value, row, start.qualifier) if start else DASH,
            meta=long_date(start.on) if start else _("not measured"),
        ),
        Explained(
            label=_("Target"),
            text=target_words(plan, row) if plan else DASH,
            meta=_("by %(date)s") % {"date": plan.due.text} if plan else _("not set"),
        ),
        progress(row, judged),
        pace(row, judged),
    ]


def headline(row: IndicatorRow, judged: Assessment) -> Explained:
    """The value of the day: which rows it follows from, which it leaves out."""
    found = judged.headline
    unit = [row.unit] if row.unit and row.unit != "%" else []
    days = [m.on for m in row.measurements if m.id == found.rows[-1].id] if found.rows else []
    return Explained(
        label=_("Value"),
        text=_printed(found.value, row, found.qualifier),
        meta=", ".join([*unit, *(day.text for day in days)]) if found.value is not None else "",
        why=Figure(None, found.reason).why,
        inputs=[*_used(row, found.rows), *_parts(judged)],
        missing=[_missing_periods(found.missing)] if found.missing else [],
        excluded=_excluded(row, judged),
        rule=_("Rule: %(rule)s.") % {"rule": Aggregation(row.aggregation).label},
    )


def progress(row: IndicatorRow, judged: Assessment) -> Explained:
    formula, figure = str(FORMULA_PROGRESS), judged.progress
    target = judged.goal.current if judged.goal else None
    return Explained(
        label=pgettext("indicator", "Progress"),
        text=figure.text,
        why=figure.why,
        mark=figure.mark,
        bar=figure.bar,
        formula=formula,
        filled=_filled(row, judged, target.value if target else None, figure),
        inputs=_inputs(row, judged),
        missing=_missing(judged),
        excluded=_excluded(row, judged),
        rule=_rule(),
    )


def pace(row: IndicatorRow, judged: Assessment) -> Explained:
    figure = judged.pace
    inputs = _inputs(row, judged)
    if judged.expected is not None and judged.baseline is not None and judged.goal is not None:
        note = _("on a straight line by days from %(start)s to %(due)s") % {
            "start": short_date(judged.baseline.on),
            "due": short_date(judged.goal.current.due),
        }
        inputs.append(Input(_("Expected value"), _finer(judged.expected, row), note))
    return Explained(
        label=_("Pace"),
        text=figure.text,
        why=figure.why,
        mark=figure.mark,
        formula=str(FORMULA_PACE),
        filled=_filled(row, judged, judged.expected, figure),
        inputs=inputs,
        missing=_missing(judged),
        excluded=_excluded(row, judged),
        rule=_rule(),
    )


def _printed(value: Decimal | None, row: IndicatorRow, qualifier: str = "=") -> str:
    return print_value(value, row.unit, row.decimals, qualifier)


def _finer(value: Decimal, row: IndicatorRow) -> str:
    """Two decimals more than the indicator has, so that a reader can do the sum again."""
    return print_value(round_half_up(value, row.decimals + 2), row.unit)


def _rule() -> str:
    return _(
        "Rule: version %(version)s. A percentage is rounded only where it is printed, "
        "halves away from zero; it may lie below 0 or above 100."
    ) % {"version": RULES_VERSION}


def _filled(row: IndicatorRow, judged: Assessment, end: Decimal | None, figure: Figure) -> str:
    """The formula with its numbers, as a reader would write it down."""
    value, start = judged.headline.value, judged.baseline
    if figure.value is None or value is None or start is None or end is None:
        return ""
    a, b, t = (_bracketed(_finer(number, row)) for number in (value, start.value, end))
    return f"({a} − {b}) ÷ ({t} − {b}) × 100 = {figure.text}"


def _bracketed(text: str) -> str:
    """A negative number stands in brackets behind a minus sign."""
    return f"({text})" if text.startswith("−") else text


def _inputs(row: IndicatorRow, judged: Assessment) -> list[Input]:
    return [
        Input(
            _("Value"),
            _printed(judged.headline.value, row, judged.headline.qualifier),
            rows=_measurement_links(row, judged.headline.rows),
        ),
        _baseline_input(row, judged.baseline),
        _target_input(row, judged),
    ]


def _baseline_input(row: IndicatorRow, start: Value | None) -> Input:
    if start is None:
        return Input(_("Baseline"), DASH)
    value = _printed(start.value, row, start.qualifier)
    return Input(_("Baseline"), value, rows=_measurement_links(row, [start]))


def _target_input(row: IndicatorRow, judged: Assessment) -> Input:
    if judged.goal is None:
        return Input(_("Target"), DASH)
    plan = next(t for t in row.targets if t.id == judged.goal.current.id)
    link = _links([("target", plan.public_id, plan.due.text)])
    return Input(_("Target"), target_words(plan, row), rows=link)


def target_words(plan: TargetRow, row: IndicatorRow) -> str:
    """ "100", "20–30" of a band, "12,5 %"."""
    value = _printed(plan.value, row)
    return value if plan.upper is None else f"{value}–{_printed(plan.upper, row)}"


def _used(row: IndicatorRow, values: Sequence[Value]) -> list[Input]:
    if not values:
        return []
    links = _measurement_links(row, values)
    if row.live is not None:
        return [Input(_("Computed by the portal"), str(row.live.metric.label), rows=links)]
    return [Input(_("Measurements used"), str(len(values)), rows=links)]


def _parts(judged: Assessment) -> list[Input]:
    """Numerator and denominator of a ratio, summed over its rows."""
    found = judged.headline
    if found.numerator is None or found.denominator is None:
        return []
    return [
        Input(_("Sum of the numerators"), print_value(found.numerator)),
        Input(_("Sum of the denominators"), print_value(found.denominator)),
    ]


def _measurement_links(row: IndicatorRow, values: Iterable[Value]) -> SafeString | str:
    by_id: dict[int, MeasurementRow] = {m.id: m for m in row.measurements if not m.is_live}
    used = [by_id[value.id] for value in values if value.id in by_id]
    if not used:  # the portal computed it: its rows stand in a section of their own
        return format_html('<a href="#h-rijen">{}</a>', _("its rows")) if row.live else ""
    if len(used) > MOST_LINKS:
        return _("%(first)s to %(last)s") % {"first": used[0].on.text, "last": used[-1].on.text}
    return _links(("measurement", m.public_id, m.on.text) for m in used)


def _links(rows: Iterable[tuple[str, object, str]]) -> SafeString:
    """Dates that lead to their rows."""
    return format_html_join(
        ", ",
        '<a href="{}">{}<span class="visually-hidden"> ({})</span></a>',
        (
            (reverse("programme:fact-detail", args=[kind, public_id]), name, _("show the row"))
            for kind, public_id, name in rows
        ),
    )


def _missing(judged: Assessment) -> list[str]:
    found = []
    if judged.headline.value is None:
        found.append(_("A value is missing."))
    if judged.baseline is None:
        found.append(_("A baseline is missing. The first measurement is not a baseline."))
    if judged.goal is None:
        found.append(_("A target is missing."))
    return found


def _missing_periods(missing: tuple[Period, ...]) -> str:
    named = ", ".join(f"{short_date(p.first)} – {short_date(p.last)}" for p in missing[:MOST_LINKS])
    return f"{missing_text(missing)}: {named}" + (" …" if len(missing) > MOST_LINKS else ".")


def _excluded(row: IndicatorRow, judged: Assessment) -> list[str]:
    """What lies there and does not count, so that nobody looks for it in the sum."""
    found = [
        _("Measurement of %(date)s: no denominator.") % {"date": short_date(value.on)}
        for value in judged.headline.excluded
    ]
    parts = sum(bool(m.dims) for m in row.measurements)
    if parts:
        found.append(
            ngettext(
                "%(count)s measurement of a part of the whole.",
                "%(count)s measurements of a part of the whole.",
                parts,
            )
            % {"count": parts}
        )
    return found + _before_live(row)


def _before_live(row: IndicatorRow) -> list[str]:
    """Values that people entered before the portal computed them are never added to its own."""
    if row.live is None:
        return []
    count = len(row.measurements) - len(row.counting)
    said = [row.live.reading.missing_text] if row.live.reading.missing_text else []
    if count:
        said.append(
            ngettext(
                "%(count)s measurement from before the portal computed this.",
                "%(count)s measurements from before the portal computed this.",
                count,
            )
            % {"count": count}
        )
    return said
