"""The page of one actor: names over time, roles, successions, who sees and may what."""

from datetime import date

import pytest

from slimsamenwerken.programme import operations
from tests.factories.accounts import make_person
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_line,
    make_milestone,
    make_role,
)
from tests.programme.listing import cells_of, firsts
from tests.programme.people import make_cast
from tests.programme.reading import address, body_of, book_of, csv_of, part_of, text_of

pytestmark = pytest.mark.django_db
END_2015 = "2015-12-31"
LONG_AGO = "2014-01-01T10:00:00+01:00"


@pytest.fixture
def action(clock):
    """An action with a line, recorded on 1 January 2014."""
    clock(LONG_AGO)
    return make_action(code="8.1.01", title="Voorbeeldactie", line=make_line(code="8.1"))


def names(client, **query):
    """Names in the list, in order, without their abbreviations."""
    return [name.partition(" (")[0] for name in firsts(client.get(address("actor-list", **query)))]


def rename(actor, name, valid_on):
    operations.change_actor(actor=actor, name=name, kind="network", valid_on=valid_on, **BASE)


def succeed(start, end, day, kind="merged", **fields):
    return operations.succeed_actor(
        from_actor=start, to_actor=end, kind=kind, valid_on=day, **BASE, **fields
    )


# ── names over time ──────────────────────────────────────────────────────────────────────────
def test_renamed_actor_has_its_old_name_everywhere_on_earlier_days(client, action):
    actor, other = make_actor(slug="wit", name="Oude Naam"), make_actor(slug="maat")
    make_role(actor, action)
    make_role(other, action, "partner")
    make_milestone(action, owner=actor)
    rename(actor, "Nieuwe Naam", date(2023, 3, 1))
    for as_of, name, wrong in (
        ("2023-02-28", "Oude Naam", "Nieuwe Naam"),
        ("2023-03-01", "Nieuwe Naam", "Oude Naam"),
    ):
        said = [
            text_of(client.get(address("actor-list", as_of=as_of))),
            part_of(client.get(address("actor-detail", "maat", as_of=as_of)), "h-samen"),
            text_of(client.get(address("milestone-list", as_of=as_of))),
            body_of(client.get(address("actor-export", "csv", as_of=as_of))).decode(),
            str(book_of(client.get(address("actor-export", "xlsx", as_of=as_of)))),
        ]
        page = client.get(address("actor-detail", "wit", as_of=as_of))
        assert f"<h1>{name}</h1>" in page.content.decode()
        assert [(name in text, wrong in text) for text in said] == [(True, False)] * len(said)
        assert names(client, q=wrong, as_of=as_of) == []
    before = part_of(client.get(address("actor-detail", "wit", as_of="2023-02-28")), "h-namen")
    after = part_of(client.get(address("actor-detail", "wit", as_of="2023-03-01")), "h-namen")
    assert "Nieuwe Naam" not in before
    assert "vanaf 1 januari 2013 Oude Naam" in after
    assert "vanaf 1 maart 2023 Nieuwe Naam" in after


def test_rename_recorded_late_is_unknown_at_an_earlier_moment(client, action, clock):
    actor = make_actor(slug="wit", name="Oude Naam")
    clock("2023-06-01T10:00:00+02:00")
    rename(actor, "Nieuwe Naam", date(2023, 3, 1))
    for known_at, name in ((None, "Nieuwe Naam"), ("2023-05-31", "Oude Naam")):
        moment = {"as_of": "2023-03-31", "known_at": known_at}
        page = client.get(address("actor-detail", "wit", **moment))
        assert f"<h1>{name}</h1>" in page.content.decode()
        assert names(client, **moment) == [name]
        (row,) = csv_of(client.get(address("actor-export", "csv", **moment)))
        assert row["Naam"] == name


