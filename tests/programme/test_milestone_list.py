"""The list of all milestones: filters, order, exports, and what a visitor may not know."""

from datetime import date, datetime

import pytest

from slimsamenwerken.programme import operations
from tests.factories.programme import BASE, make_action, make_actor, make_line, make_milestone
from tests.programme.listing import cells_of, firsts, queries, ways_out
from tests.programme.people import make_cast
from tests.programme.reading import address, body_of, book_of, csv_of, text_of

pytestmark = pytest.mark.django_db
END_2015 = "2015-12-31"
STATEMENT = "Het plan werd goedgekeurd op de stuurgroep."


def codes(client, **query):
    return firsts(client.get(address("milestone-list", **query)))


@pytest.fixture
def four(clock):
    """A late, an open, a realised and a dropped milestone, recorded on 1 January 2014."""
    clock("2014-01-01T10:00:00+01:00")
    line = make_line(code="8.1", short_label="Terreinen")
    action = make_action(code="8.1.01", title="Voorbeeldactie", line=line)
    owner = make_actor(slug="wit", name="Witte Raaf")
    late = make_milestone(action, code="M1", title="Te laat", due_on=date(2020, 3, 31), owner=owner)
    make_milestone(
        action, code="M2", title="Open", due_on=date(2021, 3, 31), done_when="het plan klaar is"
    )
    done = make_milestone(action, code="M3", title="Bereikt", due_on=date(2020, 1, 31))
    gone = make_milestone(action, code="M4", title="Weg", is_final=True)
    clock("2020-06-01T10:00:00+02:00")
    for milestone, kind in ((done, "realised"), (gone, "dropped")):
        operations.record_outcome(
            milestone=milestone, kind=kind, valid_on=date(2020, 2, 15), statement=STATEMENT, **BASE
        )
    return late


# ── start data ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.usefixtures("start_data")
class TestStartData:
    def test_all_milestones_of_all_actions_stand_there(self, client):
        page = client.get(address("milestone-list", as_of=END_2015))
        assert "17 mijlpalen" in text_of(page)
        rows = cells_of(page)
        assert rows[0] == [
            "1.2.04-M2",
            "Einde van het verlengde programma",
            "Materialenscan",
            "31/12/2016 oorspronkelijke datum niet vermeld",
            "open",
            "geen",
        ]
        scan = next(row for row in rows if row[0] == "1.2.04-M1")
        assert scan[3:5] == ["niet vermeld", "gerealiseerd 2013"]
        final = next(row for row in rows if row[0] == "1.5.06-M1")
        assert final[1:5] == [
            "Input geleverd (eindmijlpaal)",
            "Input voor de campagne '30 dagen'",
            "niet vermeld",
            "gerealiseerd 2015 (afgeleid)",
        ]

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({"state": "realised"}, 16),
            ({"state": "open"}, 1),
            ({"state": ["open", "realised"]}, 17),
            ({"missing": "date"}, 16),
            ({"missing": "owner"}, 17),
            ({"missing": ["owner", "done_when"]}, 17),
            ({"line": "1.4"}, 5),
            ({"line": ["1.2", "1.4"]}, 8),
            ({"due_from": "31/12/2016"}, 1),
            ({"due_until": "2016-12-30"}, 0),
        ],
    )
    def test_filters(self, client, query, count):
        assert len(codes(client, as_of=END_2015, **query)) == count

    @pytest.mark.parametrize(
        ("as_of", "words"),
        [
            ("2016-12-31", "open"),
            ("2017-01-01", "1 dag te laat"),
            ("2017-01-31", "31 dagen te laat"),
        ],
    )
    def test_late_from_the_day_after(self, client, as_of, words):
        (row,) = cells_of(
            client.get(address("milestone-list", as_of=as_of, missing="owner", state="open"))
        )
        assert row[4] == words
        assert (codes(client, as_of=as_of, state="late") == ["1.2.04-M2"]) is (words != "open")

    def test_result_known_by_the_year_counts_from_the_end_of_that_year(self, client):
        query = {"line": "1.3", "state": "realised"}
        assert codes(client, as_of="2014-12-30", **query) == []
        assert codes(client, as_of="2014-12-31", **query) == ["1.3.04-M1", "1.3.05-M1"]

    def test_title_leads_to_the_milestone_on_its_action_page(self, client):
        page = client.get(address("milestone-list", as_of=END_2015, state="open"))
        url = page.context["rows"][0]["url"]
        assert f'href="{url}"' in page.content.decode()
        path, _mark, anchor = url.partition("#")
        assert f'id="{anchor}"' in client.get(path).content.decode()

    def test_empty_list_says_which_filter_to_drop(self, client):
        exits = ways_out(client.get(address("milestone-list", line="1.5", state="open")))
        assert list(exits) == [
            "verwijder ‘1.5 Sensibilisering’: 1",
            "verwijder ‘open, ook wat te laat is’: 3",
        ]

    def test_day_before_the_programme_says_so(self, client):
        page = client.get(address("milestone-list", as_of="2012-12-31"))
        assert "Er zijn nog geen gegevens op deze datum." in text_of(page)


