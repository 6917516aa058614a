from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slimsamenwerken.core.charts import (
    Chart,
    Heading,
    Measured,
    TargetRevision,
    TimeSeries,
    When,
    time_series,
)
from tests.charts.reading import drawn, number, problems, root_of, words

HEADING = Heading(prefix="k", title="Scans", measure="Aantal scans", unit="aantal", source="bron")


def at(year: int, value: str | None, **more: Any) -> Measured:
    when = more.pop("when", When(date(year, 12, 31), "year"))
    return Measured(when=when, value=None if value is None else Decimal(value), **more)


def draw(*measured: Measured, as_of: date | None = None, **more: Any) -> Chart:
    chart = time_series(HEADING, TimeSeries(measured=measured, **more), as_of=as_of)
    assert problems(chart) == []
    return chart


def test_one_value_is_a_pin_with_a_large_number() -> None:
    chart = draw(
        at(2015, "77", when=When(date(2015, 9, 30), "month")),
        known_since=When(date(2013, 12, 31), "year"),
    )
    (pin,), (dot,) = drawn(chart, "line", "l1"), drawn(chart, "circle", "c1")
    assert number(pin, "y2") == number(dot, "cy")
    assert [w.text for w in drawn(chart, "text", "t-big")] == ["77"]
    assert "September 2015" in words(chart)


def test_time_before_the_first_value_is_shown_as_unknown() -> None:
    since = When(date(2013, 12, 31), "year")
    chart = draw(at(2015, "77"), known_since=since, known_since_note="sinds 2013")
    (gap,) = drawn(chart, "rect", "c-gap")
    (dot,) = drawn(chart, "circle", "c1")
    assert number(gap, "x") + number(gap, "width") < number(dot, "cx")
    assert "No measurements known" in words(chart)
    assert "sinds 2013" in words(chart)
    assert not drawn(draw(at(2015, "77")), "rect", "c-gap")


def test_missing_is_a_gap_and_zero_is_a_mark() -> None:
    missing = draw(at(2013, "5"), at(2014, None), at(2015, "7"))
    zero = draw(at(2013, "5"), at(2014, "0"), at(2015, "7"))
    assert len(drawn(missing, "circle")) == 2
    assert not drawn(missing, "line", "l1")
    assert len(drawn(missing, "rect", "c-gap")) == 1
    assert len(drawn(zero, "circle")) == 3
    assert len(drawn(zero, "line", "l1")) == 2
    assert not drawn(zero, "rect", "c-gap")
    assert "0" in [w.text for w in drawn(zero, "text", "t-strong")]


def test_zero_alone_is_a_mark_with_its_number() -> None:
    chart = draw(at(2015, "0"))
    assert len(drawn(chart, "circle")) == 1
    assert [w.text for w in drawn(chart, "text", "t-big")] == ["0"]


@pytest.mark.parametrize("qualifier", ["≈", ">", "≥", "<", "≤"])
def test_estimates_are_open_dashed_and_marked(qualifier: str) -> None:
    chart = draw(at(2014, "10"), at(2015, "20", qualifier=qualifier))
    assert len(drawn(chart, "circle", "c-open")) == 1
    assert len(drawn(chart, "line", "l1 l-dash")) == 1
    assert f"{qualifier}\u00a020" in words(chart)
    assert "approximate" in chart.subtitle


def test_target_revisions_are_steps() -> None:
    targets = [
        TargetRevision(
            decided_on=date(2014, 1, 1), due=When(date(2018, 12, 31)), value=Decimal(60)
        ),
        TargetRevision(
            decided_on=date(2016, 1, 1), due=When(date(2018, 12, 31)), value=Decimal(40)
        ),
    ]
    chart = draw(at(2014, "10"), at(2015, "20"), targets=targets)
    dashes = drawn(chart, "line", "l2 l-dash")
    flat = [line for line in dashes if line.get("y1") == line.get("y2")]
    (rise,) = [line for line in dashes if line.get("x1") == line.get("x2")]
    assert len(flat) == 2
    assert number(flat[0], "x2") == number(rise, "x1") == number(flat[1], "x1")
    assert number(flat[0], "y1") == number(rise, "y1") < number(rise, "y2") == number(flat[1], "y1")
    assert any("target 40" in w for w in words(chart))
    assert any("target 60" in w for w in words(chart))


def test_targets_of_other_series_do_not_make_steps() -> None:
    targets = [
        TargetRevision(
            decided_on=date(2014, 1, 1), due=When(date(2016, 12, 31)), value=Decimal(60), series="a"
        ),
        TargetRevision(
            decided_on=date(2014, 1, 1), due=When(date(2018, 12, 31)), value=Decimal(90), series="b"
        ),
    ]
    dashes = drawn(draw(at(2014, "10"), at(2015, "20"), targets=targets), "line", "l2 l-dash")
    assert all(line.get("y1") == line.get("y2") for line in dashes)


def test_band_target_has_two_lines() -> None:
    target = TargetRevision(
        decided_on=date(2014, 1, 1),
        due=When(date(2016, 12, 31)),
        value=Decimal(20),
        upper=Decimal(30),
    )
    chart = draw(at(2014, "10"), at(2015, "25"), targets=[target])
    assert len(drawn(chart, "line", "l2 l-dash")) == 2
    assert any("target 20–30" in w for w in words(chart))


