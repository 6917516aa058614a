"""Roles are code: reviewable, in one place, each with its Dutch description."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VISITOR = "visitor", _("visitor")
    MEMBER = "member", _("member of staff")
    MANAGER = "manager", _("manager of the organisation")
    STAFF = "staff", _("programme officer (editor)")
    PUBLISHER = "publisher", _("final editor")
    ADMIN = "admin", _("programme administrator")
    AUDITOR = "auditor", _("auditor")


# Codes of the trust guide that later steps fill in; nobody can be given one before that.
RESERVED = frozenset({"facilitator", "moderator", "steering", "operator"})

DESCRIPTIONS = {
    Role.VISITOR: _("Reads what is published."),
    Role.MEMBER: _("Works on what belongs to the own organisation."),
    Role.MANAGER: _("As a member of staff, and manages the API keys of the own organisation."),
    Role.STAFF: _("Works on the programme and its content."),
    Role.PUBLISHER: _("As a programme officer, and publishes and withdraws reports."),
    Role.ADMIN: _("As a final editor, and decides on thresholds, labels, roles and accounts."),
    Role.AUDITOR: _("Reads everything, changes nothing."),
}

# What a role brings along of the roles under it.
INCLUDES = {
    Role.MANAGER: frozenset({Role.MEMBER}),
    Role.PUBLISHER: frozenset({Role.STAFF}),
    Role.ADMIN: frozenset({Role.STAFF, Role.PUBLISHER}),
}
GIVEN = [(role.value, role.label) for role in Role if role != Role.VISITOR]


def expand(role: str) -> frozenset[str]:
    """The role itself, what it includes, and visitor."""
    own = {role, Role.VISITOR.value}
    included = INCLUDES.get(Role(role), frozenset()) if role in Role.values else frozenset()
    return frozenset(own | {str(r) for r in included})
