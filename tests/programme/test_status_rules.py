"""The eight status rules, and the case table of the programme guide."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from slimsamenwerken.programme.status import (
    ClosureFact,
    Day,
    MeasurementFact,
    MilestoneFact,
    OutcomeFact,
    PlanFact,
    Ref,
    StatusInput,
    StatusResult,
    TargetFact,
    UpdateFact,
    compute_status,
    declared_update,
    vague_note,
)
from slimsamenwerken.programme.status_facts import latest_update
from slimsamenwerken.programme.thresholds import Thresholds

TODAY = date(2026, 6, 30)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def day(days_ago: int) -> Day:
    return Day(ago(days_ago))


def milestone(
    code: str = "1.1.01-M1",
    due: int | None = None,
    *,
    final: bool = False,
    done: int | None = None,
    kind: str = "realised",
) -> MilestoneFact:
    """`due` and `done` in days before TODAY; negative is in the future."""
    plans = () if due is None else (PlanFact(1, day(due), ago(900)),)
    outcome = None if done is None else OutcomeFact(kind, day(done))
    return MilestoneFact(code, is_final=final, plans=plans, outcome=outcome)


def replanned(*decided: int, done: int | None = None, kind: str = "realised") -> MilestoneFact:
    first = PlanFact(1, day(-400), ago(900))
    later = [PlanFact(n, day(-400), ago(days)) for n, days in enumerate(decided, start=2)]
    outcome = None if done is None else OutcomeFact(kind, day(done))
    return MilestoneFact("1.1.01-M1", plans=(first, *later), outcome=outcome)


def declared(status: str = "started", days_ago: int = 10) -> UpdateFact:
    return UpdateFact(day(days_ago), status)


def paced(value: str, code: str = "K1") -> TargetFact:
    return TargetFact(code, day(-500), met=False, pace=Decimal(value))


def judge(as_of: date = TODAY, limits: Thresholds | None = None, **facts: Any) -> StatusResult:
    return compute_status(StatusInput(as_of=as_of, **facts), limits or Thresholds())


FINAL = milestone("1.1.01-M9", 10, final=True, done=5)
WORK = MeasurementFact("K1", day(5))

RULES = [
    # S1
    ("S1 stopped", "S1", "stopped", {"closure": ClosureFact("stopped", day(0))}),
    ("S1 stopped tomorrow does not count", "S8", "unknown", {"closure": ClosureFact("stopped", day(-1))}),
    ("S1 stopped wins over a late milestone", "S1", "stopped",
     {"closure": ClosureFact("stopped", day(1)), "milestones": (milestone(due=200, final=True),)}),
    ("S1 stopped wins over all milestones realised", "S1", "stopped",
     {"closure": ClosureFact("stopped", day(1)), "milestones": (FINAL,)}),
    # S2
    ("S2 completed", "S2", "achieved", {"closure": ClosureFact("completed", day(0))}),
    ("S2 completed tomorrow does not count", "S6", "started",
     {"closure": ClosureFact("completed", day(-1)), "measurements": (WORK,)}),
    ("S2 completed wins over a late milestone", "S2", "achieved",
     {"closure": ClosureFact("completed", day(1)), "milestones": (milestone(due=200, final=True),)}),
    ("S2 all realised, one final", "S2", "achieved", {"milestones": (milestone(done=9), FINAL)}),
    ("S2 dropped ones do not count", "S2", "achieved",
     {"milestones": (milestone(done=9, kind="dropped"), FINAL)}),
    ("S2 not while one is open", "S5", "on_track", {"milestones": (milestone(due=-9), FINAL)}),
    ("S2 not when the final one was dropped", "S5", "on_track",
     {"milestones": (milestone(done=9), milestone("M9", done=9, final=True, kind="dropped"))}),
    ("S2 not with a missed target", "S5", "on_track",
     {"milestones": (FINAL,), "targets": (TargetFact("K1", day(1), met=False),)}),
    ("S2 with a target due today", "S2", "achieved",
     {"milestones": (FINAL,), "targets": (TargetFact("K1", day(0), met=False),)}),
    ("S2 with a target that was reached", "S2", "achieved",
     {"milestones": (FINAL,), "targets": (TargetFact("K1", day(1), met=True),)}),
    ("S2 with a due target nobody tested", "S2", "achieved",
     {"milestones": (FINAL,), "targets": (TargetFact("K1", day(1)),)}),
    ("S2 an achieved action is not late at its end", "S2", "achieved",
     {"milestones": (FINAL,), "ends": day(300)}),
    # S3
    ("S3 final 91 days late", "S3", "action_needed", {"milestones": (milestone(due=91, final=True),)}),
    ("S3 two over 30 days late", "S3", "action_needed",
     {"milestones": (milestone("M1", 31), milestone("M2", 31))}),
    ("S3 not with one of two at 30 days", "S4", "attention",
     {"milestones": (milestone("M1", 31), milestone("M2", 30))}),
    ("S3 pace 49.99", "S3", "action_needed", {"targets": (paced("49.99"),)}),
    ("S3 worst pace of two", "S3", "action_needed", {"targets": (paced("95"), paced("12", "K2"))}),
    ("S3 negative pace", "S3", "action_needed", {"targets": (paced("-3"),)}),
    ("S3 end passed 31 days", "S3", "action_needed", {"ends": day(31), "updates": (declared(),)}),
    ("S3 not at 30 days after the end", "S6", "started", {"ends": day(30), "updates": (declared(),)}),
    # S4
    ("S4 one day late", "S4", "attention", {"milestones": (milestone(due=1),)}),
    ("S4 pace exactly 50", "S4", "attention", {"targets": (paced("50"),)}),
    ("S4 pace 79.99", "S4", "attention", {"targets": (paced("79.99"),)}),
    ("S4 re-planned twice within 365 days", "S4", "attention", {"milestones": (replanned(365, 0),)}),
    ("S4 not when the first of both is older", "S7", "not_started", {"milestones": (replanned(366, 0),)}),
    ("S4 not for one re-planning", "S7", "not_started", {"milestones": (replanned(5),)}),
    ("S4 not for a dropped milestone", "S7", "not_started",
     {"milestones": (replanned(50, 40, done=3, kind="dropped"),)}),
    ("S4 not for a re-planning of tomorrow", "S7", "not_started", {"milestones": (replanned(5, -1),)}),
    ("S4 start passed 31 days, no evidence", "S4", "attention", {"starts": day(31)}),
    ("S4 not at 30 days after the start", "S7", "not_started", {"starts": day(30)}),
    ("S4 not when there is evidence", "S6", "started", {"starts": day(31), "updates": (declared(),)}),
    ("S4 a baseline is no evidence", "S4", "attention",
     {"starts": day(31), "measurements": (MeasurementFact("K1", day(5), is_baseline=True),)}),
    # S5
    ("S5 a realised milestone", "S5", "on_track", {"milestones": (milestone(done=1),)}),
    ("S5 pace 80 with evidence", "S5", "on_track", {"targets": (paced("80"),), "measurements": (WORK,)}),
    ("S5 pace without evidence is a plan", "S7", "not_started", {"targets": (paced("80"),)}),
    ("S5 continuous, fresh update without status", "S5", "on_track",
     {"is_continuous": True, "updates": (declared(days_ago=400), UpdateFact(day(2)))}),
    ("S5 continuous without evidence", "S8", "unknown",
     {"is_continuous": True, "updates": (UpdateFact(day(2)),)}),
    ("S5 not continuous, fresh update", "S6", "started", {"updates": (declared(days_ago=2),)}),
    # S6
    *[(f"S6 declared {status}", "S6", "started", {"updates": (declared(status),)})
      for status in ("started", "on_track", "attention", "action_needed", "achieved")],
    ("S6 a measurement", "S6", "started", {"measurements": (WORK,)}),
    ("S6 a measurement of tomorrow does not count", "S8", "unknown",
     {"measurements": (MeasurementFact("K1", day(-1)),)}),
    ("S6 the latest declaration counts", "S7", "not_started",
     {"updates": (declared("started", 20), declared("not_started", 10))}),
    # S7
    ("S7 an open milestone without date", "S7", "not_started", {"milestones": (milestone(),)}),
    ("S7 a target", "S7", "not_started", {"targets": (TargetFact("K1", day(-90)),)}),
    ("S7 a future start", "S7", "not_started", {"starts": day(-1)}),
    ("S7 a start today", "S7", "not_started", {"starts": day(0)}),
    ("S7 declared not started", "S7", "not_started", {"updates": (declared("not_started"),)}),
    # S8
    ("S8 nothing", "S8", "unknown", {}),
    ("S8 an update without status", "S8", "unknown", {"updates": (UpdateFact(day(2)),)}),
    ("S8 declared stopped without closure", "S8", "unknown", {"updates": (declared("stopped"),)}),
    ("S8 only a baseline", "S8", "unknown",
     {"measurements": (MeasurementFact("K1", day(5), is_baseline=True),)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "code", "facts"), [pytest.param(*case[1:], id=case[0]) for case in RULES]
)
def test_rule(rule: str, code: str, facts: dict[str, Any]) -> None:
    found = judge(**facts)
    assert (found.rule, found.code) == (rule, code)
    assert [step.rule for step in found.steps] == [f"S{n}" for n in range(1, int(rule[1]) + 1)]
    assert [step.passed for step in found.steps] == [False] * (int(rule[1]) - 1) + [True]


OPEN_END = {"ends": day(-200)}
CONTINUOUS: dict[str, Any] = {"is_continuous": True}

CASES = [
    ("work reported, no milestone reached, nothing due", "started",
     {"updates": (declared(),), "milestones": (milestone(due=-50),)}),
    ("all milestones reached, none final, end in future", "on_track",
     {**OPEN_END, "milestones": (milestone(done=9), milestone("M2", done=9))}),
    ("only milestone dropped, opgestart declared 10 days ago", "started",
     {"milestones": (milestone(done=20, kind="dropped"),), "updates": (declared("started", 10),)}),
    ("due 30-6, as_of 30-6", "not_started", {"milestones": (milestone(due=0),)}),
    ("one non-final milestone 200 days late", "attention", {"milestones": (milestone(due=200),)}),
    ("final milestone 90 days late", "attention", {"milestones": (milestone(due=90, final=True),)}),
    ("final milestone 91 days late", "action_needed", {"milestones": (milestone(due=91, final=True),)}),
    ("falling indicator with pace 75.1", "attention", {"targets": (paced("75.0514"),), "measurements": (WORK,)}),
    ("continuous, update 180 days old, evidence", "on_track",
     {**CONTINUOUS, "updates": (declared(days_ago=180),)}),
    ("continuous, update 181 days old, evidence", "started",
     {**CONTINUOUS, "updates": (declared(days_ago=181),)}),
    ("no milestones, targets, dates, updates", "unknown", {}),
    ("realised on 5-7, as_of 30-6, due 15-6", "attention", {"milestones": (milestone(due=15, done=-5),)}),
    ("stopped with a late milestone", "stopped",
     {"closure": ClosureFact("stopped", day(3)), "milestones": (milestone(due=15),)}),
    ("doorstart without closing, with a late milestone", "attention",
     {"milestones": (milestone(due=15),), "updates": (declared(),)}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "facts"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_case_of_the_guide(code: str, facts: dict[str, Any]) -> None:
    assert judge(**facts).code == code


def test_due_30_june_is_late_on_1_july() -> None:
    assert judge(date(2026, 7, 1), milestones=(milestone(due=0),)).code == "attention"


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        pytest.param(date(2016, 12, 31), "not_started", id="last day of the year"),
        pytest.param(date(2017, 1, 1), "attention", id="first day of the next year"),
    ],
)
def test_due_2016_is_late_from_2017(as_of: date, code: str) -> None:
    plan = PlanFact(1, Day(date(2016, 12, 31), "year"), date(2015, 1, 1))
    assert judge(as_of, milestones=(MilestoneFact("M1", plans=(plan,)),)).code == code


def test_fact_dated_2014_is_not_reached_in_june_2014_and_says_why() -> None:
    outcome = OutcomeFact("realised", Day(date(2014, 12, 31), "year"))
    facts = {"milestones": (MilestoneFact("1.3.04-M1", is_final=True, outcome=outcome),)}
    june = judge(date(2014, 6, 30), **facts)
    assert june.code == "not_started"
    with override("en"):
        assert [str(n) for n in june.notes] == ["1.3.04-M1: date known to the year only (2014)."]
    end = judge(date(2014, 12, 31), **facts)
    assert (end.code, end.notes) == ("achieved", ())


@pytest.mark.parametrize(
    ("vague", "as_of", "text"),
    [
        pytest.param(Day(date(2015, 9, 30), "month"), date(2015, 9, 1), "month", id="month"),
        pytest.param(Day(date(2015, 9, 30), "month"), date(2015, 8, 31), None, id="month before"),
        pytest.param(Day(date(2015, 9, 30), "quarter"), date(2015, 7, 1), "quarter", id="quarter"),
        pytest.param(
            Day(date(2015, 9, 30), "quarter"), date(2015, 6, 30), None, id="quarter before"
        ),
        pytest.param(Day(date(2015, 12, 31), "by"), date(2015, 1, 1), "year", id="by"),
        pytest.param(
            Day(date(2014, 12, 31), "range", date(2013, 1, 1)), date(2013, 5, 1), "year", id="range"
        ),
        pytest.param(Day(date(2014, 12, 31)), date(2014, 12, 30), None, id="a day is not vague"),
        pytest.param(Day(date(2014, 12, 31), "year"), date(2014, 12, 31), None, id="period over"),
    ],
)
def test_vague_note(vague: Day, as_of: date, text: str | None) -> None:
    with override("en"):
        note = vague_note(vague, as_of)
        assert (note and str(note)) == (text and f"date known to the {text} only")


def test_the_plan_decided_last_counts_and_a_later_decision_does_not_yet() -> None:
    plans = (
        PlanFact(1, day(5), ago(100)),
        PlanFact(2, day(-50), ago(2)),
        PlanFact(3, day(40), ago(-1)),
    )
    moved = (MilestoneFact("M1", plans=plans),)
    assert judge(milestones=moved).code == "not_started"
    assert judge(ago(3), milestones=moved).code == "attention"


def test_declared_is_the_latest_update_then_the_latest_recorded_then_the_highest_id() -> None:
    noon = datetime(2026, 6, 30, 12, tzinfo=UTC)
    older = UpdateFact(day(3), "attention", noon, 9)
    first = UpdateFact(day(2), "started", noon, 1)
    second = UpdateFact(day(2), "on_track", noon, 2)
    later = UpdateFact(day(2), "achieved", noon + timedelta(seconds=1), 0)
    without = UpdateFact(day(1), "", noon, 10)
    tomorrow = UpdateFact(day(-1), "stopped", noon, 11)
    assert declared_update([older, first, second, without, tomorrow], TODAY) == second
    assert declared_update([later, second, first], TODAY) == later
    assert latest_update([without, tomorrow, second], TODAY) == without
    assert declared_update([tomorrow, without], TODAY) is None


def test_a_deviation_needs_a_declared_status() -> None:
    assert judge(updates=(declared("on_track"),)).deviates
    assert not judge(updates=(declared("started"),)).deviates
    assert not judge(milestones=(milestone(due=1),)).deviates


def test_a_future_start_is_told_apart() -> None:
    assert judge(starts=day(-1)).is_future
    assert not judge(starts=day(0)).is_future
    assert not judge().is_future


@pytest.mark.parametrize(
    ("change", "facts", "code"),
    [
        (
            {"final_late_days": 10},
            {"milestones": (milestone(due=11, final=True),)},
            "action_needed",
        ),
        ({"many_late_count": 1}, {"milestones": (milestone(due=31),)}, "action_needed"),
        (
            {"many_late_days": 5},
            {"milestones": (milestone("a", 6), milestone("b", 6))},
            "action_needed",
        ),
        ({"pace_action": 60}, {"targets": (paced("59"),)}, "action_needed"),
        ({"pace_attention": 90}, {"targets": (paced("89"),)}, "attention"),
        ({"end_grace_days": 0}, {"ends": day(1)}, "action_needed"),
        ({"start_grace_days": 0}, {"starts": day(1)}, "attention"),
        ({"replan_count": 1}, {"milestones": (replanned(5),)}, "attention"),
        ({"replan_window_days": 9}, {"milestones": (replanned(10, 5),)}, "not_started"),
        ({"fresh_update_days": 9}, {**CONTINUOUS, "updates": (declared(),)}, "started"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_each_threshold_moves_its_own_rule(
    change: dict[str, int], facts: dict[str, Any], code: str
) -> None:
    assert judge(limits=Thresholds(**change), **facts).code == code
    assert judge(**facts).code != code


EN_SENTENCES = [
    ({"milestones": (milestone("1.2.04-M1", done=9),)},
     "There is a realised milestone (1.2.04-M1) and nothing is late."),
    ({"milestones": (milestone(due=1),)}, "Milestone 1.1.01-M1 is 1 day late."),
    ({"milestones": (milestone(due=2, final=True),)}, "Final milestone 1.1.01-M1 is 2 days late."),
    ({"milestones": (milestone(due=2),), "starts": day(40)},
     "Milestone 1.1.01-M1 is 2 days late. The start date (21 May 2026) passed 40 days ago and there is no sign of work yet."),
    ({"targets": (paced("75.0514"),)}, "The pace of K1 is 75,1\u00a0%, less than 80\u00a0%."),
    ({"targets": (paced("79.96"),)}, "The pace of K1 is 79,96\u00a0%, less than 80\u00a0%."),
    ({"closure": ClosureFact("stopped", day(0), successor="P1")},
     "The action was stopped (30 June 2026) and goes on as P1."),
    ({"closure": ClosureFact("completed", Day(date(2015, 12, 31), "year")), "milestones": (FINAL,)},
     "The action was completed (2015)."),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "text"), EN_SENTENCES, ids=[s[1][:40] for s in EN_SENTENCES])
def test_sentence(facts: dict[str, Any], text: str) -> None:
    with override("en"):
        assert str(judge(**facts).sentence) == text


def test_the_rows_behind_the_result_are_named_once() -> None:
    found = judge(
        milestones=(MilestoneFact("1.2.04-M1", outcome=OutcomeFact("realised", day(9)), id=4),),
        measurements=(MeasurementFact("K2", day(9), id=7),),
        updates=(UpdateFact(day(3), "on_track", id=2),),
    )
    assert found.evidence == (
        Ref("milestone", "1.2.04-M1", 4),
        Ref("update", "on_track", 2),
        Ref("measurement", "K2", 7),
    )


@pytest.mark.parametrize(
    ("targets", "text"),
    [
        ((), "Pace: cannot be computed, because there is no target."),
        ((TargetFact("K1", day(-5)),), "Pace: cannot be computed yet for the targets there are."),
        ((paced("75.0514"),), "Pace: 75,1\u00a0% (K1)."),
    ],
    ids=["no target", "no pace", "pace"],
)
def test_pace_note(targets: tuple[TargetFact, ...], text: str) -> None:
    with override("en"):
        assert str(judge(targets=targets).pace_note) == text


@given(
    due=st.integers(-400, 400),
    final=st.booleans(),
    pace=st.none() | st.decimals(-100, 200, places=2),
    start=st.none() | st.integers(-400, 400),
)
def test_later_facts_never_change_an_earlier_day(
    due: int, final: bool, pace: Decimal | None, start: int | None
) -> None:
    starts = None if start is None else day(start)
    facts: dict[str, Any] = {
        "milestones": (milestone(due=due, final=final),),
        "targets": (TargetFact("K1", day(-5), pace=pace),),
        "starts": starts,
    }
    later = {
        **facts,
        "closure": ClosureFact("stopped", day(-1)),
        "milestones": (milestone(due=due, final=final, done=-1),),
        "updates": (declared("achieved", -1),),
        "measurements": (MeasurementFact("K1", day(-1)),),
    }
    assert judge(**facts).code == judge(**later).code
