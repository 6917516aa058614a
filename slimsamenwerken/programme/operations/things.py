"""Things with a code, and the versions that say what they are called since when.

`fields` are the columns of the version; `origin` is one of `core.clocks.Origin`; `version` is
what the form carried, an older one raises StaleEditError. A broken rule raises ValidationError
and nothing is saved.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.core.clocks import Fact, Identity, Origin, insert, touch
from slimsamenwerken.core.constraints import speaking
from slimsamenwerken.programme.models import (
    Action,
    ActionDomain,
    ActionDomainVersion,
    ActionLine,
    ActionLineVersion,
    ActionVersion,
    Actor,
    ActorVersion,
    Indicator,
    IndicatorVersion,
    Milestone,
    MilestoneVersion,
    SourceFact,
)

Thing = TypeVar("Thing", bound=Identity)
Version = TypeVar("Version", bound=Fact)


def _save_new(thing: Thing) -> Thing:
    thing.full_clean()
    with speaking():
        thing.save(force_insert=True)
    return thing


@transaction.atomic
def create_domain(
    *, code: str, by: User | None, origin: str = Origin.WEB, **fields: Any
) -> ActionDomain:
    domain = _save_new(ActionDomain(code=code))
    insert(ActionDomainVersion(domain=domain, **fields), by=by, origin=origin)
    return domain


@transaction.atomic
def create_line(
    *, code: str, domain: ActionDomain, by: User | None, origin: str = Origin.WEB, **fields: Any
) -> ActionLine:
    line = _save_new(ActionLine(code=code, domain=domain))
    insert(ActionLineVersion(line=line, **fields), by=by, origin=origin)
    return line


@transaction.atomic
def create_actor(*, slug: str, by: User | None, origin: str = Origin.WEB, **fields: Any) -> Actor:
    actor = _save_new(Actor(slug=slug))
    insert(ActorVersion(actor=actor, **fields), by=by, origin=origin)
    return actor


@transaction.atomic
def link_organisation(*, actor: Actor, organisation: Organisation | None) -> bool:
    """Say who may log in for the actor; False when that was so already."""
    if actor.organisation_id == (organisation.pk if organisation else None):
        return False
    actor.organisation = organisation
    actor.save(update_fields=["organisation"])
    touch(actor)
    return True


@transaction.atomic
def create_action(*, code: str, by: User | None, origin: str = Origin.WEB, **fields: Any) -> Action:
    action = _save_new(Action(code=code))
    insert(ActionVersion(action=action, **fields), by=by, origin=origin)
    return action


@transaction.atomic
def create_milestone(
    *, action: Action, code: str, by: User | None, origin: str = Origin.WEB, **fields: Any
) -> Milestone:
    milestone = _save_new(Milestone(action=action, code=code))
    insert(MilestoneVersion(milestone=milestone, **fields), by=by, origin=origin)
    return milestone


@transaction.atomic
def create_indicator(
    *, code: str, by: User | None, origin: str = Origin.WEB, **fields: Any
) -> Indicator:
    indicator = _save_new(Indicator(code=code))
    insert(IndicatorVersion(indicator=indicator, **fields), by=by, origin=origin)
    return indicator


@transaction.atomic
def record_source_fact(
    *, code: str, by: User | None, origin: str = Origin.SEED, **fields: Any
) -> SourceFact:
    fact = SourceFact(code=code, **fields)
    insert(fact, by=by, origin=origin)
    return fact


def _changing(versions: type[Version]) -> Callable[..., Version]:
    """The operation that gives a thing a new version, which holds from its `valid_on` on."""

    @transaction.atomic
    def change(
        *, by: User | None, origin: str = Origin.WEB, version: int | None = None, **fields: Any
    ) -> Version:
        row = versions(**fields)
        insert(row, by=by, origin=origin, version=version)
        return row

    return change


change_line = _changing(ActionLineVersion)
change_actor = _changing(ActorVersion)  # a new name, kind or address: a plain rename
change_action = _changing(ActionVersion)
change_milestone = _changing(MilestoneVersion)
change_indicator = _changing(IndicatorVersion)
