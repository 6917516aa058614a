"""Every change through its page: who may, what is saved, what is refused with which sentence."""

from datetime import date

import pytest
from django.utils import timezone

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import (
    ActionClosure,
    ActorVersion,
    Measurement,
    MilestoneOutcome,
    MilestonePlan,
    Participation,
    RuleSet,
    StatusUpdate,
    Target,
)
from slimsamenwerken.programme.thresholds import DEFAULTS
from tests.factories.accounts import make_organisation, make_person
from tests.factories.programme import (
    make_action,
    make_actor,
    make_domain,
    make_line,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)
from tests.programme.people import ROLES, make_cast, send, to
from tests.programme.reading import text_of

pytestmark = pytest.mark.django_db

BODY = "De eerste resultaten zijn er: drie gemeenten doen mee."
REASON = "Een tikfout in de tekst."
UPDATE = {"valid_on": "30/06/2015", "valid_on_precision": "day", "body": BODY, "is_public": "on"}
OUTCOME = {
    "kind": "realised",
    "valid_on": "30/06/2015",
    "valid_on_precision": "day",
    "statement": "Het verslag is klaar en staat op de website.",
}
PLAN = {
    "due_on": "31/03/2017",
    "due_on_precision": "day",
    "valid_on": "01/06/2015",
    "reason": "De leverancier is later klaar.",
    "decided_by": "Stuurgroep",
}
CLOSURE = {
    "kind": "completed",
    "valid_on": "30/06/2015",
    "statement": "Alles wat gepland was, is gerealiseerd.",
}
MEASUREMENT = {
    "valid_on": "30/06/2015",
    "valid_on_precision": "day",
    "qualifier": "=",
    "value": "12,5",
    "source": "Telling",
}
TARGET = {
    "value": "100",
    "due_on": "31/12/2017",
    "valid_on": "01/06/2015",
    "decided_by": "Stuurgroep",
}
NAME = {"name": "Nieuwe naam", "kind": "network", "valid_on": "01/06/2015"}
RULES = {"valid_on": "01/06/2015", "decided_by": "Stuurgroep"} | DEFAULTS.to_json()
CHANGES = {
    "update": (("update-new", "7.1.01"), UPDATE, StatusUpdate),
    "outcome": (("outcome-new", "7.1.01", "M1"), OUTCOME, MilestoneOutcome),
    "plan": (("plan-new", "7.1.01", "M1"), PLAN, MilestonePlan),
    "measurement": (("measurement-new", "V71"), MEASUREMENT, Measurement),
    "closure": (("closure-new", "7.1.01"), CLOSURE, ActionClosure),
    "target": (("target-new", "V71"), TARGET, Target),
    "name": (("actor-rename", "trekker-van-alice"), NAME, ActorVersion),
    "rules": (("rules",), RULES | {"final_late_days": 30}, RuleSet),
}
LEADS = {"alice", "staff", "admin"}
OFFICE = {"staff", "admin"}
MAY = {
    "update": LEADS,
    "outcome": LEADS,
    "plan": LEADS,
    "measurement": LEADS,
    "closure": OFFICE,
    "target": OFFICE,
    "name": OFFICE,
    "rules": {"admin"},
}


@pytest.fixture
def cast():
    return make_cast()


# ── who may ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("change", CHANGES)
def test_change_is_saved_for_those_who_may_and_refused_to_others(cast, change, who):
    (name, *args), fields, model = CHANGES[change]
    before = model.objects.count()
    response = send(cast.client(who), to(name, *args), **fields)
    if who in MAY[change]:
        assert response.status_code == 302
        assert model.objects.count() == before + 1
        saved = model.objects.order_by("-id")[0]
        assert (saved.recorded_by, saved.origin) == (cast.people[who], "web")
        return
    assert model.objects.count() == before
    assert response.status_code == 403
    if who == "visitor":  # the login page, with what was filled in kept in it
        assert 'name="kept"' in response.content.decode()


