"""Withdrawing, correcting, and what happens when two people change the same thing."""

from datetime import date

import pytest

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import Measurement, MilestonePlan, StatusUpdate, Target
from tests.factories.programme import (
    BASE,
    make_measurement,
    make_update,
)
from tests.programme.people import ROLES, make_cast, send, to
from tests.programme.reading import part_of, text_of
from tests.programme.test_changes import BODY, MEASUREMENT, PLAN, UPDATE

pytestmark = pytest.mark.django_db

REASON = "Een tikfout in de tekst."
OTHER = "Ook een andere gemeente doet intussen mee."


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def update(cast):
    return make_update(cast.action, date(2015, 6, 30), body=BODY)


# ── withdraw ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ROLES)
def test_lead_and_staff_withdraw_an_update_and_nobody_else(cast, update, who):
    url = to("fact-withdraw", "update", update.public_id)
    response = send(cast.client(who), url, reason=REASON)
    update.refresh_from_db()
    if who in ("alice", "staff", "admin"):
        assert response.status_code == 302
        assert update.withdrawn_by == cast.people[who]
        assert update.withdrawn_reason == REASON
    else:
        assert response.status_code == 403
        assert update.withdrawn_at is None


def test_withdrawn_update_is_shown_with_its_reason_inside_and_not_outside(cast, update):
    send(cast.client("alice"), to("fact-withdraw", "update", update.public_id), reason=REASON)
    for who in ("alice", "bob", "staff", "auditor"):
        page = part_of(cast.client(who).get(to("action-detail", "7.1.01")), "h-stand")
        assert "Ingetrokken op" in page
        assert REASON in page
    for who in ("visitor", "charlie"):
        page = text_of(cast.client(who).get(to("action-detail", "7.1.01")))
        assert BODY not in page
        assert REASON not in page


def test_withdrawal_needs_a_reason_of_five_characters(cast, update):
    url = to("fact-withdraw", "update", update.public_id)
    response = send(cast.client("alice"), url, reason="foei")
    assert response.status_code == 400
    assert response.context["form"].errors["reason"] == ["Geef een reden van minstens 5 tekens."]
    assert StatusUpdate.objects.known().exists()


def test_withdrawing_twice_says_that_it_was_done(cast, update):
    url = to("fact-withdraw", "update", update.public_id)
    client = cast.client("alice")
    send(client, url, reason=REASON)
    again = client.post(url, {"reason": "Nog eens.", "version": 1}, follow=True)
    assert "Deze rij was al ingetrokken; er is niets gewijzigd." in text_of(again)
    update.refresh_from_db()
    assert update.withdrawn_reason == REASON


def test_target_is_withdrawn_by_staff_and_not_by_the_lead(cast):
    row = operations.set_target(
        indicator=cast.indicator,
        value=100,
        due_on=date(2017, 12, 31),
        valid_on=date(2015, 1, 1),
        **BASE,
    )
    url = to("fact-withdraw", "target", row.public_id)
    assert send(cast.client("alice"), url, reason=REASON).status_code == 403
    assert send(cast.client("staff"), url, reason=REASON).status_code == 302
    assert not Target.objects.known().exists()


def test_visitor_of_a_withdrawn_row_lands_on_its_replacement(cast, update):
    new = operations.correct_fact(fact=update, changes={"body": OTHER}, reason=REASON, **BASE)
    newest = operations.correct_fact(fact=new, changes={"body": BODY}, reason=REASON, **BASE)
    response = cast.client("visitor").get(to("fact-detail", "update", update.public_id))
    assert response.status_code == 302
    assert response["Location"] == to("fact-detail", "update", newest.public_id)
    inside = cast.client("alice").get(to("fact-detail", "update", update.public_id))
    assert "Ingetrokken op" in text_of(inside)


def test_withdrawn_measurement_is_not_there_for_a_visitor(cast):
    row = make_measurement(cast.indicator, 5, date(2015, 6, 30))
    operations.withdraw_fact(fact=row, by=None, reason=REASON)
    url = to("fact-detail", "measurement", row.public_id)
    assert cast.client("visitor").get(url).status_code == 404
    assert cast.client("charlie").get(url).status_code == 404
    assert cast.client("alice").get(url).status_code == 200
    assert cast.client("staff").get(url).status_code == 200


