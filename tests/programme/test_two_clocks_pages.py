"""Programme guide §2: every edge case of the two clocks, on list, page, CSV and XLSX alike."""

from datetime import date

import pytest

from slimsamenwerken.core.clocks import freeze
from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import ActionVersion, Participation
from tests.factories.accounts import make_person
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_indicator,
    make_line,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)
from tests.programme.reading import address, csv_of, listed, look, part_of, text_of

pytestmark = pytest.mark.django_db
FIRST_MOMENT = "2014-01-01T10:00:00+01:00"
EVERYWHERE, NOWHERE = (True,) * 4, (False,) * 4


@pytest.fixture(autouse=True)
def _long_ago(clock):
    """Rows are recorded on 1 January 2014, unless a test moves the clock."""
    clock(FIRST_MOMENT)


@pytest.fixture
def action():
    return make_action(code="8.1.01", title="Voorbeeldactie", line=make_line(code="8.1"))


def retitle(action, title, valid_on):
    line = ActionVersion.objects.filter(action=action).first().line
    operations.change_action(action=action, line=line, title=title, valid_on=valid_on, **BASE)


def named(client, **moment):
    """The names of the actors in the filter of the list."""
    html = client.get(address("action-list", **moment)).content.decode()
    return html.partition('name="actor"')[2].partition("</select>")[0]


# ── names ────────────────────────────────────────────────────────────────────────────────────
def test_renamed_actor_keeps_the_old_name_on_earlier_days_in_filter_sentence_and_export(
    client, action
):
    actor = make_actor(slug="wit", name="Oude Naam")
    make_role(actor, action)
    operations.change_actor(
        actor=actor, name="Nieuwe Naam", kind="network", valid_on=date(2023, 3, 1), **BASE
    )
    for as_of, name, other in (
        ("2023-02-28", "Oude Naam", "Nieuwe Naam"),
        ("2023-03-01", "Nieuwe Naam", "Oude Naam"),
    ):
        shown = look(client, action.code, as_of=as_of)
        assert name in part_of(shown.page, "h-wie")
        assert other not in shown.text
        assert name in named(client, as_of=as_of)
        assert other not in named(client, as_of=as_of)
        assert shown.cell("leads") == name
        filtered = client.get(address("action-list", actor="wit", as_of=as_of))
        assert listed(filtered) == [action.code]
        assert f"Actor: {name}" in text_of(filtered)


def test_renamed_action_keeps_the_old_title_on_earlier_days(client, action):
    retitle(action, "Hernoemde actie", date(2023, 3, 1))
    before = look(client, action.code, as_of="2023-02-28")
    after = look(client, action.code, as_of="2023-03-01")
    assert "Voorbeeldactie" in before.list
    assert "Voorbeeldactie" in before.text
    assert "Hernoemde" not in before.list + before.text
    assert (before.cell("title"), after.cell("title")) == ("Voorbeeldactie", "Hernoemde actie")
    assert "Hernoemde actie" in after.list
    assert "Hernoemde actie" in after.text


def test_rename_recorded_late_is_unknown_at_an_earlier_moment(client, action, clock):
    clock("2023-06-01T10:00:00+02:00")
    retitle(action, "Laat hernoemd", date(2023, 3, 1))
    now = look(client, action.code, as_of="2023-03-31")
    then = look(client, action.code, as_of="2023-03-31", known_at="2023-05-31")
    assert (now.cell("title"), then.cell("title")) == ("Laat hernoemd", "Voorbeeldactie")
    assert "Laat hernoemd" in now.list
    assert "Laat hernoemd" in now.text
    assert "Laat hernoemd" not in then.list + then.text


def test_text_filter_at_a_past_day_does_not_find_a_later_title(client, action):
    retitle(action, "Zonnebloemen", date(2023, 3, 1))
    query = {"q": "zonnebloemen"}
    assert listed(client.get(address("action-list", as_of="2023-02-28", **query))) == []
    assert listed(client.get(address("action-list", as_of="2023-03-01", **query))) == ["8.1.01"]


# ── members ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("as_of", "there"),
    [
        ("2022-12-31", False),
        ("2023-01-01", True),
        ("2023-06-30", True),
        ("2023-07-01", False),
    ],
)
def test_partner_is_there_only_within_the_period(client, action, as_of, there):
    partner = make_actor(slug="maat", name="Tijdelijke Maat")
    make_role(partner, action, "partner", since=date(2023, 1, 1), until=date(2023, 6, 30))
    shown = look(client, action.code, as_of=as_of)
    assert ("Tijdelijke Maat" in part_of(shown.page, "h-wie")) is there
    query = {"actor": "maat", "role": "partner", "as_of": as_of}
    found = [action.code] if there else []
    assert listed(client.get(address("action-list", **query))) == found
    assert [
        row["Code"] for row in csv_of(client.get(address("action-export", "csv", **query)))
    ] == (found)


