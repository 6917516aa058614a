"""The list of actions: every filter alone and together, order, links, exports, queries."""

from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict

from slimsamenwerken.programme import operations
from tests.factories.accounts import make_person
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_domain,
    make_indicator,
    make_line,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)
from tests.programme.reading import (
    address,
    body_of,
    book_of,
    by_key,
    csv_of,
    listed,
    text_of,
)

pytestmark = pytest.mark.django_db
AS_OF = "2020-06-30"
DAY = date(2020, 6, 30)


@pytest.fixture
def programme():
    """Nine actions, each with something that one filter looks for."""
    domain = make_domain(code="8")
    parks = make_line(domain=domain, code="8.1", short_label="Terreinen")
    schools = make_line(domain=domain, code="8.2", short_label="Scholen")
    lead, partner = make_actor(slug="trekker", name="Ária"), make_actor(slug="maat", name="Maat")

    late = make_action(code="8.1.01", line=parks, title="Fietsen delen", starts_on=date(2018, 1, 1))
    make_role(lead, late, "lead")
    make_milestone(late, due_on=DAY - timedelta(days=10))
    make_update(late, DAY - timedelta(days=5), declared_status="on_track")

    good = make_action(
        code="8.1.02",
        line=parks,
        title="Café voor materialen",
        starts_on=date(2019, 1, 1),
        ends_on=date(2021, 12, 31),
    )
    make_role(lead, good, "partner")
    make_role(partner, good, "lead")
    make_update(good, DAY - timedelta(days=200), declared_status="started")
    indicator = make_indicator(good)
    make_measurement(indicator, 1, date(2019, 6, 30), is_baseline=True)
    operations.set_target(
        indicator=indicator, value=9, due_on=date(2021, 12, 31), valid_on=date(2019, 1, 1), **BASE
    )

    make_action(code="8.2.01", line=schools, title="Een lespakket", ends_on=date(2019, 12, 31))
    bare = make_action(code="8.2.02", line=schools, title="Vrachtfiets op school")
    make_indicator(bare)
    make_action(code="8.2.03", line=schools, title="Verborgen", is_public=False)
    stopped = make_action(code="8.2.04", line=schools, title="Afgelopen proef")
    operations.close_action(
        action=stopped,
        kind="stopped",
        statement="De middelen zijn op, daarom stopt de actie.",
        valid_on=date(2020, 1, 1),
        **BASE,
    )
    make_action(code="P8", kind="lever_project", title="Hefboom")


ALL = ["8.1.01", "8.1.02", "8.2.01", "8.2.02", "8.2.04", "P8"]
FILTERS = [
    ({}, ALL),
    ({"line": "8.1"}, ["8.1.01", "8.1.02"]),
    ({"line": ["8.1", "8.2"]}, ALL[:-1]),
    ({"kind": "lever_project"}, ["P8"]),
    ({"kind": "action"}, ALL[:-1]),
    ({"declared": "on_track"}, ["8.1.01"]),
    ({"declared": ["on_track", "started"]}, ["8.1.01", "8.1.02"]),
    ({"declared": "none"}, ["8.2.01", "8.2.02", "8.2.04", "P8"]),
    ({"computed": "attention"}, ["8.1.01"]),
    ({"computed": "stopped"}, ["8.2.04"]),
    ({"computed": ["stopped", "unknown"]}, ["8.2.02", "8.2.04", "P8"]),
    ({"role": "lead"}, ["8.1.01", "8.1.02"]),
    ({"actor": "trekker"}, ["8.1.01", "8.1.02"]),
    ({"actor": "trekker", "role": "lead"}, ["8.1.01"]),
    ({"actor": "trekker", "role": "funder"}, []),
    ({"running_from": "1/1/2020"}, ["8.1.01", "8.1.02", "8.2.02", "8.2.04", "P8"]),
    ({"running_until": "31/12/2018"}, ["8.1.01", "8.2.01", "8.2.02", "8.2.04", "P8"]),
    ({"running_from": "1/1/2022", "running_until": "31/12/2022"}, ALL[:1] + ALL[3:]),
    ({"late": "on"}, ["8.1.01"]),
    ({"deviates": "on"}, ["8.1.01"]),
    ({"q": "fiets"}, ["8.1.01", "8.2.02"]),
    ({"q": "fietsen"}, ["8.1.01"]),
    ({"q": "cafe"}, ["8.1.02"]),
    ({"q": "materiaal"}, ["8.1.02"]),
    ({"q": "lespaket"}, ["8.2.01"]),
    ({"q": "8.2"}, ["8.2.01", "8.2.02", "8.2.04"]),
    ({"q": "8.2.02"}, ["8.2.02"]),
    ({"q": "p8"}, ["P8"]),
    ({"missing": "lead"}, ["8.2.01", "8.2.02", "8.2.04", "P8"]),
    ({"missing": "milestones"}, ["8.1.02", "8.2.01", "8.2.02", "8.2.04", "P8"]),
    ({"missing": "indicator"}, ["8.1.01", "8.2.01", "8.2.04", "P8"]),
    ({"missing": "baseline"}, ["8.1.01", "8.2.01", "8.2.02", "8.2.04", "P8"]),
    ({"missing": "target"}, ["8.1.01", "8.2.01", "8.2.02", "8.2.04", "P8"]),
    ({"missing": ["lead", "indicator"]}, ["8.2.01", "8.2.04", "P8"]),
    ({"silent_days": "180"}, ["8.1.02", "8.2.01", "8.2.02", "8.2.04", "P8"]),
    ({"silent_days": "201"}, ["8.2.01", "8.2.02", "8.2.04", "P8"]),
    ({"line": "8.1", "role": "lead", "late": "on", "missing": "indicator"}, ["8.1.01"]),
    ({"line": "8.2", "missing": "lead", "declared": "none", "q": "fiets"}, ["8.2.02"]),
    ({"line": "8.2", "late": "on"}, []),
]