def test_update_that_is_not_public_is_there_for_insiders_only(cast):
    row = make_update(cast.action, date(2015, 6, 30), is_public=False)
    url = to("fact-detail", "update", row.public_id)
    codes = {who: cast.client(who).get(url).status_code for who in ROLES}
    hidden = {"visitor", "charlie"}
    assert codes == {who: 404 if who in hidden else 200 for who in ROLES}


# ── correct ──────────────────────────────────────────────────────────────────────────────────
def test_correction_withdraws_and_replaces_in_one_go(cast, update):
    url = to("fact-correct", "update", update.public_id)
    fields = UPDATE | {"body": OTHER, "correction_reason": REASON}
    assert send(cast.client("alice"), url, **fields).status_code == 302
    update.refresh_from_db()
    new = StatusUpdate.objects.known().get()
    assert (new.replaces, new.body, new.recorded_by) == (update, OTHER, cast.people["alice"])
    assert (update.withdrawn_reason, update.body) == (REASON, BODY)


def test_correction_starts_from_the_row_and_asks_why(cast, update):
    client = cast.client("alice")
    url = to("fact-correct", "update", update.public_id)
    assert BODY in client.get(url).content.decode()
    response = send(client, url, **UPDATE | {"body": OTHER})
    assert list(response.context["form"].errors) == ["correction_reason"]
    assert OTHER in response.content.decode()


def test_correction_keeps_a_vagueness_that_only_a_source_may_state(cast):
    row = make_measurement(cast.indicator, 5, date(2015, 12, 31), valid_on_precision="by")
    url = to("fact-correct", "measurement", row.public_id)
    client = cast.client("staff")
    form = client.get(url).context["form"]
    assert ("by", "uiterlijk") in [
        (k, str(v)) for k, v in form.fields["valid_on_precision"].choices
    ]
    fields = MEASUREMENT | {
        "valid_on": "31/12/2015",
        "valid_on_precision": "by",
        "value": "6",
        "correction_reason": REASON,
    }
    assert send(client, url, **fields).status_code == 302
    assert Measurement.objects.known().get().valid_on_text == "uiterlijk 2015"


def test_range_of_years_that_becomes_a_day_loses_its_first_day(cast):
    row = make_measurement(
        cast.indicator,
        5,
        date(2014, 12, 31),
        valid_on_precision="range",
        valid_on_from=date(2013, 1, 1),
    )
    fields = MEASUREMENT | {"valid_on": "30/06/2014", "correction_reason": REASON}
    url = to("fact-correct", "measurement", row.public_id)
    assert send(cast.client("staff"), url, **fields).status_code == 302
    new = Measurement.objects.known().get()
    assert (new.valid_on, new.valid_on_from) == (date(2014, 6, 30), None)


def test_first_plan_is_corrected_without_a_decider(cast):
    row = MilestonePlan.objects.get()
    fields = {
        "due_on": "30/11/2016",
        "due_on_precision": "day",
        "valid_on": "01/01/2013",
        "correction_reason": REASON,
    }
    url = to("fact-correct", "plan", row.public_id)
    assert send(cast.client("alice"), url, **fields).status_code == 302
    assert MilestonePlan.objects.known().get().number == 1


def test_version_of_a_thing_cannot_be_corrected_through_a_form(cast):
    row = cast.action.versions.get()
    url = to("fact-correct", "action-version", row.public_id)
    assert cast.client("staff").get(url).status_code == 403


@pytest.mark.parametrize("kind", ["onzin", "Update", "user"])
def test_unknown_sort_of_row_is_not_found(cast, update, kind):
    assert cast.client("staff").get(f"/rijen/{kind}/{update.public_id}/").status_code == 404


def test_row_of_an_action_that_may_not_be_seen_is_not_found(cast, update):
    operations.change_action(
        action=cast.action,
        title="Verborgen",
        line=cast.action.versions.get().line,
        is_public=False,
        valid_on=date(2014, 1, 1),
        **BASE,
    )
    for name in ("fact-detail", "fact-correct", "fact-withdraw"):
        url = to(name, "update", update.public_id)
        assert cast.client("charlie").get(url).status_code == 404
        assert cast.client("alice").get(url).status_code == 200