# ── filters and order ────────────────────────────────────────────────────────────────────────
def test_states_and_absence_at_a_day(client, four):
    day = {"as_of": "2020-06-30"}
    assert codes(client, state="late", **day) == ["8.1.01-M1"]
    assert codes(client, state="open", **day) == ["8.1.01-M1", "8.1.01-M2"]
    assert codes(client, state="dropped", **day) == ["8.1.01-M4"]
    assert codes(client, state=["dropped", "late"], **day) == ["8.1.01-M1", "8.1.01-M4"]
    assert codes(client, missing="date", **day) == ["8.1.01-M4"]
    assert codes(client, missing="owner", **day) == ["8.1.01-M3", "8.1.01-M2", "8.1.01-M4"]
    assert codes(client, missing=["done_when", "owner"], **day) == ["8.1.01-M3", "8.1.01-M4"]


def test_days_of_the_due_filter_are_inclusive(client, four):
    day = {"as_of": "2020-06-30", "state": "open"}
    assert codes(client, due_from="2020-03-31", due_until="2020-03-31", **day) == ["8.1.01-M1"]
    assert codes(client, due_from="2020-04-01", **day) == ["8.1.01-M2"]


def test_order_by_due_date_and_by_days_late(client, four):
    day = {"as_of": "2021-06-30"}
    assert codes(client, **day) == ["8.1.01-M3", "8.1.01-M1", "8.1.01-M2", "8.1.01-M4"]
    assert codes(client, sort="-due", **day)[0] == "8.1.01-M2"
    assert codes(client, sort="-due", **day)[-1] == "8.1.01-M4"
    assert codes(client, sort="-late", **day)[:2] == ["8.1.01-M1", "8.1.01-M2"]
    assert codes(client, sort="late", **day)[-2:] == ["8.1.01-M2", "8.1.01-M1"]
    assert codes(client, sort="title", **day)[0] == "8.1.01-M3"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"due_from": "morgen"}, "Vul een datum in zoals 23/11/2026."),
        ({"due_from": "2020-02-30"}, "Dit is geen geldige datum."),
        ({"due_from": "2020-02-02", "due_until": "2020-02-01"}, "De einddatum ligt voor de begin"),
        ({"state": "klaar"}, "Kies een waarde uit de lijst."),
        ({"line": "9.9"}, "Kies een waarde uit de lijst."),
        ({"missing": "alles"}, "Kies een waarde uit de lijst."),
    ],
)
def test_impossible_filter_value_answers_400_with_the_panel(client, query, sentence):
    for url in (
        address("milestone-list", **query),
        address("milestone-list-export", "xlsx", **query),
    ):
        page = client.get(url)
        assert page.status_code == 400
        assert sentence in text_of(page)
        assert 'name="due_from"' in page.content.decode()


def test_impossible_moment_answers_400(client):
    assert client.get(address("milestone-list", as_of="2026-02-30")).status_code == 400


# ── the two clocks ───────────────────────────────────────────────────────────────────────────
def test_replanned_milestone_shows_both_dates_and_at_an_earlier_moment_one(client, four, clock):
    clock("2020-05-01T10:00:00+02:00")
    operations.plan_milestone(
        milestone=four, due_on=date(2020, 9, 30), valid_on=date(2020, 4, 15),
        decided_by="Stuurgroep", reason="Er was meer tijd nodig.", **BASE,
    )  # fmt: skip

    def row(**moment):
        rows = cells_of(client.get(address("milestone-list", **moment)))
        return next(cells for cells in rows if cells[0] == "8.1.01-M1")

    now = row(as_of="2020-06-30")
    assert now[3:5] == ["30/09/2020 oorspronkelijk 31/03/2020, 1 wijziging", "open"]
    assert row(as_of="2020-04-14")[3:5] == ["31/03/2020", "14 dagen te laat"]
    then = row(as_of="2020-06-30", known_at="2020-04-30")
    assert then[3:5] == ["31/03/2020", "91 dagen te laat"]
    # Filters judge the plan that counts, not the first one.
    assert codes(client, as_of="2020-06-30", state="late") == []
    assert codes(client, as_of="2020-06-30", due_from="2020-09-30", due_until="2020-09-30") == [
        "8.1.01-M1"
    ]
    assert codes(client, as_of="2020-06-30", known_at="2020-04-30", state="late") == [
        "8.1.01-M3",
        "8.1.01-M1",
    ]


