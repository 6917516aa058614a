"""The metrics of the portal at the moment of the report: key, name, value, unit and version.

A section version names the metrics and the version of each that it prints (`PINNED`): a metric
that is added, or that gets a new meaning, shows only once the section is raised, so a report that
is made again keeps its bytes. The names and units are written here for the same reason: a report
does not follow the catalogue.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils import translation

from slimsamenwerken.core.numbers import format_decimal, round_half_up
from slimsamenwerken.programme.headline import Period
from slimsamenwerken.programme.metrics import Metric, MetricRow, Missing, Reading, Scope, metrics
from slimsamenwerken.programme.queries import counted
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
from slimsamenwerken.reports.sections.common import PUBLIC_ONLY, loaded, nothing_known
from slimsamenwerken.reports.sections.counting import Counted, Traced, at_moment, provenance_of

NO_DATA: Final = "geen gegevens"
ROW_COLUMNS: Final = ("Code", "Wat", "Toelichting", "Telt mee in de teller")
EXPLANATION: Final = (
    "Een rekenbron berekent het portaal zelf uit zijn rijen. Wijzigt de betekenis, dan krijgt de "
    "rekenbron een nieuwe versie. Zonder noemer is er geen percentage: er staat dan “geen gegevens”"
    ", nooit 0."
)
MISSING: Final = {
    "stopped": "stopgezet",
    "future": "nog niet begonnen",
    "unknown": "niet te berekenen",
    "undated": "zonder geplande datum",
    "original_unknown": "zonder vermelde oorspronkelijke datum",
    "dropped": "vervallen",
    "leadless": "zonder trekker",
}


@dataclass(frozen=True)
class Pinned:
    """A metric in the version that this version of the section prints, with its words."""

    key: str
    version: int
    label: str
    unit: str
    decimals: int = 0

    @property
    def metric(self) -> Metric:
        """The metric as it counts in that version; a failing section fails the run."""
        found = metrics.get(self.key)
        if found is None:
            raise KeyError(f"there is no metric {self.key}")
        return found.in_version(self.version)

    @property
    def figure_id(self) -> str:
        return f"metrics.{self.key}"


PINNED: Final = (
    Pinned("programme.on_track_share", 1, "Acties op schema of gerealiseerd", "%", 1),
    Pinned("programme.milestones_in_time_share", 1, "Mijlpalen op tijd gerealiseerd", "%", 1),
    Pinned("programme.median_slip_days", 1, "Mediane verschuiving van een mijlpaal", "dagen", 1),
    Pinned("programme.active_partners", 1, "Actieve partners", "actoren"),
    Pinned(
        "programme.new_cross_sector_pairs", 1,
        "Nieuwe samenwerking tussen verschillende soorten actoren", "paren",
    ),
    Pinned(
        "programme.lead_concentration", 1, "Acties onder de trekker met de meeste acties", "%", 1
    ),
    Pinned(
        "programme.deviations", 1,
        "Acties waarvan de opgegeven status afwijkt van de berekende", "acties",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    pinned: Pinned
    reading: Reading
    counted: Counted


def measured(given: Given) -> list[Measured]:
    found: list[Measured] = given.share(
        "metrics.measured", lambda: [_measured(pinned, given) for pinned in PINNED]
    )
    return found


def figures(given: Given) -> list[Counted]:
    return [found.counted for found in measured(given)]


def _scope(given: Given) -> Scope:
    """The reported period, and the statuses that the other sections loaded already."""

    def load() -> Scope:
        window = Period(given.period.first, min(given.period.last, given.as_of))
        scope = Scope(window=window)
        counted.share_states(scope, loaded(given).states, given.as_of, given.known_at)
        return scope

    scope: Scope = given.share("metrics.scope", load)
    return scope


def _measured(pinned: Pinned, given: Given) -> Measured:
    scope, metric = _scope(given), pinned.metric
    reading = metric.compute(given.as_of, given.known_at, scope)
    rows = _rows(metric, given)
    value = _scaled(reading.value, pinned.decimals)
    figure = Figure(
        id=pinned.figure_id,
        value=value,
        label=pinned.label,
        unit=pinned.unit,
        decimals=pinned.decimals if isinstance(value, Decimal) else 0,
        metric=pinned.key,
        metric_version=pinned.version,
        numerator=_whole(reading.numerator),
        denominator=_whole(reading.denominator),
        missing=(NO_DATA,) if value is None else (),
        excluded=tuple(_excluded(gap, given) for gap in reading.missing if gap.codes),
        keys=tuple(row.key for row in rows),
    )
    return Measured(
        pinned,
        reading,
        Counted(
            figure,
            ROW_COLUMNS,
            lambda: _traced(rows, given),
            f"Rekenbron {pinned.key}, versie {pinned.version}.",
            _definition(metric),
            by_thresholds=metric.reads_statuses,
        ),
    )


def _definition(metric: Metric) -> str:
    with translation.override("nl-be"):
        return str(metric.definition)


def _rows(metric: Metric, given: Given) -> Sequence[MetricRow]:
    with translation.override("nl-be"):  # the details of a row are words of the catalogue
        return list(metric.rows(given.as_of, given.known_at, _scope(given)))


def _scaled(value: Decimal | None, decimals: int) -> Decimal | int | None:
    if value is None:
        return None
    return round_half_up(value, decimals) if decimals else int(round_half_up(value, 0))


def _whole(value: Decimal | None) -> Decimal | int | None:
    return int(value) if value is not None and value == int(value) else value


def _excluded(gap: Missing, given: Given) -> str:
    """Counted, not named: the codes of a report for everyone may be of hidden actions."""
    count = f"{len(gap.codes)} {MISSING[gap.reason]}"
    return count if given.scope == PUBLIC_ONLY else f"{count}: {', '.join(sorted(gap.codes))}"


def _traced(rows: Iterable[MetricRow], given: Given) -> Iterable[Traced]:
    public = {state.id for state in loaded(given).states if state.is_public}
    for row in rows:
        part = "" if row.counted is None else "ja" if row.counted else "nee"
        yield Traced(
            RowView(
                key=row.key,
                cells=(row.code, row.label, row.detail, part),
                url=at_moment(row.url, given) if row.url else "",
                # What is seen through actions only is as open as the most open one of them.
                is_public=row.is_public
                and (not row.action_ids or not public.isdisjoint(row.action_ids)),
            )
        )


# ── blocks ───────────────────────────────────────────────────────────────────────────────────
def build(given: Given) -> Sequence[Block]:
    if not loaded(given).actions:
        return nothing_known()
    return [
        Table(
            "rekenbronnen",
            "Rekenbronnen op de peildatum",
            [
                Column("label", "Rekenbron", wide=True),
                Column("value", "Waarde", "decimal"),
                Column("unit", "Eenheid"),
                Column("parts", "Teller en noemer"),
                Column("excluded", "Niet meegeteld"),
                Column("key", "Sleutel"),
                Column("version", "Versie", "int"),
            ],
            [_row(found) for found in measured(given)],
        ),
        Text("uitleg", [[EXPLANATION]]),
    ]


def _row(found: Measured) -> Row:
    pinned, figure = found.pinned, found.counted.figure
    reading = found.reading
    parts = "–"
    if reading.numerator is not None and reading.denominator is not None:
        parts = f"{format_decimal(reading.numerator)} van {format_decimal(reading.denominator)}"
    if figure.value is None:
        parts = NO_DATA
    excluded = "; ".join(figure.excluded) or "–"
    return Row(
        pinned.key,
        [pinned.label, figure, pinned.unit, parts, excluded, pinned.key, pinned.version],
    )


SECTION = Section(
    "metrics", "Rekenbronnen", 55, 1, build, provenance_of(figures), budget_queries=14
)
