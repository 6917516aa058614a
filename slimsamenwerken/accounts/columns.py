"""The columns of the lists of accounts, declared once for every format."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.accounts.models import Organisation, User
from slimsamenwerken.core.exports import Column

USERS = [
    Column("name", _("Name")),
    Column("email", _("E-mail address")),
    Column("roles", _("Roles today")),
    Column("may_sign_in", _("May sign in"), "bool"),
    Column("seen_on", _("Last signed in"), "date"),
    Column("created_on", _("Made on"), "date"),
]
ORGANISATIONS = [
    Column("name", _("Name")),
    Column("slug", _("Short name")),
    Column("kind", _("Kind")),
    Column("people", _("People with a role today"), "int"),
]


def user_row(user: User) -> dict[str, Any]:
    held = user.roles_today  # type: ignore[attr-defined]  # prefetched by for_list
    seen = user.last_login
    return {
        "name": user.name,
        "email": user.email,
        "roles": "; ".join(f"{m.get_role_display()} ({m.organisation})" for m in held),
        "may_sign_in": user.is_active,
        "seen_on": timezone.localdate(seen) if seen else None,
        "created_on": timezone.localdate(user.created_at),
    }


def organisation_row(row: Organisation) -> dict[str, Any]:
    return {
        "name": row.name,
        "slug": row.slug,
        "kind": row.get_kind_display(),
        "people": row.people_count,  # type: ignore[attr-defined]  # annotated by the query
    }
