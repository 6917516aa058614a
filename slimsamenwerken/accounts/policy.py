"""The one table of who may do what; views, templates, API and the matrix test read it.

`roles` give the right everywhere, `relations` only on the things to which they belong.
"""

from dataclasses import dataclass, field

from slimsamenwerken.accounts.roles import Role

EVERYONE = frozenset({Role.VISITOR.value})
OFFICE = frozenset({Role.STAFF.value})
READERS = OFFICE | {Role.AUDITOR.value}
PUBLISHERS = frozenset({Role.PUBLISHER.value})
ADMINS = frozenset({Role.ADMIN.value})
LEAD = frozenset({"lead"})
OWN = frozenset({"lead", "own"})
MANAGER = frozenset({"manager"})


@dataclass(frozen=True)
class Rule:
    roles: frozenset[str] = field(default_factory=frozenset)
    relations: frozenset[str] = field(default_factory=frozenset)


POLICY: dict[str, Rule] = {
    "programme.read": Rule(EVERYONE),
    "programme.read_internal": Rule(READERS, OWN),
    "programme.add_update": Rule(OFFICE, LEAD),
    "programme.add_measurement": Rule(OFFICE, LEAD),
    "programme.record_outcome": Rule(OFFICE, LEAD),
    "programme.plan_milestone": Rule(OFFICE, LEAD),
    "programme.correct": Rule(OFFICE, LEAD),
    "programme.set_target": Rule(OFFICE),
    "programme.close_action": Rule(OFFICE),
    "programme.change_things": Rule(OFFICE),
    "programme.set_rules": Rule(ADMINS),
    "programme.read_rules": Rule(READERS),
    "reports.read": Rule(EVERYONE),
    "reports.read_internal": Rule(READERS),
    "reports.request": Rule(OFFICE),
    "reports.publish": Rule(PUBLISHERS),
    "reports.define": Rule(ADMINS),
    "accounts.read": Rule(READERS),
    "accounts.manage": Rule(ADMINS),
    "api.read_clients": Rule(READERS, MANAGER),
    "api.manage_clients": Rule(ADMINS, MANAGER),
    "tasks.read": Rule(OFFICE | {Role.MEMBER.value, Role.AUDITOR.value}),
}


def allowed(
    operation: str, *, roles: frozenset[str], relations: frozenset[str] = frozenset()
) -> bool:
    """Whether one of the roles, or of the relations to the thing, gives the right.

    An unknown operation raises KeyError: a slip of the pen must not read as "no".
    """
    rule = POLICY[operation]
    return bool(rule.roles & roles or rule.relations & relations)