@pytest.mark.parametrize(("query", "codes"), FILTERS)
def test_filter_finds_exactly_these_on_page_and_in_exports(client, programme, query, codes):
    page = client.get(address("action-list", as_of=AS_OF, **query))
    assert page.status_code == 200
    assert sorted(listed(page)) == sorted(codes)
    assert page.context["count"] == len(codes)
    exports = dict(page.context.get("exports", []))
    plain = csv_of(client.get(exports["CSV"]))
    _cover, rich = book_of(client.get(exports["XLSX"]))
    assert [row["Code"] for row in plain] == [row["Code"] for row in rich] == listed(page)


def test_hidden_action_is_found_by_staff_and_not_by_strangers(client, programme):
    assert "8.2.03" not in listed(client.get(address("action-list")))
    client.force_login(make_person("staff"))
    assert "8.2.03" in listed(client.get(address("action-list")))
    client.force_login(make_person("member"))
    assert "8.2.03" not in listed(client.get(address("action-list")))


# ── order ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("sort", "codes"),
    [
        ("code", ALL),
        ("-code", ALL[::-1]),
        ("title", ["8.2.04", "8.1.02", "8.2.01", "8.1.01", "P8", "8.2.02"]),
        ("-title", ["8.2.02", "P8", "8.1.01", "8.2.01", "8.1.02", "8.2.04"]),
        ("start", ["8.1.01", "8.1.02", "8.2.01", "8.2.02", "8.2.04", "P8"]),
        ("-start", ["8.1.02", "8.1.01", "8.2.01", "8.2.02", "8.2.04", "P8"]),
        ("end", ["8.2.01", "8.1.02", "8.1.01", "8.2.02", "8.2.04", "P8"]),
        ("-end", ["8.1.02", "8.2.01", "8.1.01", "8.2.02", "8.2.04", "P8"]),
        ("nonsense", ALL),
        ("-", ALL),
    ],
)
def test_order_of_list_and_exports(client, programme, sort, codes):
    page = client.get(address("action-list", as_of=AS_OF, sort=sort))
    assert listed(page) == codes
    rows = csv_of(client.get(address("action-export", "csv", as_of=AS_OF, sort=sort)))
    assert [row["Code"] for row in rows] == codes


def test_search_is_ordered_by_relevance_unless_an_order_is_chosen(client, programme):
    make_action(code="8.0.01", title="Vrachtfiets", line=make_line(code="8.0"))
    assert listed(client.get(address("action-list", q="fietsen")))[0] == "8.1.01"
    assert listed(client.get(address("action-list", q="fiets"))) == ["8.1.01", "8.0.01", "8.2.02"]
    chosen = client.get(address("action-list", q="fiets", sort="code"))
    assert listed(chosen) == ["8.0.01", "8.1.01", "8.2.02"]
    assert b'aria-sort="ascending"' in chosen.content
    assert b"aria-sort" not in client.get(address("action-list", q="fiets")).content


def test_order_by_a_status_filter_is_kept(client, programme):
    page = client.get(address("action-list", as_of=AS_OF, computed="unknown", sort="-code"))
    assert listed(page) == ["P8", "8.2.02"]


# ── words and links ──────────────────────────────────────────────────────────────────────────
def test_chips_name_the_filters_and_drop_one_each(client, programme):
    query = {"line": ["8.1", "8.2"], "late": "on", "as_of": AS_OF, "sort": "-code", "page": "2"}
    form = client.get(address("action-list", **query)).context["form"]
    labels = [chip.label for chip in form.chips()]
    assert labels == ["8.1 Terreinen", "8.2 Scholen", "Enkel met een mijlpaal die te laat is"]
    dropped = parse_qs(urlsplit(form.chips()[0].url).query)
    assert dropped == {"line": ["8.2"], "late": ["on"], "as_of": [AS_OF], "sort": ["-code"]}


