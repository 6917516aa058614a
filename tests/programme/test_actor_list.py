"""The list of actors: names of the day, groups, search, order, exports, cost."""

import pytest

from slimsamenwerken.programme.models import Actor
from tests.factories.programme import make_action, make_actor, make_role
from tests.programme.listing import cells_of, firsts, queries, ways_out
from tests.programme.reading import address, body_of, book_of, csv_of, text_of

pytestmark = pytest.mark.django_db
END_2015 = "2015-12-31"


def names(client, **query):
    """Names in the list, in order, without their abbreviations."""
    return [name.partition(" (")[0] for name in firsts(client.get(address("actor-list", **query)))]


@pytest.mark.usefixtures("start_data")
class TestListOfTheStartData:
    @pytest.mark.parametrize(
        ("query", "count"), [({}, 22), ({"groups": "on"}, 44), ({"kind": "group"}, 21)]
    )
    def test_groups_come_only_when_asked_for(self, client, query, count):
        page = client.get(address("actor-list", as_of=END_2015, **query))
        assert f"{count} actoren" in text_of(page)
        assert len(cells_of(page)) == count

    def test_row_tells_kind_roles_and_number_of_actions(self, client):
        page = client.get(address("actor-list", as_of=END_2015, q="Bond Beter Leefmilieu"))
        assert cells_of(page)[0] == [
            "Bond Beter Leefmilieu",
            "middenveld",
            "trekker (2), uitvoerder (2)",
            "3 (Bond Beter Leefmilieu: toon de rijen)",
        ]
        assert f'href="{address("action-list", actor="bond-beter-leefmilieu")}' in (
            page.content.decode()
        )

    def test_roles_count_from_the_first_version_of_their_action(self, client):
        row = cells_of(
            client.get(address("actor-list", as_of="2014-12-31", q="Bond Beter Leefmilieu"))
        )[0]
        assert row[2] == "trekker (1), uitvoerder (1)"  # the domain, and 1.4.02
        assert row[3].startswith("1 ")

    def test_number_of_actions_is_that_of_the_list_behind_it(self, client):
        for row in csv_of(client.get(address("actor-export", "csv", groups="on"))):
            found = client.get(address("action-list", actor=row["Korte naam"]))
            assert found.context["count"] == int(row["Aantal acties"]), row

    def test_typing_errors_are_forgiven(self, client):
        assert "Bond Beter Leefmilieu" in names(client, q="leefmilleu")
        assert names(client, q="aio") == ["Agentschap Innoveren en Ondernemen"]

    def test_export_holds_exactly_the_filtered_set(self, client):
        query = {"kind": ["umbrella", "company"], "sort": "-actions", "as_of": END_2015}
        shown = names(client, **query)
        plain = client.get(address("actor-export", "csv", **query))
        assert body_of(plain).startswith(b"\xef\xbb\xbfNaam;")
        rows = csv_of(client.get(address("actor-export", "csv", **query)))
        cover, rich = book_of(client.get(address("actor-export", "xlsx", **query)))
        assert [row["Naam"] for row in rows] == [row["Naam"] for row in rich] == shown
        assert shown[0] == "Vereniging van Vlaamse Steden en Gemeenten"
        assert (rich[0]["Aantal acties"], rich[0]["Soort"]) == (2, "koepel")
        assert rows[0]["Rollen"] == rich[0]["Rollen"] == "partner (2)"
        assert cover["Filter"] == "koepel; bedrijf"
        assert cover["Peildatum"] == "31 december 2015"

    def test_list_and_export_know_only_actors_of_that_day(self, client):
        before, after = {"as_of": "2015-12-30"}, {"as_of": END_2015}
        assert names(client, q="aio", **before) == []
        assert names(client, q="aio", **after) != []
        rows = csv_of(client.get(address("actor-export", "csv", **before)))
        assert (len(rows), "aio" in {row["Korte naam"] for row in rows}) == (21, False)

    def test_empty_list_says_which_filter_to_change(self, client):
        page = client.get(address("actor-list", q="ovam", kind="company", as_of=END_2015))
        exits = ways_out(page)
        assert "Geen enkele actor past bij deze filters." in text_of(page)
        assert list(exits) == ["verwijder ‘Naam: ovam’: 2", "verwijder ‘bedrijf’: 1"]
        found = client.get(address("actor-list") + exits["verwijder ‘bedrijf’: 1"])
        assert firsts(found) == ["Openbare Vlaamse Afvalstoffenmaatschappij (OVAM)"]

    def test_search_for_a_group_proposes_to_tick_the_groups(self, client):
        exits = ways_out(client.get(address("actor-list", q="burgers")))
        url = exits["vink ook ‘Ook doelgroepen’ aan: 1"]
        assert firsts(client.get(address("actor-list") + url)) == ["burgers"]

    def test_day_before_the_programme_says_so(self, client):
        page = client.get(address("actor-list", as_of="2012-12-31"))
        assert page.status_code == 200
        assert "Er zijn nog geen gegevens op deze datum." in text_of(page)


