"""The metrics of the portal as a section: pinned versions, no data as null, down to the rows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from slimsamenwerken.programme.metrics import Reading, metrics
from slimsamenwerken.reports.blocks import build_section, rows_digest
from slimsamenwerken.reports.sections.metrics import PINNED, SECTION
from tests.factories.programme import make_action, make_update
from tests.reports.conftest import END_2015
from tests.reports.test_sections import built, on, output_digest, table


def test_metrics_of_2015_with_unit_key_and_version(start_data: None) -> None:
    rows = {row[5]: row for row in table("metrics", "rekenbronnen", on(END_2015))}
    assert rows["programme.on_track_share"] == [
        "Acties op schema of gerealiseerd",
        {"figure": "metrics.programme.on_track_share"},
        "%", "23 van 29", "1 nog niet begonnen; 2 niet te berekenen",
        "programme.on_track_share", 1,
    ]  # fmt: skip
    figures = built("metrics", on(END_2015))[1]
    assert {name.removeprefix("metrics.programme."): f.value for name, f in figures.items()} == {
        "on_track_share": Decimal("79.3"),
        "milestones_in_time_share": None,
        "median_slip_days": None,
        "active_partners": 21,
        "new_cross_sector_pairs": 2,
        "lead_concentration": Decimal("100.0"),
        "deviations": 0,
    }


def test_metrics_section_prints_every_metric_that_is_announced(start_data: None) -> None:
    """A new metric, or a new version of one, asks for a raised section: this reminds of it."""
    now = {(metric.key, metric.version) for metric in metrics}
    assert {(pin.key, pin.version) for pin in PINNED if pin.key.startswith("programme.")} == {
        pair for pair in now if pair[0].startswith("programme.")
    }
    with translation.override("nl-be"):
        words_now = {m.key: (str(m.label), str(m.unit), m.decimals) for m in metrics}
    assert {p.key: (p.label, p.unit, p.decimals) for p in PINNED} == {
        p.key: words_now[p.key] for p in PINNED
    }


def test_report_keeps_its_metrics_when_one_gets_a_new_meaning(
    start_data: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = output_digest(SECTION, on(END_2015))
    old = metrics.get("programme.active_partners")
    assert old is not None
    newer = replace(
        old, version=2, label="Iets anders", earlier=(old,),
        compute=lambda *_asked: Reading(Decimal(99)), rows=lambda *_asked: [],
    )  # fmt: skip
    real = metrics.get
    monkeypatch.setattr(metrics, "get", lambda key: newer if key == old.key else real(key))
    assert output_digest(SECTION, on(END_2015)) == before
    monkeypatch.setattr(metrics, "get", lambda key: None if key == old.key else real(key))
    with pytest.raises(KeyError, match="active_partners"):  # no half report
        build_section(SECTION, on(END_2015))


@pytest.mark.django_db
def test_share_without_a_whole_is_null_and_says_no_data() -> None:
    make_action(valid_on=date(2015, 1, 1))
    found = built("metrics", on(END_2015, now=True))[1][
        "metrics.programme.milestones_in_time_share"
    ]
    assert (found.value, found.missing) == (None, ("geen gegevens",))
    rows = table("metrics", "rekenbronnen", on(END_2015, now=True))
    row = next(row for row in rows if row[5] == "programme.milestones_in_time_share")
    assert row[3] == "geen gegevens"


def test_each_metric_opens_to_the_rows_that_it_counts(start_data: None) -> None:
    section, given = SECTION, on(END_2015)
    for name, figure in build_section(section, given)[1].items():
        found = section.rows(name, given)
        assert found is not None
        assert rows_digest(row.key for row in found.rows) == figure.plain()["rows_digest"]
        assert found.formula == f"Rekenbron {figure.metric}, versie 1."
        assert found.definition
        if figure.numerator is not None:
            counting = [row for row in found.rows if row.cells[3] == "ja"]
            assert (len(found.rows), len(counting)) == (figure.denominator, figure.numerator)


def test_rows_of_a_metric_are_not_public_when_their_actions_are_not(start_data: None) -> None:
    hidden = make_action(code="1.1.99", is_public=False, valid_on=date(2015, 1, 1))
    make_update(hidden, END_2015, declared_status="on_track")
    given = on(END_2015, now=True)
    found = SECTION.rows("metrics.programme.lead_concentration", given)
    assert found is not None
    assert {row.cells[0]: row.is_public for row in found.rows}.get("1.1.99", False) is False
