"""Operations called wrongly from code: a ValidationError with its sentence, and nothing saved."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from slimsamenwerken.core.clocks import Fact, StaleEditError
from slimsamenwerken.programme import operations as do
from tests.factories.accounts import make_person
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_domain,
    make_indicator,
    make_line,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)

pytestmark = pytest.mark.django_db
DAY = date(2015, 6, 30)
LONG = "Een tekst van meer dan twintig tekens."


def make_world():
    """A small world: two of each thing, with a row that a test can break."""
    line, action, actor = make_line(), make_action(), make_actor()
    milestone = make_milestone(action, due_on=date(2016, 12, 31))
    indicator = make_indicator(action)
    world = SimpleNamespace(
        domain=make_domain(),
        line=line,
        action=action,
        other=make_action(),
        actor=actor,
        second=make_actor(),
        milestone=milestone,
        indicator=indicator,
        update=make_update(action, DAY),
        value=make_measurement(indicator, 5, DAY),
        role=make_role(actor, action, since=date(2014, 1, 1), until=date(2014, 12, 31)),
        user=make_person("staff"),
    )
    do.set_target(indicator=indicator, value=9, due_on=date(2017, 1, 1), valid_on=DAY, **BASE)
    do.close_action(action=world.other, kind="stopped", statement=LONG, valid_on=DAY, **BASE)
    return world


@pytest.fixture
def w():
    return make_world()


def count_rows():
    return {model: model.objects.count() for model in apps.get_app_config("programme").get_models()}


def withdrawn_rows():
    facts = [m for m in apps.get_app_config("programme").get_models() if issubclass(m, Fact)]
    return {m: m.objects.filter(withdrawn_at__isnull=False).count() for m in facts}


SEED = {"by": None, "origin": "seed"}
ON = {"valid_on": DAY} | SEED
WRONG = {
    "domain twice": (
        lambda w: do.create_domain(code=w.domain.code, title="X", **ON),
        "Deze code bestaat al.",
    ),
    "domain without title": (lambda _w: do.create_domain(code="99", title="", **ON), None),
    "line twice": (
        lambda w: do.create_line(code=w.line.code, domain=w.domain, title="X", short_label="x", **ON),
        "Deze code bestaat al.",
    ),
    "line version twice a day": (
        lambda w: do.change_line(
            line=w.line, title="X", short_label="x", **ON | {"valid_on": date(2013, 1, 1)}
        ),
        None,
    ),
    "actor twice": (
        lambda w: do.create_actor(slug=w.actor.slug, name="X", kind="network", **ON),
        "Deze korte naam bestaat al.",
    ),
    "actor of an unknown kind": (
        lambda _w: do.create_actor(slug="nieuw", name="X", kind="onzin", **ON), None
    ),
    "name twice a day": (
        lambda w: do.change_actor(
            actor=w.actor, name="X", kind="network", **ON | {"valid_on": date(2013, 1, 1)}
        ),
        "Er is al een naam vanaf deze datum.",
    ),
    "enterprise number": (
        lambda w: do.change_actor(
            actor=w.actor, name="X", kind="network", enterprise_number="0123456748", **ON
        ),
        "Dit ondernemingsnummer klopt niet.",
    ),
    "action code": (
        lambda w: do.create_action(code="1.2.4", title="X", line=w.line, **ON),
        "Geef een code zoals 1.2.04 of P1.",
    ),
    "action twice": (
        lambda w: do.create_action(code=w.action.code, title="X", line=w.line, **ON),
        "Deze code bestaat al.",
    ),
    "action without line": (
        lambda _w: do.create_action(code="9.9.99", title="X", **ON),
        "Een actie hoort bij precies één actielijn.",
    ),
    "lever project with line": (
        lambda w: do.create_action(code="P9", kind="lever_project", title="X", line=w.line, **ON),
        "Een actie hoort bij precies één actielijn.",
    ),
    "end before start": (
        lambda w: do.change_action(
            action=w.action, title="X", line=w.line, starts_on=DAY,
            ends_on=DAY - timedelta(days=1), **ON,
        ),
        "De einddatum ligt voor de begindatum.",
    ),
    "continuous with end": (
        lambda w: do.change_action(
            action=w.action, title="X", line=w.line, is_continuous=True, ends_on=DAY, **ON
        ),
        "Een doorlopende actie heeft geen einddatum.",
    ),
    "title too long": (
        lambda w: do.change_action(action=w.action, title="X" * 121, line=w.line, **ON), None
    ),
    "milestone twice": (
        lambda w: do.create_milestone(action=w.action, code=w.milestone.code, title="X", **ON),
        "Deze mijlpaalcode bestaat al.",
    ),
    "milestone without title": (
        lambda w: do.change_milestone(milestone=w.milestone, title="", **ON), None
    ),
    "re-plan without reason": (
        lambda w: do.plan_milestone(milestone=w.milestone, due_on=DAY, **ON),
        "Geef de reden en wie besliste.",
    ),
    "plan without date": (
        lambda w: do.plan_milestone(milestone=make_milestone(w.other), due_on=None, **ON), None
    ),
    "outcome in the future": (
        lambda w: do.record_outcome(
            milestone=w.milestone, kind="realised", statement=LONG,
            **ON | {"valid_on": timezone.localdate() + timedelta(days=2)},
        ),
        "De realisatiedatum ligt in de toekomst.",
    ),
    "second closure": (
        lambda w: do.close_action(action=w.other, kind="completed", statement=LONG, **ON),
        "Deze actie is al afgesloten.",
    ),
    "closure without words": (
        lambda w: do.close_action(action=w.action, kind="completed", statement="Klaar.", **ON),
        "Beschrijf wat gerealiseerd is, of waarom de actie stopt.",
    ),
    "short update": (lambda w: do.add_update(action=w.action, body="Kort.", **ON), None),
    "unexplained deviation": (
        lambda w: do.add_update(
            action=w.action, body=LONG, declared_status="achieved", by=w.user, valid_on=DAY
        ),
        "Leg uit waarom uw status afwijkt van de berekende. Berekend is: opgestart.",
    ),
    "unknown status": (
        lambda w: do.add_update(action=w.action, body=LONG, declared_status="onzin", **ON), None
    ),
    "indicator twice": (
        lambda w: do.create_indicator(
            code=w.indicator.code, title="X", level="output", aggregation="state", **ON
        ),
        "Deze code bestaat al.",
    ),
    "ratio without parts": (
        lambda w: do.change_indicator(
            indicator=w.indicator, title="X", unit="%", level="output", aggregation="state", **ON
        ),
        "Een verhouding heeft teller en noemer nodig.",
    ),
    "unknown metric": (
        lambda w: do.change_indicator(
            indicator=w.indicator, title="X", level="output", aggregation="state",
            source_metric="onzin", live_from=DAY, **ON,
        ),
        "Onbekende rekenbron.",
    ),
    "measurement twice": (
        lambda w: do.add_measurement(
            indicator=w.indicator, value=6, source="Voorbeeldbron", **ON
        ),
        "Voor deze datum is er al een meting. Corrigeer die.",
    ),
    "denominator zero": (
        lambda w: do.add_measurement(
            indicator=w.indicator, value=6, numerator=1, denominator=0, source="B", **ON
        ),
        "De noemer moet groter zijn dan nul.",
    ),
    "parts that disagree": (
        lambda w: do.add_measurement(
            indicator=w.indicator, value=6, numerator=1, denominator=2, source="B", **ON
        ),
        "Waarde en teller/noemer kloppen niet.",
    ),
    "value without a value": (
        lambda w: do.add_measurement(indicator=w.indicator, value=None, source="B", **ON), None
    ),
    "band upside down": (
        lambda _w: do.set_target(
            indicator=make_indicator(direction="band"), value=9, upper=8, due_on=DAY, **ON
        ),
        "De bovengrens ligt onder de ondergrens.",
    ),
    "re-planned target without reason": (
        lambda w: do.set_target(indicator=w.indicator, value=10, due_on=DAY, **ON),
        "Geef de reden en wie besliste.",
    ),
    "thresholds": (
        lambda _w: do.set_rules(decided_by="X", thresholds={"onzin": 1}, **ON),
        "Deze drempels zijn niet geldig.",
    ),
    "labels": (
        lambda _w: do.set_rules(decided_by="X", labels={"started": ""}, **ON), None
    ),
    "withdrawal without reason": (
        lambda w: do.withdraw_fact(fact=w.update, by=w.user, reason="nee"), None
    ),
    "correction without reason": (
        lambda w: do.correct_fact(fact=w.value, changes={"value": 6}, reason="x", **SEED), None
    ),
    "correction to another subject": (
        lambda w: do.correct_fact(fact=w.update, changes={"action": w.other}, reason=LONG, **SEED),
        "Een correctie vervangt een ingetrokken rij van hetzelfde onderwerp.",
    ),
    "correction that breaks a rule": (
        lambda w: do.correct_fact(fact=w.value, changes={"value": None}, reason=LONG, **SEED), None
    ),
    "role twice": (
        lambda w: do.add_participation(
            actor=w.actor, target=w.action, role="lead", since=date(2014, 12, 31), **SEED
        ),
        "Deze actor heeft die rol al in deze periode.",
    ),
    "role that ends before it starts": (
        lambda w: do.end_participation(
            participation=w.role, until=date(2013, 1, 1), by=w.user, reason=LONG
        ),
        "De einddatum ligt voor de begindatum.",
    ),
    "unknown role": (
        lambda w: do.add_participation(actor=w.actor, target=w.other, role="baas", **SEED), None
    ),
    "indicator attached twice": (
        lambda w: do.attach_indicator(action=w.action, indicator=w.indicator, **SEED),
        "Deze indicator hoort al bij deze actie.",
    ),
    "action goes on in itself": (
        lambda w: do.continue_action(
            start=w.action, to_action=w.action, kind="continued_in", **ON
        ),
        "Deze opvolging maakt een kring.",
    ),
    "action relates to itself": (
        lambda w: do.relate_actions(
            from_action=w.action, to_action=w.action, kind="related", **SEED
        ),
        "Een actie kan niet naar zichzelf verwijzen.",
    ),
    "actor succeeds itself": (
        lambda w: do.succeed_actor(from_actor=w.actor, to_actor=w.actor, kind="merged", **ON),
        "Een actor kan zichzelf niet opvolgen.",
    ),
    "role of another carried": (
        lambda w: do.succeed_actor(
            from_actor=w.second, to_actor=w.actor, kind="merged", carry=[w.role], **ON
        ),
        "Enkel rollen van de voorganger gaan mee.",
    ),
    "role carried that ended": (
        lambda w: do.succeed_actor(
            from_actor=w.actor, to_actor=w.second, kind="merged", carry=[w.role],
            **ON | {"valid_on": date(2013, 6, 1)},
        ),
        "De einddatum ligt voor de begindatum.",
    ),
    "fact without text": (
        lambda _w: do.record_source_fact(code="F1", text="", source="B", **ON), None
    ),
    "nobody answers": (
        lambda w: do.add_update(action=w.action, body=LONG, by=None, valid_on=DAY),
        "Iemand moet instaan voor deze rij.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_operation_called_wrongly_raises_and_saves_nothing(w, name):
    call, sentence = WRONG[name]
    before, withdrawn, version = count_rows(), withdrawn_rows(), w.action.version
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        call(w)
    assert sentence is None or sentence in caught.value.messages
    assert count_rows() == before
    assert withdrawn_rows() == withdrawn
    w.action.refresh_from_db()
    assert w.action.version == version


@pytest.mark.parametrize("operation", [name for name in do.__all__ if name.startswith("change_")])
def test_stale_version_is_refused_by_every_change(w, operation):
    thing = operation.removeprefix("change_")
    fields = {
        "line": {"title": "X", "short_label": "x"},
        "actor": {"name": "X", "kind": "network"},
        "action": {"title": "X", "line": w.line},
        "milestone": {"title": "X"},
        "indicator": {"title": "X", "level": "output", "aggregation": "state"},
    }[thing]
    before = count_rows()
    with pytest.raises(StaleEditError):
        getattr(do, operation)(**{thing: getattr(w, thing)}, version=999, **fields, **ON)
    assert count_rows() == before
