from decimal import Decimal

import pytest

from slimsamenwerken.core.charts import (
    BarRow,
    Chart,
    Fill,
    Heading,
    StackRow,
    StackSeries,
    bars,
    share_bar,
    stacked_bars,
)
from slimsamenwerken.core.charts.examples import example_charts
from tests.charts.reading import drawn, number, problems, root_of, tooltips, words

HEADING = Heading(prefix="r", title="Status", measure="Acties", unit="aantal", source="bron")
FIVE = [
    StackSeries(label="gerealiseerd", fill=Fill.YELLOW),
    StackSeries(label="in uitvoering"),
    StackSeries(label="opgestart"),
    StackSeries(label="niet gestart"),
    StackSeries(label="geen status", fill=Fill.HATCH),
]


def stack(*rows: StackRow, series: list[StackSeries] | None = None) -> Chart:
    chart = stacked_bars(HEADING, series or FIVE, rows)
    assert problems(chart) == []
    return chart


def simple(*values: str | None, label: str = "Rij") -> Chart:
    rows = [BarRow(label=label, value=None if v is None else Decimal(v)) for v in values]
    chart = bars(HEADING, rows)
    assert problems(chart) == []
    return chart


def test_parts_are_in_proportion_and_carry_their_number() -> None:
    chart = stack(StackRow(code="1.1", label="Aankopen", values=(2, 7, 1, 0, 1)))
    # Samples of the legend are 14 high, bars 26.
    yellow, dark = (
        next(r for r in drawn(chart, "rect", css) if r.get("height") == "26")
        for css in ("cy", "c1")
    )
    assert (number(dark, "width") + 3) / (number(yellow, "width") + 3) == pytest.approx(
        3.5, abs=0.02
    )
    assert [w for w in words(chart) if w.isdigit()] == ["2", "7", "1", "1", "11"]


def test_zero_makes_no_part_and_unused_series_no_legend() -> None:
    chart = stack(StackRow(label="A", values=(2, 0, 1, 0, 0)))
    assert "niet gestart" not in words(chart)
    assert "opgestart" in words(chart)
    assert "0" not in words(chart)


def test_not_stated_is_said_and_is_no_zero() -> None:
    chart = stack(
        StackRow(label="A", values=(1, 1, 1, 1, 1)), StackRow(label="B", values=(None,) * 5)
    )
    assert "not stated" in words(chart)
    assert chart.table.rows[1] == ("B", "–", "–", "–", "–", "–", "–")
    assert chart.table.raw[1][1:] == (None,) * 6


def test_more_than_four_series_get_patterns_and_all_differ() -> None:
    series = [StackSeries(label=f"reeks {n}") for n in range(8)]
    chart = stack(StackRow(label="A", values=(3,) * 8), series=series)
    assert drawn(chart, "path", "l2")
    looks: list[str] = []
    for e in root_of(chart):
        if e.tag == "rect" and e.get("height") == "26":
            looks.append(e.get("class", ""))
        elif e.tag == "path" and looks:
            looks[-1] += f" with {e.get('class')}"
    assert len(set(looks)) == 8


def test_row_with_another_number_of_values_is_refused() -> None:
    with pytest.raises(ValueError, match="one value per series"):
        stacked_bars(HEADING, FIVE, [StackRow(label="A", values=(1, 2))])


def test_negative_parts_go_left_of_zero() -> None:
    chart = stack(StackRow(label="A", values=(5, -3, 0, 0, 0)))
    (zero,) = drawn(chart, "line", "zero")
    bar = next(r for r in drawn(chart, "rect", "c1") if r.get("height") == "26")
    assert number(bar, "x") + number(bar, "width") <= number(zero, "x1")


def test_many_rows_are_cut_and_said() -> None:
    chart = stack(*(StackRow(label=f"Rij {n}", values=(n, 1, 1, 1, 1)) for n in range(60)))
    assert "first 40 of 60" in chart.note
    assert len(chart.table.rows) == 60


def test_long_labels_and_huge_totals() -> None:
    series = [StackSeries(label="zeer lange reeks " * 12), StackSeries(label="b")]
    row = StackRow(code="X" * 40, label="zeer lange naam " * 20, values=(10**30, Decimal("0.1")))
    chart = stack(row, StackRow(label="klein", values=(1, 1)), series=series)
    assert any("zeer lange naam zeer lange naam zeer" in tip for tip in tooltips(chart))


def test_stack_table_equals_the_data() -> None:
    chart = stack(StackRow(code="1.1", label="Aankopen", values=(2, 7, 1, 0, 1)))
    assert [c.label for c in chart.table.columns][1:] == [*(s.label for s in FIVE), "Total"]
    assert chart.table.rows == (("1.1 Aankopen", "2", "7", "1", "0", "1", "11"),)


def test_bars_start_at_zero() -> None:
    chart = simple("10", "20", "-5")
    (zero,) = drawn(chart, "line", "zero")
    first, second, minus = drawn(chart, "rect", "c1")
    assert number(first, "x") == number(second, "x") == pytest.approx(number(zero, "x1"), abs=0.1)
    assert number(second, "width") == pytest.approx(2 * number(first, "width"), abs=0.2)
    assert number(minus, "x") + number(minus, "width") == pytest.approx(number(zero, "x1"), abs=0.2)


def test_zero_is_written_and_missing_is_said() -> None:
    chart = simple("5", "0", None)
    assert "0" in words(chart)
    assert "not stated" in words(chart)
    assert len(drawn(chart, "rect", "c1")) == 1


@pytest.mark.parametrize(
    "values", [("0",), ("1E+40", "1"), ("-1E+40",), ("0.0000001",), ("-1", "-2")]
)
def test_any_size_of_bar(values: tuple[str, ...]) -> None:
    simple(*values, label="<b>lang</b> " * 30)


def test_nothing_to_show() -> None:
    assert bars(HEADING, []).note == "There are no figures to show."
    assert stacked_bars(HEADING, FIVE, []).is_empty
    assert bars(HEADING, [BarRow(label="A", value=None)]).is_empty


@pytest.mark.parametrize(
    ("part", "whole", "width", "words_"),
    [(18, 24, 178.5, "75,0"), (0, 24, 0, "0,0"), (30, 24, 238, "125,0"), (-5, 24, 0, "-20,8")],
)
def test_share_bar_stays_within_its_box(part: int, whole: int, width: float, words_: str) -> None:
    chart = share_bar(HEADING, part, whole)
    drawn_width = sum(number(r, "width") for r in drawn(chart, "rect", "c1"))
    assert drawn_width == pytest.approx(width, abs=0.1)
    assert chart.table.rows[0][2] == words_


@pytest.mark.parametrize(
    ("part", "whole", "word"), [(1, 0, "denominator"), (1, None, "denominator"), (None, 5, "part")]
)
def test_share_that_cannot_be_calculated(part: int | None, whole: int | None, word: str) -> None:
    chart = share_bar(HEADING, part, whole)
    assert chart.is_empty
    assert word in chart.note
    assert chart.table.rows[0][2] == "–"


def test_examples_are_clean_marked_and_can_share_a_page() -> None:
    charts = example_charts()
    ids = [e.get("id") for c in charts if c.svg for e in root_of(c).iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for chart in charts:
        assert chart.title.startswith("Voorbeeld")
        assert chart.is_empty or problems(chart) == []
