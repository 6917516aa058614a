"""An indicator that a metric computes: from its day on, apart from what people entered before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from slimsamenwerken.core.clocks import freeze
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.metrics import Metric, Reading, Scope, metrics
from slimsamenwerken.programme.metrics.document import metrics_document
from slimsamenwerken.programme.models import ActionVersion, Indicator, IndicatorVersion
from slimsamenwerken.programme.pages.charts import indicator_chart
from slimsamenwerken.programme.queries import loaders
from slimsamenwerken.programme.queries.goals import assessment
from slimsamenwerken.programme.queries.rows import IndicatorRow
from slimsamenwerken.programme.queries.states import ActionState, load_states
from tests.architecture.tree import ROOT
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_indicator,
    make_measurement,
    make_role,
)

pytestmark = pytest.mark.django_db

LIVE = date(2016, 1, 1)
DAY = date(2016, 6, 30)
PARTNERS = "programme.active_partners"


@pytest.fixture
def counter() -> Iterator[dict[str, Any]]:
    """A metric whose answer the test chooses; it notes what it was asked."""
    said: dict[str, Any] = {"value": Decimal(7), "scopes": []}

    def compute(_as_of: date, _known_at: Any, scope: Scope) -> Reading:
        said["scopes"].append(scope)
        return Reading(said["value"])

    partners = metrics.get(PARTNERS)
    assert partners is not None
    flow = replace(partners, key="test.flow", compute=compute, over_period=True, aggregation="flow")
    with metrics.only(*metrics, flow):
        yield said


def live_indicator(metric: str = PARTNERS, action: Any = None, **fields: Any) -> Indicator:
    given = {"aggregation": "state", "source_metric": metric, "live_from": LIVE} | fields
    return make_indicator(action, **given)


def at(indicator: Indicator, day: date, known_at: Any = None) -> IndicatorRow:
    return loaders.indicators(day, known_at, [indicator.pk])[indicator.pk]


def state_of(action: Any, day: date) -> ActionState:
    return load_states(ActionVersion.objects.at(day, action=action), day)[0]


def test_before_its_day_the_entered_value_counts() -> None:
    indicator = live_indicator()
    make_measurement(indicator, 40, date(2015, 11, 30))
    row = at(indicator, date(2015, 12, 31))
    assert row.live is None
    assert assessment(row, date(2015, 12, 31)).headline.value == 40


def test_from_its_day_the_metric_counts() -> None:
    indicator = live_indicator()
    make_measurement(indicator, 40, date(2015, 11, 30))
    make_role(make_actor(), make_action())
    row = at(indicator, LIVE)
    assert row.live is not None
    assert row.live.metric.key == PARTNERS
    assert assessment(row, LIVE).headline.value == 1
    assert len(row.live.rows()) == 1


def test_entered_values_are_never_added_to_a_flow(counter: dict[str, Any]) -> None:
    """40 of before and 7 since: 7, with a break between them."""
    indicator = live_indicator("test.flow", aggregation="flow", frequency="month")
    make_measurement(indicator, 40, date(2015, 11, 30))
    row = at(indicator, DAY)
    assert assessment(row, DAY).headline.value == 7
    assert [(m.value, m.series_break) for m in row.measurements] == [(40, False), (7, True)]
    window = counter["scopes"][-1].window
    assert (window.first, window.last) == (LIVE, DAY)


def test_the_break_is_drawn() -> None:
    indicator = live_indicator()
    make_measurement(indicator, 40, date(2015, 11, 30))
    make_measurement(indicator, 42, date(2015, 12, 31))
    drawn = [
        indicator_chart(at(indicator, day), Moment(day, None, DAY), prefix="k").svg
        for day in (DAY, date(2015, 12, 31))
    ]
    assert ["l-dash" in svg for svg in drawn] == [True, False]
    assert "Vanaf hier berekend" in drawn[0]


def test_without_values_before_it_there_is_no_break() -> None:
    row = at(live_indicator(), DAY)
    assert [m.series_break for m in row.measurements] == [False]


def test_a_baseline_of_before_the_break_gives_no_percentage(counter: dict[str, Any]) -> None:
    indicator = live_indicator("test.flow")
    make_measurement(indicator, 1, date(2015, 1, 1), is_baseline=True)
    operations.set_target(
        indicator=indicator, due_on=date(2016, 12, 31), value=Decimal(13), valid_on=LIVE, **BASE
    )
    assert assessment(at(indicator, DAY), DAY).progress.reason == "no_baseline"
    make_measurement(indicator, 1, LIVE, is_baseline=True)
    assert assessment(at(indicator, DAY), DAY).progress.value == 50


def test_nothing_to_count_is_no_value(counter: dict[str, Any]) -> None:
    counter["value"] = None
    row = at(live_indicator("test.flow"), DAY)
    assert row.measurements == ()
    assert assessment(row, DAY).headline.value is None


def test_later_data_leave_an_earlier_knowledge_as_it_was() -> None:
    indicator = live_indicator()
    make_role(make_actor(), make_action())
    known_at = freeze()
    make_role(make_actor(), make_action())
    assert assessment(at(indicator, DAY, known_at), DAY).headline.value == 1
    assert assessment(at(indicator, DAY), DAY).headline.value == 2


def test_one_metric_is_loaded_once_for_several_indicators() -> None:
    live_indicator()
    with CaptureQueriesContext(connection) as one:
        loaders.indicators(DAY, None)
    for _more in range(4):
        live_indicator()
    with CaptureQueriesContext(connection) as five:
        loaders.indicators(DAY, None)
    assert len(one) == len(five)


def test_a_status_rests_on_a_live_value(counter: dict[str, Any]) -> None:
    """A missed target of a live indicator keeps a finished action from "gerealiseerd"."""
    action = make_action()
    indicator = live_indicator("test.flow", action)
    operations.set_target(
        indicator=indicator, due_on=date(2016, 3, 1), value=Decimal(10), valid_on=LIVE, **BASE
    )
    counter["value"] = Decimal(0)
    assert state_of(action, DAY).computed == "not_started"
    counter["value"] = Decimal(7)
    assert state_of(action, DAY).computed == "started"


def test_a_status_never_rests_on_a_count_of_statuses() -> None:
    """Else the status would ask the metric, which asks the status, without end."""
    action = make_action()
    indicator = live_indicator("programme.deviations", action)
    operations.set_target(
        indicator=indicator, due_on=date(2016, 3, 1), value=Decimal(10), valid_on=LIVE, **BASE
    )
    state = state_of(action, DAY)
    assert state.computed == "unknown"
    assert assessment(at(indicator, DAY), DAY).headline.value == 0


def test_an_unknown_metric_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        live_indicator("sites.scans_nobody_counts")
    assert caught.value.message_dict["source_metric"] == ["Onbekende rekenbron."]
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    ("metric", "live_from"), [(PARTNERS, None), ("", LIVE)], ids=["no day", "no metric"]
)
def test_a_metric_and_its_day_come_together(metric: str, live_from: date | None) -> None:
    with pytest.raises(ValidationError) as caught:
        live_indicator(metric, live_from=live_from)
    assert "Onbekende rekenbron." in str(caught.value)
    indicator = make_indicator()
    version = IndicatorVersion(
        indicator=indicator, title="Voorbeeld", level="output", aggregation="state", origin="seed",
        valid_on=LIVE, source_metric=metric, live_from=live_from,
    )  # fmt: skip
    with transaction.atomic(), pytest.raises(IntegrityError) as raw:
        IndicatorVersion.objects.bulk_create([version])
    assert "programme_indicatorversion_live" in str(raw.value)


def test_no_value_is_entered_where_the_portal_counts() -> None:
    indicator = live_indicator()
    with pytest.raises(ValidationError) as caught:
        make_measurement(indicator, 40, LIVE)
    assert caught.value.message_dict["valid_on"] == [
        "Het portaal berekent deze indicator op die dag zelf. Vul geen waarde in."
    ]


def test_an_indicator_whose_app_is_gone_keeps_its_entered_values() -> None:
    indicator = live_indicator()
    make_measurement(indicator, 40, date(2015, 11, 30))
    with metrics.only():
        row = at(indicator, DAY)
    assert row.live is None
    assert assessment(row, DAY).headline.value == 40


def test_the_document_of_metrics_is_the_one_that_is_committed() -> None:
    written = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert written == metrics_document(metrics), "run: python manage.py write_metrics_docs"
    assert all(metric.key in written for metric in metrics)


def test_the_command_writes_the_document(
    settings: Any, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    call_command("write_metrics_docs")
    assert (tmp_path / "docs" / "metrics.md").read_text() == metrics_document(metrics)
    assert "docs/metrics.md" in capsys.readouterr().out


def test_a_changed_definition_changes_the_document() -> None:
    first: Metric = next(iter(metrics))
    changed = metrics_document([replace(first, definition="Iets anders.", version=2)])
    assert changed != metrics_document([first])
