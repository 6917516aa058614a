"""A made-up programme with everything that the metrics count, drawn from a fixed seed."""

from datetime import date, timedelta
from random import Random

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import Action, Actor, Milestone
from slimsamenwerken.programme.models.codes import DECLARABLE
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_domain,
    make_line,
    make_milestone,
    make_role,
    make_update,
)

FIRST, LAST = date(2015, 7, 1), date(2016, 12, 31)
KINDS = ("government", "company", "civil_society", "knowledge")
ROLES = ("lead", "co_lead", "partner", "contractor", "funder", "commissioner", "target_group")
CODES = [code for code, _label in DECLARABLE]


class Maker:
    """Draws dates and makes rows; the same seed gives the same programme."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - no secret, a repeatable programme

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return first + timedelta(days=self.random.randint(0, max((last - first).days, 0)))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def programme(self, actions: int) -> None:
        domain = make_domain(code="7", valid_on=FIRST)
        lines = [make_line(code=f"7.{n}", domain=domain, valid_on=FIRST) for n in (1, 2)]
        actors = [self.actor(number) for number in range(10)]
        make_role(actors[0], domain, since=self.day(), until=LAST)
        make_role(actors[1], lines[1], since=self.day())
        make_role(actors[2], lines[0], role="partner", until=self.day())
        for number in range(actions):
            self.action(f"7.{number % 2 + 1}.{number:02}", lines[number % 2], actors)
        make_action(code="P7", kind="lever_project", line=None, valid_on=FIRST)
        self.succession(actors[3], actors[4])
        self.succession(actors[4], actors[5])
        self.succession(actors[6], actors[7])

    def actor(self, number: int) -> Actor:
        kind = KINDS[number % len(KINDS)]
        group = number == 9
        actor = make_actor(slug=f"v-{number}", kind=kind, is_group=group, valid_on=self.day())
        if self.chance(0.4):
            day = self.day(LAST - timedelta(days=200))
            operations.change_actor(
                actor=actor, name=f"Nieuw {number}", kind=self.random.choice(KINDS),
                is_group=group, valid_on=day, **BASE,
            )  # fmt: skip
        return actor

    def succession(self, before: Actor, after: Actor) -> None:
        operations.succeed_actor(
            from_actor=before, to_actor=after, kind="merged",
            valid_on=self.day(date(2016, 2, 1)), **BASE,
        )  # fmt: skip

    def action(self, code: str, line: object, actors: list[Actor]) -> None:
        start = self.day(last=date(2016, 9, 30)) if self.chance(0.6) else None
        continuous = self.chance(0.3)
        ends = start and not continuous and start + timedelta(days=self.random.randint(0, 300))
        action = make_action(
            code=code, line=line, starts_on=start, ends_on=ends or None,
            is_continuous=continuous, valid_on=self.day(last=date(2016, 6, 30)),
            is_public=self.chance(0.8),
        )  # fmt: skip
        for number in range(self.random.randint(0, 3)):
            self.milestone(action, f"M{number}")
        for _update in range(self.random.randint(0, 3)):
            declared = self.random.choice([*CODES, "", ""])
            row = make_update(action, self.day(), declared_status=declared)
            if self.chance(0.2):
                operations.withdraw_fact(fact=row, by=None, reason="voorbeeld van intrekking")
        for actor in self.random.sample(actors, self.random.randint(0, 4)):
            self.role(actor, action)
        if self.chance(0.25):
            operations.close_action(
                action=action, kind=self.random.choice(["completed", "stopped"]),
                statement="Een voorbeeld van een afsluiting.", valid_on=self.day(), **BASE,
            )  # fmt: skip

    def role(self, actor: Actor, action: Action) -> None:
        since = self.day() if self.chance(0.6) else None
        until = self.day(since or FIRST) if self.chance(0.4) else None
        make_role(actor, action, role=self.random.choice(ROLES), since=since, until=until)

    def milestone(self, action: Action, code: str) -> None:
        milestone = make_milestone(
            action, code=code, is_final=self.chance(0.4), valid_on=self.day(last=date(2016, 3, 1))
        )
        decided = FIRST
        for number in range(self.random.choice([0, 1, 2, 3, 3])):
            self.plan(milestone, decided, number)
            decided = self.day(decided)
        if self.chance(0.75):
            row = operations.record_outcome(
                milestone=milestone, kind=self.random.choice(["realised", "realised", "dropped"]),
                statement="Een voorbeeld van een resultaat.", valid_on=self.day(date(2015, 11, 1)),
                **BASE,
            )  # fmt: skip
            if self.chance(0.15):
                operations.withdraw_fact(fact=row, by=None, reason="voorbeeld van intrekking")

    def plan(self, milestone: Milestone, decided: date, number: int) -> None:
        operations.plan_milestone(
            milestone=milestone, valid_on=decided,
            due_on=self.day(last=date(2016, 5, 1)) + timedelta(days=60 * number),
            reason="Een voorbeeld van een reden.", decided_by="voorbeeld",
            original_unknown=number == 0 and self.chance(0.2), **BASE,
        )  # fmt: skip
