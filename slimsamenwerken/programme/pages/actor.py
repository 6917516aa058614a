"""What the page of one actor shows."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.models import ActorVersion
from slimsamenwerken.programme.models.codes import Role
from slimsamenwerken.programme.pages import words
from slimsamenwerken.programme.pages.actor_list import kind_words, other_name
from slimsamenwerken.programme.queries.actor_page import Companion, HeldRole, LoadedActor, Place
from slimsamenwerken.programme.queries.lineage import Step
from slimsamenwerken.programme.rights import Rights

Labels = dict[str, str | Promise]


def actor(loaded: LoadedActor, moment: Moment, rights: Rights) -> dict[str, Any]:
    version, labels = loaded.version, loaded.rules.labels
    roles = _grouped(loaded.roles, labels, moment)
    partners = [c for c in loaded.companions if not c.actor.is_group]
    groups = [c for c in loaded.companions if c.actor.is_group]
    return {
        "loaded": loaded,
        "version": version,
        "slug": version.actor.slug,
        "abbreviation": other_name(version.name, version.abbreviation),
        "kind": kind_words(version.kind),
        "breadcrumbs": [(_("Actors"), reverse("programme:actor-list") + moment.query_string)],
        "breadcrumb_here": version.name,
        "earlier": [_succession(step, moment, forward=False) for step in loaded.earlier],
        "later": [_succession(step, moment, forward=True) for step in loaded.later],
        "names": [_name(name) for name in loaded.names],
        "roles": roles,
        "past_roles": [_role(role, labels, moment) for role in loaded.past_roles],
        "summary": _summary(loaded),
        "partners": [_companion(companion, moment) for companion in partners],
        "groups": [_companion(companion, moment) for companion in groups],
        "facts": _facts(version),
        # A write happens today, so a page of the past offers none.
        "may_rename": moment.is_live and rights.may("change_things"),
        "nav_key": "programme.actions",
    }


def _succession(step: Step, moment: Moment, *, forward: bool) -> SafeString:
    """ "Nu …" or "Voorheen …", with the day, the kind and, further off, the name between."""
    link = format_html(
        '<a href="{}">{}</a>',
        reverse("programme:actor-detail", args=[step.actor.slug]) + moment.query_string,
        step.actor.name,
    )
    sentence = _("Now {name}") if forward else _("Formerly {name}")
    if step.via:
        sentence = (
            _("Later {name}, by way of {via}") if forward else _("Earlier {name}, by way of {via}")
        )
    kinds = {
        "merged": _("merged on {date}"),
        "split": _("split on {date}"),
        "absorbed": _("absorbed on {date}"),
    }
    how = kinds[step.kind].format(date=step.on.text)
    note = f"{how}, {_('derived')}" if step.derived else how
    row = reverse("programme:fact-detail", args=["actor-succession", step.public_id])
    return format_html(
        '{} <span class="muted">({})</span> '
        '(<a href="{}">{}<span class="visually-hidden"> {}</span></a>)',
        format_html(sentence, name=link, via=step.via), note, row, _("row"), step.actor.name,
    )  # fmt: skip


def _name(version: ActorVersion) -> tuple[str, SafeString, str]:
    """Since when, the name with its row, and what sort of actor it then was."""
    link = reverse("programme:fact-detail", args=["actor-version", version.public_id])
    short = other_name(version.name, version.abbreviation)
    name = format_html(
        '{} (<a href="{}">{}<span class="visually-hidden"> {}</span></a>)',
        f"{version.name} ({short})" if short else version.name, link, _("row"), version.name,
    )  # fmt: skip
    note = [kind_words(version.kind), *([_("derived")] if version.derived else [])]
    return _("from %(date)s") % {"date": version.valid_on_text}, name, ", ".join(note)


def _grouped(
    roles: list[HeldRole], labels: Labels, moment: Moment
) -> list[tuple[str, list[dict[str, Any]]]]:
    """(heading, roles) per role, in the order of the roles; by place within a role."""
    found = []
    for role in Role.values:
        held = [r for r in roles if r.role == role]
        if held:
            held.sort(
                key=lambda r: (["domain", "line", "action"].index(r.place.sort), r.place.code)
            )
            found.append((words.role_name(role), [_role(r, labels, moment) for r in held]))
    return found


def _role(role: HeldRole, labels: Labels, moment: Moment) -> dict[str, Any]:
    state = role.place.state
    return {
        "role": words.role_name(role.role),
        "note": role.note,
        "derived": role.derived,
        "code": role.place.code,
        "place": _place(role.place, moment),
        "period": words.since_words(role.since, role.until),
        "row_url": reverse("programme:fact-detail", args=["participation", role.public_id]),
        "state": state,
        "declared": words.status_label(state.declared, labels) if state else "",
        "computed": words.status_label(state.computed, labels) if state else "",
    }


def _place(place: Place, moment: Moment) -> SafeString:
    if place.sort == "action":
        target = reverse("programme:action-detail", args=[place.code])
        return _anchor(target, place.title, moment)
    if place.sort == "line":
        target = reverse("dashboard:line", args=[place.code])
        return _anchor(target, _("Action line: %(title)s") % {"title": place.title}, moment)
    target = reverse("dashboard:lines")
    return _anchor(target, _("Action domain: %(title)s") % {"title": place.title}, moment)


def _anchor(target: str, text: str, moment: Moment) -> SafeString:
    return format_html('<a href="{}"><strong>{}</strong></a>', target + moment.query_string, text)


def _summary(loaded: LoadedActor) -> str:
    """ "Betrokken bij 5 acties." """
    count = len(loaded.actions)
    if not count:
        return _("Takes part in no action on this date.")
    return ngettext(
        "Takes part in %(count)s action.", "Takes part in %(count)s actions.", count
    ) % {"count": count}


def _companion(companion: Companion, moment: Moment) -> dict[str, Any]:
    return {
        "actor": companion.actor,
        "kind": kind_words(companion.actor.kind),
        "actions": _links(
            (
                reverse("programme:action-detail", args=[state.code]) + moment.query_string,
                state.code,
                state.title,
            )
            for state in companion.actions
        ),
    }


def _links(parts: Iterable[tuple[str, str, str]]) -> SafeString:
    """Codes, read out with their titles."""
    link = '<a href="{}">{}<span class="visually-hidden"> {}</span></a>'
    return format_html_join(", ", link, parts)


def _facts(version: ActorVersion) -> list[tuple[str, Any]]:
    """What is known of the actor besides its name; nothing is printed for what is not known."""
    number = version.enterprise_number
    found: list[tuple[str, Any]] = [(_("Kind"), kind_words(version.kind))]
    if version.is_group:
        found.append((_("Counted as a partner"), _("no, this is a group")))
    if version.website:
        link = format_html('<a href="{0}" rel="external">{0}</a>', version.website)
        found.append((_("Website"), link))
    if number:
        found.append((_("Enterprise number"), f"{number[:4]}.{number[4:7]}.{number[7:]}"))
    return found