def test_outcome_recorded_later_is_open_at_an_earlier_moment(client, four):
    query = {"as_of": "2020-06-30", "state": "realised"}
    assert codes(client, **query) == ["8.1.01-M3"]
    assert codes(client, known_at="2020-05-31", **query) == []


# ── exports ──────────────────────────────────────────────────────────────────────────────────
def test_export_holds_exactly_the_filtered_set_with_real_dates(client, four):
    query = {"as_of": "2020-06-30", "state": ["late", "realised"], "sort": "-due"}
    plain = client.get(address("milestone-list-export", "csv", **query))
    assert body_of(plain).startswith(b"\xef\xbb\xbfActielijn;Actie;")
    rows = csv_of(client.get(address("milestone-list-export", "csv", **query)))
    cover, rich = book_of(client.get(address("milestone-list-export", "xlsx", **query)))
    shown = codes(client, **query)
    assert [row["Code"] for row in rows] == [row["Code"] for row in rich] == shown
    late, done = rich
    assert late["Huidige datum"] == datetime(2020, 3, 31)  # noqa: DTZ001
    assert (late["Dagen te laat"], late["Eigenaar"]) == (91, "Witte Raaf")
    assert late["Resultaat"] == "91 dagen te laat"
    assert (late["Actielijn"], late["Actie"]) == ("8.1 Terreinen", "8.1.01")
    assert done["Datum van het resultaat"] == datetime(2020, 2, 15)  # noqa: DTZ001
    assert (rows[1]["Datum van het resultaat"], rows[1]["Dagen te laat"]) == ("2020-02-15", "0")
    assert cover["Filter"] == "te laat; gerealiseerd"
    assert cover["Peildatum"] == "30 juni 2020"


def test_list_links_to_the_files_of_the_same_set(client, four):
    html = client.get(address("milestone-list", state="late", page=1)).content.decode()
    assert f'href="{address("milestone-list-export", "csv", state="late")}"' in html
    assert f'href="{address("milestone-list-export", "xlsx", state="late")}"' in html


def test_spreadsheet_formula_in_a_title_is_only_text(client, four):
    make_milestone(four.action, code="M9", title="=1+1")
    rows = csv_of(client.get(address("milestone-list-export", "csv")))
    assert "'=1+1" in {row["Mijlpaal"] for row in rows}


# ── who sees what ────────────────────────────────────────────────────────────────────────────
def test_milestone_of_a_hidden_action_is_not_there_for_outsiders():
    cast = make_cast()
    hidden = make_action(code="7.1.09", title="Verborgen actie", is_public=False)
    make_milestone(hidden, code="M1", title="Stille mijlpaal", due_on=date(2016, 1, 1))
    for who, sees in (("visitor", False), ("charlie", False), ("alice", False), ("staff", True)):
        browser = cast.client(who)
        for moment in ({}, {"as_of": "2016-06-30"}):
            page = browser.get(address("milestone-list", **moment))
            rows = csv_of(browser.get(address("milestone-list-export", "csv", **moment)))
            assert ("7.1.09-M1" in firsts(page)) is sees, who
            assert ("7.1.09-M1" in {row["Code"] for row in rows}) is sees, who
            assert page.context["count"] == (2 if sees else 1)


# ── cost ─────────────────────────────────────────────────────────────────────────────────────
def test_list_costs_the_same_queries_for_one_row_and_for_five(client, clock):
    clock("2014-01-01T10:00:00+01:00")
    line, counts = make_line(code="8.5"), []
    for first, last in ((1, 2), (2, 6)):
        for number in range(first, last):
            action = make_action(code=f"8.5.{number:02}", line=line)
            make_milestone(action, due_on=date(2016, 1, number), owner=make_actor())
        counts.append(
            [
                queries(client, url)
                for moment in ({}, {"as_of": "2016-06-30"}, {"known_at": "2016-06-30"})
                for url in (
                    address("milestone-list", **moment),
                    address("milestone-list", line="8.5", state="late", sort="-late", **moment),
                    address("milestone-list-export", "csv", **moment),
                )
            ]
        )
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


def test_fifty_milestones_stand_on_a_page(client):
    action = make_action()
    for number in range(51):
        make_milestone(action, code=f"M{number:02}")
    assert len(codes(client)) == 50
    assert len(codes(client, page=2)) == 1
