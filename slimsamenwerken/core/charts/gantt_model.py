"""The rows of a Gantt chart, their words and their table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from slimsamenwerken.core.charts.measure import clean
from slimsamenwerken.core.charts.model import Cell, ChartColumn, ChartTable, When
from slimsamenwerken.core.precision import Precision


class MilestoneState(StrEnum):
    """`late`: open and past its date on the as-of day; the caller judges that."""

    REALISED = "realised"
    PLANNED = "planned"
    LATE = "late"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class GanttPeriod:
    """A bar. No start or end: not stated, drawn with a torn edge; `is_continuous`: no end is
    meant. `is_related`: predecessor or input, drawn lighter. `reached`: diamond on the bar.
    `group`: what rows are taken together by when there are too many."""

    label: str
    code: str = ""
    start: When | None = None
    end: When | None = None
    is_continuous: bool = False
    is_related: bool = False
    reached: When | None = None
    group: str = ""

    @property
    def dates(self) -> tuple[When | None, ...]:
        return (self.start, self.end, self.reached)

    @property
    def start_words(self) -> str:
        if self.start is None:
            return _("start not stated")
        return pgettext("chart", "from %(date)s") % {"date": self.start.short}

    @property
    def end_words(self) -> str:
        if self.end is not None:
            return pgettext("chart", "up to and including %(date)s") % {"date": self.end.short}
        return pgettext("chart", "continuous") if self.is_continuous else _("end not stated")


@dataclass(frozen=True, kw_only=True)
class GanttMilestone:
    """A diamond on `on` (realised, planned now, or dropped); `original` is the first planned date
    when it differs."""

    label: str
    state: MilestoneState
    code: str = ""
    on: When | None = None
    original: When | None = None
    group: str = ""

    @property
    def dates(self) -> tuple[When | None, ...]:
        return (self.on, self.original)

    @property
    def state_words(self) -> str:
        return {
            MilestoneState.REALISED: pgettext("chart", "realised"),
            MilestoneState.PLANNED: pgettext("chart", "planned"),
            MilestoneState.LATE: pgettext("chart", "late"),
            MilestoneState.DROPPED: pgettext("chart", "dropped"),
        }[self.state]

    @property
    def words(self) -> str:
        """What stands beside the diamond: "gepland op 31/12/2016 (eerst 30/06/2015)"."""
        if self.on is None:
            return _("%(state)s, date not stated") % {"state": self.state_words}
        known = {"state": self.state_words, "date": self.on.short}
        if self.state == MilestoneState.LATE:
            text = _("late, planned %(date)s") % {"date": _date_phrase(self.on)}
        else:
            text = pgettext("chart", "%(state)s %(date)s") % {
                **known,
                "date": _date_phrase(self.on),
            }
        if self.original is not None and self.original != self.on:
            return _("%(text)s (first %(date)s)") % {"text": text, "date": self.original.short}
        return text


GanttRow = GanttPeriod | GanttMilestone


def _date_phrase(when: When) -> str:
    if when.precision == Precision.DAY:
        return pgettext("chart", "on %(date)s") % {"date": when.short}
    if when.precision == Precision.BY:
        return when.short
    return pgettext("chart", "in %(date)s") % {"date": when.short}


def gantt_table(rows: Sequence[GanttRow], caption: str) -> ChartTable:
    """Every row that was given, grouped in the picture or not."""
    columns = tuple(
        ChartColumn(label)
        for label in (
            pgettext("chart", "Code"),
            pgettext("chart", "What"),
            pgettext("chart", "Start"),
            pgettext("chart", "End or date"),
            pgettext("chart", "State"),
        )
    )
    cells = [_cells(row) for row in rows]
    return ChartTable(
        caption=clean(caption),
        columns=columns,
        rows=tuple(tuple(text for text, _raw in row) for row in cells),
        raw=tuple(tuple(raw for _text, raw in row) for row in cells),
    )


def _cells(row: GanttRow) -> list[tuple[str, Cell]]:
    if isinstance(row, GanttPeriod):
        state = pgettext("chart", "related") if row.is_related else pgettext("chart", "period")
        if row.reached is not None:
            state = pgettext("chart", "realised %(date)s") % {"date": _date_phrase(row.reached)}
        missing_end = (
            pgettext("chart", "continuous")
            if row.is_continuous
            else pgettext("chart", "not stated")
        )
        moments = [_cell(row.start, pgettext("chart", "not stated")), _cell(row.end, missing_end)]
    else:
        state = row.state_words
        moments = [("–", None), _cell(row.on, pgettext("chart", "not stated"))]
    code, label = clean(row.code), clean(row.label)
    return [(code, code), (label, label), *moments, (state, state)]


def _cell(when: When | None, missing: str) -> tuple[str, Cell]:
    return (missing, None) if when is None else (when.short, when.last_day)


def legend(rows: Iterable[GanttRow], *, has_elapsed: bool, has_to_go: bool) -> list[str]:
    """Sentences that explain what occurs in this picture, and nothing else."""
    rows = list(rows)
    states = {row.state for row in rows if isinstance(row, GanttMilestone) and row.on}
    periods = [row for row in rows if isinstance(row, GanttPeriod)]
    torn = any((row.start is None) != (row.end is None) for row in periods)
    reached = any(row.reached for row in periods)
    pairs = [
        (has_elapsed, _("Dark: elapsed on the as-of date.")),
        (has_to_go, _("Hatched: still to go.")),
        (any(row.is_related for row in periods), _("Light: what came before it.")),
        (torn, _("Torn edge: start or end not stated.")),
        (reached or MilestoneState.REALISED in states, _("Yellow diamond: realised.")),
        (MilestoneState.PLANNED in states, _("Open diamond: planned.")),
        (MilestoneState.LATE in states, _("Diamond with exclamation mark: late.")),
        (MilestoneState.DROPPED in states, _("Crossed diamond: dropped.")),
    ]
    return [sentence for occurs, sentence in pairs if occurs]
