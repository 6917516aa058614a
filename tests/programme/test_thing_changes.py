"""The office adds and changes actions, milestones, indicators and actors; nobody else does."""

from datetime import date

import pytest

from slimsamenwerken.programme.models import (
    Action,
    ActionVersion,
    Actor,
    ActorVersion,
    Indicator,
    IndicatorVersion,
    Milestone,
    MilestoneVersion,
)
from tests.programme.people import ROLES, make_cast, send, to
from tests.programme.reading import part_of, text_of

pytestmark = pytest.mark.django_db

OFFICE = {"staff", "admin"}
SINCE = {"valid_on": "01/06/2015"}
VAGUE = {"starts_on_precision": "day", "ends_on_precision": "day"}


@pytest.fixture
def cast():
    return make_cast()


def line_of(cast):
    return cast.action.versions.earliest("valid_on").line_id


def action_fields(cast, **fields):
    return SINCE | VAGUE | {"title": "Hernoemd", "line": line_of(cast), "is_public": "on"} | fields


def indicator_fields(**fields):
    given = {"title": "Opgehaald afval", "unit": "ton", "decimals": "1", "level": "output"}
    how = {"aggregation": "flow", "dimension_aggregation": "none"}
    return SINCE | given | how | fields


def pages_of(cast):
    return {
        "action-new": ((), action_fields(cast, code="7.1.09"), ActionVersion),
        "action-change": (("7.1.01",), action_fields(cast), ActionVersion),
        "milestone-new": (("7.1.01",), SINCE | {"code": "M9", "title": "Nieuw"}, MilestoneVersion),
        "milestone-change": (("7.1.01", "M1"), SINCE | {"title": "Anders"}, MilestoneVersion),
        "indicator-new": ((), indicator_fields(code="V99"), IndicatorVersion),
        "indicator-change": (("V71",), indicator_fields(), IndicatorVersion),
        "actor-new": ((), SINCE | {"name": "Nieuwe actor", "kind": "network"}, ActorVersion),
    }


NAMES = (
    "action-new", "action-change", "milestone-new", "milestone-change", "actor-new",
    "indicator-new", "indicator-change",
)  # fmt: skip


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("name", NAMES)
def test_office_may_and_nobody_else(cast, name, who):
    args, fields, model = pages_of(cast)[name]
    before = model.objects.count()
    response = send(cast.client(who), to(name, *args), **fields)
    if who in OFFICE:
        assert response.status_code == 302
        assert model.objects.count() == before + 1
        assert model.objects.order_by("-id")[0].recorded_by == cast.people[who]
        return
    assert model.objects.count() == before
    assert response.status_code == 403  # a visitor's is the login page, with the form kept in it


@pytest.mark.parametrize("who", ROLES)
def test_links_to_these_pages_are_there_for_those_who_may(cast, who):
    page = text_of(cast.client(who).get(to("action-detail", "7.1.01")))
    for words in ("Actie wijzigen", "Mijlpaal toevoegen"):
        assert (words in page) is (who in OFFICE)


@pytest.mark.parametrize(
    ("name", "words"),
    [("action-list", "Actie"), ("actor-list", "Actor"), ("indicator-list", "Indicator")],
)
def test_lists_lead_to_the_page_that_adds_one_but_not_on_a_past_day(cast, name, words):
    for who in ROLES:
        page = text_of(cast.client(who).get(to(name)))
        assert (f"{words} toevoegen" in page) is (who in OFFICE)
    past = cast.client("staff").get(to(name), {"as_of": "2015-12-31"})
    assert f"{words} toevoegen" not in text_of(past)


# ── actions ──────────────────────────────────────────────────────────────────────────────────
def test_new_action_opens_on_its_own_page(cast):
    response = send(
        cast.client("staff"), to("action-new"), **action_fields(cast, code="p9", line="")
    )
    assert response["Location"] == to("action-detail", "P9")
    assert Action.objects.get(code="P9").versions.get().kind == "lever_project"


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"code": "7.1.01"}, "code", "Deze code bestaat al."),
        ({"code": "7.1"}, "code", "Geef een code zoals 1.2.04 of P1."),
        ({"code": "7.1.09", "line": "999999"}, "line", "Kies een waarde uit de lijst."),
        (
            {"code": "7.1.09", "starts_on": "1/1/2016", "ends_on": "1/1/2015"},
            "ends_on",
            "De einddatum ligt voor de begindatum.",
        ),
        (
            {"code": "7.1.09", "ends_on": "1/1/2016", "is_continuous": "on"},
            "ends_on",
            "Een doorlopende actie heeft geen einddatum.",
        ),
    ],
)
def test_action_that_breaks_a_rule_is_refused_with_its_sentence(cast, fields, field, sentence):
    before = Action.objects.count()
    response = send(cast.client("staff"), to("action-new"), **action_fields(cast, **fields))
    assert response.status_code == 400
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert sentence is None or errors[field] == [sentence]
    assert Action.objects.count() == before


