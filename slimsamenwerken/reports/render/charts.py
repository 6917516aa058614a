"""The chart of a table of counts per status; drawn from the snapshot, the same in every format."""

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import override

from slimsamenwerken.core.charts import Chart, Fill, Heading, StackRow, StackSeries, stacked_bars
from slimsamenwerken.reports.render import words

FILLS: Final = {
    "achieved": Fill.YELLOW,
    "on_track": Fill.DARK,
    "started": Fill.MIDDLE,
    "not_started": Fill.LIGHT,
    "attention": Fill.DIAGONAL,
    "action_needed": Fill.CROSSED,
    "stopped": Fill.BLANK,
    "none": Fill.HATCH,
    "unknown": Fill.HATCH,
}


def chart_of(table: dict[str, Any], document: words.Document) -> Chart | None:
    """The bars, or None when the table asks for none or has nothing to draw."""
    places = [i for i, column in enumerate(table["columns"]) if column["key"] in FILLS]
    if not table["chart"] or not places or not table["rows"]:
        return None
    labels = document["labels"]["status"]
    keys = [table["columns"][place]["key"] for place in places]
    series = [StackSeries(label=labels.get(key, key), fill=FILLS[key]) for key in keys]
    rows = [_row(row, places, document) for row in table["rows"]]
    heading = Heading(
        prefix=f"g-{table['id'].replace('.', '-')}",
        title=table["chart"],
        measure=f"{table['caption']} op {words.as_of_words(document)}",
        subtitle=f"{table['caption']} op {words.as_of_words(document)}",
    )
    with override("nl-be"):  # a report is Dutch content, also on the English page
        return stacked_bars(heading, series, rows)


def _row(row: dict[str, Any], places: list[int], document: words.Document) -> StackRow:
    name = str(row["cells"][0])
    code = row["id"] if name.startswith(f"{row['id']} ") else ""
    return StackRow(
        code=code,
        label=name.removeprefix(code).strip(),
        values=tuple(_value(row["cells"][place], document) for place in places),
    )


def _value(cell: Any, document: words.Document) -> Decimal | None:
    if words.is_figure(cell):
        return words.number_of(document["figures"][cell["figure"]])
    return None if cell is None else Decimal(str(cell))
