"""The page of an action on the start data: what the source says, where it says it, and since when."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import Action, ActionLine, Milestone
from slimsamenwerken.programme.seed.facts import FACTS
from slimsamenwerken.programme.seed.load import load_start_data
from tests.factories.accounts import make_person
from tests.factories.programme import (
    BASE,
    make_action,
    make_line,
    make_milestone,
    make_update,
)
from tests.programme.reading import address, csv_of, part_of, text_of

pytestmark = pytest.mark.django_db
SCAN = address("action-detail", "1.2.04")
PAGES = {"1": "/actielijnen/"}


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for the module; each test stands in a savepoint of this transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_start_data()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def scan(client):
    return client.get(SCAN, {"as_of": "2015-12-31"})


def events_of(response):
    html = response.content.decode()
    found = re.findall(
        r'timeline__date">(.*?)</span>\s*<div class="timeline__body">(.*?)</div>', html, re.DOTALL
    )
    strip = lambda text: " ".join(re.sub(r"<[^>]+>", " ", text).split())  # noqa: E731
    return [(strip(when), strip(text)) for when, text in found]


def course_of(response):
    """The events of the course, without the updates below it."""
    html = part_html(response, "h-verloop")
    return events_of(type("Part", (), {"content": html.encode()}))


def part_html(response, heading):
    html = response.content.decode()
    return re.search(rf'aria-labelledby="{heading}".*?</section>', html, re.DOTALL)[0]


# ── 1.2.04 Materialenscan ────────────────────────────────────────────────────────────────────
def test_scan_shows_77_scans_at_the_end_of_september_2015(scan):
    assert ("september 2015", "Uitgevoerde materialenscans: 77 .") in [
        (when, text.partition(" (")[0]) for when, text in course_of(scan)
    ]
    assert "77" in part_of(scan, "h-indicator-K2")
    assert "september 2015" in part_of(scan, "h-indicator-K2")


@pytest.mark.parametrize(("as_of", "there"), [("2015-08-31", False), ("2015-09-30", True)])
def test_scans_are_known_from_the_day_of_their_count(client, as_of, there):
    page = client.get(SCAN, {"as_of": as_of})
    assert ("77" in part_of(page, "h-indicator-K2")) is there


def test_extension_has_its_date_and_says_that_the_original_is_not_stated(scan):
    planning = part_of(scan, "h-planning")
    assert "31/12/2016" in planning
    assert "oorspronkelijke datum niet vermeld" in planning
    assert "Verlenging volgens de bron" in planning
    assert "De actie loopt tot en met 31 december 2016" in planning


def test_before_the_extension_was_known_the_action_had_no_end(client):
    page = client.get(SCAN, {"as_of": "2014-12-31"})
    assert "31/12/2016" not in part_of(page, "h-planning")
    assert "31 december 2016" not in part_of(page, "h-verloop")


def test_doorstart_is_told_on_both_sides(client, scan):
    assert "Met actielijn 1.2: Doorgestart in P1 Potentieel circulaire economie" in part_of(
        scan, "h-wie"
    )
    lever = client.get(address("action-detail", "P1"), {"as_of": "2015-12-31"})
    who = part_of(lever, "h-wie")
    assert "Komt voort uit actielijn 1.2" in who
    assert 'href="/actielijnen/1.2/?as_of=2015-12-31"' in part_html(lever, "h-wie")


def test_input_of_the_pilots_is_told_on_both_sides(client, scan):
    assert "Krijgt input van 1.2.03 Pilootprojecten ecoclusters" in part_of(scan, "h-wie")
    pilots = client.get(address("action-detail", "1.2.03"))
    assert "Geeft input voor 1.2.04 Materialenscan" in part_of(pilots, "h-wie")


def test_lead_of_the_domain_is_inherited_where_there_is_no_own_lead(client, scan):
    who = part_of(scan, "h-wie")
    assert "Trekker van het actiedomein Bond Beter Leefmilieu (geen eigen trekker)" in who
    own = part_of(client.get(address("action-detail", "1.4.01")), "h-wie")
    assert "Trekker Bond Beter Leefmilieu" in own
    assert "geen eigen trekker" not in own


def test_actors_stand_by_role_with_their_note(scan):
    who = part_of(scan, "h-wie")
    assert "Uitvoerders (ontwikkelaar) Agentschap Ondernemen , Openbare Vlaamse Afvalstoffen" in who
    assert "Financier (bestaande kanalen) Agentschap Innoveren en Ondernemen" in who
    assert "Doelgroep bedrijven" in who


def test_period_of_a_role_is_printed_as_vaguely_as_the_source_states_it(client):
    who = part_of(client.get(address("action-detail", "1.4.02"), {"as_of": "2014-12-31"}), "h-wie")
    assert "Netwerk Bewust Verbruiken (2013 – 2014)" in who


def test_status_is_declared_and_computed_with_a_sentence_and_its_rows(scan):
    status = part_of(scan, "h-status")
    assert "Opgegeven in uitvoering" in status
    assert "Berekend in uitvoering" in status
    assert "Afgeleid uit de stand van zaken van 31 december 2015" in status
    assert "S5 past" in status
    assert "S4 past niet" in status
    assert re.search(r'href="#mijlpaal-\d+">mijlpaal 1\.2\.04-M1', part_html(scan, "h-status"))


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2016-12-31", "in uitvoering"),
        ("2017-01-01", "bijzondere aandacht nodig"),
        ("2017-01-31", "bijkomende actie noodzakelijk"),
    ],
)
def test_status_of_the_scan_after_its_end(client, as_of, status):
    page = client.get(SCAN, {"as_of": as_of})
    assert f"Berekend {status}" in part_of(page, "h-status")


def test_course_is_told_from_old_to_new_with_the_reference_date_in_its_place(scan):
    course = course_of(scan)
    dates = [when for when, _text in course]
    assert dates == [
        "2013",
        "2013",
        "september 2015",
        "uiterlijk 2015",
        "31 december 2015",
        "31 december 2016",
    ]
    assert course[0][1] == "De actie start."
    assert course[1][1].startswith("Mijlpaal gerealiseerd: Materialenscan beschikbaar")
    assert course[4][1].startswith("Peildatum.")
    assert course[5][1].startswith("Gepland:")


def test_planning_is_a_chart_with_a_title_and_the_same_data_in_a_table(scan):
    html = part_html(scan, "h-planning")
    assert re.search(r'<svg[^>]*role="img"', html)
    assert "<title" in html
    assert "<desc" in html
    table = html[html.index("<table") :]
    assert '<span class="code">M1</span>' in table
    assert '<span class="code">M2</span>' in table
    assert "Materialenscan beschikbaar voor bedrijven" in table


def test_milestones_can_be_taken_along_in_dutch(client, scan):
    rows = csv_of(client.get(address("milestone-export", "1.2.04", as_of="2015-12-31")))
    assert [row["Code"] for row in rows] == ["1.2.04-M1", "1.2.04-M2"]
    assert [row["Resultaat"] for row in rows] == ["gerealiseerd", ""]
    assert [row["Huidige datum"] for row in rows] == ["", "2016-12-31"]
    assert [row["Oorspronkelijke datum"] for row in rows] == ["", ""]


def test_progress_without_baseline_is_a_dash_with_its_reason(scan):
    assert "Vooruitgang: – (geen nulmeting)" in part_of(scan, "h-indicator-K2")


# ── the 83 facts ─────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def pages(_loaded):
    """Every page on which facts are shown, read once."""
    places = {place.code for fact in FACTS for place in fact.places}
    client = Client()
    return {place: client.get(page_of(place)).content.decode() for place in places}


def page_of(place):
    if place in PAGES:
        return PAGES[place]
    return f"/actielijnen/{place}/" if len(place) == 3 else address("action-detail", place)


def test_every_fact_stands_on_the_page_of_each_of_its_places(pages):
    assert len(FACTS) == 83
    missing = [
        (fact.code, place.code)
        for fact in FACTS
        for place in fact.places
        if f'id="feit-{fact.code}"' not in pages[place.code]
    ]
    assert missing == []


def test_every_fact_reads_as_the_source_with_its_date(pages):
    for fact in FACTS:
        html = pages[fact.places[0].code]
        entry = html.partition(f'id="feit-{fact.code}"')[2].partition("</dd>")[0]
        words = text_of(type("Part", (), {"content": entry.encode()}))
        assert fact.text in words
        if fact.date_text:
            assert f"({fact.date_text}" in words


def test_date_that_was_read_into_the_source_is_marked(pages):
    derived = [fact for fact in FACTS if fact.basis]
    assert len(derived) > 5
    for fact in FACTS:
        html = pages[fact.places[0].code]
        entry = html.partition(f'id="feit-{fact.code}"')[2].partition("</dd>")[0]
        assert ("afgeleid)" in entry) is bool(fact.basis)


def test_every_fact_is_the_first_hit_of_its_own_code(client):
    for fact in FACTS:
        response = client.get("/zoeken/", {"q": fact.code})
        first = response.context["groups"][0].hits[0]
        assert first.title == fact.code
        assert first.url == f"{page_of(fact.places[0].code)}#feit-{fact.code}"


def test_every_fact_is_found_by_its_own_words(client):
    """The first five words of its text find the fact, wherever it is shown."""
    lost = []
    for fact in FACTS[::4]:
        words = " ".join(re.findall(r"\w{4,}", fact.text)[:4])
        groups = client.get("/zoeken/", {"q": words, "soort": "programme.source_facts"})
        hits = [hit.title for group in groups.context["groups"] for hit in group.hits]
        if fact.code not in hits:
            lost.append((fact.code, words))
    assert lost == []


# ── what is not for everyone, or not yet ─────────────────────────────────────────────────────
def test_link_to_a_hidden_action_is_not_shown_to_a_visitor(client):
    hidden = make_action(code="1.2.98", title="Geheim plan", is_public=False,
                         line=ActionLine.objects.get(code="1.2"))  # fmt: skip
    scan = Action.objects.get(code="1.2.04")
    operations.relate_actions(from_action=scan, to_action=hidden, kind="input_for", **BASE)
    assert "1.2.98" not in text_of(client.get(SCAN))
    client.force_login(make_person("staff"))
    assert "Geeft input voor 1.2.98 Geheim plan" in text_of(client.get(SCAN))


def test_link_to_an_action_that_does_not_exist_yet_is_not_shown(client):
    later = make_action(code="1.2.97", title="Latere actie", valid_on=date(2020, 1, 1),
                        line=ActionLine.objects.get(code="1.2"))  # fmt: skip
    scan = Action.objects.get(code="1.2.04")
    operations.relate_actions(from_action=scan, to_action=later, kind="related", **BASE)
    assert "1.2.97" not in text_of(client.get(SCAN, {"as_of": "2019-12-31"}))
    assert "1.2.97" in text_of(client.get(SCAN, {"as_of": "2020-01-01"}))


def test_reason_of_a_deviation_in_an_internal_update_stays_inside(client):
    action = Action.objects.get(code="1.2.04")
    operations.add_update(
        action=action,
        by=make_person("staff"),
        body="Alles is al klaar, maar dat mag nog niet bekend zijn.",
        declared_status="achieved",
        deviation_reason="Vertrouwelijke reden.",
        is_public=False,
        valid_on=date(2016, 1, 1),
    )
    page = text_of(client.get(SCAN))
    assert "Vertrouwelijke reden" not in page
    assert "De reden is niet openbaar." in page
    assert "Uit een stand van zaken van 1 januari 2016 die niet openbaar is." in page
    client.force_login(make_person("staff"))
    assert "Vertrouwelijke reden" in text_of(client.get(SCAN))


def test_insiders_do_not_see_at_an_earlier_moment_what_was_written_and_withdrawn_later(
    client, clock
):
    clock("2016-06-01T10:00:00+02:00")
    action = make_action(code="1.2.96", line=make_line(code="1.9"))
    clock("2016-08-01T10:00:00+02:00")
    row = make_update(action, date(2016, 1, 1), body="Later geschreven en ingetrokken.")
    operations.withdraw_fact(fact=row, by=None, reason="Toch niet juist.")
    client.force_login(make_person("staff"))
    url = address("action-detail", "1.2.96", as_of="2016-05-31")
    assert "Later geschreven" in text_of(client.get(url))
    assert "Later geschreven" not in text_of(client.get(f"{url}&known_at=2016-07-01"))


def test_buttons_are_there_for_those_who_may_and_only_today(client):
    assert "Stand van zaken toevoegen" not in text_of(client.get(SCAN))
    client.force_login(make_person("staff"))
    assert "Stand van zaken toevoegen" in text_of(client.get(SCAN))
    assert "Stand van zaken toevoegen" not in text_of(client.get(SCAN, {"as_of": "2015-12-31"}))


def test_moved_milestone_shows_original_current_changes_reason_and_decider(client):
    action = Action.objects.get(code="1.4.01")
    milestone = make_milestone(action, code="M9", due_on=date(2016, 6, 30))
    for number, due in enumerate((date(2016, 12, 31), date(2017, 6, 30)), start=2):
        operations.plan_milestone(
            milestone=Milestone.objects.get(pk=milestone.pk),
            due_on=due,
            valid_on=date(2016, number, 1),
            reason="De partners zijn later klaar.",
            decided_by="Stuurgroep",
            **BASE,
        )
    planning = part_of(client.get(address("action-detail", "1.4.01")), "h-planning")
    assert "30/06/2016 30/06/2017 2" in planning
    assert "De partners zijn later klaar. (Stuurgroep)" in planning
    early = part_of(
        client.get(address("action-detail", "1.4.01", as_of="2016-02-15")), "h-planning"
    )
    assert "30/06/2016 31/12/2016 1" in early


def test_every_link_to_another_page_of_that_day_keeps_the_day(scan):
    html = scan.content.decode()
    main = html[html.index("<main") : html.index("</main>")] + html[: html.index("<main")]
    targets = re.findall(r'href="(/(?:acties|actoren|indicatoren|actielijnen)/[^"#]*)', main)
    pages = [url for url in targets if url != SCAN]  # the way back to today
    assert len(pages) > 10
    assert [url for url in pages if "as_of=2015-12-31" not in url] == []
