"""?as_of and ?known_at: programme guide §2 (parameters, DST days) and §13 (bad input)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import HttpResponse, QueryDict
from django.utils import translation

from slimsamenwerken.core import moments
from slimsamenwerken.core.moments import Moment, MomentError, read_moment, with_moment

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def read(query: str) -> Moment:
    return read_moment(QueryDict(query), now=NOW)


def error_of(query: str) -> tuple[str, str]:
    with translation.override("en"), pytest.raises(MomentError) as caught:
        read(query)
    return caught.value.field, str(caught.value)


@pytest.mark.parametrize(
    "query", ["", "as_of=", "as_of=2026-11-24", "known_at=2026-11-24&as_of=24/11/2026", "other=x"]
)
def test_today_counts_as_absent(query):
    moment = read(query)
    assert moment == Moment(TODAY, None, TODAY)
    assert moment.is_live
    assert (moment.query, moment.query_string) == ({}, "")


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("as_of=2026-11-24&q=x", "q=x"),
        ("as_of=24/11/2026&known_at=2026-11-24", ""),
        ("as_of=2015-12-31&known_at=2026-11-24", "as_of=2015-12-31"),
        ("known_at=2026-11-24T10:00:00Z", "known_at=2026-11-24T10%3A00%3A00Z"),
        ("as_of=onzin&q=x&q=y", "as_of=onzin&q=x&q=y"),
    ],
)
def test_today_is_dropped_from_an_address_and_nothing_else(asked, kept):
    assert moments.without_today(QueryDict(asked), now=NOW).urlencode() == kept


@pytest.mark.parametrize("text", ["2015-12-31", "31/12/2015", "31-12-2015", " 2015-12-31 "])
def test_as_of_notations(text):
    moment = read(QueryDict(mutable=True).urlencode() + f"as_of={text}")
    assert moment.as_of == date(2015, 12, 31)
    assert moment.is_past
    assert moment.query == {"as_of": "2015-12-31"}


@pytest.mark.parametrize("text", ["2026-02-30", "gisteren", "2026", "2015-12-31T10:00", "<script>"])
def test_as_of_text_is_refused(text):
    assert error_of(f"as_of={text}") == ("as_of", "This is not a valid date.")


def test_as_of_in_future():
    assert error_of("as_of=2026-11-25") == (
        "as_of",
        "Choose a date up to and including today.",
    )


def test_today_is_the_day_in_brussels():
    just_after_midnight = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    moment = read_moment({"as_of": "2026-11-25"}, now=just_after_midnight)
    assert moment.today == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2026-03-29", datetime(2026, 3, 29, 22, tzinfo=UTC)),
        ("2026-10-25", datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_known_at_day_is_its_end(day, end):
    moment = read(f"known_at={day}")
    assert moment.known_at == end
    assert moment.query == {"known_at": day}
    assert not moment.is_live


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-25T02:30:00%2B01:00",
        "2026-10-25T02:30:00+01:00",
        "2026-10-25T01:30:00Z",
        "2026-10-25T02:30%2B0100",
    ],
)
def test_known_at_instant_with_offset(text):
    moment = read(f"known_at={text}")
    assert moment.known_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert moment.query == {"known_at": "2026-10-25T01:30:00Z"}


def test_microseconds_survive_a_link():
    instant = datetime(2026, 7, 15, 12, 0, 0, 123456, tzinfo=UTC)
    assert read(Moment(TODAY, instant, TODAY).query_string[1:]).known_at == instant


def test_known_at_without_offset_is_refused():
    field, sentence = error_of("known_at=2026-10-25T02:30")
    assert field == "known_at"
    assert "offset" in sentence


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "x", "2026-10-25T25:00Z", "0001-01-01T00:00%2B14:00", "0001-01-01T00:30Z"],
)
def test_known_at_text_is_refused(text):
    assert error_of(f"known_at={text}") == ("known_at", "This is not a valid date.")


def test_known_at_has_a_minute_of_grace():
    inside, beyond = NOW + timedelta(seconds=59), NOW + timedelta(seconds=61)
    assert read(f"known_at={inside:%Y-%m-%dT%H:%M:%SZ}").known_at == inside
    assert error_of(f"known_at={beyond:%Y-%m-%dT%H:%M:%SZ}")[0] == "known_at"
    assert error_of("known_at=2026-11-25")[0] == "known_at"


def test_words():
    moment = read("as_of=2026-06-30&known_at=2026-07-15")
    assert moment.as_of_words == "30 juni 2026"
    assert moment.known_at_words == "15 juli 2026"
    assert read("known_at=2026-07-15T12:30Z").known_at_words == "15 juli 2026, 14.30 uur"
    assert read("").known_at_words == "24 november 2026"


def test_with_moment_sets_the_moment(rf):
    seen = []

    @with_moment
    def view(request):
        seen.append(request.moment)
        return HttpResponse()

    assert view(rf.get("/", {"as_of": "2015-12-31"})).status_code == 200
    assert seen[0].as_of == date(2015, 12, 31)


def test_with_moment_answers_400_with_sentence_and_input(rf, monkeypatch):
    shown = {}

    def render(_request, template, context, status):
        shown.update(context, template=template)
        return HttpResponse(status=status)

    monkeypatch.setattr(moments, "render", render)
    view = with_moment(lambda _request: HttpResponse())
    assert view(rf.get("/", {"as_of": "2026-02-30"})).status_code == 400
    assert shown["template"] == "errors/400.html"
    assert (shown["moment_error"].field, shown["moment_error"].raw) == ("as_of", "2026-02-30")