def test_auditor_of_the_leading_organisation_changes_nothing(cast):
    response = send(cast.client("auditor"), to("update-new", "7.1.01"), **UPDATE)
    assert response.status_code == 403
    assert "Stand van zaken toevoegen" not in text_of(
        cast.client("auditor").get(to("action-detail", "7.1.01"))
    )


def test_lead_of_another_action_may_not_even_open_the_form(cast):
    assert cast.client("charlie").get(to("update-new", "7.1.01")).status_code == 403


def test_lead_whose_participation_ended_loses_the_rights(cast):
    role = Participation.objects.get(actor=cast.actor, role="lead")
    operations.end_participation(
        participation=role,
        until=date(2020, 12, 31),
        by=cast.people["staff"],
        reason="Het mandaat liep af.",
    )
    assert send(cast.client("alice"), to("update-new", "7.1.01"), **UPDATE).status_code == 403


def test_lead_whose_participation_is_still_to_begin_has_no_rights_yet(cast):
    organisation = make_organisation()
    later = date(timezone.localdate().year + 1, 1, 1)
    make_role(make_actor(organisation=organisation), cast.other, "lead", since=later)
    cast.people["dora"] = make_person("member", organisation)
    assert send(cast.client("dora"), to("update-new", "7.1.02"), **UPDATE).status_code == 403


@pytest.mark.parametrize("place", ["domain", "line"])
def test_lead_of_the_domain_or_line_has_no_rights_on_an_action_without_own_lead(cast, place):
    domain = make_domain()
    line = make_line(domain=domain, code="6.1")
    make_action(code="6.1.01", line=line)
    organisation = make_organisation()
    make_role(make_actor(organisation=organisation), domain if place == "domain" else line, "lead")
    cast.people["dora"] = make_person("member", organisation)
    assert send(cast.client("dora"), to("update-new", "6.1.01"), **UPDATE).status_code == 403


def test_milestone_of_another_action_is_not_found_under_this_one(cast):
    make_milestone(cast.other, code="M9")
    for name in ("outcome-new", "plan-new"):
        assert cast.client("alice").get(to(name, "7.1.01", "M9")).status_code == 404
        assert cast.client("alice").post(to(name, "7.1.01", "M9"), OUTCOME).status_code == 404


def test_action_that_may_not_be_seen_is_not_found(cast):
    make_action(code="7.1.03", is_public=False)
    assert cast.client("charlie").get(to("update-new", "7.1.03")).status_code == 404
    assert cast.client("staff").get(to("update-new", "7.1.03")).status_code == 200


def test_co_lead_has_the_rights_of_a_lead(cast):
    organisation = make_organisation()
    make_role(make_actor(organisation=organisation), cast.action, "co_lead")
    cast.people["dora"] = make_person("member", organisation)
    assert send(cast.client("dora"), to("update-new", "7.1.01"), **UPDATE).status_code == 302


# ── what is saved and said ───────────────────────────────────────────────────────────────────
def test_saved_update_is_told_and_shown_on_the_page_of_the_action(cast):
    client = cast.client("alice")
    response = client.post(
        to("update-new", "7.1.01"), UPDATE | {"version": cast.action.version}, follow=True
    )
    page = text_of(response)
    assert "Uw stand van zaken is bewaard." in page
    assert BODY in page


def test_line_breaks_of_an_update_are_kept(cast):
    send(
        cast.client("alice"), to("update-new", "7.1.01"), **UPDATE | {"body": f"{BODY}\r\n\r\nDan."}
    )
    assert StatusUpdate.objects.get().body == f"{BODY}\n\nDan."


