"""What goes into a chart and what comes out. No drawing here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from slimsamenwerken.core.charts.measure import clean
from slimsamenwerken.core.precision import Precision, render_date, render_date_short

MAX_MARKS = 40

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class ChartColumn:
    """A column of the table below a chart; the unit belongs in its head."""

    label: str
    numeric: bool = False
    unit: str = ""


@dataclass(frozen=True)
class ChartTable:
    """The same data as the picture, complete. `rows` are Dutch text for the page, `raw` the same
    cells as values (Decimal, date, None) for CSV and XLSX."""

    caption: str
    columns: tuple[ChartColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    raw: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class Chart:
    """A picture with all that a page prints around it. `svg` is "" when there is nothing to draw;
    `note` then says why. `note` also tells when rows were taken together, or that vague dates are
    drawn to the end of their period. `source` comes without the word "Bron"."""

    svg: SafeString
    title: str
    subtitle: str
    description: str
    source: str
    table: ChartTable
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.svg


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Words around a chart. `prefix`: start of the ids, unique on the page. `title`: the message.
    `measure`: what is shown, one sentence without unit."""

    prefix: str
    title: str
    measure: str
    unit: str = ""
    period: str = ""
    source: str = ""
    subtitle: str = ""
    table_caption: str = ""

    def description(self, *notes: str) -> str:
        parts = [
            self.measure,
            pgettext("chart", "Unit: %s") % self.unit if self.unit else "",
            pgettext("chart", "Period: %s") % self.period if self.period else "",
            *notes,
            pgettext("chart", "Source: %s") % self.source if self.source else "",
        ]
        return sentences(parts)

    def finish(
        self,
        svg: SafeString,
        table: ChartTable,
        *,
        subtitle: str = "",
        note: str = "",
        remarks: Sequence[str] = (),
    ) -> Chart:
        """The chart. `remarks` say how it was drawn and stand with the note below it."""
        return Chart(
            svg=svg,
            title=clean(self.title),
            subtitle=sentences([self.subtitle or self.measure, subtitle]),
            description=self.description(note),
            source=sentences([self.source]),
            table=table,
            note=sentences([note, *remarks]),
        )

    def empty(self, table: ChartTable, note: str) -> Chart:
        return self.finish(SafeString(""), table, note=note)


@dataclass(frozen=True)
class When:
    """A date as the source gives it. `last_day` is the last day of the period that is meant."""

    last_day: date
    precision: str = Precision.DAY
    first_day: date | None = None

    @property
    def opening_day(self) -> date | None:
        """First day of the period; None for "at the latest", which has none."""
        day = self.last_day
        year_start = day.replace(month=1, day=1)
        return {
            Precision.DAY.value: day,
            Precision.MONTH.value: day.replace(day=1),
            Precision.QUARTER.value: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
            Precision.YEAR.value: year_start,
            Precision.RANGE.value: min(self.first_day or year_start, day),
        }.get(str(self.precision))

    @property
    def is_exact(self) -> bool:
        return self.precision == Precision.DAY

    @property
    def words(self) -> str:
        return render_date(self.last_day, self.precision, self.first_day)

    @property
    def short(self) -> str:
        return render_date_short(self.last_day, self.precision, self.first_day)


def sentences(parts: Iterable[str]) -> str:
    """Non-empty parts as sentences, each closed by one full stop."""
    cleaned = [clean(part) for part in parts if part]
    return " ".join(part if part[-1:] in ".!?" else f"{part}." for part in cleaned if part)


def day_words(day: date) -> str:
    return render_date_short(day, Precision.DAY)


def drawn_to_end_remark(dates: Iterable[When | None]) -> str:
    """Small print that is due as soon as one date is vague."""
    if any(when is not None and not when.is_exact for when in dates):
        return _("A date known only by month, quarter or year is drawn to the end of that period.")
    return ""
