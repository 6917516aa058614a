"""Every metric keeps its contract: any date, exact rows, no later data in an earlier knowledge."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

from slimsamenwerken.programme import operations, programme_metrics
from slimsamenwerken.programme.headline import Period
from slimsamenwerken.programme.metrics import Metric, Scope, metrics, month_ends, window_of
from slimsamenwerken.programme.queries import states as states_module
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_domain,
    make_line,
    make_milestone,
    make_role,
    make_update,
)

pytestmark = pytest.mark.django_db

KEYS = [
    "programme.on_track_share",
    "programme.milestones_in_time_share",
    "programme.median_slip_days",
    "programme.active_partners",
    "programme.new_cross_sector_pairs",
    "programme.lead_concentration",
    "programme.deviations",
]
NULL_WHEN_EMPTY = {
    "programme.on_track_share",
    "programme.milestones_in_time_share",
    "programme.median_slip_days",
    "programme.lead_concentration",
}
DAY = date(2016, 6, 30)


def of(key: str) -> Metric:
    metric = metrics.get(key)
    assert metric is not None
    return metric


def test_the_programme_announces_its_seven_metrics_in_their_order() -> None:
    assert [m.key for m in metrics if m.key.startswith("programme.")] == KEYS


@pytest.mark.parametrize("metric", list(metrics), ids=lambda m: m.key)
def test_every_metric_says_what_it_is(metric: Metric) -> None:
    assert str(metric.label)
    assert str(metric.unit)
    assert len(str(metric.definition)) >= 30
    assert metric.version >= 1
    assert metric.aggregation in {"state", "flow", "cumulative", "ratio", "latest"}


@pytest.mark.parametrize("metric", list(metrics), ids=lambda m: m.key)
@pytest.mark.parametrize("day", [date(1, 1, 1), DAY], ids=str)
def test_without_data_a_metric_is_null_or_0(metric: Metric, day: date) -> None:
    reading = metric.compute(day, None, Scope())
    assert reading.value in (None, 0)
    assert (reading.value is None) == bool(reading.reason)
    assert metric.text(reading) == ("–" if reading.value is None else "0")
    assert list(metric.rows(day, None, Scope())) == []
    assert reading.rows_count == 0


def test_null_and_0_are_kept_apart() -> None:
    empty = {m.key for m in metrics if m.compute(DAY, None, Scope()).value is None}
    assert empty & set(KEYS) == NULL_WHEN_EMPTY


def test_trap_16_stopped_and_future_actions_do_not_count() -> None:
    """24 countable, 18 on track, 2 stopped, 1 future start: 75,0 % of 24."""
    line = make_line()
    for number in range(24):
        action = make_action(line=line, is_continuous=True)
        declared = "on_track" if number < 18 else "started"
        day = DAY if number < 18 else date(2015, 6, 30)  # a stale update is no schedule
        make_update(action, day, declared_status=declared)
    for _stopped in range(2):
        operations.close_action(
            action=make_action(line=line), kind="stopped", valid_on=DAY,
            statement="Een voorbeeld van een stopzetting.", **BASE,
        )  # fmt: skip
    make_action(line=line, starts_on=date(2016, 9, 1))
    metric = of("programme.on_track_share")
    reading = metric.compute(DAY, None, Scope())
    assert metric.text(reading) == "75,0\u00a0%"
    assert (reading.numerator, reading.denominator) == (18, 24)
    assert reading.missing_text == "niet meegeteld: 2 stopgezet, 1 nog niet van start"
    assert len(metric.rows(DAY, None, Scope())) == 24


def test_trap_17_no_countable_action_is_neither_0_nor_100() -> None:
    make_action(starts_on=date(2016, 9, 1))
    metric = of("programme.on_track_share")
    reading = metric.compute(DAY, None, Scope())
    assert reading.value is None
    assert metric.text(reading) == "–"
    assert reading.why == "niets om te tellen"
    assert reading.missing_text == "niet meegeteld: 1 nog niet van start"


def test_a_merger_is_never_a_new_pair() -> None:
    """Both predecessors worked with the company before; the merged one is not new to it."""
    one, company = make_actor(kind="government"), make_actor(kind="company")
    merged = make_actor(kind="government", valid_on=date(2016, 1, 1))
    action = make_action()
    make_role(one, action, since=date(2014, 1, 1), until=date(2015, 12, 31))
    make_role(merged, action, since=date(2016, 1, 1))
    make_role(company, action, role="partner", since=date(2014, 1, 1))
    operations.succeed_actor(
        from_actor=one, to_actor=merged, kind="merged", valid_on=date(2016, 1, 1), **BASE
    )
    assert of("programme.new_cross_sector_pairs").compute(DAY, None, Scope()).value == 0
    assert of("programme.active_partners").compute(DAY, None, Scope()).value == 2
    assert of("programme.new_cross_sector_pairs").compute(
        DAY, None, Scope(window=Period(date(2014, 1, 1), date(2014, 12, 31)))
    ).value == 1  # fmt: skip


def test_groups_and_target_groups_are_no_partners() -> None:
    domain = make_domain()
    make_role(make_actor(is_group=True, kind="group"), domain, role="partner")
    make_role(make_actor(), domain, role="target_group")
    shown = make_actor(slug="v-partner")
    make_role(shown, domain, role="partner")
    rows = of("programme.active_partners").rows(DAY, None, Scope())
    assert [row.code for row in rows] == ["v-partner"]


def test_a_role_counts_up_to_and_including_its_last_day() -> None:
    make_role(make_actor(), make_domain(), role="partner", until=DAY)
    metric = of("programme.active_partners")
    assert metric.compute(DAY, None, Scope()).value == 1
    assert metric.compute(DAY + timedelta(days=1), None, Scope()).value == 0


def test_a_milestone_realised_on_its_day_is_in_time() -> None:
    action = make_action()
    for code, day in (("M1", 1), ("M2", 2)):
        milestone = make_milestone(action, code=code, due_on=date(2016, 3, 1))
        operations.record_outcome(
            milestone=milestone, kind="realised", statement="Een voorbeeld van een resultaat.",
            valid_on=date(2016, 3, day), **BASE,
        )  # fmt: skip
    reading = of("programme.milestones_in_time_share").compute(DAY, None, Scope())
    assert (reading.numerator, reading.denominator) == (1, 2)
    edge = Scope(window=Period(date(2016, 3, 2), DAY))
    assert of("programme.milestones_in_time_share").compute(DAY, None, edge).denominator == 0


def test_a_lead_is_inherited_from_the_line_then_from_the_domain() -> None:
    domain = make_domain()
    line = make_line(domain=domain)
    other = make_line(domain=domain)
    of_domain, of_line, own = (make_actor() for _n in range(3))
    make_role(of_domain, domain)
    make_role(of_line, line)
    make_role(own, make_action(line=line))
    make_action(line=line), make_action(line=line), make_action(line=other)
    metric = of("programme.lead_concentration")
    reading = metric.compute(DAY, None, Scope())
    assert (reading.numerator, reading.denominator) == (2, 4)
    assert reading.value == 50
    assert metric.compute(DAY, None, Scope(line=other.code)).denominator == 1


def test_an_action_without_any_lead_is_named() -> None:
    make_action(code="8.1.01")
    reading = of("programme.lead_concentration").compute(DAY, None, Scope())
    assert reading.value is None
    assert reading.missing_text == "niet meegeteld: 1 zonder trekker"


def test_what_has_no_first_plan_is_named_and_left_out() -> None:
    action = make_action(code="8.1.01")
    make_milestone(action, code="M1")
    moved = make_milestone(action, code="M2", due_on=date(2016, 3, 1))
    operations.plan_milestone(
        milestone=moved, due_on=date(2016, 5, 1), valid_on=date(2016, 3, 1),
        reason="Een voorbeeld van een reden.", decided_by="voorbeeld", **BASE,
    )  # fmt: skip
    unknown = make_milestone(action, code="M3")
    operations.plan_milestone(
        milestone=unknown, due_on=date(2016, 4, 1), valid_on=date(2016, 1, 1),
        original_unknown=True, **BASE,
    )  # fmt: skip
    slip = of("programme.median_slip_days").compute(DAY, None, Scope())
    assert slip.value == 61
    assert slip.missing_text == (
        "niet meegeteld: 1 zonder geplande datum, 1 zonder vermelde oorspronkelijke datum"
    )
    rows = of("programme.median_slip_days").rows(DAY, None, Scope())
    assert [(row.code, row.detail) for row in rows] == [("8.1.01-M2", "61 dagen later")]
    in_time = of("programme.milestones_in_time_share").compute(DAY, None, Scope())
    assert (in_time.value, in_time.denominator) == (0, 1)


@pytest.mark.parametrize("metric", list(metrics), ids=lambda m: m.key)
def test_only_a_metric_that_says_so_reads_statuses(
    metric: Metric, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A status may rest on a live indicator, unless its metric itself counts statuses."""
    make_action()
    asked: list[str] = []
    monkeypatch.setattr(
        states_module, "compute_status", lambda *args: asked.append(metric.key) or _unknown(*args)
    )
    metric.compute(DAY, None, Scope())
    assert bool(asked) == metric.reads_statuses