def test_lead_ended_later_still_leads_at_an_earlier_moment(client, action, clock):
    role = make_role(make_actor(name="Vroegere Trekker"), action, since=date(2020, 1, 1))
    clock("2023-06-01T10:00:00+02:00")
    operations.end_participation(
        participation=Participation.objects.get(pk=role.pk),
        until=date(2023, 1, 31),
        by=make_person("staff"),
        reason="Het mandaat liep af.",
    )
    moment = {"as_of": "2023-03-01"}
    assert look(client, action.code, **moment).cell("leads") == ""
    then = look(client, action.code, known_at="2023-05-31", **moment)
    assert then.cell("leads") == "Vroegere Trekker"
    assert "Vroegere Trekker" in part_of(then.page, "h-wie")


def test_indicator_attached_for_a_period_is_shown_in_that_period_only(client, action):
    indicator = make_indicator(code="V77")
    operations.attach_indicator(
        action=action, indicator=indicator, since=date(2023, 1, 1), until=date(2023, 6, 30), **BASE
    )
    query = {"missing": "indicator"}
    for as_of, there in (("2022-12-31", False), ("2023-06-30", True), ("2023-07-01", False)):
        assert ("V77" in look(client, action.code, as_of=as_of).text) is there
        without = listed(client.get(address("action-list", as_of=as_of, **query)))
        assert (action.code in without) is not there


# ── endings ──────────────────────────────────────────────────────────────────────────────────
def test_action_stopped_later_runs_before_and_is_stopped_after(client, action):
    operations.close_action(
        action=action,
        kind="stopped",
        statement="De middelen zijn op, daarom stopt de actie.",
        valid_on=date(2023, 5, 1),
        **BASE,
    )
    before = look(client, action.code, as_of="2023-04-30")
    after = look(client, action.code, as_of="2023-05-01")
    assert (before.exists, after.exists) == (EVERYWHERE, EVERYWHERE)
    assert before.cell("computed") == "niet te berekenen"
    assert after.cell("computed") == "stopgezet"
    assert "stopgezet" in after.list
    assert "Berekend stopgezet" in part_of(after.page, "h-status")
    assert "stopgezet" not in before.list


def test_action_whose_versions_are_all_withdrawn_is_gone_now_and_there_before(
    client, action, clock
):
    clock("2023-06-01T10:00:00+02:00")
    for version in ActionVersion.objects.filter(action=action):
        operations.withdraw_fact(fact=version, by=None, reason="Dubbel ingevoerd.")
    now = look(client, action.code)
    then = look(client, action.code, known_at="2023-05-31")
    assert now.page.status_code == 404
    assert (now.exists, then.exists) == (NOWHERE, EVERYWHERE)
    assert client.get(address("milestone-export", action.code)).status_code == 404


# ── values ───────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def indicator(action):
    return make_indicator(action, code="V1", title="Aantal voorbeelden")


def test_value_entered_late_is_absent_before_and_present_with_its_recording_date_now(
    client, action, indicator, clock
):
    clock("2023-07-20T10:00:00+02:00")
    row = make_measurement(indicator, 4711, date(2023, 6, 30))
    then = look(client, action.code, as_of="2023-06-30", known_at="2023-07-15")
    now = look(client, action.code, as_of="2023-06-30")
    assert "4.711" not in then.text
    assert "4.711" in part_of(now.page, "h-indicator-V1")
    assert "vastgelegd op 20 juli 2023" in now.text
    assert "20 juli 2023" in text_of(
        client.get(address("fact-detail", "measurement", row.public_id))
    )


def test_of_two_values_for_one_day_the_latest_recorded_wins(client, action, indicator, clock):
    clock("2023-07-01T10:00:00+02:00")
    make_measurement(indicator, 4711, date(2023, 6, 30), source="Eerste bron")
    clock("2023-07-02T10:00:00+02:00")
    make_measurement(indicator, 4712, date(2023, 6, 30), source="Tweede bron")
    now = look(client, action.code, as_of="2023-06-30").text
    assert "4.712" in now
    assert "4.711" not in now
    assert "4.711" in look(client, action.code, known_at="2023-07-01").text


def test_value_withdrawn_after_a_report_stays_at_the_moment_of_that_report(
    client, action, indicator, clock
):
    row = make_measurement(indicator, 4711, date(2023, 6, 30))
    moment = freeze()
    clock("2023-09-01T10:00:00+02:00")
    operations.withdraw_fact(fact=row, by=None, reason="Fout overgenomen.")
    assert "4.711" not in look(client, action.code).text
    assert "4.711" in look(client, action.code, known_at=moment.isoformat()).text


def test_update_recorded_after_a_frozen_moment_stays_out_when_the_clock_steps_back(
    client, action, clock
):
    clock("2023-06-01T10:00:00+02:00")
    moment = freeze()
    clock("2023-05-31T10:00:00+02:00")
    make_update(action, date(2023, 5, 1), body="Geschreven na het bevroren moment.")
    assert "Geschreven na" in look(client, action.code).text
    assert "Geschreven na" not in look(client, action.code, known_at=moment.isoformat()).text


