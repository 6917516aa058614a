"""Server-made SVG charts. Pure: rows in, `Chart` out; no query, no request, knows no app.

Shapes carry classes of components.css only; the hatch pattern `#hatch` is in the sprite that each
page holds once. `scales`, `svg`, `layout` and `measure` are there for charts that one app draws.
"""

from slimsamenwerken.core.charts.bars import BarRow, bars, share_bar
from slimsamenwerken.core.charts.fills import Fill
from slimsamenwerken.core.charts.gantt import gantt
from slimsamenwerken.core.charts.gantt_model import (
    GanttMilestone,
    GanttPeriod,
    GanttRow,
    MilestoneState,
)
from slimsamenwerken.core.charts.layout import Box, Placer, Spot, text_box, write_on_white
from slimsamenwerken.core.charts.measure import clean, shorten, text_width, wrap
from slimsamenwerken.core.charts.model import (
    MAX_MARKS,
    Chart,
    ChartColumn,
    ChartTable,
    Heading,
    When,
)
from slimsamenwerken.core.charts.scales import (
    DayScale,
    LinearScale,
    TimeAxis,
    nice_ticks,
    time_axis,
)
from slimsamenwerken.core.charts.series import time_series
from slimsamenwerken.core.charts.series_model import Measured, TargetRevision, TimeSeries
from slimsamenwerken.core.charts.stacked import StackRow, StackSeries, stacked_bars
from slimsamenwerken.core.charts.svg import WIDTH, Drawing, element, number

__all__ = [
    "MAX_MARKS",
    "WIDTH",
    "BarRow",
    "Box",
    "Chart",
    "ChartColumn",
    "ChartTable",
    "DayScale",
    "Drawing",
    "Fill",
    "GanttMilestone",
    "GanttPeriod",
    "GanttRow",
    "Heading",
    "LinearScale",
    "Measured",
    "MilestoneState",
    "Placer",
    "Spot",
    "StackRow",
    "StackSeries",
    "TargetRevision",
    "TimeAxis",
    "TimeSeries",
    "When",
    "bars",
    "clean",
    "element",
    "gantt",
    "nice_ticks",
    "number",
    "share_bar",
    "shorten",
    "stacked_bars",
    "text_box",
    "text_width",
    "time_axis",
    "time_series",
    "wrap",
    "write_on_white",
]