_unknown = states_module.compute_status


def test_an_earlier_version_stays_callable() -> None:
    first = of("programme.deviations")
    second = replace(first, version=2, earlier=(first,), compute=lambda *_args: _seven())
    assert second.compute(DAY, None, Scope()).value == 7
    assert second.in_version(1).compute(DAY, None, Scope()).value == 0
    assert second.in_version(2) is second
    with pytest.raises(KeyError):
        second.in_version(3)


def _seven() -> object:
    return replace(of("programme.deviations").compute(DAY, None, Scope()), value=Decimal(7))


def test_a_key_is_announced_once() -> None:
    with pytest.raises(ImproperlyConfigured):
        metrics.add(programme_metrics.DEVIATIONS)


def test_month_ends_and_window() -> None:
    assert month_ends(date(2016, 3, 30), 3) == [
        date(2015, 12, 31), date(2016, 1, 31), date(2016, 2, 29),
    ]  # fmt: skip
    assert month_ends(date(2016, 3, 31), 1) == [date(2016, 3, 31)]
    assert window_of(Scope(), date(2016, 2, 29)) == Period(date(2015, 3, 1), date(2016, 2, 29))
    given = Scope(window=Period(date(2016, 1, 1), date(2016, 12, 31)))
    assert window_of(given, DAY) == Period(date(2016, 1, 1), DAY)