@pytest.mark.parametrize(
    ("precision", "stored", "printed"),
    [
        ("day", date(2015, 5, 3), "3 mei 2015"),
        ("month", date(2015, 5, 31), "mei 2015"),
        ("quarter", date(2015, 6, 30), "kwartaal 2 van 2015"),
        ("year", date(2015, 12, 31), "2015"),
    ],
)
def test_vague_date_is_stored_as_the_last_day_of_its_period(cast, precision, stored, printed):
    fields = MEASUREMENT | {"valid_on": "03/05/2015", "valid_on_precision": precision}
    send(cast.client("staff"), to("measurement-new", "V71"), **fields)
    row = Measurement.objects.get()
    assert (row.valid_on, row.valid_on_text) == (stored, printed)


def test_vague_date_in_a_running_period_asks_for_a_precise_one(cast):
    today = timezone.localdate()
    fields = UPDATE | {"valid_on": f"{today:%d/%m/%Y}", "valid_on_precision": "year"}
    if today.month == 12 and today.day == 31:
        pytest.skip("the year is over today")
    response = send(cast.client("staff"), to("update-new", "7.1.01"), **fields)
    assert "Deze periode is nog niet voorbij. Geef een nauwkeurigere datum." in text_of(response)


def test_date_in_the_future_is_refused_at_its_field(cast):
    fields = UPDATE | {"valid_on": f"01/01/{timezone.localdate().year + 1}"}
    response = send(cast.client("staff"), to("update-new", "7.1.01"), **fields)
    assert response.context["form"].errors["valid_on"] == ["Kies een datum tot en met vandaag."]
    assert not StatusUpdate.objects.exists()


def test_declared_status_that_differs_needs_a_reason_and_shows_the_computed_one(cast):
    fields = UPDATE | {"declared_status": "achieved"}
    response = send(cast.client("alice"), to("update-new", "7.1.01"), **fields)
    assert response.context["form"].errors["deviation_reason"] == [
        "Leg uit waarom uw status afwijkt van de berekende. Berekend is: opgestart."
    ]
    assert not StatusUpdate.objects.exists()


def test_declared_status_that_differs_is_saved_with_its_reason_and_the_computed_one(cast):
    fields = UPDATE | {"declared_status": "achieved", "deviation_reason": "Alles is al klaar."}
    assert send(cast.client("alice"), to("update-new", "7.1.01"), **fields).status_code == 302
    row = StatusUpdate.objects.get()
    assert (row.declared_status, row.computed_status) == ("achieved", "started")
    assert row.deviation_reason == "Alles is al klaar."


def test_declared_status_that_is_equal_needs_no_reason(cast):
    fields = UPDATE | {"declared_status": "started"}
    assert send(cast.client("alice"), to("update-new", "7.1.01"), **fields).status_code == 302


def test_form_of_an_update_tells_the_status_that_is_computed_today(cast):
    operations.close_action(
        action=cast.other,
        kind="stopped",
        statement="De middelen zijn op, daarom stopt de actie.",
        valid_on=date(2015, 1, 1),
        by=None,
        origin="seed",
    )
    page = text_of(cast.client("staff").get(to("update-new", "7.1.02")))
    assert "Berekende status vandaag: stopgezet." in page


def test_first_plan_is_free_and_the_next_asks_why(cast):
    make_milestone(cast.action, code="M2")
    url = to("plan-new", "7.1.01", "M2")
    free = {"due_on": "31/12/2016", "due_on_precision": "day", "valid_on": "01/01/2015"}
    assert send(cast.client("alice"), url, **free).status_code == 302
    response = send(cast.client("alice"), url, **free | {"reason": "kort"})
    assert response.status_code == 400
    assert response.context["form"].errors["reason"] == ["Geef de reden en wie besliste."]
    assert response.context["form"].errors["decided_by"] == ["Geef de reden en wie besliste."]


def test_plan_can_be_moved_again_after_an_earlier_plan_was_withdrawn(cast):
    client = cast.client("staff")
    send(client, to("plan-new", "7.1.01", "M1"), **PLAN)
    first = MilestonePlan.objects.get(number=1)
    operations.withdraw_fact(fact=first, by=None, reason="Nooit zo beslist.")
    assert send(client, to("plan-new", "7.1.01", "M1"), **PLAN).status_code == 302
    assert MilestonePlan.objects.known().count() == 2


