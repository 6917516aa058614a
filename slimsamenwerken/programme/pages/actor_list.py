"""What the list of actors shows."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from slimsamenwerken.core.dates import long_date
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models.codes import ActorKind, Role
from slimsamenwerken.programme.pages.lists import Sought, list_context
from slimsamenwerken.programme.queries.actor_list import ActorEntry


def actor_list(sought: Sought, entries: list[ActorEntry], moment: Moment) -> dict[str, Any]:
    count = sought.page.paginator.count
    return list_context(sought, default_sort="name") | {
        "rows": [_row(entry, moment) for entry in entries],
        "noun": npgettext("list", "actor", "actors", count),
        "caption": _caption(sought, moment),
        "results_label": ngettext("To the %(count)s actor", "To the %(count)s actors", count)
        % {"count": count},
    }


def _caption(sought: Sought, moment: Moment) -> str:
    words = {"filters": sought.form.in_words(), "day": long_date(moment.as_of)}
    if words["filters"]:
        return _("Actors (%(filters)s), as they were called on %(day)s") % words
    return _("All actors, as they were called on %(day)s") % words


def _row(entry: ActorEntry, moment: Moment) -> dict[str, Any]:
    query = urlencode({"actor": entry.actor.slug} | moment.query)
    return {
        "actor": entry.actor,
        "abbreviation": other_name(entry.actor.name, entry.actor.abbreviation),
        "kind": kind_words(entry.actor.kind),
        "roles": role_words(entry.roles),
        "action_count": entry.action_count,
        "actions_url": f"{reverse('programme:action-list')}?{query}",
    }


def kind_words(kind: str) -> str:
    return str(ActorKind(kind).label)


def other_name(name: str, abbreviation: str) -> str:
    """The abbreviation, but for those who are called by it."""
    return "" if abbreviation == name else abbreviation


def role_words(roles: tuple[tuple[str, int], ...]) -> str:
    """ "trekker (2), uitvoerder (3)": per role the number of places."""
    return ", ".join(f"{Role(role).label} ({count})" for role, count in roles)
