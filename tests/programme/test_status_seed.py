"""Computed statuses of the start data (source text of 2015), built here as plain facts."""

from collections import Counter
from datetime import date

import pytest
from django.utils.translation import override

from slimsamenwerken.programme.status import (
    ClosureFact,
    Day,
    MeasurementFact,
    MilestoneFact,
    OutcomeFact,
    PlanFact,
    StatusInput,
    StatusResult,
    UpdateFact,
    compute_status,
)

END_2013, END_2014, END_2015 = date(2013, 12, 31), date(2014, 12, 31), date(2015, 12, 31)
Y2013, Y2014, Y2015 = Day(END_2013, "year"), Day(END_2014, "year"), Day(END_2015, "year")
BY_2015 = Day(END_2015, "by")
RANGE = Day(END_2014, "range", date(2013, 1, 1))
END_2016 = Day(date(2016, 12, 31))

CONTINUOUS_CODES = [
    "1.1.01",
    "1.1.02",
    "1.1.05",
    "1.1.06",
    "1.1.09",
    "1.1.11",
    "1.2.01",
    "1.4.01",
    "1.5.01",
]
DECLARED = {
    "on_track": [*CONTINUOUS_CODES, "1.1.08", "1.2.04", "1.4.05"],
    "started": ["1.1.04", "1.2.02", "1.3.01", "1.5.05"],
    "not_started": ["1.3.02", "1.3.03", "1.5.02"],
    "": ["1.1.10", "1.2.05"],
}
# code: start, end (with the date of the closure), milestones (last one final)
ACHIEVED: dict[str, tuple[Day | None, Day, int]] = {
    "1.1.03": (None, BY_2015, 2),
    "1.1.07": (None, BY_2015, 1),
    "1.2.03": (Y2013, Y2013, 1),
    "1.3.04": (Y2014, Y2014, 1),
    "1.3.05": (Y2014, Y2014, 1),
    "1.4.02": (Y2013, RANGE, 1),
    "1.4.03": (None, BY_2015, 1),
    "1.4.04": (None, BY_2015, 2),
    "1.5.03": (Y2014, Y2014, 1),
    "1.5.04": (Y2014, Y2014, 1),
    "1.5.06": (Y2015, Y2015, 1),
}
EARLY_UPDATES = {
    "1.2.04": [UpdateFact(Y2013), UpdateFact(Day(date(2015, 9, 30), "month"))],
    "1.4.02": [UpdateFact(Y2013, "started")],
    "1.5.05": [UpdateFact(Y2014, "started")],
}


def realised(code: str, on: Day, *, final: bool = False) -> MilestoneFact:
    return MilestoneFact(code, is_final=final, outcome=OutcomeFact("realised", on))


def seed_milestones(code: str) -> tuple[MilestoneFact, ...]:
    if code in ACHIEVED:
        _start, on, count = ACHIEVED[code]
        return tuple(realised(f"{code}-M{n}", on, final=n == count) for n in range(1, count + 1))
    if code in ("1.1.08", "1.4.05"):
        return (realised(f"{code}-M1", BY_2015),)
    if code == "1.2.04":
        plan = PlanFact(1, END_2016, END_2015)
        return (realised("1.2.04-M1", Y2013), MilestoneFact("1.2.04-M2", plans=(plan,)))
    return ()


def seed_dates(code: str, as_of: date) -> tuple[Day | None, Day | None]:
    """Start and end of the version that counts on the day."""
    if code in ACHIEVED:
        return ACHIEVED[code][:2]
    dates: dict[str, tuple[Day | None, Day | None]] = {
        "1.2.04": (Y2013, END_2016 if as_of >= END_2015 else None),
        "1.5.02": (Day(END_2016.last, "year"), Day(END_2016.last, "year")),
        "1.5.05": (Y2014, None),
    }
    return dates.get(code, (None, None))


def seed_exists_from(code: str) -> date:
    """First day of the stated period, else (and at the latest) 31 December 2015."""
    start = seed_dates(code, END_2015)[0]
    return min(start.last.replace(month=1, day=1), END_2015) if start else END_2015


def seed_declared(code: str) -> str:
    return "achieved" if code in ACHIEVED else next(s for s, c in DECLARED.items() if code in c)


def seed_facts(code: str, as_of: date) -> StatusInput:
    starts, ends = seed_dates(code, as_of)
    updates = [*EARLY_UPDATES.get(code, []), UpdateFact(Day(END_2015), seed_declared(code))]
    measurements = {
        "1.2.04": (MeasurementFact("K2", Day(date(2015, 9, 30), "month")),),
        "1.1.07": (MeasurementFact("K3", BY_2015),),
    }
    return StatusInput(
        as_of=as_of,
        starts=starts,
        ends=ends,
        is_continuous=code in CONTINUOUS_CODES,
        closure=ClosureFact("completed", ACHIEVED[code][1]) if code in ACHIEVED else None,
        milestones=seed_milestones(code),
        updates=tuple(updates),
        measurements=measurements.get(code, ()),
    )


