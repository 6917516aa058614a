"""Days and moments in Brussels, with the two clock changes of a year."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from slimsamenwerken.core.dates import (
    local_date,
    local_day_end,
    local_day_start,
    long_date,
    long_moment,
    month_name,
    parse_date,
    short_date,
    short_moment,
)


@pytest.mark.parametrize("text", ["23/11/2026", "23-11-2026", "2026-11-23", " 2026-11-23 "])
def test_parse(text):
    assert parse_date(text) == date(2026, 11, 23)


def test_parse_single_digits():
    assert parse_date("1/2/2026") == date(2026, 2, 1)


@pytest.mark.parametrize(
    "text",
    ["", "gisteren", "23.11.2026", "23/11-2026", "23/11/26", "2026/11/23", "\u0662\u0663/11/2026"],
)
def test_parse_format(text):
    with pytest.raises(ValidationError) as caught:
        parse_date(text)
    assert caught.value.code == "date_format"
    assert caught.value.messages == ["Vul een datum in zoals 23/11/2026."]


@pytest.mark.parametrize(
    "text", ["2026-02-30", "30/2/2026", "29-02-2027", "0000-01-01", "1/13/2026"]
)
def test_parse_impossible_day(text):
    with pytest.raises(ValidationError) as caught:
        parse_date(text)
    assert caught.value.code == "date_invalid"


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 7, 1, 22, tzinfo=UTC)),
        (date(2026, 12, 31), datetime(2026, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_local_day_end(day, end):
    assert local_day_end(day) == end
    assert local_day_end(day).utcoffset().total_seconds() == 0
    assert local_day_start(day) < end


def test_local_date_crosses_midnight():
    assert local_date(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == date(2027, 1, 1)
    assert local_date(datetime(2026, 12, 31, 22, 59, tzinfo=UTC)) == date(2026, 12, 31)


def test_naive_moment_is_refused():
    with pytest.raises(ValueError, match="offset"):
        local_date(datetime(2026, 1, 1))  # noqa: DTZ001 -- the fault under test


def test_written_in_dutch_and_english():
    moment = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
    with translation.override("nl-be"):
        assert long_date(moment.date()) == "23 november 2026"
        assert long_moment(moment) == "23 november 2026, 14.30 uur"
        assert month_name(3) == "maart"
    with translation.override("en"):
        assert long_date(moment) == "23 November 2026"
        assert long_moment(moment) == "23 November 2026, 14:30"
    assert short_date(date(2026, 1, 5)) == "05/01/2026"
    assert short_date(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "01/01/2027"
    assert short_moment(moment) == "23/11/2026 14.30"


def test_without_language_dutch():
    with translation.override(None):
        assert long_date(date(2015, 12, 31)) == "31 december 2015"
