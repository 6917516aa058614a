"""The Dutch history of a thing: from its events, its facts and its versions."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.functional import Promise

from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.core.clocks import Fact
from slimsamenwerken.history.acting import acting
from slimsamenwerken.history.timeline import Reader, timeline
from slimsamenwerken.history.words import label, readable
from slimsamenwerken.programme import operations
from tests.factories.accounts import make_organisation, make_user
from tests.factories.programme import (
    make_action,
    make_actor,
    make_indicator,
    make_line,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)

pytestmark = pytest.mark.django_db
INSIDE = Reader(sees_people=True, sees_withdrawn=True)
OUTSIDE = Reader()
REASON = "Een typfout in de bron"


def told(thing, reader=INSIDE, **moment):
    """(field, before, after) of each change, oldest first."""
    found = sorted(timeline(thing, for_user=reader, **moment), key=lambda one: one.at)
    return [(one.field, one.before, one.after) for one in found]


def moment():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


# ── versions ─────────────────────────────────────────────────────────────────────────────────
def test_new_name_stands_beside_the_old_one():
    actor = make_actor(slug="agentschap", name="Agentschap Een", kind="government")
    operations.change_actor(
        actor=actor, by=None, origin="seed", valid_on=date(2016, 1, 1), name="Agentschap Twee",
        kind="government",
    )  # fmt: skip
    assert told(actor) == [
        ("Korte naam", "", "agentschap"),
        ("Naam (vanaf 1 januari 2013)", "", "Agentschap Een"),
        ("Soort (vanaf 1 januari 2013)", "", "overheid"),
        ("Naam (vanaf 1 januari 2016)", "Agentschap Een", "Agentschap Twee"),
    ]


def test_name_recorded_late_is_compared_with_the_one_that_counted_then():
    actor = make_actor(slug="a", name="Een", kind="government")
    common = {"actor": actor, "by": None, "origin": "seed", "kind": "government"}
    operations.change_actor(valid_on=date(2016, 1, 1), name="Drie", **common)
    operations.change_actor(valid_on=date(2015, 1, 1), name="Twee", **common)
    assert told(actor)[-2:] == [
        ("Naam (vanaf 1 januari 2016)", "Een", "Drie"),
        ("Naam (vanaf 1 januari 2015)", "Een", "Twee"),
    ]


def test_labels_vague_dates_and_names_read_as_on_the_page():
    line = make_line(code="9.1", short_label="Voorbeeld")
    action = make_action(
        code="9.1.01", line=line, title="Een actie", starts_on=date(2013, 12, 31),
        starts_on_precision="year", ends_on=date(2015, 9, 30), ends_on_precision="month",
    )  # fmt: skip
    assert told(action) == [
        ("Code", "", "9.1.01"),
        ("Soort (vanaf 1 januari 2013)", "", "actie"),
        ("Actielijn (vanaf 1 januari 2013)", "", "9.1 Voorbeeld"),
        ("Titel (vanaf 1 januari 2013)", "", "Een actie"),
        ("Begin (vanaf 1 januari 2013)", "", "2013"),
        ("Einde (vanaf 1 januari 2013)", "", "september 2015"),
        ("Openbaar (vanaf 1 januari 2013)", "", "ja"),
    ]


# ── facts ────────────────────────────────────────────────────────────────────────────────────
def test_fact_is_one_line_with_all_its_fields():
    action = make_action()
    make_role(make_actor(slug="vito", name="VITO"), action, "partner", since=date(2014, 3, 1))
    assert told(action)[-1] == (
        "Betrokkenheid", "", "actor: VITO; rol: partner; sinds: 1 maart 2014",
    )  # fmt: skip


def test_correction_shows_what_differs_with_its_reason():
    indicator = make_indicator()
    row = make_measurement(indicator, "1234.5", date(2015, 9, 30))
    operations.correct_fact(
        fact=row, by=None, origin="seed", reason=REASON, changes={"value": Decimal("1235.5")}
    )
    assert told(indicator)[-1] == (
        "Meting (30 september 2015)", "waarde: 1.234,5", f"waarde: 1.235,5; reden: {REASON}",
    )  # fmt: skip


def test_withdrawal_says_what_is_gone_and_why():
    action = make_action()
    update = make_update(action, date(2015, 9, 30), body="Er waren 77 scans uitgevoerd.")
    operations.withdraw_fact(fact=update, by=None, reason=REASON)
    field, before, after = told(action)[-1]
    assert field == "Stand van zaken (30 september 2015)"
    assert before.startswith("tekst: Er waren 77 scans uitgevoerd.")
    assert after == f"ingetrokken; reden: {REASON}"


def test_the_public_sees_the_replacement_only():
    action = make_action()
    update = make_update(action, date(2015, 9, 30), body="Er waren 7 scans uitgevoerd, zegt men.")
    operations.correct_fact(
        fact=update, by=None, origin="seed", reason=REASON,
        changes={"body": "Er waren 77 scans uitgevoerd, zegt men."},
    )  # fmt: skip
    lines = [line for line in told(action, OUTSIDE) if line[0].startswith("Stand van zaken")]
    [(_field, before, after)] = lines
    assert before == ""
    assert after.startswith("tekst: Er waren 77 scans")
    assert REASON not in after
    assert len([line for line in told(action) if line[0].startswith("Stand van zaken")]) == 2


def test_row_the_reader_may_not_see_is_left_out():
    action = make_action()
    make_update(
        action, date(2015, 9, 30), body="Dit is enkel voor intern gebruik.", is_public=False
    )
    reader = Reader(sees=lambda row: getattr(row, "is_public", True))
    assert any("intern gebruik" in line[2] for line in told(action))
    assert not any("intern gebruik" in line[2] for line in told(action, reader))


def test_hidden_field_is_left_out():
    actor = make_actor(organisation=make_organisation(name="Voorbeeldhuis"))
    assert any(line[2] == "Voorbeeldhuis" for line in told(actor))
    reader = Reader(hidden=frozenset({"programme.ActorHistory.organisation"}))
    assert not any(line[2] == "Voorbeeldhuis" for line in told(actor, reader))


def test_milestones_are_told_with_their_action():
    action = make_action()
    milestone = make_milestone(
        action, code="M1", title="Handleiding klaar", due_on=date(2015, 6, 30)
    )
    operations.plan_milestone(
        milestone=milestone, by=None, origin="seed", valid_on=date(2015, 6, 1),
        due_on=date(2015, 12, 31), decided_by="Voorbeeldgroep", reason="Het werk duurt langer.",
    )  # fmt: skip
    lines = told(action)
    assert not any(line[0] == "Mijlpaal M1: code" for line in lines), "its title announces it"
    assert ("Mijlpaal M1: titel (vanaf 1 januari 2013)", "", "Handleiding klaar") in lines
    moved = ("Mijlpaal M1: vervaldatum (1 juni 2015)", "30 juni 2015", "31 december 2015")
    assert moved in lines


def test_succession_names_both_ends():
    old, new = make_action(code="9.2.01", title="Oud"), make_action(code="9.2.02", title="Nieuw")
    operations.continue_action(
        start=old, to_action=new, kind="continued_in", by=None, origin="seed",
        valid_on=date(2016, 1, 1),
    )  # fmt: skip
    for thing in (old, new):
        after = told(thing)[-1][2]
        assert "van actie: 9.2.01 Oud; naar actie: 9.2.02 Nieuw" in after


def test_long_text_is_cut_at_a_word():
    action = make_action()
    make_update(action, date(2015, 9, 30), body="Een woord en nog een woord. " * 60)
    text = told(action)[-1][2]
    assert len(text) < 320
    assert " …;" in text


# ── moments ──────────────────────────────────────────────────────────────────────────────────
def test_known_at_hides_what_was_recorded_later():
    action = make_action()
    before = moment()
    update = make_update(action, date(2015, 9, 30))
    between = moment()
    operations.withdraw_fact(fact=update, by=None, reason=REASON)
    count = len(told(action, known_at=before))
    assert [len(told(action, known_at=k)) - count for k in (between, moment())] == [1, 2]
    # The public too reads what was known then.
    assert len(told(action, OUTSIDE, known_at=between)) == count + 1
    assert len(told(action, OUTSIDE)) == count


def test_known_at_hides_later_events():
    organisation = make_organisation(name="Een")
    before = moment()
    Organisation.objects.filter(pk=organisation.pk).update(name="Twee")
    assert ("Naam", "Een", "Twee") in told(organisation)
    assert ("Naam", "Een", "Twee") not in told(organisation, known_at=before)


def test_as_of_hides_what_counts_only_later():
    action = make_action()
    make_update(action, date(2015, 9, 30))
    make_role(make_actor(), action, "partner", since=date(2016, 1, 1))
    fields = [line[0] for line in told(action, as_of=date(2015, 6, 30))]
    assert not any(field.startswith(("Stand van zaken", "Betrokkenheid")) for field in fields)
    fields = [line[0] for line in told(action, as_of=date(2015, 12, 31))]
    assert "Stand van zaken (30 september 2015)" in fields
    assert "Betrokkenheid" not in fields


def test_newest_first():
    action = make_action()
    make_update(action, date(2015, 9, 30))
    stamps = [one.at for one in timeline(action, for_user=INSIDE)]
    assert stamps == sorted(stamps, reverse=True)


# ── who ──────────────────────────────────────────────────────────────────────────────────────
def who(action, reader=INSIDE):
    change = timeline(action, for_user=reader)[0]
    return change.who, change.source


def _update_by(user, origin="web"):
    action = make_action()
    operations.add_update(
        action=action, by=user, origin=origin, valid_on=date(2015, 9, 30),
        body="Een voorbeeldtekst van minstens twintig tekens.",
    )  # fmt: skip
    return action


def test_who_is_named_inside_only():
    action = _update_by(make_user(name="Alice Voorbeeld"))
    assert who(action) == ("Alice Voorbeeld", "website")
    assert who(action, OUTSIDE) == ("een gebruiker van het portaal", "website")


def test_start_data_is_nobodys():
    assert who(_update_by(None, "seed")) == ("startgegevens", "")
    assert who(_update_by(None, "task")) == ("automatische taak", "")


def test_removed_user_is_resolved_when_shown():
    user = make_user(name="Bob Voorbeeld")
    action = _update_by(user)
    user.is_active = False
    user.save()
    assert who(action) == ("verwijderde gebruiker", "website")


def test_event_says_who_and_from_where():
    user = make_user(name="Charlie Voorbeeld")
    with acting(by=user, source="command"):
        organisation = make_organisation()
    assert who(organisation) == ("Charlie Voorbeeld", "opdracht op de server")


def test_event_of_a_person_that_is_gone():
    with acting(by=999_999, source="web"):
        organisation = make_organisation()
    assert who(organisation) == ("verwijderde gebruiker", "website")


def test_event_without_context_came_from_outside():
    assert who(make_organisation()) == ("rechtstreeks in de databank", "")


def test_deleted_row_says_so():
    organisation = make_organisation(name="Weg")
    pk = organisation.pk
    organisation.delete()
    organisation.pk = pk
    assert ("Naam", "Weg", "verwijderd") in told(organisation)


# ── shape ────────────────────────────────────────────────────────────────────────────────────
def test_number_of_queries_does_not_grow_with_rows():
    def filled(rows):
        action = make_action()
        for number in range(rows):
            milestone = make_milestone(action, due_on=date(2016, 1, 1))
            operations.record_outcome(
                milestone=milestone, by=None, origin="seed", kind="realised",
                valid_on=date(2015, 1, 1) + timedelta(days=number),
            )  # fmt: skip
            make_update(action, date(2015, 1, 1) + timedelta(days=number))
            make_role(make_actor(), action, "partner")
            make_indicator(action)
            operations.relate_actions(
                from_action=action, to_action=make_action(), kind="related", by=make_user(),
                origin="web",
            )  # fmt: skip
        return action

    counts = []
    for rows in (1, 5):
        action = filled(rows)
        with CaptureQueriesContext(connection) as captured:
            timeline(action, for_user=INSIDE)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 32


FACTS = [model for model in apps.get_models() if issubclass(model, Fact)]


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model._meta.label)
def test_every_field_of_a_fact_has_a_name_to_print(model):
    for field in readable(model):
        explicit = isinstance(field.verbose_name, Promise)
        assert explicit or field.is_relation, field.name
        with translation.override("nl"):
            assert label(field)


def test_times_are_aware():
    [*changes] = timeline(make_actor(), for_user=INSIDE)
    assert all(timezone.is_aware(one.at) for one in changes)