def test_links_of_the_pages_keep_filters_order_and_moment(client):
    line = make_line(code="8.3")
    for number in range(51):
        make_action(code=f"8.3.{number:02}", line=line)
    first = client.get(address("action-list", line="8.3", sort="-code", as_of=AS_OF))
    assert len(listed(first)) == 50
    html = unescape(first.content.decode())
    link = html.partition('rel="next" href="')[2].partition('"')[0]
    assert QueryDict(link[1:]).dict() == {
        "line": "8.3", "sort": "-code", "as_of": AS_OF, "page": "2",
    }  # fmt: skip
    assert listed(client.get(address("action-list") + link)) == ["8.3.00"]
    assert first.context["count"] == 51
    exported = csv_of(client.get(address("action-export", "csv", line="8.3", sort="-code")))
    assert len(exported) == 51


@pytest.mark.parametrize(("page", "shown"), [("999", 2), ("abc", 1), ("0", 2), ("-1", 2)])
def test_impossible_page_shows_a_page_that_exists(client, page, shown):
    line = make_line(code="8.3")
    for number in range(51):
        make_action(code=f"8.3.{number:02}", line=line)
    response = client.get(address("action-list", page=page))
    assert response.status_code == 200
    assert response.context["page_obj"].number == shown


def test_links_to_actions_keep_the_moment(client, programme):
    html = client.get(address("action-list", as_of=AS_OF)).content.decode()
    assert f'href="/acties/8.1.01/?as_of={AS_OF}"' in html


def test_empty_list_says_which_filter_to_drop(client, programme):
    page = client.get(address("action-list", line="8.2", late="on", as_of=AS_OF))
    words = text_of(page)
    assert "Geen enkele actie past bij deze filters." in words
    assert [(x.label, x.count) for x in page.context["exits"]] == [
        ("8.2 Scholen", 1),
        ("Enkel met een mijlpaal die te laat is", 3),
    ]


def test_reference_date_can_be_chosen_and_keeps_the_filters(client, programme):
    page = client.get(address("action-list", line="8.1", sort="title", page="1"))
    assert page.context["kept"] == [("line", "8.1"), ("sort", "title")]
    assert b'name="as_of"' in page.content


# ── exports ──────────────────────────────────────────────────────────────────────────────────
def test_csv_opens_in_the_excel_of_flanders(client):
    make_action(code="8.4.01", title="=1+1", starts_on=date(2019, 3, 1))
    response = client.get(address("action-export", "csv"))
    body = body_of(response)
    assert body.startswith("\ufeff".encode())
    head = body.decode("utf-8-sig").splitlines()[0]
    assert head.startswith("Code;Actie;Actielijn;")
    (row,) = by_key(csv_of(client.get(address("action-export", "csv"))))
    assert row["title"] == "'=1+1"
    assert row["starts_on"] == "2019-03-01"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in response["Content-Disposition"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_cell_that_a_spreadsheet_would_run_is_text(client, start):
    make_action(code="8.4.01", title=f"{start}CMD|' /C calc'!A0")
    (plain,) = by_key(csv_of(client.get(address("action-export", "csv"))))
    _cover, (rich,) = book_of(client.get(address("action-export", "xlsx")))
    assert plain["title"].startswith(f"'{start}")
    assert by_key([rich])[0]["title"].startswith(f"'{start}")


def test_workbook_has_real_dates_and_numbers_and_a_cover(client, programme):
    response = client.get(address("action-export", "xlsx", line="8.1", as_of=AS_OF))
    cover, rows = book_of(response)
    first = by_key(rows)[0]
    assert first["starts_on"].date() == date(2018, 1, 1)
    assert (first["milestones"], first["late"]) == (1, 1)
    assert cover["Titel"] == "Acties"
    assert cover["Peildatum"] == "30 juni 2020"
    assert cover["Filter"] == "8.1 Terreinen"
    assert "/acties/export.xlsx?line=8.1" in cover["Bron"]


def test_export_tells_how_vague_a_date_is(client):
    make_action(
        code="8.4.01",
        starts_on=date(2013, 12, 31),
        starts_on_precision="year",
        ends_on=date(2016, 12, 31),
    )
    (row,) = by_key(csv_of(client.get(address("action-export", "csv"))))
    assert (row["starts_on"], row["starts_precision"]) == ("2013-12-31", "op het jaar")
    assert (row["ends_on"], row["ends_precision"]) == ("2016-12-31", "op de dag")
    assert row["period"] == "2013 – 31/12/2016"


def test_unknown_format_is_not_found(client):
    assert client.get(address("action-export", "pdf")).status_code == 404
