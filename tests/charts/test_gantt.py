from datetime import date, timedelta

import pytest

from slimsamenwerken.core.charts import (
    Chart,
    GanttMilestone,
    GanttPeriod,
    GanttRow,
    Heading,
    MilestoneState,
    When,
    gantt,
)
from tests.charts.reading import drawn, number, problems, root_of, tooltips, words

HEADING = Heading(
    prefix="g", title="Tot <eind> 2016", measure="Looptijd", period="2013–2016", source="bron A"
)
AS_OF = date(2015, 12, 31)
YEAR_2013 = When(date(2013, 12, 31), "year")
END_2016 = When(date(2016, 12, 31))
ACTION = GanttPeriod(code="1.2.04", label="Looptijd", start=YEAR_2013, end=END_2016)


def draw(*rows: GanttRow, as_of: date | None = AS_OF) -> Chart:
    chart = gantt(HEADING, rows, as_of=as_of)
    assert problems(chart) == []
    return chart


def test_accessible_name_and_description() -> None:
    root = root_of(draw(ACTION))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "g-t g-d"
    title, desc = root[0], root[1]
    assert (title.tag, title.get("id"), title.text) == ("title", "g-t", "Tot <eind> 2016")
    assert (desc.tag, desc.get("id")) == ("desc", "g-d")
    assert desc.text
    for part in ("Looptijd", "2013–2016", "bron A", "31/12/2015"):
        assert part in desc.text


def test_bar_is_cut_at_the_end_of_the_as_of_day() -> None:
    chart = draw(ACTION)
    (elapsed,), (to_go,) = drawn(chart, "rect", "c1"), drawn(chart, "rect", "c-gap")
    (now,) = drawn(chart, "line", "now")
    assert number(elapsed, "x") + number(elapsed, "width") == pytest.approx(
        number(now, "x1"), abs=0.2
    )
    assert number(to_go, "x") == number(now, "x1")
    # 2013, 2014 and 2015 are three quarters of four years (one of them a leap year).
    share = number(elapsed, "width") / (number(elapsed, "width") + number(to_go, "width"))
    assert share == pytest.approx(1095 / 1461, abs=0.001)


def test_without_as_of_all_is_dark_and_there_is_no_flag() -> None:
    chart = draw(ACTION, as_of=None)
    assert not drawn(chart, "rect", "c-gap")
    assert not drawn(chart, "rect", "now-flag")


def test_unknown_start_is_torn_and_said() -> None:
    chart = draw(GanttPeriod(label="Actie", end=END_2016))
    assert "start not stated" in words(chart)
    assert drawn(chart, "path", "c1")
    assert "Torn edge" in chart.subtitle


def test_unknown_end_is_torn_and_said() -> None:
    chart = draw(GanttPeriod(label="Actie", start=YEAR_2013))
    assert "end not stated" in words(chart)
    assert drawn(chart, "path", "c-gap")


def test_continuous_is_not_called_unknown() -> None:
    chart = draw(GanttPeriod(label="Actie", start=YEAR_2013, is_continuous=True))
    assert "continuous" in words(chart)
    assert "end not stated" not in words(chart)


def test_period_without_any_date_gets_no_bar() -> None:
    chart = draw(ACTION, GanttPeriod(label="Niets bekend"))
    assert "start and end not stated" in words(chart)
    assert len(drawn(chart, "rect", "c1")) == 1


def test_milestones_by_state() -> None:
    states = [
        GanttMilestone(label=state, state=state, on=When(date(2014, 6, 30)))
        for state in MilestoneState
    ]
    chart = draw(ACTION, *states)
    assert len(drawn(chart, "path", "cy")) == 1
    assert len(drawn(chart, "path", "c-open")) == 3
    assert "!" in words(chart)
    assert "late, planned on 30/06/2014" in words(chart)
    assert "realised on 30/06/2014" in words(chart)


def test_diamond_stands_at_the_end_of_its_day() -> None:
    chart = draw(ACTION, GanttMilestone(label="M", state=MilestoneState.REALISED, on=When(AS_OF)))
    (diamond,) = drawn(chart, "path", "cy")
    (now,) = drawn(chart, "line", "now")
    left = float(diamond.get("d", "").split(" ")[0].removeprefix("M"))
    assert left + 11 == pytest.approx(number(now, "x1"), abs=0.2)


def test_vague_milestone_shows_its_period_and_at_the_latest_has_no_beginning() -> None:
    year = GanttMilestone(label="M", state=MilestoneState.REALISED, on=YEAR_2013)
    by = GanttMilestone(label="M", state=MilestoneState.REALISED, on=When(date(2014, 12, 31), "by"))
    assert len(drawn(draw(ACTION, year), "line", "l1")) == 2
    (tail,) = drawn(draw(ACTION, by), "line", "l1")
    assert "l-dash" in tail.get("class", "")


