"""Thresholds and status names of a RuleSet: what a row may hold, and what holds without one."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from slimsamenwerken.programme.thresholds import (
    DEFAULTS,
    LABEL_SCHEMA,
    SCHEMA,
    STATUS_CODES,
    STYLES,
    Thresholds,
    check_labels,
    check_thresholds,
    labels_from_json,
)


def test_defaults_are_those_of_the_programme() -> None:
    assert DEFAULTS.to_json() == {
        "final_late_days": 90,
        "many_late_count": 2,
        "many_late_days": 30,
        "pace_action": 50,
        "pace_attention": 80,
        "end_grace_days": 30,
        "start_grace_days": 30,
        "replan_count": 2,
        "replan_window_days": 365,
        "fresh_update_days": 180,
    }


def test_a_row_overrules_only_the_keys_it_names() -> None:
    found = Thresholds.from_json({"final_late_days": 60})
    assert found == Thresholds(final_late_days=60)
    assert Thresholds.from_json({}) == DEFAULTS


def test_the_full_set_survives_a_round_trip_through_json() -> None:
    own = Thresholds(pace_action=40, pace_attention=70)
    assert Thresholds.from_json(json.loads(json.dumps(own.to_json()))) == own


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="null"),
        pytest.param([], id="list"),
        pytest.param("90", id="text"),
        pytest.param({"final_days": 90}, id="unknown key"),
        pytest.param({1: 90}, id="key that is no text"),
        pytest.param({"final_late_days": "90"}, id="number as text"),
        pytest.param({"final_late_days": 90.0}, id="float"),
        pytest.param({"final_late_days": True}, id="boolean"),
        pytest.param({"final_late_days": None}, id="no number"),
        pytest.param({"final_late_days": -1}, id="negative"),
        pytest.param({"final_late_days": 3651}, id="over ten years"),
        pytest.param({"pace_action": 101, "pace_attention": 100}, id="over a hundred percent"),
        pytest.param({"pace_action": 90}, id="attention under action"),
        pytest.param({"many_late_count": 0}, id="count of nothing"),
        pytest.param({"replan_count": 0}, id="re-plan count of nothing"),
        pytest.param({"replan_window_days": 0}, id="window of no days"),
    ],
)
def test_refused(value: object) -> None:
    assert not check_thresholds(value)
    with override("en"), pytest.raises(ValidationError, match="These thresholds are not valid"):
        Thresholds.from_json(value)


def test_the_schema_names_every_key_with_its_default() -> None:
    assert {k: v["default"] for k, v in SCHEMA["properties"].items()} == DEFAULTS.to_json()
    assert SCHEMA["additionalProperties"] is False


@pytest.mark.parametrize("key", list(SCHEMA["properties"]))
def test_the_schema_and_the_check_agree_on_the_bounds(key: str) -> None:
    rule = SCHEMA["properties"][key]
    # the two limits of pace must keep their order, so give the other one room
    other = {"pace_action": {"pace_attention": 100}, "pace_attention": {"pace_action": 0}}
    room = other.get(key, {})
    assert check_thresholds({**room, key: rule["minimum"]})
    assert check_thresholds({**room, key: rule["maximum"]})
    assert not check_thresholds({**room, key: rule["minimum"] - 1})
    assert not check_thresholds({**room, key: rule["maximum"] + 1})


def test_every_status_has_its_own_colour_and_mark() -> None:
    assert tuple(STYLES) == STATUS_CODES
    assert len({style.mark for style in STYLES.values()}) == 8
    assert len({style.colour for style in STYLES.values()}) == 8
    assert set(LABEL_SCHEMA["properties"]) == set(STATUS_CODES)


def test_own_names_replace_the_default_ones() -> None:
    with override("en"):
        found = labels_from_json({"on_track": "op koers"})
        assert found["on_track"] == "op koers"
        assert str(found["unknown"]) == "cannot be computed"
        assert tuple(found) == STATUS_CODES


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([], id="list"),
        pytest.param({"late": "te laat"}, id="unknown status"),
        pytest.param({"none": "geen"}, id="no status is no status"),
        pytest.param({"on_track": ""}, id="empty name"),
        pytest.param({"on_track": " op koers"}, id="stray space"),
        pytest.param({"on_track": 3}, id="number"),
        pytest.param({"on_track": "x" * 61}, id="too long"),
    ],
)
def test_labels_refused(value: object) -> None:
    assert not check_labels(value)
    with pytest.raises(ValidationError):
        labels_from_json(value)
