"""Indicators: baseline, value, target, progress and pace, and what is missing for them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import partial

from django.urls import reverse

from slimsamenwerken.core.dates import short_date
from slimsamenwerken.core.numbers import format_decimal, round_half_up
from slimsamenwerken.programme.models import Measurement
from slimsamenwerken.programme.progress import Assessment
from slimsamenwerken.programme.queries.goals import assessment
from slimsamenwerken.programme.queries.live import with_live_values
from slimsamenwerken.programme.queries.rows import IndicatorRow, MeasurementRow
from slimsamenwerken.reports.blocks import (
    Block,
    Column,
    Figure,
    Given,
    Row,
    RowKey,
    RowView,
    Section,
    Table,
    Text,
)
from slimsamenwerken.reports.sections.common import derived_words, dutch_date, stored_indicators
from slimsamenwerken.reports.sections.counting import Counted, Traced, provenance_of

WHY = {
    "no_baseline": "geen nulmeting",
    "no_target": "geen streefwaarde",
    "no_value": "geen meting",
    "no_denominator": "geen noemer",
    "target_is_baseline": "streefwaarde gelijk aan nulmeting",
    "wrong_side": "streefwaarde aan de verkeerde kant van de nulmeting",
    "too_early": "nog niet te beoordelen",
    "no_percent": "deze richting kent geen percentage",
}
LEVELS = {
    "context": "context",
    "input": "input",
    "output": "output",
    "outcome": "uitkomst",
    "impact": "impact",
}
AGGREGATIONS = {
    "state": "De laatste meting op of voor de peildatum.",
    "latest": "De laatste meting op of voor de peildatum.",
    "flow": "De som van de metingen tot en met de peildatum.",
    "cumulative": "De laatste stand sinds het begin, op of voor de peildatum.",
    "ratio": "Som van de tellers ÷ som van de noemers, tot en met de peildatum.",
}
EXPLANATION = (
    "Een streepje betekent: niet te berekenen of niet vermeld in de bron. De kolom Ontbreekt zegt "
    "wat er nodig is om vooruitgang te berekenen."
)
COLUMNS_OF_ROWS = ("Datum", "Waarde", "Bron")
Judged = tuple[IndicatorRow, Assessment]


def judged(given: Given) -> list[Judged]:
    def load() -> list[Judged]:
        found = with_live_values(stored_indicators(given), given.as_of, given.known_at)
        return [(row, assessment(row, given.as_of)) for row in found]

    result: list[Judged] = given.share("indicators", load)
    return result


def figures(given: Given) -> list[Counted]:
    found: list[Counted] = given.share(
        "indicators.figures",
        lambda: [counted for row, judged_ in judged(given) for counted in _figures(row, judged_)],
    )
    return found


def missing_inputs(found: Assessment) -> tuple[str, ...]:
    """Everything that progress needs and that is not there; else why there is no percentage."""
    absent = [
        WHY[reason]
        for reason, there in (
            ("no_baseline", found.baseline),
            ("no_target", found.goal),
            ("no_value", found.headline.value is not None),
        )
        if not there
    ]
    if absent or found.progress.value is not None:
        return tuple(absent)
    return (WHY[found.progress.reason],) if found.progress.reason in WHY else ()


def _figures(row: IndicatorRow, found: Assessment) -> Iterable[Counted]:
    used = _used(row, found)
    value = _scaled(found.headline.value, row.decimals)
    yield Counted(
        Figure(
            id=f"indicators.{row.code}.value",
            value=value,
            label=f"{row.code} {row.title}",
            unit=row.unit,
            decimals=row.decimals,
            qualifier=found.headline.qualifier,
            numerator=_exact(found.headline.numerator),
            denominator=_exact(found.headline.denominator),
            missing=(WHY[found.headline.reason or "no_value"],) if value is None else _gaps(found),
            excluded=tuple(f"{short_date(v.on)}: geen noemer" for v in found.headline.excluded),
            keys=_keys(used),
        ),
        COLUMNS_OF_ROWS,
        partial(_trace, row, used),
        AGGREGATIONS.get(row.aggregation, ""),
        row.definition,
    )
    start = [m for m in row.measurements if found.baseline and m.id == found.baseline.id]
    for name, label, figure, formula in (
        ("progress", "Vooruitgang", found.progress,
         "(waarde − nulmeting) ÷ (streefwaarde − nulmeting) × 100"),
        ("pace", "Tempo", found.pace,
         "(waarde − nulmeting) ÷ (verwachte waarde − nulmeting) × 100"),
    ):  # fmt: skip
        behind = [*start, *(m for m in used if m not in start)] if figure.value is not None else []
        yield Counted(
            Figure(
                id=f"indicators.{row.code}.{name}",
                value=_scaled(figure.value, 1),
                label=f"{label} van {row.code}",
                unit="%",
                decimals=1,
                qualifier="≈" if figure.approximate else "=",
                missing=() if figure.value is not None else missing_inputs(found),
                keys=_keys(behind),
            ),
            COLUMNS_OF_ROWS,
            partial(_trace, row, behind),
            formula,
            row.definition,
            partial(_parts, row, found),
        )


def _gaps(found: Assessment) -> tuple[str, ...]:
    """Periods without a measurement, of a series that should have one for each."""
    return tuple(
        f"geen meting van {short_date(gap.first)} tot en met {short_date(gap.last)}"
        for gap in found.headline.missing
    )


def _exact(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize()


def _used(row: IndicatorRow, found: Assessment) -> list[MeasurementRow]:
    ids = {value.id for value in found.headline.rows}
    return [m for m in row.measurements if m.id in ids]


def _keys(found: Sequence[MeasurementRow]) -> tuple[RowKey, ...]:
    return tuple(("programme_measurement", m.public_id) for m in found)


def _parts(row: IndicatorRow, found: Assessment) -> tuple[tuple[str, str], ...]:
    """What the formula is filled in with; a dash for what is missing."""
    goal = found.goal.current.value if found.goal else None
    given = (
        ("Nulmeting", found.baseline.value if found.baseline else None),
        ("Waarde", found.headline.value),
        ("Streefwaarde", goal),
        ("Verwachte waarde", found.expected),
    )
    return tuple((name, _words(value, row.decimals)) for name, value in given)


def _words(value: Decimal | None, decimals: int) -> str:
    return "–" if value is None else format_decimal(value, decimals).replace("-", "−")


def _scaled(value: Decimal | None, decimals: int) -> Decimal | int | None:
    """Rounded half away from zero, as it is printed; a whole number is an integer."""
    if value is None:
        return None
    rounded = round_half_up(value, decimals)
    return rounded if decimals else int(rounded)


def _trace(row: IndicatorRow, used: Sequence[MeasurementRow]) -> Iterable[Traced]:
    for m in used:
        words = _words(m.value, row.decimals)
        view = RowView(
            key=("programme_measurement", m.public_id),
            cells=(
                derived_words(dutch_date(m.on), derived=m.derived),
                words if m.qualifier == "=" else f"{m.qualifier} {words}",
                m.source or "niet vermeld",
            ),
            url=reverse("programme:fact-detail", args=["measurement", m.public_id]),
        )
        yield Traced(view, ((Measurement, m.id),))


COLUMNS = [
    Column("code", "Code"),
    Column("title", "Indicator", wide=True),
    Column("level", "Niveau en eenheid"),
    Column("baseline", "Nulmeting", "decimal"),
    Column("value", "Waarde", "decimal"),
    Column("target", "Streefwaarde", "decimal"),
    Column("original", "Oorspronkelijk", "decimal"),
    Column("progress", "Vooruitgang", "decimal", "%"),
    Column("pace", "Tempo", "decimal", "%"),
    Column("measured", "Gemeten"),
    Column("missing", "Ontbreekt"),
]


def build(given: Given) -> Sequence[Block]:
    by_id = {c.figure.id: c.figure for c in figures(given)}
    rows = [_row(row, found, by_id) for row, found in judged(given)]
    return [
        Table(
            "indicatoren", "Indicatoren op de peildatum", COLUMNS, rows,
            empty="Er waren nog geen indicatoren.",
        ),
        Text(
            "uitleg",
            [[EXPLANATION]],
        ),
    ]  # fmt: skip


def _row(row: IndicatorRow, found: Assessment, by_id: dict[str, Figure]) -> Row:
    goal, used = found.goal, _used(row, found)
    return Row(
        row.code,
        [
            row.code,
            row.title,
            f"{LEVELS[row.level]}, {row.unit}",
            _scaled(found.baseline.value, row.decimals) if found.baseline else None,
            by_id[f"indicators.{row.code}.value"],
            _scaled(goal.current.value, row.decimals) if goal else None,
            _scaled(goal.original.value, row.decimals) if goal and goal.changes else None,
            by_id[f"indicators.{row.code}.progress"],
            by_id[f"indicators.{row.code}.pace"],
            derived_words(dutch_date(used[-1].on), derived=used[-1].derived)
            if used
            else "niet gemeten",
            ", ".join(missing_inputs(found)) or "–",
        ],
    )


SECTION = Section(
    "indicators", "Indicatoren", 50, 1, build, provenance_of(figures), budget_queries=2
)