def test_replanned_milestone_shows_the_first_date() -> None:
    row = GanttMilestone(
        label="M", state=MilestoneState.PLANNED, on=END_2016, original=When(date(2014, 6, 30))
    )
    chart = draw(ACTION, row)
    assert len(drawn(chart, "line", "l2")) == 2
    assert "30/06/2014" in " ".join(words(chart))


def test_related_row_is_lighter() -> None:
    chart = draw(
        GanttPeriod(label="Piloot", start=YEAR_2013, end=YEAR_2013, is_related=True), ACTION
    )
    assert len(drawn(chart, "rect", "c4")) == 1


def test_vague_dates_are_explained() -> None:
    assert "drawn to the end" in draw(ACTION).note
    exact = GanttPeriod(label="A", start=When(date(2013, 1, 1)), end=END_2016)
    assert draw(exact).note == ""


def test_long_and_hostile_labels() -> None:
    long = "Ontwikkeling van <script>alert(1)</script> & \u202e" + "zeer lange naam " * 20
    chart = draw(ACTION, GanttPeriod(code="9" * 60, label=long, start=YEAR_2013, end=END_2016))
    assert "<script>" not in chart.svg
    assert "\u202e" not in chart.svg
    assert any("zeer lange naam zeer lange naam" in tip for tip in tooltips(chart))


@pytest.mark.parametrize("as_of", [date(2012, 1, 1), date(2015, 12, 31), date(2040, 2, 29), None])
@pytest.mark.parametrize("precision", ["day", "month", "quarter", "year", "range", "by"])
def test_any_precision_and_any_as_of(as_of: date | None, precision: str) -> None:
    draw(
        GanttPeriod(code="1", label="Periode", start=When(date(2013, 6, 30), precision)),
        GanttPeriod(label="B", end=When(date(2015, 6, 30), precision), is_related=True),
        *(
            GanttMilestone(label="M", state=state, on=When(date(2014, 6, 30), precision))
            for state in MilestoneState
        ),
        as_of=as_of,
    )


def test_dates_at_the_ends_of_the_calendar() -> None:
    draw(GanttPeriod(label="A", start=When(date.min), end=When(date.max)), as_of=date.max)
    draw(GanttPeriod(label="A", start=When(date.max)), as_of=date.max)
    draw(GanttPeriod(label="A", end=When(date.min)), as_of=date.min)


def test_one_day() -> None:
    draw(GanttPeriod(label="A", start=When(AS_OF), end=When(AS_OF)))


def test_end_before_start_is_drawn_and_does_not_break() -> None:
    draw(GanttPeriod(label="A", start=When(date(2016, 5, 1)), end=When(date(2014, 1, 1))))


def test_nothing_dated_gives_a_sentence_and_the_table() -> None:
    chart = gantt(HEADING, [GanttPeriod(label="A")], as_of=AS_OF)
    assert chart.is_empty
    assert chart.note == "No dates are stated, so there is no time line to draw."
    assert chart.table.rows == (("", "A", "not stated", "not stated", "period"),)
    assert gantt(HEADING, []).is_empty


def _many(count: int, groups: int) -> list[GanttRow]:
    return [
        GanttPeriod(
            code=str(n),
            label=f"Actie {n}",
            start=When(date(2013, 1, 1) + timedelta(days=n)),
            end=END_2016,
            group=f"Lijn {n % groups}" if groups else "",
        )
        for n in range(count)
    ]


def test_forty_rows_are_drawn_one_by_one() -> None:
    chart = draw(*_many(40, 5))
    assert len(drawn(chart, "rect", "c1")) == 40
    assert chart.note == ""


def test_more_than_forty_rows_are_grouped_and_said() -> None:
    chart = draw(*_many(41, 5))
    assert len(drawn(chart, "rect", "c1")) == 5
    assert "41 rows together in 5 groups" in chart.note
    assert len(chart.table.rows) == 41


def test_more_than_forty_rows_without_groups_are_cut_and_said() -> None:
    chart = draw(*_many(90, 0))
    assert len(drawn(chart, "rect", "c1")) == 40
    assert "first 40 of 90" in chart.note
    assert len(chart.table.rows) == 90


def test_same_input_gives_the_same_bytes() -> None:
    assert draw(ACTION).svg.encode() == draw(ACTION).svg.encode()


def test_table_equals_the_data() -> None:
    milestone = GanttMilestone(code="M1", label="Scan", state=MilestoneState.REALISED, on=YEAR_2013)
    table = draw(ACTION, milestone).table
    assert table.rows == (
        ("1.2.04", "Looptijd", "2013", "31/12/2016", "period"),
        ("M1", "Scan", "–", "2013", "realised"),
    )
    assert table.raw[0][2:4] == (date(2013, 12, 31), date(2016, 12, 31))
    assert table.caption == "Looptijd"
