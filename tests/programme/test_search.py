"""Search: Dutch words in all their forms, typing errors, codes first, and never what is hidden."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from slimsamenwerken.programme import operations
from tests.factories.accounts import make_organisation, make_person
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_indicator,
    make_line,
    make_role,
)
from tests.programme.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    return make_line(code="8.1")


def find(client, text, **query):
    """The titles that are found, in the order of the page."""
    response = client.get("/zoeken/", {"q": text} | query)
    assert response.status_code == 200
    return [hit.title for group in response.context["groups"] for hit in group.hits]


def make_fact(place, code, text):
    fact = operations.record_source_fact(
        code=code, text=text, source="Voorbeeldbron", valid_on=date(2015, 1, 1), **BASE
    )
    operations.place_fact(fact=fact, target=place, by=None)


# ── words ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Fiets lenen", "fietsen"),
        ("Fietsen lenen", "fiets"),
        ("Afvalstof beperken", "afvalstoffen"),
        ("Afvalstoffen beperken", "afvalstof"),
        ("Een huis delen", "huizen"),
        ("Huizen delen", "huis"),
        ("Bouwmateriaal hergebruiken", "bouwmaterialen"),
        ("Bouwmaterialen hergebruiken", "bouwmateriaal"),
        ("Duurzame aankoop", "aankopen"),
        ("Duurzame aankopen", "aankoop"),
        ("Schijven van hout", "schijf"),
        ("Een school", "scholen"),
        ("Scholen", "school"),
        ("Lokale besturen", "bestuur"),
        ("Een bedrijf", "bedrijven"),
        ("Bedrijven", "bedrijf"),
        ("Criteria per productgroep", "productgroepen"),
        ("Materialenscan", "materialen"),
        ("Café circulair", "cafe"),
        ("Cafe circulair", "café"),
        ("Reïntegratie op het werk", "reintegratie"),
        ("MATERIALENSCAN", "materialenscan"),
        ("Delen en hergebruik", "hergebruik delen"),
    ],
)
def test_word_is_found_in_its_other_forms(client, line, title, typed):
    """In a summary too, where no likeness of letters helps."""
    make_action(code="8.1.01", title=title, line=line)
    make_action(code="8.1.02", title="Anders", summary=f"Hier staat: {title}.", line=line)
    assert find(client, typed) == [f"8.1.01 {title}", "8.1.02 Anders"]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Materialenscan", "materialnscan"),
        ("Materialenscan", "materiaalenscan"),
        ("Sensibilisering", "sensibiliseering"),
        ("Beroepsprofielen aanpassen", "beroepprofielen"),
        ("Verkeerssignalisatie", "verkeersignalisatie"),
        ("Proefprojecten", "proefprojekten"),
    ],
)
def test_typing_error_is_forgiven(client, line, title, typed):
    make_action(code="8.1.01", title=title, line=line)
    make_action(code="8.1.02", title="Iets heel anders", line=line)
    assert find(client, typed) == [f"8.1.01 {title}"]


@pytest.mark.parametrize("typed", ["ruimtevaart", "qwxz", "zonder enig verband hiermee"])
def test_unrelated_word_finds_nothing_and_says_what_to_do(client, line, typed):
    make_action(code="8.1.01", title="Materialenscan", line=line)
    response = client.get("/zoeken/", {"q": typed})
    assert response.context["groups"] == []
    assert "Er is niets gevonden." in text_of(response)


def test_every_word_of_the_question_must_occur(client, line):
    make_action(code="8.1.01", title="Fietsen delen", line=line)
    make_action(code="8.1.02", title="Boeken delen", line=line)
    assert find(client, "boek delen") == ["8.1.02 Boeken delen"]


def test_title_outranks_summary_and_description(client, line):
    make_action(code="8.1.01", title="Een", description="Over kringlopen.", line=line)
    make_action(code="8.1.02", title="Twee", summary="Over kringlopen.", line=line)
    make_action(code="8.1.03", title="Over kringlopen", line=line)
    assert [title[:6] for title in find(client, "kringlopen")] == ["8.1.03", "8.1.02", "8.1.01"]


# ── codes ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def coded(line):
    make_action(code="1.2.04", title="Materialenscan", line=line, summary="Zie K2 en OVAM.")
    make_action(code="1.2.05", title="Na 1.2.04", line=line)
    make_indicator(code="K2", title="Uitgevoerde scans")
    make_indicator(code="K21", title="Andere scans")
    make_actor(slug="ovam", name="Openbare Vlaamse Afvalstoffenmaatschappij", abbreviation="OVAM")
    for code in ("F211", "F212"):
        make_fact(line, code, f"Feit {code} volgt op F211.")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("1.2.04", "1.2.04 Materialenscan"),
        (" 1.2.04 ", "1.2.04 Materialenscan"),
        ("F211", "F211"),
        ("f211", "F211"),
        ("K2", "K2 Uitgevoerde scans"),
        ("k2", "K2 Uitgevoerde scans"),
        ("OVAM", "Openbare Vlaamse Afvalstoffenmaatschappij"),
        ("ovam", "Openbare Vlaamse Afvalstoffenmaatschappij"),
    ],
)
def test_exact_code_comes_first_of_all(client, coded, typed, first):
    assert find(client, typed)[0] == first


def test_beginning_of_a_code_finds_what_begins_with_it(client, coded):
    assert set(find(client, "1.2")[:2]) == {"1.2.04 Materialenscan", "1.2.05 Na 1.2.04"}
    assert set(find(client, "F21")) == {"F211", "F212"}


# ── odd questions ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("typed", ["", " ", "\t\n", "\x00", "\u202e"])
def test_empty_question_asks_for_a_word(client, line, typed):
    response = client.get("/zoeken/", {"q": typed})
    assert response.context["groups"] == []
    assert "Vul een woord of een code in." in text_of(response)


def test_page_without_a_question_asks_for_a_word(client):
    assert "Vul een woord of een code in." in text_of(client.get("/zoeken/"))


@pytest.mark.parametrize(
    "typed",
    ["%", "_", "\\", "%_\\", "'", '"', "*", ":*", "!", "& |", "(", "<->", "a:*&b", "--", ";", "🚲"],
)
def test_signs_are_no_pattern_and_no_error(client, line, typed):
    make_action(code="8.1.01", title="Materialenscan", line=line)
    assert find(client, typed) == []


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", "&", "!", "(", ":*", "<b>"])
def test_sign_beside_a_word_does_not_matter(client, line, sign):
    make_action(code="8.1.01", title="Materialenscan", line=line)
    assert find(client, f"materialenscan {sign}") == ["8.1.01 Materialenscan"]


def test_very_long_question_is_cut_and_answered(client, line):
    make_action(code="8.1.01", title="Materialenscan", line=line)
    response = client.get("/zoeken/", {"q": "woord " * 5000})
    assert response.status_code == 200
    assert len(response.context["text"]) <= 100


def test_question_is_shown_escaped(client):
    response = client.get("/zoeken/", {"q": "<script>alert(1)</script>"})
    assert b"<script>alert" not in response.content
    assert b"&lt;script&gt;" in response.content


# ── who and when ─────────────────────────────────────────────────────────────────────────────
def test_hidden_action_and_what_hangs_on_it_are_found_by_insiders_only(client, line):
    organisation = make_organisation()
    hidden = make_action(code="8.1.01", title="Geheimzinnig plan", line=line, is_public=False)
    make_role(make_actor(organisation=organisation), hidden, "partner")
    make_indicator(hidden, code="V99", title="Geheimzinnige teller")
    make_fact(hidden, "F999", "Een geheimzinnig feit.")
    everything = {"8.1.01 Geheimzinnig plan", "V99 Geheimzinnige teller", "F999"}
    assert find(client, "geheimzinnig") == []
    assert find(client, "F999") == find(client, "V99") == find(client, "8.1.01") == []
    client.force_login(make_person("member"))
    assert find(client, "geheimzinnig") == []
    for insider in (make_person("staff"), make_person("member", organisation)):
        client.force_login(insider)
        assert set(find(client, "geheimzinnig")) == everything


def test_names_are_those_of_the_reference_date(client):
    actor = make_actor(slug="wit", name="Oudenaam")
    operations.change_actor(
        actor=actor, name="Zonnebloem", kind="network", valid_on=date(2020, 1, 1), **BASE
    )
    assert find(client, "zonnebloem") == ["Zonnebloem"]
    assert find(client, "oudenaam") == []
    assert find(client, "zonnebloem", as_of="2019-12-31") == []
    assert find(client, "oudenaam", as_of="2019-12-31") == ["Oudenaam"]


def test_what_was_not_known_yet_is_not_found(client, line, clock):
    clock("2020-06-01T10:00:00+02:00")
    make_action(code="8.1.01", title="Materialenscan", line=line)
    assert find(client, "materialenscan") == ["8.1.01 Materialenscan"]
    assert find(client, "materialenscan", known_at="2020-05-31") == []


def test_links_keep_the_moment(client, line):
    make_action(code="8.1.01", title="Materialenscan", line=line)
    html = client.get("/zoeken/", {"q": "scan", "as_of": "2019-12-31"}).content.decode()
    assert 'href="/acties/8.1.01/?as_of=2019-12-31"' in html
    assert html.count('<input type="hidden" name="as_of" value="2019-12-31">') == 3


def test_impossible_moment_is_refused(client):
    assert client.get("/zoeken/", {"q": "x", "as_of": "2026-02-30"}).status_code == 400


# ── many hits ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def many(line):
    for number in range(60):
        make_action(code=f"8.1.{number:02}", title=f"Proef {number}", line=line)
    make_actor(slug="proef", name="Proefbureau")


def test_ten_of_a_sort_are_shown_with_the_way_to_all(client, many):
    response = client.get("/zoeken/", {"q": "proef", "as_of": "2020-01-01"})
    actions = next(g for g in response.context["groups"] if g.key == "programme.actions")
    assert (len(actions.hits), actions.count, actions.has_more) == (10, 60, True)
    assert response.context["total"] == 61
    html = response.content.decode()
    link = html[: html.index("Alles tonen")].rpartition('href="')[2].partition('"')[0]
    assert parse_qs(urlsplit(link.replace("&amp;", "&")).query) == {
        "q": ["proef"],
        "soort": ["programme.actions"],
        "as_of": ["2020-01-01"],
    }


def test_one_sort_is_shown_page_by_page(client, many):
    query = {"soort": "programme.actions", "as_of": "2020-01-01"}
    first = find(client, "proef", **query)
    second = find(client, "proef", page="2", **query)
    assert (len(first), len(second)) == (50, 10)
    assert len({*first, *second}) == 60
    html = client.get("/zoeken/", {"q": "proef"} | query).content.decode().replace("&amp;", "&")
    assert "?q=proef&soort=programme.actions&as_of=2020-01-01&page=2" in html
    assert 'href="?q=proef&as_of=2020-01-01">Alle soorten tonen' in html


@pytest.mark.parametrize("page", ["999", "abc", "0"])
def test_impossible_page_shows_a_page_that_exists(client, many, page):
    assert find(client, "proef", soort="programme.actions", page=page)


@pytest.mark.parametrize("sort", ["onzin", "\x00", "programme"])
def test_unknown_sort_finds_nothing(client, many, sort):
    assert find(client, "proef", soort=sort) == []


def test_search_costs_the_same_queries_whatever_it_finds(client, line, django_assert_num_queries):
    make_action(code="8.1.01", title="Proef", line=line)
    make_indicator(code="V1", title="Proef")
    with django_assert_num_queries(5):
        find(client, "proef")
    for number in range(2, 7):
        make_action(code=f"8.1.{number:02}", title="Proef", line=line)
        make_indicator(code=f"V{number}", title="Proef")
    with django_assert_num_queries(5):
        find(client, "proef")