def test_changed_action_keeps_what_it_was_on_earlier_days(cast):
    client = cast.client("staff")
    send(client, to("action-change", "7.1.01"), **action_fields(cast, title="Nieuwe titel"))
    assert "Nieuwe titel" in text_of(client.get(to("action-detail", "7.1.01")))
    before = client.get(to("action-detail", "7.1.01"), {"as_of": "2015-05-31"})
    assert "Actie van Alice" in text_of(before)
    assert "Nieuwe titel" not in part_of(before, "h-status")


def test_form_of_an_action_starts_from_what_holds_today(cast):
    form = cast.client("staff").get(to("action-change", "7.1.01")).context["form"]
    assert form.initial["title"] == "Actie van Alice"
    assert form.initial["line"] == line_of(cast)
    assert form.initial["starts_on"] == date(2013, 1, 1)


def test_changing_an_action_keeps_a_vague_period_as_the_source_states_it(cast):
    send(
        cast.client("staff"), to("action-change", "7.1.01"),
        **action_fields(cast, starts_on="1/5/2014", starts_on_precision="year"),
    )  # fmt: skip
    row = ActionVersion.objects.get(action=cast.action, valid_on=date(2015, 6, 1))
    assert (row.starts_on, row.starts_on_text) == (date(2014, 12, 31), "2014")
    form = cast.client("staff").get(to("action-change", "7.1.01")).context["form"]
    assert form.initial["starts_on_precision"] == "year"


def test_two_who_change_an_action_see_both(cast):
    client, url = cast.client("staff"), to("action-change", "7.1.01")
    seen = client.get(url).context["form"].initial["version"]
    send(cast.client("admin"), url, **action_fields(cast, title="Van de ander"))
    mine = action_fields(cast, title="Van mij", valid_on="02/06/2015") | {"version": seen}
    response = client.post(url, mine)
    assert response.status_code == 409
    rows = {row.label: row for row in response.context["both"]}
    assert (rows["Titel"].now, rows["Titel"].yours) == ("Van de ander", "Van mij")
    assert not rows["Actielijn"].differs


def test_action_made_not_public_is_gone_for_visitors(cast):
    fields = action_fields(cast) | {"is_public": None}
    send(cast.client("staff"), to("action-change", "7.1.01"), **fields)
    assert cast.client("visitor").get(to("action-detail", "7.1.01")).status_code == 404


# ── milestones ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("M1", "Deze mijlpaalcode bestaat al."),
        ("M/1", "Gebruik letters en cijfers, zoals M3."),
        ("M 1", "Gebruik letters en cijfers, zoals M3."),
    ],
)
def test_code_of_a_milestone_is_new_and_fits_in_an_address(cast, code, sentence):
    response = send(
        cast.client("staff"), to("milestone-new", "7.1.01"), **SINCE | {"code": code, "title": "X"}
    )
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert Milestone.objects.count() == 1


def test_changed_milestone_shows_owner_and_when_it_is_done(cast):
    fields = SINCE | {
        "title": "Verslag klaar",
        "done_when": "Het verslag staat op de website.",
        "owner": cast.actor.pk,
        "is_final": "on",
    }
    send(cast.client("staff"), to("milestone-change", "7.1.01", "M1"), **fields)
    row = MilestoneVersion.objects.get(valid_on=date(2015, 6, 1))
    assert (row.owner, row.is_final) == (cast.actor, True)
    planning = part_of(cast.client("visitor").get(to("action-detail", "7.1.01")), "h-planning")
    assert "Verslag klaar" in planning
    assert "Het verslag staat op de website." in planning


def test_milestone_of_another_action_is_not_found_under_this_one(cast):
    url = to("milestone-change", "7.1.02", "M1")
    assert cast.client("staff").get(url).status_code == 404


