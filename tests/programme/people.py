"""One action with its people: Alice leads it, Bob's actor takes part, Charlie is a stranger."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from slimsamenwerken.accounts.models import User
from slimsamenwerken.programme.models import Action, Actor, Indicator, Milestone
from tests.factories.accounts import make_organisation, make_person
from tests.factories.programme import (
    make_action,
    make_actor,
    make_indicator,
    make_milestone,
    make_role,
)

ROLES = ("visitor", "alice", "bob", "charlie", "staff", "admin", "auditor")


@dataclass(frozen=True)
class Cast:
    """`people` by name; a visitor is nobody."""

    action: Action
    other: Action
    milestone: Milestone
    indicator: Indicator
    actor: Actor
    people: dict[str, User]

    def client(self, name: str) -> Client:
        found = Client()
        if name != "visitor":
            found.force_login(self.people[name])
        return found


def make_cast() -> Cast:
    action = make_action(code="7.1.01", title="Actie van Alice", starts_on=date(2013, 1, 1))
    other = make_action(code="7.1.02", title="Actie van een ander")
    first, second, third = (make_organisation() for _ in range(3))
    leading = make_actor(slug="trekker-van-alice", organisation=first)
    make_role(leading, action, "lead")
    make_role(make_actor(organisation=second), action, "partner")
    make_role(make_actor(organisation=third), other, "lead")
    return Cast(
        action=action,
        other=other,
        milestone=make_milestone(action, code="M1", due_on=date(2016, 12, 31)),
        indicator=make_indicator(action, code="V71"),
        actor=leading,
        people={
            "alice": make_person("member", first),
            "bob": make_person("member", second),
            "charlie": make_person("member", third),
            "staff": make_person("staff"),
            "admin": make_person("admin"),
            "auditor": make_person("auditor", first),
        },
    )


def to(name: str, *args: Any) -> str:
    return reverse(f"programme:{name}", args=args)


def send(client: Client, url: str, **fields: Any) -> Any:
    """Open the form, as a person does, and send it with the version that it carries."""
    page = client.get(url)
    version = {}
    if page.status_code == 200 and "form" in page.context:
        initial = page.context["form"].initial.get("version")
        version = {} if initial is None else {"version": initial}
    return client.post(url, version | {k: v for k, v in fields.items() if v is not None})