def test_target_without_measurements_is_drawn_and_said() -> None:
    target = TargetRevision(
        decided_on=date(2014, 1, 1), due=When(date(2016, 12, 31)), value=Decimal(20)
    )
    chart = draw(targets=[target], known_since=When(date(2013, 12, 31), "year"))
    assert "No measurements known." in chart.note


def test_series_break_cuts_the_line_and_is_named() -> None:
    chart = draw(
        at(2013, "5"), at(2014, "6"), at(2015, "9", breaks_series=True, break_note="nieuwe telling")
    )
    assert len(drawn(chart, "line", "l1")) == 1
    assert len(drawn(chart, "line", "now l-dash")) == 1
    assert "nieuwe telling" in words(chart)


def test_baseline_is_yellow() -> None:
    assert len(drawn(draw(at(2013, "5", is_baseline=True), at(2014, "6")), "circle", "cy")) == 1


def test_negative_values_keep_zero_on_the_axis() -> None:
    chart = draw(at(2013, "-10"), at(2014, "10"), at(2015, "-2"))
    (zero,) = drawn(chart, "line", "zero")
    below, above, _last = drawn(chart, "circle")
    assert number(above, "cy") < number(zero, "y1") < number(below, "cy")


@pytest.mark.parametrize(
    "value", ["1E+15", "-3E+20", "12345678901.5", "0.000001", "999999999999999999"]
)
def test_huge_and_tiny_values_fit(value: str) -> None:
    draw(at(2014, value), at(2015, "1"))
    draw(at(2015, value))


def test_large_values_name_the_magnitude_once() -> None:
    assert "million aantal" in words(
        draw(at(2014, "12000000"), at(2015, "15000000"), unit="aantal")
    )


def test_same_dates_dates_far_apart_and_many_points() -> None:
    draw(at(2014, "1"), at(2014, "9"), at(2014, "9"))
    draw(at(1850, "1"), at(2026, "9"))
    draw(at(1, "1"), at(9999, "9"))
    draw(*(at(1950 + n, str(n * n % 37)) for n in range(70)))
    months = [When(date(2026, 1 + n % 12, 1)) for n in range(60)]
    draw(*(at(2026, str(n), when=when) for n, when in enumerate(months)), as_of=date(2026, 6, 30))


def test_description_tells_first_and_last_value() -> None:
    desc = root_of(draw(at(2013, "5"), at(2015, "7")))[1].text or ""
    for part in ("2 measurements", "5 (2013)", "7 (2015)", "Unit: aantal", "Source: bron"):
        assert part in desc


def test_nothing_known_gives_a_sentence() -> None:
    chart = time_series(HEADING, TimeSeries())
    assert chart.is_empty
    assert chart.note == "There are no measurements and there is no target."


def test_table_equals_the_data() -> None:
    target = TargetRevision(
        decided_on=date(2014, 1, 1), due=When(date(2016, 12, 31)), value=Decimal(20)
    )
    points = [
        at(2015, "1234.5", qualifier="≈", source="B"),
        at(2014, None),
        at(2013, "0", is_baseline=True),
    ]
    table = draw(*points, targets=[target], unit="ton").table
    assert table.rows == (
        ("2013", "0", "baseline", "–"),
        ("2014", "–", "no measurement", "–"),
        ("2015", "≈\u00a01.234,5", "measurement, approximate", "B"),
        ("31/12/2016", "20", "target, decided on 01/01/2014", "–"),
    )
    assert [row[1] for row in table.raw] == [Decimal(0), None, Decimal("1234.5"), Decimal(20)]
    assert table.columns[1].unit == "ton"
    assert table.columns[1].numeric


def test_hostile_words() -> None:
    chart = draw(
        at(2014, "1"),
        at(2015, "2", breaks_series=True, break_note="<img onerror=x> \u202e" + "lang " * 80),
        unit="</svg><script>",
        known_since=When(date(2010, 12, 31), "year"),
        known_since_note="<b>\x00" * 60,
    )
    assert "<script" not in chart.svg
    assert "<img" not in chart.svg


_POINT = st.builds(
    Measured,
    when=st.builds(When, st.dates(), st.sampled_from(["day", "month", "quarter", "year", "by"])),
    value=st.none() | st.decimals(-(10**9), 10**9, allow_nan=False, places=2),
    qualifier=st.sampled_from(["=", "≈", ">"]),
    is_baseline=st.booleans(),
    breaks_series=st.booleans(),
)
_TARGET = st.builds(
    TargetRevision,
    decided_on=st.dates(),
    due=st.builds(When, st.dates()),
    value=st.decimals(-(10**9), 10**9, allow_nan=False, places=2),
    series=st.sampled_from(["", "b"]),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(_POINT, max_size=20), st.lists(_TARGET, max_size=4), st.none() | st.dates())
def test_any_data_is_drawn_cleanly_and_the_same_twice(
    points: list[Measured], targets: list[TargetRevision], as_of: date | None
) -> None:
    data = TimeSeries(measured=points, targets=targets, unit="ton")
    chart = time_series(HEADING, data, as_of=as_of)
    if not chart.is_empty:
        assert problems(chart) == []
    assert time_series(HEADING, data, as_of=as_of) == chart