# ── two at once ──────────────────────────────────────────────────────────────────────────────
def test_form_that_is_sent_twice_is_saved_once(cast):
    client, url = cast.client("alice"), to("update-new", "7.1.01")
    fields = UPDATE | {"version": client.get(url).context["form"].initial["version"]}
    assert client.post(url, fields).status_code == 302
    again = client.post(url, fields)
    assert again.status_code == 409
    assert StatusUpdate.objects.count() == 1
    assert "of u verstuurde dit formulier twee keer" in text_of(again)


def test_stale_form_shows_what_is_there_now_beside_what_was_filled_in(cast):
    client, url = cast.client("alice"), to("update-new", "7.1.01")
    seen = client.get(url).context["form"].initial["version"]
    send(cast.client("staff"), url, **UPDATE | {"body": OTHER, "declared_status": "started"})
    response = client.post(url, UPDATE | {"version": seen})
    assert response.status_code == 409
    rows = {row.label: (row.now, row.yours) for row in response.context["both"]}
    assert rows["Hoe staat het met de actie?"] == (OTHER, BODY)
    assert rows["Welke status geeft u op?"] == ("opgestart", "Geen status")
    assert rows["Datum"] == ("30 juni 2015", "30 juni 2015")
    both = part_of(response, "h-botsing")
    assert OTHER in both
    assert BODY in both


def test_stale_form_can_be_sent_again_after_a_look(cast):
    client, url = cast.client("alice"), to("update-new", "7.1.01")
    seen = client.get(url).context["form"].initial["version"]
    send(cast.client("staff"), url, **UPDATE | {"body": OTHER})
    refused = client.post(url, UPDATE | {"version": seen})
    fresh = refused.context["form"]["version"].value()
    assert client.post(url, UPDATE | {"version": fresh}).status_code == 302
    assert StatusUpdate.objects.known().count() == 2


def test_correction_of_a_row_that_another_corrected_shows_both_and_loses_nothing(cast, update):
    client, url = cast.client("alice"), to("fact-correct", "update", update.public_id)
    seen = client.get(url).context["form"].initial["version"]
    send(cast.client("staff"), url, **UPDATE | {"body": OTHER, "correction_reason": REASON})
    mine = UPDATE | {"body": "Mijn eigen verbetering van de tekst.", "correction_reason": REASON}
    response = client.post(url, mine | {"version": seen})
    assert response.status_code == 409
    both = part_of(response, "h-botsing")
    assert OTHER in both
    assert "Mijn eigen verbetering" in both
    fresh = response.context["form"]["version"].value()
    assert client.post(url, mine | {"version": fresh}).status_code == 302
    assert StatusUpdate.objects.known().get().body == mine["body"]


def test_stale_plan_shows_the_plan_of_the_other(cast):
    client, url = cast.client("alice"), to("plan-new", "7.1.01", "M1")
    seen = client.get(url).context["form"].initial["version"]
    send(cast.client("staff"), url, **PLAN | {"due_on": "30/06/2018"})
    response = client.post(url, PLAN | {"version": seen})
    assert response.status_code == 409
    assert "30 juni 2018" in part_of(response, "h-botsing")
    assert MilestonePlan.objects.known().count() == 2


def test_form_without_its_version_saves_nothing(cast):
    response = cast.client("alice").post(to("update-new", "7.1.01"), UPDATE)
    assert response.status_code == 400
    assert "het formulier kwam zonder zijn versie toe" in text_of(response)
    assert not StatusUpdate.objects.exists()


def test_version_of_a_form_does_not_reach_across_things(cast):
    """A version that fits another action is worth nothing here."""
    for _ in range(3):
        make_update(cast.other, date(2015, 1, 1))
    cast.other.refresh_from_db()
    response = cast.client("alice").post(
        to("update-new", "7.1.01"), UPDATE | {"version": cast.other.version}
    )
    assert response.status_code == 409
