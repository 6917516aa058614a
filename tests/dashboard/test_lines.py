"""The action domain and its lines: facts at their places, actions, figures, ways onward."""

from datetime import date

import pytest
from django.test import Client

from slimsamenwerken.core.links import Link, link_to, links
from slimsamenwerken.programme import operations
from tests.dashboard.reading import codes_behind, numbers, section, words
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_domain,
    make_indicator,
    make_line,
    make_role,
)
from tests.programme.reading import text_of

pytestmark = pytest.mark.django_db

ON_DOMAIN = [f"F00{number}" for number in range(1, 8)]
ON_LINES = {
    "1.1": ["F101", "F102", "F103"],
    "1.2": ["F213"],
    "1.3": ["F301", "F302", "F306"],
    "1.4": ["F401", "F402", "F403", "F405"],
    "1.5": ["F501"],
}
APPS = {"1.1": "/aankopen/", "1.2": "/bedrijventerreinen/", "1.3": "/leren/", "1.4": "/delen/",
        "1.5": "/campagnes/"}  # fmt: skip
MOMENT = "?as_of=2015-12-31"


@pytest.mark.usefixtures("start_data")
def test_the_domain_shows_its_seven_facts_its_lead_and_its_lines(client: Client) -> None:
    page = client.get(f"/actielijnen/{MOMENT}")
    html = page.content.decode()
    assert [fact.code for fact in page.context["facts"]] == ON_DOMAIN
    for code in ON_DOMAIN:
        assert f'id="feit-{code}"' in html
    text = text_of(page)
    assert "Het actiedomein heet Slim samenwerken en is nummer 1." in text
    assert "Trekker van het actiedomein: Bond Beter Leefmilieu" in text
    assert [row["line"].code for row in page.context["lines"]] == list(ON_LINES)
    for project in ("P1 Potentieel", "P2 Nieuwe jobs in de circulaire economie"):
        assert project in text


@pytest.mark.usefixtures("start_data")
@pytest.mark.parametrize("code", ON_LINES)
def test_a_line_shows_its_facts_and_leads_to_its_app(client: Client, code: str) -> None:
    page = client.get(f"/actielijnen/{code}/{MOMENT}")
    assert [fact.code for fact in page.context["facts"]] == ON_LINES[code]
    html = page.content.decode()
    for fact in ON_LINES[code]:
        assert f'id="feit-{fact}"' in html
    assert page.context["app_url"] == APPS[code]
    assert client.get(APPS[code]).status_code == 200


@pytest.mark.usefixtures("start_data")
def test_a_line_shows_its_actions_and_their_numbers(client: Client) -> None:
    page = client.get(f"/actielijnen/1.2/{MOMENT}")
    text = text_of(page)
    assert [item["state"].code for item in page.context["actions"]] == [
        "1.2.01", "1.2.02", "1.2.03", "1.2.04", "1.2.05",
    ]  # fmt: skip
    assert "Doorgestart in P1 Potentieel" in text
    assert "77 (Uitgevoerde materialenscans (K2): toon de rijen)" in text
    linked = numbers(section(page, "h-acties"))
    assert [number for number, _url in linked] == [1, 2, 1, 1, 1]
    for number, url in linked:
        assert len(codes_behind(client, url)) == number
    assert "75,0 % (Acties op schema of gerealiseerd" in words(section(page, "h-berekend"))


def test_the_lead_of_a_line_goes_before_that_of_the_domain(client: Client) -> None:
    domain = make_domain(code="9")
    line, other = make_line(code="9.1", domain=domain), make_line(code="9.2", domain=domain)
    make_role(make_actor(slug="v-domein", name="Trekker Domein"), domain)
    make_role(make_actor(slug="v-lijn", name="Trekker Lijn"), line)
    own = text_of(client.get("/actielijnen/9.1/"))
    assert "Trekker van de actielijn: Trekker Lijn" in own
    assert "Trekker Domein" not in own
    assert "Trekker van het actiedomein: Trekker Domein" in text_of(
        client.get(f"/actielijnen/{other.code}/")
    )


def test_a_line_without_actions_says_so(client: Client) -> None:
    make_line(code="9.1")
    text = text_of(client.get("/actielijnen/9.1/"))
    assert "Op deze datum is er geen actie bekend." in text
    assert "Geen enkele actie van deze lijn heeft een indicator." in text


def test_a_line_names_indicators_that_were_never_measured(client: Client) -> None:
    line = make_line(code="9.1")
    make_indicator(make_action(line=line), code="V9", title="Nog te meten")
    assert "Nog niet gemeten: V9 Nog te meten" in text_of(client.get("/actielijnen/9.1/"))


def test_an_unknown_line_is_not_found_and_spaces_are_sent_on(client: Client) -> None:
    make_line(code="9.1")
    assert client.get("/actielijnen/9.9/").status_code == 404
    answer = client.get("/actielijnen/%209.1/?as_of=2015-12-31")
    assert answer.status_code == 301
    assert answer["Location"] == "/actielijnen/9.1/?as_of=2015-12-31"


def test_a_renamed_line_has_the_name_of_the_day(client: Client) -> None:
    line = make_line(code="9.1", short_label="Oude naam")
    operations.change_line(
        line=line, title="Nieuwe titel", short_label="Nieuwe naam", valid_on=date(2016, 3, 1),
        **BASE,
    )  # fmt: skip
    assert "Oude naam" in text_of(client.get("/actielijnen/9.1/?as_of=2016-02-28"))
    assert "Nieuwe naam" in text_of(client.get("/actielijnen/9.1/?as_of=2016-03-01"))
    assert "Oude naam" in text_of(client.get("/actielijnen/?as_of=2016-02-28"))


def test_a_link_that_no_app_announced_leads_nowhere() -> None:
    assert link_to("programme.line.8.8") == ""
    with links.only(Link("test.thing", lambda code: f"/dingen/{code}/")):
        assert link_to("test.thing", "a") == "/dingen/a/"