# ── indicators ───────────────────────────────────────────────────────────────────────────────
def test_new_indicator_opens_on_its_own_page(cast):
    fields = indicator_fields(code="k9", definition="Het afval dat in een jaar is opgehaald.")
    response = send(cast.client("staff"), to("indicator-new"), **fields)
    assert response["Location"] == to("indicator-detail", "K9")
    page = text_of(cast.client("visitor").get(response["Location"]))
    assert "Opgehaald afval" in page
    assert "Het afval dat in een jaar is opgehaald." in page


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"code": "V71"}, "code", "Deze code bestaat al."),
        ({"code": "K/9"}, "code", "Gebruik letters en cijfers, zoals K4."),
        ({"code": "nieuw"}, "code", "Gebruik letters en cijfers, zoals K4."),
        ({"unit": "%"}, "aggregation", "Een verhouding heeft teller en noemer nodig."),
        (
            {"source_metric": "programme.on_track_share"},
            "live_from",
            "Geef de dag vanaf wanneer het portaal berekent.",
        ),
        (
            {"live_from": "1/1/2015"},
            "source_metric",
            "Kies wat het portaal vanaf die dag berekent.",
        ),
    ],
)
def test_indicator_that_breaks_a_rule_is_refused_at_its_field(cast, fields, field, sentence):
    fields = indicator_fields(code="V99") | fields
    response = send(cast.client("staff"), to("indicator-new"), **fields)
    assert response.status_code == 400
    assert response.context["form"].errors == {field: [sentence]}
    assert response.context["form"]["title"].value() == "Opgehaald afval"
    assert Indicator.objects.count() == 1


def test_changed_indicator_keeps_its_definition_on_earlier_days(cast):
    client, page = cast.client("staff"), to("indicator-detail", "V71")
    send(client, to("indicator-change", "V71"), **indicator_fields(definition="Nieuwe afspraak."))
    assert "Nieuwe afspraak." in text_of(client.get(page))
    before = text_of(client.get(page, {"as_of": "2015-05-31"}))
    assert "Nieuwe afspraak." not in before
    assert "Een definitie van meer dan dertig tekens lang." in before


def test_form_of_an_indicator_starts_from_what_holds_today(cast):
    form = cast.client("staff").get(to("indicator-change", "V71")).context["form"]
    found = {name: form.initial[name] for name in ("unit", "direction", "aggregation")}
    assert found == {"unit": "aantal", "direction": "rising", "aggregation": "cumulative"}


def test_second_version_from_one_day_is_refused_at_the_date(cast):
    client, url = cast.client("staff"), to("indicator-change", "V71")
    send(client, url, **indicator_fields())
    response = send(client, url, **indicator_fields(title="Nog eens"))
    assert response.context["form"].errors == {
        "valid_on": ["Er is al een versie vanaf deze datum."]
    }


def test_two_who_change_an_indicator_see_both(cast):
    client, url = cast.client("staff"), to("indicator-change", "V71")
    seen = client.get(url).context["form"].initial["version"]
    send(cast.client("admin"), url, **indicator_fields(title="Van de ander"))
    mine = indicator_fields(title="Van mij", valid_on="02/06/2015") | {"version": seen}
    response = client.post(url, mine)
    assert response.status_code == 409
    rows = {row.label: row for row in response.context["both"]}
    assert (rows["Titel"].now, rows["Titel"].yours) == ("Van de ander", "Van mij")


def test_link_to_change_an_indicator_is_there_for_those_who_may(cast):
    for who in ROLES:
        page = text_of(cast.client(who).get(to("indicator-detail", "V71")))
        assert ("Indicator wijzigen" in page) is (who in OFFICE)


# ── actors ───────────────────────────────────────────────────────────────────────────────────
def test_short_name_follows_from_the_name(cast):
    response = send(
        cast.client("staff"), to("actor-new"), **SINCE | {"name": "Café & Co", "kind": "company"}
    )
    assert response["Location"] == to("actor-detail", "cafe-en-co")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "X", "slug": "trekker-van-alice"}, "Deze korte naam bestaat al."),
        ({"name": "Nieuw"}, "Geef een korte naam met letters of cijfers."),
        ({"name": "!!!"}, "Geef een korte naam met letters of cijfers."),
    ],
)
def test_short_name_is_new_and_fits_in_an_address(cast, fields, sentence):
    before = Actor.objects.count()
    response = send(cast.client("staff"), to("actor-new"), **SINCE | {"kind": "company"} | fields)
    assert response.status_code == 400
    assert response.context["form"].errors["slug"] == [sentence]
    assert Actor.objects.count() == before
