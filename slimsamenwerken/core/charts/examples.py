"""One chart of each sort, for the page of components. All figures are made up or marked so."""

from datetime import date
from decimal import Decimal

from slimsamenwerken.core.charts.bars import BarRow, bars
from slimsamenwerken.core.charts.fills import Fill
from slimsamenwerken.core.charts.gantt import gantt
from slimsamenwerken.core.charts.gantt_model import (
    GanttMilestone,
    GanttPeriod,
    GanttRow,
    MilestoneState,
)
from slimsamenwerken.core.charts.model import Chart, Heading, When
from slimsamenwerken.core.charts.series import time_series
from slimsamenwerken.core.charts.series_model import Measured, TargetRevision, TimeSeries
from slimsamenwerken.core.charts.stacked import StackRow, StackSeries, stacked_bars

_END_2015 = date(2015, 12, 31)


def example_charts() -> list[Chart]:
    """Charts marked "Voorbeeld" in title and source. Dutch only: this page is for developers."""
    return [
        _gantt(),
        _gantt_states(),
        _single_value(),
        _indicator(),
        _status_per_line(),
        _all_fills(),
        _bars(),
        _nothing(),
    ]


def _heading(prefix: str, title: str, measure: str, unit: str = "", period: str = "") -> Heading:
    return Heading(
        prefix=f"voorbeeld-{prefix}",
        title=f"Voorbeeld: {title}",
        measure=measure,
        unit=unit,
        period=period,
        source="voorbeeldcijfers",
    )


def _year(year: int, precision: str = "year") -> When:
    return When(date(year, 12, 31), precision)


def _day(year: int, month: int, day: int) -> When:
    return When(date(year, month, day))


def _gantt() -> Chart:
    pilot = GanttPeriod(
        code="1.2.03",
        label="Pilootprojecten ecoclusters",
        start=_year(2013),
        end=_year(2013),
        reached=_year(2013),
        is_related=True,
    )
    action = GanttPeriod(
        code="1.2.04", label="Looptijd van de actie", start=_year(2013), end=_day(2016, 12, 31)
    )
    milestones: list[GanttRow] = [
        GanttMilestone(
            code="M1",
            label="Scan beschikbaar voor bedrijven",
            state=MilestoneState.REALISED,
            on=_year(2013),
        ),
        GanttMilestone(
            code="M2",
            label="Einde van het programma",
            state=MilestoneState.PLANNED,
            on=_day(2016, 12, 31),
        ),
    ]
    heading = _heading(
        "gantt", "het programma loopt nog tot eind 2016", "Looptijd en mijlpalen", "", "2013–2016"
    )
    rows: list[GanttRow] = [pilot, action, *milestones]
    return gantt(heading, rows, as_of=_END_2015)


def _gantt_states() -> Chart:
    rows: list[GanttRow] = [
        GanttPeriod(code="A", label="Begin niet vermeld", end=_day(2026, 9, 30)),
        GanttPeriod(code="B", label="Doorlopend", start=_day(2026, 1, 15), is_continuous=True),
        GanttPeriod(code="C", label="Geen enkele datum"),
        GanttPeriod(
            code="D",
            label="Een naam die zo lang is dat ze op twee regels nog niet past in deze kolom",
            start=_day(2026, 7, 1),
            end=_day(2026, 8, 31),
        ),
        GanttMilestone(
            code="M1",
            label="Verschoven",
            state=MilestoneState.PLANNED,
            on=_day(2026, 10, 31),
            original=_day(2026, 3, 31),
        ),
        GanttMilestone(code="M2", label="Te laat", state=MilestoneState.LATE, on=_day(2026, 4, 30)),
        GanttMilestone(
            code="M3",
            label="Vervallen",
            state=MilestoneState.DROPPED,
            on=When(date(2026, 9, 30), "quarter"),
        ),
        GanttMilestone(
            code="M4", label="Uiterlijk", state=MilestoneState.REALISED, on=_year(2025, "by")
        ),
        GanttMilestone(code="M5", label="Zonder datum", state=MilestoneState.PLANNED),
    ]
    heading = _heading("gantt-2", "één mijlpaal is te laat", "Alle toestanden van een rij")
    return gantt(heading, rows, as_of=date(2026, 6, 30))


