"""Indicators: baseline, value, target, progress and pace, and what is missing for them."""

from collections.abc import Sequence
from decimal import Decimal

from slimsamenwerken.core.numbers import round_half_up
from slimsamenwerken.programme.progress import Assessment
from slimsamenwerken.programme.queries import loaders
from slimsamenwerken.programme.queries.goals import assessment
from slimsamenwerken.programme.queries.rows import IndicatorRow
from slimsamenwerken.reports.blocks import (
    Block,
    Column,
    Figure,
    Given,
    Row,
    RowView,
    Section,
    Table,
    Text,
)
from slimsamenwerken.reports.sections.common import Counted, dutch_date, provenance_of

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
Judged = tuple[IndicatorRow, Assessment]


def judged(given: Given) -> list[Judged]:
    def load() -> list[Judged]:
        found = loaders.indicators(given.as_of, given.known_at).values()
        return [(row, assessment(row, given.as_of)) for row in found]

    result: list[Judged] = given.share("indicators", load)
    return result


def figures(given: Given) -> list[Counted]:
    return [counted for pair in judged(given) for counted in _figures(*pair)]


def _figures(row: IndicatorRow, found: Assessment) -> list[Counted]:
    used = {value.id for value in found.headline.rows}
    views = tuple(_view(row, m.id) for m in row.measurements if m.id in used)
    keys = tuple(view.key for view in views)
    code = row.code
    value = _scaled(found.headline.value, row.decimals)
    counted = [
        Counted(
            Figure(
                id=f"indicators.{code}.value",
                value=value,
                label=f"{code} {row.title}",
                unit=row.unit,
                decimals=row.decimals,
                qualifier=found.headline.qualifier,
                missing=(WHY["no_value"],) if value is None else (),
                keys=keys,
            ),
            ("Datum", "Waarde", "Bron"),
            views,
            "De meting die op de peildatum telt.",
            row.definition,
        )
    ]
    for name, label, figure, formula in (
        ("progress", "Vooruitgang", found.progress,
         "(waarde − nulmeting) ÷ (streefwaarde − nulmeting) × 100"),
        ("pace", "Tempo", found.pace,
         "(waarde − nulmeting) ÷ (verwachte waarde − nulmeting) × 100"),
    ):  # fmt: skip
        counted.append(
            Counted(
                Figure(
                    id=f"indicators.{code}.{name}",
                    value=_scaled(figure.value, 1),
                    label=f"{label} van {code}",
                    unit="%",
                    decimals=1,
                    qualifier="≈" if figure.approximate else "=",
                    missing=(WHY[figure.reason],) if figure.reason in WHY else (),
                    keys=keys if figure.value is not None else (),
                ),
                ("Datum", "Waarde", "Bron"),
                views if figure.value is not None else (),
                formula,
                row.definition,
            )
        )
    return counted


def _scaled(value: Decimal | None, decimals: int) -> Decimal | int | None:
    """Rounded half away from zero, as it is printed; a whole number is an integer."""
    if value is None:
        return None
    rounded = round_half_up(value, decimals)
    return rounded if decimals else int(rounded)


def _view(row: IndicatorRow, measurement_id: int) -> RowView:
    m = next(m for m in row.measurements if m.id == measurement_id)
    value = _scaled(m.value, row.decimals)
    return RowView(
        key=("programme_measurement", m.public_id),
        cells=(dutch_date(m.on), f"{m.qualifier} {value}".removeprefix("= "), m.source),
        url=f"/rijen/measurement/{m.public_id}/",
    )


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
        Table("indicatoren", "Indicatoren op de peildatum", COLUMNS, rows),
        Text(
            "uitleg",
            [["Een streepje betekent: niet te berekenen. De kolom Ontbreekt zegt waarom."]],
        ),
    ]


def _row(row: IndicatorRow, found: Assessment, by_id: dict[str, Figure]) -> Row:
    goal = found.goal
    latest = [m for m in row.measurements if m.id in {v.id for v in found.headline.rows}]
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
            dutch_date(latest[-1].on) if latest else "niet gemeten",
            WHY.get(found.progress.reason, "–"),
        ],
    )


SECTION = Section(
    "indicators", "Indicatoren", 50, 1, build, provenance_of(figures), budget_queries=2
)