@pytest.mark.parametrize(
    ("day", "last", "next_one"),
    [
        ("2024-03-31", "2024-03-31T21:59:59.999+00:00", "2024-03-31T22:00:01+00:00"),
        ("2024-10-27", "2024-10-27T22:59:59.999+00:00", "2024-10-27T23:00:01+00:00"),
    ],
)
def test_day_on_which_the_clock_changes_ends_at_its_own_midnight(
    client, action, clock, day, last, next_one
):
    for moment, body in (
        (last, "Nog op die dag geschreven."),
        (next_one, "Pas daarna geschreven."),
    ):
        clock(moment)
        make_update(action, date(2024, 1, 1), body=body)
    shown = look(client, action.code, known_at=day).text
    assert "Nog op die dag" in shown
    assert "Pas daarna" not in shown


def test_hour_that_comes_twice_needs_its_offset(client, action):
    for name, args in (("action-list", ()), ("action-detail", (action.code,))):
        response = client.get(address(name, *args, known_at="2024-10-27T02:30"))
        assert response.status_code == 400
    export = client.get(address("action-export", "csv", known_at="2024-10-27T02:30"))
    assert export.status_code == 400


# ── rules and lateness ───────────────────────────────────────────────────────────────────────
def test_changed_threshold_holds_from_its_own_day(client, action):
    make_milestone(action, due_on=date(2020, 1, 1), is_final=True)
    operations.set_rules(
        valid_on=date(2020, 3, 1),
        decided_by="Stuurgroep",
        thresholds={"final_late_days": 30},
        **BASE,
    )
    before = look(client, action.code, as_of="2020-02-29")
    after = look(client, action.code, as_of="2020-03-01")
    assert before.cell("computed") == "bijzondere aandacht nodig"
    assert after.cell("computed") == "bijkomende actie noodzakelijk"
    assert "bijkomende actie noodzakelijk" in after.list
    assert "bijkomende actie noodzakelijk" in part_of(after.page, "h-status")


@pytest.mark.parametrize(
    ("due", "as_of", "late"),
    [
        ({"due_on": date(2020, 6, 30)}, "2020-06-29", 0),
        ({"due_on": date(2020, 6, 30)}, "2020-06-30", 0),
        ({"due_on": date(2020, 6, 30)}, "2020-07-01", 1),
        ({"due_on": date(2016, 12, 31), "due_on_precision": "year"}, "2016-12-31", 0),
        ({"due_on": date(2016, 12, 31), "due_on_precision": "year"}, "2017-01-01", 1),
    ],
)
def test_lateness_is_judged_at_the_reference_date(client, action, due, as_of, late):
    milestone = make_milestone(action, code="M1")
    operations.plan_milestone(milestone=milestone, valid_on=date(2014, 1, 1), **due, **BASE)
    shown = look(client, action.code, as_of=as_of)
    assert shown.cell("late") == str(late)
    planning = part_of(shown.page, "h-planning")
    assert ("1 dag te laat" in planning) is bool(late)
    found = listed(client.get(address("action-list", late="on", as_of=as_of)))
    assert found == [action.code] * late


def test_silence_is_judged_at_the_reference_date(client, action):
    make_update(action, date(2020, 1, 1))
    query = {"silent_days": 180}
    assert listed(client.get(address("action-list", as_of="2020-06-28", **query))) == []
    assert listed(client.get(address("action-list", as_of="2020-06-29", **query))) == [action.code]


def test_fact_dated_2014_is_not_shown_as_reached_halfway_and_the_page_says_why(client, action):
    milestone = make_milestone(action, code="M1")
    operations.record_outcome(
        milestone=milestone,
        kind="realised",
        statement="In de loop van 2014 bereikt volgens de bron.",
        valid_on=date(2013, 12, 31),
        valid_on_precision="year",
        **BASE,
    )
    halfway = look(client, action.code, as_of="2013-06-30")
    assert halfway.cell("realised") == "0"
    assert halfway.milestones[0]["Resultaat"] == ""
    assert "datum enkel op jaar bekend" in part_of(halfway.page, "h-status")
    after = look(client, action.code, as_of="2013-12-31")
    assert after.cell("realised") == "1"
    assert after.milestones[0]["Resultaat"] == "gerealiseerd"
    assert "datum enkel op jaar bekend" not in after.text


# ── people ───────────────────────────────────────────────────────────────────────────────────
def test_rows_of_an_erased_user_stay_under_a_pseudonym(client, action):
    author = make_person("staff", name="Voorbeeldpersoon")
    row = operations.add_update(
        action=action, by=author, body="Een tekst die blijft bestaan.", valid_on=date(2013, 6, 1)
    )
    author.name, author.email, author.is_active = "", "verwijderd-1@example.invalid", False
    author.save()
    client.force_login(make_person("staff"))
    assert "Een tekst die blijft bestaan." in look(client, action.code).text
    fact = text_of(client.get(address("fact-detail", "update", row.public_id)))
    assert "verwijderde gebruiker" in fact
    assert "verwijderd-1" not in fact