@pytest.mark.usefixtures("start_data")
class TestPagesOfTheStartData:
    def test_page_groups_roles_with_their_dates(self, client):
        page = client.get(address("actor-detail", "bond-beter-leefmilieu", as_of=END_2015))
        said = part_of(page, "h-rollen")
        assert "Heeft een rol in 3 acties." in said
        for words in (
            "Trekker 1 Actiedomein: Slim samenwerken sinds onbekend",
            "1.4.01 Bestaande deelinitiatieven opschalen sinds onbekend",
            "Uitvoerder 1.4.03 Knelpunten en kansen van aanbieders sinds onbekend",
            "Rollen die voorbij zijn",
            "1.4.02 Deelinitiatieven samen op Gedeelddoor Uitvoerder 2013 tot en met 2014",
        ):
            assert words in said
        assert "in uitvoering/op schema" in said

    def test_role_of_a_period_is_current_within_it(self, client):
        page = client.get(address("actor-detail", "bond-beter-leefmilieu", as_of="2014-12-31"))
        assert "Rollen die voorbij zijn" not in text_of(page)
        assert "Uitvoerder 1.4.02" in part_of(page, "h-rollen")

    def test_companions_share_an_action_and_groups_stand_apart(self, client):
        page = client.get(address("actor-detail", "ovam", as_of=END_2015))
        said = part_of(page, "h-samen")
        partners, _mark, groups = said.partition("Groepen en doelgroepen van dezelfde acties")
        assert "VITO kennis 1.1.03" in partners
        assert "Agentschap Ondernemen overheid 1.2.04" in partners
        assert "bedrijven groep 1.2.04 Materialenscan , 1.5.03" in groups
        assert "bedrijven" not in partners

    def test_succession_reads_both_ways_from_its_day_on(self, client):
        old, new = "Agentschap Ondernemen", "Agentschap Innoveren en Ondernemen"
        said = {
            (slug, day): text_of(client.get(address("actor-detail", slug, as_of=day)))
            for slug in ("aio", "agentschap-ondernemen")
            for day in (END_2015, "2016-01-01")
        }
        how = "(samengevoegd op 1 januari 2016)"
        assert f"Voorheen {old} {how}" in said["aio", "2016-01-01"]
        assert f"Nu {new} {how}" in said["agentschap-ondernemen", "2016-01-01"]
        assert "Voorheen" not in said["aio", END_2015]
        assert f"Nu {new}" not in said["agentschap-ondernemen", END_2015]

    def test_actor_does_not_work_together_with_its_own_predecessor(self, client):
        before = client.get(address("actor-detail", "aio", as_of=END_2015))
        after = client.get(address("actor-detail", "aio", as_of="2016-01-01"))
        assert "Agentschap Ondernemen" in part_of(before, "h-samen")
        assert "Agentschap" not in part_of(after, "h-samen")  # nor with itself

    def test_actor_is_not_found_before_its_first_name(self, client):
        assert client.get(address("actor-detail", "aio", as_of=END_2015)).status_code == 200
        assert client.get(address("actor-detail", "aio", as_of="2015-12-30")).status_code == 404

    @pytest.mark.parametrize("typed", ["AIO", "Aio ", " aio"])
    def test_other_case_and_spaces_lead_to_the_one_address(self, client, typed):
        answer = client.get(address("actor-detail", typed, as_of=END_2015))
        assert answer.status_code == 301
        assert answer["Location"] == address("actor-detail", "aio", as_of=END_2015)

    def test_name_typed_for_its_slug_leads_there(self, client):
        answer = client.get(address("actor-detail", "Plan C"))
        assert (answer.status_code, answer["Location"]) == (301, address("actor-detail", "plan-c"))

    @pytest.mark.parametrize("typed", ["onbekend", "AIO", "\x00", "é"])
    def test_unknown_actor_is_not_found(self, client, typed):
        assert client.get(address("actor-detail", typed, as_of="2015-06-30")).status_code == 404


# ── successions ──────────────────────────────────────────────────────────────────────────────
def test_succession_recorded_late_is_unknown_at_an_earlier_moment(client, action, clock):
    old, new = (
        make_actor(slug="oud", name="Oud Huis"),
        make_actor(slug="opvolger", name="Nieuw Huis"),
    )
    clock("2023-06-01T10:00:00+02:00")
    succeed(old, new, date(2023, 3, 1), kind="absorbed")
    day = "2023-03-31"
    now = text_of(client.get(address("actor-detail", "oud", as_of=day)))
    then = text_of(client.get(address("actor-detail", "oud", as_of=day, known_at="2023-05-31")))
    assert "Nu Nieuw Huis (overgenomen op 1 maart 2023)" in now
    assert "Nieuw Huis" not in then


def test_succession_is_followed_over_several_steps(client):
    first, second, third = (
        make_actor(slug=slug, name=name)
        for slug, name in (("een", "Eerste"), ("twee", "Tweede"), ("drie", "Derde"))
    )
    succeed(first, second, date(2018, 1, 1))
    succeed(second, third, date(2020, 1, 1))
    last = text_of(client.get(address("actor-detail", "drie")))
    start = text_of(client.get(address("actor-detail", "een")))
    assert "Voorheen Tweede (samengevoegd op 1 januari 2020)" in last
    assert "Eerder Eerste , via Tweede (samengevoegd op 1 januari 2018)" in last
    assert "Nu Tweede (samengevoegd op 1 januari 2018)" in start
    assert "Later Derde , via Tweede (samengevoegd op 1 januari 2020)" in start


