"""The first page: the numbers of the guide on its dates, each leading to exactly its actions."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.dashboard.pages.home import since
from slimsamenwerken.programme import operations
from tests.dashboard.reading import codes_behind, numbers, query, section, words
from tests.factories.accounts import make_person
from tests.factories.programme import (
    BASE,
    make_action,
    make_indicator,
    make_line,
    make_measurement,
    make_milestone,
    make_update,
)
from tests.programme.reading import text_of

pytestmark = pytest.mark.django_db

STATUS = {
    "achieved": "gerealiseerd",
    "on_track": "in uitvoering/op schema",
    "started": "opgestart",
    "not_started": "niet gestart",
    "": "geen status opgegeven",
}
DECLARED = {
    "2015-12-31": {"on_track": 12, "achieved": 11, "started": 4, "not_started": 3, "": 2},
    "2014-12-31": {"started": 2, "": 6},
    "2013-12-31": {"started": 1, "": 2},
}
COMPUTED = {
    "2015-12-31": {"on_track": 12, "achieved": 11, "started": 4, "not_started": 3, "unknown": 2},
    "2014-12-31": {"achieved": 6, "on_track": 1, "started": 1},
    "2013-12-31": {"achieved": 1, "on_track": 1, "started": 1},
}
DAYS = list(DECLARED)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.usefixtures("start_data")
class TestTheNumbersOfTheGuide:
    def test_legend_counts_declared_statuses(self, client: Client, day: str) -> None:
        page = client.get(f"/?as_of={day}")
        shown = {entry["code"]: entry["count"] for entry in page.context["legend"]}
        assert shown == DECLARED[day]
        text = words(section(page, "h-lijnen"))
        for code, count in DECLARED[day].items():
            assert f"{STATUS[code]} {count}" in text

    def test_table_counts_both_statuses_per_line_and_in_all(self, client: Client, day: str) -> None:
        table = client.get(f"/?as_of={day}").context["table"]
        for kind, expected in (("declared", DECLARED[day]), ("computed", COMPUTED[day])):
            codes = [code for code, _label in table[kind]]
            totals = [count for count, _url in table["totals"][kind]]
            assert dict(zip(codes, totals, strict=True)) == expected
            per_line = [[count for count, _url in row[kind]] for row in table["rows"]]
            assert [sum(column) for column in zip(*per_line, strict=True)] == totals
        assert table["totals"]["total"][0] == sum(DECLARED[day].values())

    def test_each_number_leads_to_exactly_its_actions(self, client: Client, day: str) -> None:
        page = client.get(f"/?as_of={day}")
        links = {url: number for number, url in numbers(section(page, "h-lijnen"))}
        assert len(links) > 10
        for url, number in links.items():
            assert query(url)["as_of"] == [day]
            assert len(codes_behind(client, url)) == number, url

    def test_sentence_leads_to_its_actions(self, client: Client, day: str) -> None:
        page = client.get(f"/?as_of={day}")
        html = page.content.decode().partition('<p class="statement">')[2].partition("</p>")[0]
        shown = [number for number, _url in numbers(html)]
        computed = COMPUTED[day]
        assert shown == [sum(DECLARED[day].values()), computed["on_track"], computed["achieved"]]
        for number, url in numbers(html):
            assert len(codes_behind(client, url)) == number


@pytest.mark.usefixtures("start_data")
class TestTheEndOf2015:
    def test_it_reads_as_the_guide_says(self, client: Client) -> None:
        page = client.get("/?as_of=2015-12-31")
        text = text_of(page)
        assert "32 acties in 5 actielijnen." in text
        assert "lopen er 12 op schema en zijn er 11 gerealiseerd." in text
        assert "Geen enkele mijlpaal is te laat." in text
        assert "Er is geen mijlpaal te laat. Gerealiseerd: 16 van de 17 mijlpalen." in text
        assert "De eerstvolgende is 1.2.04-M2 Einde van het verlengde programma" in text
        assert "Bij geen enkele actie wijkt de opgegeven status af van de berekende." in text
        assert "Laatste stand van zaken" not in words(section(page, "h-lijnen"))

    def test_changes_since_the_year_before(self, client: Client) -> None:
        page = client.get("/?as_of=2015-12-31")
        text = words(section(page, "h-nieuw"))
        assert "Veranderd sinds 31 december 2014" in text
        assert "24 acties zijn nieuw in het overzicht" in text
        achieved = "1.1.03 , 1.1.07 , 1.4.03 , 1.4.04 , 1.5.06 ."
        assert f"5 van de nieuwe acties zijn gerealiseerd {achieved}" in text
        assert "9 mijlpalen zijn gerealiseerd" in text
        assert "Lijn 1.2 is doorgestart in P1 ." in text
        assert "Lijn 1.3 is doorgestart in P2 ." in text
        assert "K2 is voor het eerst gemeten: 77. Uitgevoerde materialenscans" in text
        assert page.context["changes"]["new"].total == 24
        assert [code for code, _a, _w in page.context["changes"]["new_achieved"].shown] == [
            "1.1.03", "1.1.07", "1.4.03", "1.4.04", "1.5.06",
        ]  # fmt: skip

    def test_indicators_show_what_the_source_says(self, client: Client) -> None:
        text = words(section(client.get("/?as_of=2015-12-31"), "h-cijfers"))
        assert "meer dan 15 % (Overheidsaankopen" in text
        assert "77 (Uitgevoerde materialenscans (K2): toon de rijen)" in text
        assert "ongeveer 100 (Aankopers" in text
        assert "aantal, september 2015" in text

    def test_metrics_show_value_parts_and_definition(self, client: Client) -> None:
        html = section(client.get("/?as_of=2015-12-31"), "h-berekend")
        text = words(html)
        assert "79,3 % (Acties op schema of gerealiseerd: toon de rijen)" in text
        assert "23 van 29, 31 december 2015" in text
        assert "Niet meegeteld: 1 nog niet van start, 2 niet te berekenen." in text
        assert text.count("Hoe berekend?") == 7
        assert "/rekenbronnen/programme.active_partners/?as_of=2015-12-31#rijen" in html


@pytest.mark.usefixtures("start_data")
def test_today_says_how_old_the_last_word_is(client: Client) -> None:
    page = client.get("/")
    band = page.content.decode().partition('aria-label="Ouderdom van de gegevens"')[2]
    assert '<a href="?as_of=2015-12-31">Laatste stand van zaken: 31 december 2015</a>' in band
    assert page.context["old_data"] == date(2015, 12, 31)
    for path in ("/actielijnen/", "/actielijnen/1.2/"):
        assert client.get(path).context["old_data"] == date(2015, 12, 31)
    assert client.get("/?as_of=2016-06-30").context["old_data"] is None


@pytest.mark.usefixtures("start_data")
def test_today_names_what_is_late_and_what_differs(client: Client) -> None:
    page = client.get("/?as_of=2017-01-31")
    html = section(page, "h-mijlpalen")
    assert "1.2.04-M2 Einde van het verlengde programma : 31 dagen te laat" in words(html)
    found = dict(numbers(html))
    assert query(found[1])["state"] == ["late"]
    differing = codes_behind(client, found[11])
    assert len(differing) == 11
    shown = [state.code for state, _d, _c in page.context["deviations"].shown]
    assert shown == differing[:5]
    assert "opgegeven ‘in uitvoering/op schema’, berekend ‘opgestart’" in words(html)


@pytest.mark.parametrize(("days", "is_old"), [(0, False), (31, False), (32, True)])
def test_a_word_of_this_month_is_fresh(client: Client, days: int, *, is_old: bool) -> None:
    day = timezone.localdate() - timedelta(days=days)
    make_update(make_action(), day)
    assert client.get("/").context["old_data"] == (day if is_old else None)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ([], "2015-06-30"),
        (["2016-06-30"], "2015-06-30"),
        (["2014-12-31", "2015-12-31", "2016-12-31"], "2015-12-31"),
    ],
    ids=["no report", "only the report of the day", "the latest before"],
)
def test_changes_count_from_the_report_before(published: list[str], expected: str) -> None:
    moment = Moment(date(2016, 6, 30), None, date(2020, 1, 1))
    programme = SimpleNamespace(moment=moment)
    reports = [
        SimpleNamespace(snapshot=SimpleNamespace(run=SimpleNamespace(as_of=date.fromisoformat(d))))
        for d in published
    ]
    assert since(programme, reports) == date.fromisoformat(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/", "/actielijnen/"])
def test_an_empty_programme_says_so(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert "Er zijn nog geen gegevens op deze datum." in text_of(page)
    assert "Er is nog geen rapport gepubliceerd." in text_of(client.get("/"))


@pytest.mark.usefixtures("start_data")
@pytest.mark.parametrize("day", ["2012-12-31", "0001-01-01", "0001-03-01"])
@pytest.mark.parametrize("path", ["/", "/actielijnen/"])
def test_before_the_first_fact_there_are_no_data(client: Client, path: str, day: str) -> None:
    page = client.get(f"{path}?as_of={day}")
    assert page.status_code == 200
    assert "Er zijn nog geen gegevens op deze datum." in text_of(page)


def test_before_the_first_fact_a_line_does_not_exist(client: Client) -> None:
    make_line(code="9.9", valid_on=date(2013, 1, 1))
    assert client.get("/actielijnen/9.9/?as_of=2013-01-01").status_code == 200
    assert client.get("/actielijnen/9.9/?as_of=2012-12-31").status_code == 404


@pytest.mark.usefixtures("start_data")
def test_an_earlier_knowledge_is_empty(client: Client) -> None:
    page = client.get("/?as_of=2015-12-31&known_at=2015-12-31")
    assert "Er zijn nog geen gegevens op deze datum." in text_of(page)


def test_choosing_a_day_keeps_the_knowledge(client: Client) -> None:
    html = client.get("/?as_of=2015-12-31&known_at=2016-01-15").content.decode()
    assert '<input type="hidden" name="known_at" value="2016-01-15">' in html
    assert 'name="as_of" value="31/12/2015"' in html


@pytest.mark.parametrize("day", ["2026-02-30", "gisteren", "2999-01-01"])
def test_an_impossible_day_is_refused(client: Client, day: str) -> None:
    assert client.get(f"/?as_of={day}").status_code == 400


def test_a_visitor_sees_what_is_public_and_staff_sees_all(client: Client) -> None:
    line = make_line(code="9.9")
    make_action(code="9.9.01", title="Openbare actie", line=line)
    hidden = make_action(code="9.9.02", title="Interne actie", line=line, is_public=False)
    make_milestone(hidden, title="Interne mijlpaal", due_on=date(2016, 1, 1))
    make_measurement(make_indicator(hidden, title="Interne indicator"), 5, date(2015, 1, 1))
    visitor = client.get("/")
    assert visitor.context["total"] == 1
    for secret in ("Interne actie", "Interne mijlpaal", "Interne indicator", "9.9.02"):
        assert secret not in text_of(visitor)
        assert secret not in text_of(client.get("/actielijnen/9.9/"))
    client.force_login(make_person("staff"))
    staff = client.get("/")
    assert staff.context["total"] == 2
    assert "9.9.02" in text_of(staff)
    assert "Interne indicator" in text_of(staff)


def test_a_metric_counts_what_is_hidden_and_its_page_says_so(client: Client) -> None:
    line = make_line(code="9.9")
    for code, public in (("9.9.01", True), ("9.9.02", False)):
        action = make_action(code=code, line=line, is_continuous=True, is_public=public)
        make_update(action, date(2016, 6, 1), declared_status="on_track")
    home = client.get("/?as_of=2016-06-30")
    assert "2 van 2, 30 juni 2016" in words(section(home, "h-berekend"))
    page = client.get("/rekenbronnen/programme.on_track_share/?as_of=2016-06-30")
    assert "1 rij is niet openbaar." in text_of(page)
    assert "9.9.02" not in text_of(page)


def test_changes_name_later_values_and_closed_actions(client: Client) -> None:
    action = make_action(code="9.9.01", line=make_line(code="9.9"), valid_on=date(2014, 1, 1))
    indicator = make_indicator(action, code="V9")
    make_measurement(indicator, 77, date(2014, 6, 1))
    make_measurement(indicator, 85, date(2015, 6, 1))
    operations.close_action(
        action=action, kind="completed", statement="Een voorbeeld van een afsluiting.",
        valid_on=date(2015, 7, 1), **BASE,
    )  # fmt: skip
    text = words(section(client.get("/?as_of=2015-12-31"), "h-nieuw"))
    assert "1 andere actie is voltooid 9.9.01" in text
    assert "V9 ging van 77 naar 85." in text
    assert "nieuw in het overzicht" not in text
    quiet = words(section(client.get("/?as_of=2017-12-31"), "h-nieuw"))
    assert "In deze periode is er niets veranderd." in quiet


def test_long_lists_are_cut_and_lead_to_the_rest(client: Client) -> None:
    action = make_action(line=make_line())
    for number in range(7):
        make_milestone(action, code=f"M{number}", due_on=date(2016, 1, 1))
    page = client.get("/?as_of=2016-06-30")
    assert len(page.context["late"].shown) == 5
    assert "5 van 7 getoond. Alle 7 tonen : Te laat" in words(section(page, "h-mijlpalen"))
    rest = client.get(page.context["late"].url)
    assert rest.context["count"] == 7


def test_values_and_changes_are_cut_and_lead_to_all_of_them(client: Client) -> None:
    line = make_line(code="9.9")
    for number in range(60):
        action = make_action(code=f"9.9.{number:02}", line=line, valid_on=date(2016, 1, 1))
        if number < 14:
            make_measurement(
                make_indicator(action, code=f"V{number:02}", title=f"Indicator {number}"),
                5,
                date(2016, 2, 1),
            )
    page = client.get("/?as_of=2016-06-30")
    figures, news = section(page, "h-cijfers"), section(page, "h-nieuw")
    assert figures.count('class="figure-item"') == 12
    assert "12 van 14 getoond. Alle 14 tonen : Indicatoren" in words(figures)
    assert news.count('data-mark="↑"') == 5
    assert "5 van 14 getoond. Alle 14 tonen : Indicatoren" in words(news)
    assert "60 acties zijn nieuw in het overzicht" in words(news)
    assert "50 van 60 getoond. Alle 60 tonen" in words(news)
    assert "9.9.49" in news
    assert "9.9.50" not in news

    whole = client.get(page.context["figures"].url)
    assert section(whole, "h-cijfers").count('class="figure-item"') == 14
    assert "getoond" not in words(section(whole, "h-cijfers"))
    assert section(whole, "h-nieuw") == news  # one list at a time
    news = section(client.get(page.context["changes"]["new"].url), "h-nieuw")
    assert "9.9.59" in news
    assert news.count('data-mark="↑"') == 14
    assert "getoond" not in words(news)
