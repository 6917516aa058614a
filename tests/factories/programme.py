"""Rows of the programme in their life cycle; every factory goes through the operations."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import (
    Action,
    ActionDomain,
    ActionLine,
    Actor,
    Indicator,
    Measurement,
    Milestone,
    Participation,
    StatusUpdate,
)

_numbers = count(1)
FIRST = date(2013, 1, 1)
BASE: dict[str, Any] = {"by": None, "origin": "seed"}


def make_domain(**fields: Any) -> ActionDomain:
    code = fields.pop("code", None) or str(next(_numbers) + 10)
    found = ActionDomain.objects.filter(code=code).first()
    given = {"title": "Voorbeelddomein", "valid_on": FIRST} | fields
    return found or operations.create_domain(code=code, **BASE, **given)


def make_line(**fields: Any) -> ActionLine:
    code = fields.pop("code", None) or f"9.{next(_numbers)}"
    given = {"title": "Voorbeeldlijn", "short_label": "Voorbeeld", "valid_on": FIRST} | fields
    domain = given.pop("domain", None) or make_domain()
    return operations.create_line(code=code, domain=domain, **BASE, **given)


def make_actor(**fields: Any) -> Actor:
    slug = fields.pop("slug", None) or f"voorbeeld-{next(_numbers)}"
    organisation = fields.pop("organisation", None)
    given = {"name": slug.replace("-", " ").title(), "kind": "network", "valid_on": FIRST} | fields
    actor = operations.create_actor(slug=slug, **BASE, **given)
    if organisation is not None:
        operations.link_organisation(actor=actor, organisation=organisation)
    return actor


def make_action(**fields: Any) -> Action:
    number = next(_numbers)
    code = (
        fields.pop("code", None)
        or f"{1 + number // 1000 % 9}.{number // 100 % 10}.{number % 100:02}"
    )
    given = {"title": f"Voorbeeldactie {code}", "valid_on": FIRST} | fields
    if given.get("kind") != "lever_project" and "line" not in given:
        given["line"] = make_line()
    return operations.create_action(code=code, **BASE, **given)


def make_milestone(action: Action, **fields: Any) -> Milestone:
    code = fields.pop("code", None) or f"M{next(_numbers)}"
    due_on = fields.pop("due_on", None)
    given = {"title": "Voorbeeldmijlpaal", "valid_on": FIRST} | fields
    milestone = operations.create_milestone(action=action, code=code, **BASE, **given)
    if due_on:
        operations.plan_milestone(
            milestone=milestone, due_on=due_on, valid_on=given["valid_on"], **BASE
        )
    return milestone


def make_indicator(action: Action | None = None, **fields: Any) -> Indicator:
    code = fields.pop("code", None) or f"V{next(_numbers)}"
    given = {
        "title": "Voorbeeldindicator",
        "definition": "Een definitie van meer dan dertig tekens lang.",
        "unit": "aantal",
        "level": "output",
        "direction": "rising",
        "aggregation": "cumulative",
        "valid_on": FIRST,
    } | fields
    indicator = operations.create_indicator(code=code, **BASE, **given)
    if action is not None:
        operations.attach_indicator(action=action, indicator=indicator, **BASE)
    return indicator


def make_measurement(indicator: Indicator, value: Any, on: date, **fields: Any) -> Measurement:
    given = {"source": "Voorbeeldbron"} | fields
    return operations.add_measurement(
        indicator=indicator, value=Decimal(str(value)), valid_on=on, **BASE, **given
    )


def make_update(action: Action, on: date, **fields: Any) -> StatusUpdate:
    given = {"body": "Een voorbeeldtekst van minstens twintig tekens."} | fields
    return operations.add_update(action=action, valid_on=on, **BASE, **given)


def make_role(actor: Actor, target: Any, role: str = "lead", **fields: Any) -> Participation:
    return operations.add_participation(actor=actor, target=target, role=role, **BASE, **fields)
