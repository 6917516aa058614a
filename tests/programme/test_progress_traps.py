"""The twenty traps of explained percentages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from slimsamenwerken.core.numbers import NO_BREAK_SPACE as SPACE
from slimsamenwerken.programme.progress import (
    Assessment,
    CountedAction,
    Figure,
    Period,
    Series,
    TargetPlan,
    Value,
    assess,
    check_target,
    goals,
    headline,
    missing_text,
    on_track_share,
    print_value,
)

START, NOW, DUE = date(2024, 12, 31), date(2026, 12, 31), date(2028, 12, 31)
D = Decimal


def base(value: str, **fields: Any) -> Value:
    return Value(START, D(value), is_baseline=True, **fields)


def judged(
    direction: str, start: str | None, target: str | None, value: str | None, **fields: Any
) -> Assessment:
    qualifier = fields.pop("qualifier", "=")
    upper = fields.pop("upper", None)
    values = [] if start is None else [base(start)]
    values += [] if value is None else [Value(NOW, D(value), qualifier=qualifier)]
    targets = () if target is None else (TargetPlan(DUE, D(target), upper=upper),)
    return assess(Series(direction, "state", tuple(values), targets, **fields), NOW)


def percent(text: str) -> str:
    return f"{text}{SPACE}%"


TRAPS = [
    ("trap_01 rising 75", "rising", "50", "100", "75", "50,0", "50", False),
    ("trap_01 rising 40", "rising", "50", "100", "40", "−20,0", "0", False),
    ("trap_01 rising 110", "rising", "50", "100", "110", "120,0", "100", True),
    ("trap_02 falling 60", "falling", "100", "20", "60", "50,0", "50", False),
    ("trap_02 falling 120", "falling", "100", "20", "120", "−25,0", "0", False),
    ("trap_02 falling 10", "falling", "100", "20", "10", "112,5", "100", True),
    ("trap_03 target zero", "falling", "40", "0", "30", "25,0", "25", False),
    ("trap_04 baseline zero", "rising", "0", "40", "10", "25,0", "25", False),
    ("trap_05 negative baseline", "rising", "-10", "10", "-2", "40,0", "40", False),
]


@pytest.mark.parametrize(
    ("direction", "start", "target", "value", "text", "bar", "met"),
    [pytest.param(*trap[1:], id=trap[0]) for trap in TRAPS],
)
def test_trap_01_to_05_progress(
    direction: str, start: str, target: str, value: str, *, text: str, bar: str, met: bool
) -> None:
    found = judged(direction, start, target, value)
    assert found.progress.text == percent(text)
    assert found.progress.bar == D(bar)
    assert found.met is met


@pytest.mark.parametrize(
    ("direction", "value", "met"),
    [
        ("rising", "50", True),
        ("rising", "49.9", False),
        ("falling", "50", True),
        ("falling", "50.1", False),
    ],
)
def test_trap_06_target_equal_to_baseline(direction: str, value: str, met: bool) -> None:
    found = judged(direction, "50", "50", value)
    assert (found.progress.text, found.progress.bar) == ("–", None)
    assert found.progress.reason == found.pace.reason == "target_is_baseline"
    assert found.met is met
    with override("en"):
        assert str(found.progress.why) == "target equal to the baseline"


@pytest.mark.parametrize(
    ("direction", "start", "target", "refused"),
    [
        pytest.param("rising", "50", "40", True, id="rising down"),
        pytest.param("falling", "50", "60", True, id="falling up"),
        pytest.param("rising", "50", "50", False, id="rising equal"),
        pytest.param("falling", "50", "50", False, id="falling equal"),
        pytest.param("rising", "50", "60", False, id="rising up"),
        pytest.param("falling", "50", "0", False, id="falling to zero"),
        pytest.param("maintain", "50", "40", False, id="maintain"),
        pytest.param("rising", None, "-5", False, id="no baseline yet"),
    ],
)
def test_trap_07_refused_at_entry(
    direction: str, start: str | None, target: str, refused: bool
) -> None:
    known = None if start is None else D(start)
    if not refused:
        check_target(direction, known, D(target))
        return
    with pytest.raises(ValidationError) as caught:
        check_target(direction, known, D(target))
    assert list(caught.value.message_dict) == ["value"]


def test_trap_07_a_band_upside_down_is_refused() -> None:
    check_target("band", None, D(20), D(20))
    with pytest.raises(ValidationError):
        check_target("band", None, D(20), D(19))


def test_trap_07_a_row_that_slipped_in_prints_no_percentage() -> None:
    found = judged("rising", "50", "40", "45")
    assert (found.progress.text, found.progress.reason) == ("–", "wrong_side")
    assert found.pace.reason == "wrong_side"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param((Value(START, D(5)), Value(NOW, D(9))), id="the first value is not one"),
        pytest.param(
            (base("5", dims=(("province", "Limburg"),)), Value(NOW, D(9))), id="one dimension only"
        ),
        pytest.param((Value(NOW, D(9)), Value(DUE, D(1), is_baseline=True)), id="a later one"),
    ],
)
def test_trap_08_no_baseline(values: tuple[Value, ...]) -> None:
    found = assess(Series("rising", "state", values, (TargetPlan(DUE, D(20)),)), NOW)
    assert (found.progress.text, found.progress.reason) == ("–", "no_baseline")
    assert found.pace.reason == "no_baseline"
    assert found.headline.value == 9
    with override("en"):
        assert str(found.progress.why) == "no baseline"


@pytest.mark.parametrize(
    ("value", "met", "verdict"),
    [
        ("97", False, "not met, deviation −3"),
        ("98", True, "met"),
        ("102", True, "met"),
        ("102.5", False, "not met, deviation +2,5"),
    ],
)
def test_trap_09_maintain(value: str, met: bool, verdict: str) -> None:
    found = judged("maintain", "100", "100", value, tolerance=D(2))
    assert (found.progress.text, found.progress.reason) == ("–", "no_percent")
    assert found.met is met
    with override("en"):
        assert found.verdict == verdict


@pytest.mark.parametrize(
    ("value", "met", "deviation", "verdict"),
    [
        ("30", True, "0", "met"),
        ("20", True, "0", "met"),
        ("31", False, "1", "not met, deviation +1"),
        ("18", False, "-2", "not met, deviation −2"),
    ],
)
def test_trap_10_band(value: str, met: bool, deviation: str, verdict: str) -> None:
    found = judged("band", "10", "20", value, upper=D(30))
    assert (found.met, found.deviation) == (met, D(deviation))
    assert found.progress.value is None
    with override("en"):
        assert found.verdict == verdict


def ratio(day: int, numerator: str | None, denominator: str | None) -> Value:
    parts = [None if part is None else D(part) for part in (numerator, denominator)]
    return Value(date(2026, 1, day), D(1), *parts)


def test_trap_11_ratios_are_pooled() -> None:
    found = headline([ratio(1, "1", "2"), ratio(2, "90", "100")], "ratio", NOW)
    assert print_value(found.value, "%", 1) == percent("89,2")
    assert (found.numerator, found.denominator) == (91, 102)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([ratio(1, "0", "0")], id="zero"),
        pytest.param([ratio(1, None, None)], id="missing"),
        pytest.param([ratio(1, "5", "0"), ratio(2, None, None)], id="both"),
    ],
)
def test_trap_12_no_denominator(values: list[Value]) -> None:
    found = headline(values, "ratio", NOW)
    assert (found.value, found.reason) == (None, "no_denominator")
    assert print_value(found.value, "%") == "–"
    assert list(found.excluded) == values
    target = TargetPlan(DUE, D(20))
    whole = assess(Series("rising", "ratio", (base("5"), *values), (target,)), NOW)
    assert whole.progress.reason == "no_denominator"


def test_trap_12_a_row_without_denominator_is_named_beside_the_rest() -> None:
    lost = ratio(2, None, None)
    found = headline([ratio(1, "1", "4"), lost], "ratio", NOW)
    assert (found.value, found.excluded) == (25, (lost,))


def test_trap_13_cumulative_is_never_summed() -> None:
    rows = [Value(date(2015, 3, 31), D(40)), Value(date(2015, 9, 30), D(77))]
    found = headline(rows, "cumulative", NOW)
    assert (found.value, found.falls) == (77, False)
    fallen = headline([*rows, Value(date(2015, 10, 1), D(76))], "cumulative", NOW)
    assert (fallen.value, fallen.falls) == (76, True)


def test_trap_14_flow_names_the_missing_period() -> None:
    rows = [Value(date(2026, 1, 31), D(5)), Value(date(2026, 3, 31), D(7))]
    found = headline(rows, "flow", date(2026, 3, 31), frequency="month")
    assert found.value == 12
    assert found.missing == (Period(date(2026, 2, 1), date(2026, 2, 28)),)
    with override("en"):
        assert missing_text(found.missing) == "1 period is missing"
        assert missing_text(found.missing * 2) == "2 periods are missing"
        assert missing_text(()) == ""


@pytest.mark.parametrize(
    ("as_of", "months"),
    [
        pytest.param(date(2026, 4, 29), [2], id="a running month is not missing"),
        pytest.param(date(2026, 4, 30), [2, 4], id="a month that ended is"),
    ],
)
def test_trap_14_the_last_periods_count_too(as_of: date, months: list[int]) -> None:
    rows = [Value(date(2026, 1, 31), D(5)), Value(date(2026, 3, 31), D(7))]
    found = headline(rows, "flow", as_of, frequency="month")
    assert [period.first.month for period in found.missing] == months


def test_trap_14_a_window_bounds_sum_and_gaps() -> None:
    rows = [Value(date(2025, 12, 31), D(100)), Value(date(2026, 3, 31), D(7))]
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    found = headline(rows, "flow", NOW, window=year, frequency="quarter")
    assert found.value == 7
    assert [period.last.month for period in found.missing] == [6, 9, 12]
    empty = headline(rows[:1], "flow", NOW, window=year, frequency="half_year")
    assert (empty.value, empty.reason, len(empty.missing)) == (None, "no_value", 2)


@pytest.mark.parametrize("value", [None, "100"], ids=["no value", "value of the same day"])
def test_trap_15_pace_on_the_baseline_day(value: str | None) -> None:
    values = (base("100"), *([Value(START, D(value))] if value else []))
    found = assess(Series("falling", "state", values, (TargetPlan(DUE, D(20)),)), START)
    assert (found.pace.text, found.pace.reason, found.expected) == ("–", "too_early", None)
    with override("en"):
        assert str(found.pace.why) == "cannot be judged yet"


def countable() -> list[CountedAction]:
    good = [CountedAction(f"g{n}", "achieved" if n < 5 else "on_track") for n in range(18)]
    other = [CountedAction(f"o{n}", "attention" if n < 3 else "started") for n in range(6)]
    return good + other


def test_trap_16_share_names_what_is_left_out() -> None:
    found = on_track_share(
        [
            *countable(),
            CountedAction("s1", "stopped"),
            CountedAction("s2", "stopped", is_future=True),
            CountedAction("f1", "not_started", is_future=True),
        ]
    )
    assert (len(found.numerator), len(found.denominator)) == (18, 24)
    assert found.excluded == {"stopped": ("s1", "s2"), "future": ("f1",)}
    with override("en"):
        assert found.text == f"75,0{SPACE}% of 24"
        assert found.excluded_text == "not counted: 2 stopped, 1 not begun yet"


def test_trap_16_not_computable_is_left_out_by_name() -> None:
    found = on_track_share([*countable(), CountedAction("u1", "unknown")])
    assert (len(found.denominator), found.excluded) == (24, {"unknown": ("u1",)})
    with override("en"):
        assert found.excluded_text == "not counted: 1 that cannot be computed"
        assert on_track_share(countable()).excluded_text == ""


@pytest.mark.parametrize(
    "actions",
    [
        pytest.param([], id="none at all"),
        pytest.param(
            [CountedAction("s", "stopped"), CountedAction("u", "unknown")], id="none counts"
        ),
    ],
)
def test_trap_17_no_countable_action(actions: list[CountedAction]) -> None:
    found = on_track_share(actions)
    assert (found.text, found.figure) == ("–", Figure(None, "nothing_countable"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12.25", "12,3"),
        ("-12.25", "−12,3"),
        ("12.2499", "12,2"),
        ("-0.04", "0,0"),
        ("0.05", "0,1"),
    ],
)
def test_trap_18_half_up_away_from_zero_at_print_only(value: str, text: str) -> None:
    figure = Figure(D(value))
    assert figure.text == percent(text)
    assert figure.value == D(value)


def test_trap_19_more_than_15_percent_is_approximate() -> None:
    found = judged("rising", "10", "20", "15", qualifier=">")
    assert found.progress.text == percent("50,0")
    assert found.progress.approximate
    assert found.pace.approximate
    assert found.approximate
    with override("en"):
        assert str(found.progress.mark) == str(found.pace.mark) == "approximate"
        assert print_value(D(15), "%", 0, ">") == f"more than 15{SPACE}%"


@pytest.mark.parametrize(
    ("qualifier", "text"),
    [
        ("=", "100"),
        ("≈", "about 100"),
        ("≥", "at least 100"),
        ("<", "less than 100"),
        ("≤", "at most 100"),
    ],
)
def test_trap_19_every_qualifier_is_printed_in_words(qualifier: str, text: str) -> None:
    with override("en"):
        assert print_value(D(100), "aantal", 0, qualifier) == text


def test_trap_19_an_exact_value_on_an_exact_baseline_is_not_approximate() -> None:
    found = judged("rising", "10", "20", "15")
    assert not found.approximate
    assert not found.progress.approximate
    assert found.progress.mark == ""
    about = Series(
        "rising", "state", (base("10", qualifier="≈"), Value(NOW, D(15))), (TargetPlan(DUE, D(20)),)
    )
    assert assess(about, NOW).progress.approximate


def test_trap_19_doubts_survive_a_sum() -> None:
    rows = [Value(NOW, D(5)), Value(START, D(7), qualifier=">")]
    assert headline(rows, "flow", NOW).qualifier == ">"
    mixed = [*rows, Value(date(2026, 1, 1), D(1), qualifier="<")]
    assert headline(mixed, "flow", NOW).qualifier == "≈"


REPLANNED = (
    TargetPlan(date(2027, 12, 31), D(200), number=1, decided_on=START),
    TargetPlan(DUE, D(150), number=2, decided_on=date(2025, 6, 1), reason="Te weinig bedrijven.", decided_by="Stuurgroep"),
    TargetPlan(DUE, D(100), number=3, decided_on=date(2026, 6, 1), reason="Minder middelen.", decided_by="Minister"),
)  # fmt: skip


def test_trap_20_replanned_target() -> None:
    values = (base("0"), Value(NOW, D(50)))
    found = assess(Series("rising", "state", values, REPLANNED), NOW)
    assert found.progress.text == percent("50,0")
    assert found.goal is not None
    assert found.goal.original.value == 200
    assert found.goal.changes == 2
    assert (found.goal.reason, found.goal.decided_by) == ("Minder middelen.", "Minister")


def test_trap_20_before_the_decision_the_earlier_plan_counts() -> None:
    (goal,) = goals(REPLANNED, date(2026, 5, 31))
    assert (goal.current.value, goal.changes, goal.decided_by) == (150, 1, "Stuurgroep")
    (first,) = goals(REPLANNED, START)
    assert (first.current, first.original, first.changes) == (REPLANNED[0], REPLANNED[0], 0)
    assert (first.reason, first.decided_by) == ("", "")
    assert goals(REPLANNED, date(2024, 12, 30)) == []