def test_accents_and_case_neither_hide_nor_misplace_a_name(client):
    for name in ("Zeta", "école verte", "Eik", "Ária"):
        make_actor(name=name)
    assert names(client) == ["Ária", "école verte", "Eik", "Zeta"]
    assert names(client, q="ECOLE") == ["école verte"]
    assert names(client, sort="-name") == ["Zeta", "Eik", "école verte", "Ária"]


def test_kinds_are_sorted_by_their_dutch_words(client):
    for kind in ("company", "government", "knowledge", "umbrella"):
        make_actor(name=kind, kind=kind)
    assert names(client, sort="kind") == ["company", "knowledge", "umbrella", "government"]


def test_impossible_filter_value_answers_400_with_the_panel(client):
    for url in (
        address("actor-list", kind="bogus"),
        address("actor-export", "csv", kind="bogus"),
    ):
        page = client.get(url)
        assert page.status_code == 400
        assert "Kies een waarde uit de lijst." in text_of(page)
        assert 'name="kind"' in page.content.decode()


def test_unknown_parameter_and_page_are_ignored(client):
    make_actor(name="Voorbeeld")
    assert names(client, strange="1", page="zz", sort="onbekend") == ["Voorbeeld"]


def test_unknown_format_is_not_found(client):
    assert client.get(address("actor-export", "pdf")).status_code == 404


def test_fifty_actors_stand_on_a_page_and_links_keep_the_filter(client):
    for number in range(51):
        make_actor(name=f"Voorbeeld {number:02}")
    first = client.get(address("actor-list", kind="network"))
    second = client.get(address("actor-list", kind="network", page=2))
    assert (len(cells_of(first)), firsts(second)) == (50, ["Voorbeeld 50"])
    assert 'href="?kind=network&amp;page=2"' in first.content.decode()
    assert len(csv_of(client.get(address("actor-export", "csv", page=2)))) == 51


# ── cost ─────────────────────────────────────────────────────────────────────────────────────
def test_list_and_page_cost_the_same_queries_for_one_row_and_for_five(client):
    hub = make_actor(slug="knoop", name="Knoop")
    counts = []
    moments = ({}, {"as_of": "2020-06-30"}, {"as_of": "2020-06-30", "known_at": "2026-01-01"})
    for first, last in ((1, 2), (2, 6)):
        for number in range(first, last):
            action = make_action(code=f"8.2.{number:02}")
            make_role(hub, action)
            make_role(make_actor(), action, "partner")
            make_role(make_actor(kind="group", is_group=True), action, "target_group")
        counts.append(
            [
                queries(client, url)
                for moment in moments
                for url in (
                    address("actor-list", groups="on", **moment),
                    address("actor-list", q="knoop", sort="-actions", **moment),
                    address("actor-export", "csv", **moment),
                )
            ]
            + [queries(client, address("actor-detail", "knoop", as_of="2020-06-30"))]
        )
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 20
    assert Actor.objects.count() > 10