SEED_CODES = sorted({*ACHIEVED, *(code for codes in DECLARED.values() for code in codes)})


def seed_statuses(as_of: date) -> dict[str, StatusResult]:
    codes = [code for code in SEED_CODES if seed_exists_from(code) <= as_of]
    return {code: compute_status(seed_facts(code, as_of)) for code in codes}


def test_the_seed_has_32_actions_and_17_milestones() -> None:
    assert len(SEED_CODES) == 32
    assert sum(len(seed_milestones(code)) for code in SEED_CODES) == 17


SEED_COUNTS = [
    (END_2013, {"achieved": 1, "on_track": 1, "started": 1}),
    (END_2014, {"achieved": 6, "on_track": 1, "started": 1}),
    (END_2015, {"on_track": 12, "achieved": 11, "started": 4, "not_started": 3, "unknown": 2}),
    (date(2016, 12, 31),
     {"on_track": 3, "achieved": 11, "started": 13, "not_started": 3, "unknown": 2}),
    (date(2017, 1, 1),
     {"on_track": 2, "achieved": 11, "started": 13, "attention": 1, "not_started": 3, "unknown": 2}),
    (date(2017, 1, 31),
     {"on_track": 2, "achieved": 11, "started": 13, "action_needed": 2, "not_started": 2, "unknown": 2}),
    (date(2026, 11, 24),
     {"on_track": 2, "achieved": 11, "started": 13, "action_needed": 2, "not_started": 2, "unknown": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("as_of", "counts"), SEED_COUNTS, ids=[str(c[0]) for c in SEED_COUNTS])
def test_seed_counts(as_of: date, counts: dict[str, int]) -> None:
    assert Counter(result.code for result in seed_statuses(as_of).values()) == counts


def test_seed_declared_on_the_reference_day_equals_computed() -> None:
    found = seed_statuses(END_2015)
    assert Counter(r.declared for r in found.values()) == {
        "on_track": 12, "achieved": 11, "started": 4, "not_started": 3, "": 2,
    }  # fmt: skip
    assert not [code for code, result in found.items() if result.deviates]


@pytest.mark.parametrize(
    ("as_of", "deviations"),
    [
        (END_2013, 0),
        (END_2014, 1),  # 1.4.02: achieved, while its last declaration is "started" of 2013
        (END_2015, 0),
        (date(2017, 1, 31), 11),
        (date(2026, 11, 24), 11),
    ],
    ids=str,
)
def test_seed_deviations(as_of: date, deviations: int) -> None:
    assert sum(result.deviates for result in seed_statuses(as_of).values()) == deviations


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        pytest.param(
            END_2013, {"1.2.03": "achieved", "1.2.04": "on_track", "1.4.02": "started"}, id="2013"
        ),
        pytest.param(
            END_2014,
            {
                **dict.fromkeys(
                    ("1.2.03", "1.3.04", "1.3.05", "1.4.02", "1.5.03", "1.5.04"), "achieved"
                ),
                "1.2.04": "on_track",
                "1.5.05": "started",
            },
            id="2014",
        ),
    ],
)
def test_seed_before_the_reference_day(as_of: date, expected: dict[str, str]) -> None:
    assert {code: result.code for code, result in seed_statuses(as_of).items()} == expected


@pytest.mark.parametrize(
    ("as_of", "rule", "code"),
    [
        pytest.param(END_2015, "S5", "on_track", id="reference day"),
        pytest.param(date(2016, 12, 31), "S5", "on_track", id="due today"),
        pytest.param(date(2017, 1, 1), "S4", "attention", id="milestone one day late"),
        pytest.param(date(2017, 1, 30), "S4", "attention", id="end passed 30 days"),
        pytest.param(date(2017, 1, 31), "S3", "action_needed", id="end passed 31 days"),
    ],
)
def test_seed_material_scan(as_of: date, rule: str, code: str) -> None:
    found = compute_status(seed_facts("1.2.04", as_of))
    assert (found.rule, found.code) == (rule, code)


def test_seed_action_needed_in_2017_names_the_passed_end() -> None:
    found = seed_statuses(date(2017, 1, 31))
    assert {c for c, r in found.items() if r.code == "action_needed"} == {"1.2.04", "1.5.02"}
    with override("en"):
        assert str(found["1.5.02"].sentence) == (
            "The end date (2016) passed 31 days ago and the action is not closed."
        )