def test_only_carried_roles_move_to_the_successor(client, action):
    other = make_action(code="8.1.02", title="Blijft achter", line=make_line(code="8.2"))
    old, new = (
        make_actor(slug="oud", name="Oud Huis"),
        make_actor(slug="opvolger", name="Nieuw Huis"),
    )
    moved = make_role(old, action, "lead")
    make_role(old, other, "partner")
    staff = make_person("staff")
    operations.succeed_actor(
        from_actor=old, to_actor=new, kind="merged", valid_on=date(2020, 1, 1), by=staff,
        carry=[moved],
    )  # fmt: skip
    after = part_of(client.get(address("actor-detail", "opvolger", as_of="2020-01-01")), "h-rollen")
    assert "Trekker 8.1.01 Voorbeeldactie sinds 1 januari 2020" in after
    assert "Blijft achter" not in after
    assert "8.1.02" in part_of(client.get(address("actor-detail", "oud")), "h-rollen")
    before = client.get(address("actor-detail", "opvolger", as_of="2019-12-31"))
    assert "Op deze datum is geen rol bekend." in text_of(before)


# ── who sees and does what ───────────────────────────────────────────────────────────────────
def test_hidden_action_leaves_no_trace_for_outsiders(client):
    cast = make_cast()
    hidden = make_action(code="7.1.09", title="Verborgen actie", is_public=False)
    make_role(cast.actor, hidden, "partner")
    make_role(make_actor(slug="stil", name="Stille Maat"), hidden, "lead")
    for who, sees in (
        ("visitor", False),
        ("charlie", False),
        ("bob", False),
        ("alice", True),
        ("staff", True),
        ("auditor", True),
    ):
        browser = cast.client(who)
        said = text_of(browser.get(address("actor-detail", cast.actor.slug)))
        assert ("Verborgen actie" in said, "Stille Maat" in said) == (sees, sees), who
        rows = csv_of(browser.get(address("actor-export", "csv")))
        quiet = next(row for row in rows if row["Korte naam"] == "stil")
        expected = ("1", "trekker (1)") if sees else ("0", "")
        assert (quiet["Aantal acties"], quiet["Rollen"]) == expected, who
        stage = browser.get(address("actor-detail", "stil"))
        assert ("7.1.09" in text_of(stage)) is sees, who


def test_action_hidden_today_is_hidden_on_earlier_days_too(client, action):
    actor = make_actor(slug="wit", name="Wit")
    make_role(actor, action)
    operations.change_action(
        action=action, title="Nu verborgen", line=make_line(), is_public=False,
        valid_on=date(2020, 1, 1), **BASE,
    )  # fmt: skip
    page = client.get(address("actor-detail", "wit", as_of="2019-06-30"))
    assert "Voorbeeldactie" not in text_of(page)
    assert cells_of(client.get(address("actor-list", as_of="2019-06-30")))[0][3] == "0"


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("visitor", False),
        ("alice", False),
        ("bob", False),
        ("charlie", False),
        ("auditor", False),
        ("staff", True),
        ("admin", True),
    ],
)
def test_only_the_office_is_offered_to_change_a_name(who, may):
    cast = make_cast()
    browser = cast.client(who)
    page = browser.get(address("actor-detail", cast.actor.slug))
    assert (address("actor-rename", cast.actor.slug) in page.content.decode()) is may
    past = browser.get(address("actor-detail", cast.actor.slug, as_of="2020-01-01"))
    assert address("actor-rename", cast.actor.slug) not in past.content.decode()


def test_what_is_not_known_of_an_actor_is_not_printed(client):
    bare = make_actor(slug="kaal")
    full = make_actor(
        slug="vol", website="https://voorbeeld.example/", enterprise_number="0123456749"
    )
    said = text_of(client.get(address("actor-detail", bare.slug)))
    assert "Website" not in said
    assert "Ondernemingsnummer" not in said
    page = client.get(address("actor-detail", full.slug))
    assert '<a href="https://voorbeeld.example/" rel="external">' in page.content.decode()
    assert "0123.456.749" in text_of(page)


def test_text_of_people_is_always_escaped(client, action):
    make_actor(slug="stout", name="<script>alert(1)</script>")
    for url in (address("actor-list"), address("actor-detail", "stout")):
        html = client.get(url).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_links_keep_the_moment(client, action):
    make_role(make_actor(slug="wit"), action)
    moment = {"as_of": "2020-06-30", "known_at": "2020-07-15"}
    html = client.get(address("actor-detail", "wit", **moment)).content.decode()
    query = "?as_of=2020-06-30&amp;known_at=2020-07-15"
    assert f'href="/acties/8.1.01/{query}"' in html
    assert f'href="/actoren/{query}"' in html
    listing = client.get(address("actor-list", **moment)).content.decode()
    assert f'href="/actoren/wit/{query}"' in listing
