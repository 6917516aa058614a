"""The start data in the database: all of it, once, and nothing that a person changed undone."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, Max
from pytest_django import DjangoDbBlocker

from slimsamenwerken.accounts.models import Organisation
from slimsamenwerken.core.clocks import Fact, Identity
from slimsamenwerken.programme.models import (
    Action,
    ActionClosure,
    ActionDomain,
    ActionIndicator,
    ActionLine,
    ActionRelation,
    ActionSuccession,
    ActionVersion,
    Actor,
    ActorSuccession,
    ActorVersion,
    Indicator,
    IndicatorVersion,
    Measurement,
    Milestone,
    MilestoneOutcome,
    MilestonePlan,
    Participation,
    RuleSet,
    SourceFact,
    SourceFactPlace,
    StatusUpdate,
    Target,
)
from slimsamenwerken.programme.operations import change_actor, correct_fact, withdraw_fact
from slimsamenwerken.programme.seed.facts import FACTS
from slimsamenwerken.programme.seed.load import load_start_data

END_2015 = date(2015, 12, 31)


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for the module; each test stands in a savepoint of this transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_start_data()
        yield
        transaction.set_rollback(True)


def state() -> dict[str, tuple[object, ...]]:
    """Per table the number of rows and the last stamp."""
    found: dict[str, tuple[object, ...]] = {}
    for model in apps.get_app_config("programme").get_models():
        if issubclass(model, Fact):
            stamps = (Count("pk"), Max("recorded_at"), Max("withdrawn_at"))
        elif issubclass(model, Identity):
            stamps = (Count("pk"), Max("modified_at"), Max("version"))
        else:
            continue
        found[model.__name__] = tuple(model._default_manager.aggregate(*stamps).values())
    return found


def test_counts_of_the_source() -> None:
    kinds = ActionVersion.objects.at(END_2015)
    per_line = Counter(kinds.filter(kind="action").values_list("line__code", flat=True))
    assert (ActionDomain.objects.count(), ActionLine.objects.count()) == (1, 5)
    assert per_line == {"1.1": 11, "1.2": 5, "1.3": 5, "1.4": 5, "1.5": 6}
    assert list(kinds.filter(kind="lever_project").values_list("action__code", flat=True)) == [
        "P1",
        "P2",
    ]
    assert (Milestone.objects.count(), MilestoneOutcome.objects.count()) == (17, 16)
    assert (Indicator.objects.count(), Measurement.objects.count()) == (3, 3)
    groups = ActorVersion.objects.filter(kind="group", is_group=True)
    assert Actor.objects.count() == 44
    assert groups.exclude(actor__slug="nme-sector").count() == 20
    assert (SourceFact.objects.count(), SourceFactPlace.objects.count()) == (83, 87)


def test_what_the_source_does_not_state_is_empty() -> None:
    assert not Target.objects.exists()
    assert not RuleSet.objects.exists()
    assert not Measurement.objects.filter(is_baseline=True).exists()
    owners_and_ends = Milestone.objects.exclude(versions__done_when="", versions__owner=None)
    assert not owners_and_ends.exists()
    dated = Participation.objects.exclude(since=None, until=None)
    assert set(dated.values_list("action__code", flat=True)) == {"1.4.02"}
    assert MilestonePlan.objects.get().original_unknown


def test_every_row_comes_from_the_source_and_from_nobody() -> None:
    for model in apps.get_app_config("programme").get_models():
        if issubclass(model, Fact):
            rows = model._default_manager.all()
            assert not rows.exclude(origin="seed", recorded_by=None).exists(), model
    assert set(SourceFact.objects.values_list("source", flat=True)) == {
        "Brontekst Slim samenwerken"
    }


def test_every_row_names_its_facts() -> None:
    for model in apps.get_app_config("programme").get_models():
        if issubclass(model, Fact) and model not in (SourceFact, SourceFactPlace):
            strange = model._default_manager.exclude(basis__regex=r"^F\d{3}")
            assert not strange.exists(), strange


def test_every_fact_stands_at_its_places() -> None:
    places = SourceFactPlace.objects.values_list(
        "fact__code", "domain__code", "line__code", "action__code", "later_place"
    )
    found = {
        (fact, domain or line or action, later) for fact, domain, line, action, later in places
    }
    assert found == {(f.code, place.code, place.later) for f in FACTS for place in f.places}
    assert ("F213", "P1", "") in found
    assert ("F101", "1.1", "K1") in found


def test_declared_status_at_the_reference_day() -> None:
    declared = Counter(
        StatusUpdate.objects.until(END_2015)
        .filter(valid_on=END_2015, action__versions__kind="action")
        .distinct()
        .values_list("action__code", "declared_status")
    )
    counts = Counter(status for _code, status in declared)
    assert counts == {"on_track": 12, "achieved": 11, "started": 4, "not_started": 3, "": 2}
    assert set(StatusUpdate.objects.values_list("deviation_reason", flat=True)) == {""}
    assert ActionClosure.objects.filter(kind="completed", derived=True).count() == 11


@pytest.mark.parametrize(
    ("as_of", "codes"),
    [
        (date(2012, 12, 31), set()),
        (date(2013, 12, 31), {"1.2.03", "1.2.04", "1.4.02"}),
        (
            date(2014, 12, 31),
            {"1.2.03", "1.2.04", "1.3.04", "1.3.05", "1.4.02", "1.5.03", "1.5.04", "1.5.05"},
        ),
    ],
)
def test_actions_of_an_earlier_day(as_of: date, codes: set[str]) -> None:
    assert set(ActionVersion.objects.at(as_of).values_list("action__code", flat=True)) == codes


def test_the_scan_got_its_end_with_the_extension() -> None:
    scan = Action.objects.get(code="1.2.04")
    before = ActionVersion.objects.at(date(2015, 12, 30), action=scan).get()
    after = ActionVersion.objects.at(END_2015, action=scan).get()
    assert (before.starts_on_text, before.ends_on) == ("2013", None)
    assert (after.starts_on_text, after.ends_on) == ("2013", date(2016, 12, 31))
    assert "77" not in before.summary + before.description
    plan = MilestonePlan.objects.get()
    assert (plan.number, plan.due_on, plan.decided_by) == (1, date(2016, 12, 31), "")


@pytest.mark.parametrize(
    ("as_of", "values"), [(date(2015, 8, 31), []), (date(2015, 9, 30), [Decimal(77)])]
)
def test_scans_are_counted_from_the_end_of_september(as_of: date, values: list[Decimal]) -> None:
    rows = Measurement.objects.until(as_of).filter(indicator__code="K2")
    assert list(rows.values_list("value", flat=True)) == values


def test_indicators_carry_what_was_read_into_the_text() -> None:
    assert IndicatorVersion.objects.filter(derived=True).count() == 3
    about = {row.indicator.code: row for row in Measurement.objects.all()}
    said = {code: (row.qualifier, row.valid_on_precision) for code, row in about.items()}
    assert said == {"K1": (">", "year"), "K2": ("=", "month"), "K3": ("≈", "by")}
    assert [row.derived for _code, row in sorted(about.items())] == [True, False, False]
    links = ActionIndicator.objects.values_list("indicator__code", "action__code")
    assert set(links) == {("K2", "1.2.04"), ("K3", "1.1.07")}


def test_dates_print_as_vague_as_the_source() -> None:
    facts = {row.code: row for row in SourceFact.objects.all()}
    printed = {code: facts[code].date_text for code in ("F211", "F407", "F206", "F105", "F401")}
    assert printed == {
        "F211": "september 2015",
        "F407": "2013–2014",
        "F206": "2013",
        "F105": "uiterlijk 2015",
        "F401": "",
    }
    for fact in facts.values():
        if fact.valid_on_precision in ("month", "range"):
            assert fact.valid_on_text == fact.date_text
        if fact.date_text.startswith("uiterlijk"):
            assert fact.valid_on_precision == "by"


def test_names_over_time_and_successions() -> None:
    names = ActorVersion.objects.at(date(2013, 1, 1)).values_list("actor__slug", flat=True)
    assert (len(names), "aio" in names) == (43, False)
    assert ActorVersion.objects.at(END_2015).count() == 44
    merger = ActorSuccession.objects.get()
    assert (merger.from_actor.slug, merger.to_actor.slug, merger.valid_on) == (
        "agentschap-ondernemen",
        "aio",
        date(2016, 1, 1),
    )
    to_check = ActorVersion.objects.filter(derived=True).values_list("actor__slug", flat=True)
    assert set(to_check) == {"steunpunt-doo", "fost-plus", "val-i-pac"}
    onward = ActionSuccession.objects.values_list("from_line__code", "to_action__code")
    assert set(onward) == {("1.2", "P1"), ("1.3", "P2")}
    assert not ActionSuccession.objects.filter(closes_predecessor=True).exists()
    assert ActionRelation.objects.count() == 7


def test_a_second_run_changes_nothing() -> None:
    before = state()
    assert load_start_data() == Counter()
    assert state() == before


def test_the_command_says_what_it_did() -> None:
    output = StringIO()
    call_command("load_start_data", stdout=output)
    assert output.getvalue().count("\n") == 1


def test_what_a_person_changed_stays() -> None:
    update = StatusUpdate.objects.get(action__code="1.2.04", valid_on=date(2015, 9, 30))
    withdraw_fact(fact=update, by=None, reason="dubbel vermeld")
    value = Measurement.objects.get(indicator__code="K2")
    correct_fact(
        fact=value, by=None, reason="verbeterd", changes={"valid_on": END_2015}, origin="task"
    )
    role = Participation.objects.get(action__code="1.2.04", actor__slug="aio")
    withdraw_fact(fact=role, by=None, reason="nog na te kijken")
    plan_c = Actor.objects.get(slug="plan-c")
    change_actor(
        actor=plan_c, by=None, origin="task", valid_on=END_2015, name="Plan D", kind="network"
    )
    before = state()
    assert load_start_data() == Counter()
    assert state() == before


def test_an_organisation_with_the_slug_of_an_actor_is_linked() -> None:
    organisation = Organisation.objects.create(slug="vito", name="VITO")
    assert load_start_data() == {"organisation link": 1}
    assert Actor.objects.get(slug="vito").organisation == organisation
    assert load_start_data() == Counter()