def test_target_on_the_wrong_side_of_the_baseline_is_refused_also_as_a_correction(cast):
    make_measurement(cast.indicator, 50, date(2014, 12, 31), is_baseline=True)
    client = cast.client("staff")
    sentence = "Een stijgende indicator heeft een streefwaarde boven de nulmeting."
    response = send(client, to("target-new", "V71"), **TARGET | {"value": "40"})
    assert response.context["form"].errors["value"] == [sentence]
    send(client, to("target-new", "V71"), **TARGET)
    row = Target.objects.get()
    response = send(
        client,
        to("fact-correct", "target", row.public_id),
        **TARGET | {"value": "40", "correction_reason": REASON},
    )
    assert response.context["form"].errors["value"] == [sentence]
    assert Target.objects.known().get().value == 100


def test_second_closure_is_refused_with_its_sentence(cast):
    client = cast.client("staff")
    send(client, to("closure-new", "7.1.01"), **CLOSURE)
    response = send(client, to("closure-new", "7.1.01"), **CLOSURE)
    assert response.status_code == 400
    assert "Deze actie is al afgesloten." in text_of(response)


def test_second_measurement_of_a_source_for_a_day_is_refused_with_its_sentence(cast):
    client = cast.client("staff")
    send(client, to("measurement-new", "V71"), **MEASUREMENT)
    response = send(client, to("measurement-new", "V71"), **MEASUREMENT)
    assert "Voor deze datum is er al een meting. Corrigeer die." in text_of(response)


def test_renamed_actor_keeps_its_enterprise_number_and_kind(cast):
    client = cast.client("staff")
    url = to("actor-rename", "trekker-van-alice")
    send(client, url, **NAME | {"enterprise_number": "0123.456.749"})
    page = client.get(url)
    assert page.context["form"].initial["enterprise_number"] == "0123456749"
    wrong = send(client, url, **NAME | {"valid_on": "2/6/2015", "enterprise_number": "0123456748"})
    assert "Dit ondernemingsnummer klopt niet." in text_of(wrong)


def test_threshold_out_of_bounds_is_refused_at_its_field(cast):
    response = send(cast.client("admin"), to("rules"), **RULES | {"pace_action": 101})
    assert "pace_action" in response.context["form"].errors
    assert not RuleSet.objects.exists()


def test_staff_reads_the_thresholds_without_a_form(cast):
    page = cast.client("staff").get(to("rules"))
    assert page.status_code == 200
    assert b'name="final_late_days"' not in page.content


# ── input is kept ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("body", "Te kort.", "Schrijf minstens 20 tekens."),
        ("body", "", "Vul ‘Hoe staat het met de actie?’ in."),
        ("valid_on", "30/02/2015", "Dit is geen geldige datum."),
        ("valid_on", "gisteren", "Vul een datum in zoals 23/11/2026."),
        ("declared_status", "onzin", None),
    ],
)
def test_refused_input_is_kept_and_the_sentence_stands_at_the_field(cast, field, value, sentence):
    response = send(cast.client("alice"), to("update-new", "7.1.01"), **UPDATE | {field: value})
    assert response.status_code == 400
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert sentence is None or form.errors[field] == [sentence]
    assert form.data["valid_on_precision"] == "day"
    kept = BODY if field != "body" else value
    assert kept in response.content.decode()
    assert response.content.decode().count("<title>Fout:") == 1


def test_nothing_filled_in_is_told_per_field(cast):
    response = cast.client("alice").post(to("update-new", "7.1.01"), {})
    assert response.status_code == 400
    assert {"valid_on", "body", "version"} <= set(response.context["form"].errors)
    make_update(cast.action, date(2015, 1, 1))
    assert StatusUpdate.objects.count() == 1
