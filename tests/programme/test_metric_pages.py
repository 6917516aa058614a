"""The pages of the metrics: value, rows, lines, course and files, at any moment."""

from datetime import date

import pytest
from django.test import Client

from slimsamenwerken.programme.metrics import metrics
from tests.factories.accounts import make_person
from tests.factories.programme import make_action, make_line, make_update
from tests.programme.reading import book_of, csv_of, text_of

pytestmark = pytest.mark.django_db

URL = "/rekenbronnen/programme.on_track_share/"
MOMENT = "?as_of=2016-06-30"


@pytest.fixture(autouse=True)
def _two_lines() -> None:
    """9.1: one on track, one hidden and started; 9.2: one started."""
    first, second = make_line(code="9.1"), make_line(code="9.2")
    make(first, "9.1.01", "on_track", date(2016, 6, 1))
    make(first, "9.1.02", "started", date(2015, 1, 1), is_public=False)
    make(second, "9.2.01", "started", date(2015, 1, 1))


def make(line: object, code: str, declared: str, day: date, **fields: object) -> None:
    action = make_action(
        code=code, line=line, title=f"Voorbeeld {code}", is_continuous=True, **fields
    )
    make_update(action, day, declared_status=declared)


def test_the_list_shows_every_metric_with_its_value(client: Client) -> None:
    text = text_of(client.get(f"/rekenbronnen/{MOMENT}"))
    for metric in metrics:
        assert str(metric.label) in text
        assert str(metric.definition) in text
    assert "33,3 %" in text
    assert "1 van 3, 30 juni 2016" in text


@pytest.mark.parametrize("key", [metric.key for metric in metrics])
@pytest.mark.parametrize("query", ["", "?as_of=0001-01-01", "?as_of=2016-06-30&verloop=ja"])
def test_every_metric_has_a_page_at_any_moment(client: Client, key: str, query: str) -> None:
    assert client.get(f"/rekenbronnen/{key}/{query}").status_code == 200


def test_a_page_shows_its_rows_and_counts_the_hidden_ones(client: Client) -> None:
    page = client.get(URL + MOMENT)
    assert [item["row"].code for item in page.context["rows"]] == ["9.1.01", "9.2.01"]
    assert "1 rij is niet openbaar." in text_of(page)
    assert "9.1.02" not in text_of(page)
    client.force_login(make_person("staff"))
    staff = client.get(URL + MOMENT)
    assert len(staff.context["rows"]) == 3
    assert "niet openbaar" not in text_of(staff)


def test_rows_keep_the_moment_in_their_links(client: Client) -> None:
    urls = [item["url"] for item in client.get(URL + MOMENT).context["rows"]]
    assert urls == ["/acties/9.1.01/?as_of=2016-06-30", "/acties/9.2.01/?as_of=2016-06-30"]


def test_per_line_adds_up_and_one_line_narrows_the_rows(client: Client) -> None:
    page = client.get(URL + MOMENT)
    assert [(row["line"].code, row["parts"]) for row in page.context["per_line"]] == [
        ("9.1", "1 van 2"), ("9.2", "0 van 1"),
    ]  # fmt: skip
    narrowed = client.get(page.context["per_line"][1]["url"].partition("#")[0])
    assert [item["row"].code for item in narrowed.context["rows"]] == ["9.2.01"]
    assert "0,0 %" in text_of(narrowed)
    assert "Alle actielijnen tonen" in text_of(narrowed)


def test_the_course_is_computed_when_asked(client: Client) -> None:
    assert client.get(URL + MOMENT).context["course"] is None
    page = client.get(f"{URL}{MOMENT}&verloop=ja")
    rows = page.context["course"].table.rows
    assert len(rows) == 12
    assert rows[-1][:2] == ("30/06/2016", "33,3")
    assert rows[0][:2] == ("31/07/2015", "0")


def test_the_rows_come_out_as_csv_and_xlsx(client: Client) -> None:
    rows = csv_of(client.get(f"{URL}rijen.csv{MOMENT}"))
    assert [(row["Code"], row["Telt in de teller"]) for row in rows] == [
        ("9.1.01", "ja"), ("9.2.01", "nee"), ("", ""),
    ]  # fmt: skip
    assert rows[-1]["Wat"] == "1 rij is niet openbaar."
    cover, _rows = book_of(client.get(f"{URL}rijen.xlsx{MOMENT}"))
    assert cover["Peildatum"] == "30 juni 2016"


@pytest.mark.parametrize(
    "path",
    ["/rekenbronnen/programme.nobody/", f"{URL}?line=8.8", f"{URL}rijen.pdf"],
    ids=["metric", "line", "format"],
)
def test_what_does_not_exist_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_key_in_capitals_is_sent_on(client: Client) -> None:
    answer = client.get(f"/rekenbronnen/Programme.On_Track_Share/{MOMENT}")
    assert answer.status_code == 301
    assert answer["Location"] == URL + MOMENT