def _single_value() -> Chart:
    data = TimeSeries(
        measured=[
            Measured(
                when=When(date(2015, 9, 30), "month"),
                value=Decimal(77),
                source="brontekst Slim samenwerken",
            )
        ],
        unit="aantal",
        known_since=_year(2013),
        known_since_note="de scan bestaat sinds 2013",
    )
    heading = _heading(
        "meting", "eind september 2015 waren 77 scans uitgevoerd", "Aantal scans, cumulatief"
    )
    return time_series(heading, data)


def _indicator() -> Chart:
    def point(year: int, value: str | None, **more: object) -> Measured:
        number = None if value is None else Decimal(value)
        return Measured(when=_year(year), value=number, **more)  # type: ignore[arg-type]

    data = TimeSeries(
        measured=[
            point(2016, "0", is_baseline=True),
            point(2017, "12.5"),
            point(2018, "18", qualifier="≈"),
            point(2019, "26"),
            point(2020, None),
            point(2021, "31"),
            point(2022, "29.4", breaks_series=True, break_note="nieuwe telwijze"),
            point(2023, "36"),
            point(2024, "41.2"),
        ],
        targets=[
            TargetRevision(decided_on=date(2016, 3, 1), due=_year(2022), value=Decimal(60)),
            TargetRevision(decided_on=date(2020, 6, 15), due=_year(2026), value=Decimal(50)),
        ],
        unit="%",
    )
    heading = _heading(
        "reeks", "het aandeel groeit, maar de streefwaarde daalde", "Aandeel", "%", "2016–2026"
    )
    return time_series(heading, data, as_of=date(2025, 6, 30))


def _status_per_line() -> Chart:
    series = [
        StackSeries(label="gerealiseerd", fill=Fill.YELLOW),
        StackSeries(label="in uitvoering", fill=Fill.DARK),
        StackSeries(label="opgestart", fill=Fill.MIDDLE),
        StackSeries(label="niet gestart", fill=Fill.LIGHT),
        StackSeries(label="geen status", fill=Fill.HATCH),
    ]
    rows = [
        StackRow(code="1.1", label="Duurzaam aankopen", values=(2, 7, 1, 0, 1)),
        StackRow(code="1.2", label="Bedrijventerreinen", values=(1, 2, 1, 0, 1)),
        StackRow(code="1.3", label="Onderwijs en werkvloer", values=(2, 0, 1, 2, 0)),
        StackRow(code="1.4", label="Delen en hergebruik", values=(3, 2, 0, 0, 0)),
        StackRow(code="1.5", label="Sensibilisering", values=(3, 1, 1, 1, 0)),
    ]
    heading = _heading(
        "status", "lijn 1.1 heeft de meeste lopende acties", "Aantal acties per opgegeven status"
    )
    return stacked_bars(heading, series, rows, name="Actielijn")


def _all_fills() -> Chart:
    labels = (
        ("gerealiseerd", Fill.YELLOW),
        ("in uitvoering", Fill.DARK),
        ("opgestart", Fill.MIDDLE),
        ("niet gestart", Fill.LIGHT),
        ("aandacht nodig", Fill.DIAGONAL),
        ("actie nodig", Fill.CROSSED),
        ("stopgezet", Fill.BARRED),
        ("onbekend", Fill.BLANK),
        ("geen status", Fill.HATCH),
    )
    series = [StackSeries(label=label, fill=fill) for label, fill in labels]
    rows = [
        StackRow(label="Alle statussen", values=(5, 6, 4, 3, 3, 2, 2, 2, 2)),
        StackRow(label="Niet vermeld", values=(None,) * 9),
    ]
    heading = _heading("vulling", "elke status blijft zonder kleur te lezen", "Aantal acties")
    return stacked_bars(heading, series, rows)


def _bars() -> Chart:
    rows = [
        BarRow(label="Antwerpen", value=Decimal("1234.5")),
        BarRow(label="Limburg", value=Decimal(0)),
        BarRow(label="Oost-Vlaanderen", value=None),
        BarRow(label="West-Vlaanderen", value=Decimal(-310)),
    ]
    return bars(_heading("balken", "Antwerpen telt het meest", "Verschil", "ton"), rows)


def _nothing() -> Chart:
    return time_series(_heading("leeg", "er is nog niets gemeten", "Aantal"), TimeSeries())
