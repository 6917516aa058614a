"""The course of an action in time: what happened, where it stands, what is planned."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from slimsamenwerken.core.dates import local_date, long_date
from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.pages.words import counting_measurements, status_label
from slimsamenwerken.programme.progress import print_value
from slimsamenwerken.programme.queries.action_page import LinkRow, LoadedAction
from slimsamenwerken.programme.queries.rows import MeasurementRow, VagueDate

Event = tuple[date, int, dict[str, Any]]


def events(loaded: LoadedAction, moment: Moment) -> list[dict[str, Any]]:
    """Events by date, oldest first; the reference date stands where it falls."""
    found = [
        *_facts(loaded),
        *_milestones(loaded),
        *_measurements(loaded, moment),
        *_links(loaded, moment),
        *_closure(loaded),
        _now(loaded, moment),
        *_plans(loaded, moment),
    ]
    found.sort(key=lambda event: (event[0], event[1]))
    return [event for _day, _order, event in found]


def _event(when: VagueDate, order: int, text: Any, kind: str = "", note: Any = "") -> Event:
    return (when.day, order, {"date": when.text, "text": text, "kind": kind, "note": note})


def _facts(loaded: LoadedAction) -> list[Event]:
    """The start of the action, as far as it is stated."""
    start = loaded.state.starts
    return [_event(start, 0, _("The action starts."))] if start else []


def _milestones(loaded: LoadedAction) -> list[Event]:
    found = []
    for milestone in loaded.state.milestones:
        outcome = milestone.outcome
        if outcome is not None:
            sentence = (
                _("Milestone realised:") if outcome.kind == "realised" else _("Milestone dropped:")
            )
            link = format_html('<a href="#mijlpaal-{}">{}</a>', milestone.id, milestone.title)
            note = _("(derived)") if outcome.derived else ""
            found.append(_event(outcome.on, 1, format_html("{} {}.", sentence, link), note=note))
    return found


def _measurements(loaded: LoadedAction, moment: Moment) -> list[Event]:
    found = []
    for indicator in loaded.state.indicators:
        target = reverse("programme:indicator-detail", args=[indicator.code]) + moment.query_string
        for row in counting_measurements(indicator):
            value = print_value(row.value, indicator.unit, indicator.decimals, row.qualifier)
            text = format_html('{}: <a href="{}">{}</a>.', indicator.title, target, value)
            found.append(_event(row.on, 2, text, note=_measurement_note(row, moment)))
    return found


def _measurement_note(row: MeasurementRow, moment: Moment) -> str:
    """Says what was read into the source, and that a value was entered after the day shown."""
    notes = [_("derived")] if row.derived else []
    recorded = local_date(row.recorded_at)
    if recorded > moment.as_of:
        notes.append(_("recorded on %(date)s") % {"date": long_date(recorded)})
    return f"({', '.join(notes)})" if notes else ""


def _links(loaded: LoadedAction, moment: Moment) -> list[Event]:
    return [
        _event(link.on, 3, link_sentence(link, moment), note=_("(derived)") if link.derived else "")
        for link in loaded.links
        if link.on is not None
    ]


def _closure(loaded: LoadedAction) -> list[Event]:
    closure = loaded.state.closure
    if closure is None:
        return []
    text = (
        _("The action was completed.")
        if closure.kind == "completed"
        else _("The action was stopped.")
    )
    return [_event(closure.on, 4, text)]


def _now(loaded: LoadedAction, moment: Moment) -> Event:
    labels = loaded.rules.labels
    text = status_label(loaded.state.declared or loaded.state.computed, labels)
    return (
        moment.as_of,
        9,
        {"date": long_date(moment.as_of), "text": f"{text[:1].upper()}{text[1:]}.", "kind": "now"},
    )


def _plans(loaded: LoadedAction, moment: Moment) -> list[Event]:
    found = []
    for milestone in loaded.state.milestones:
        plan = milestone.current
        if milestone.outcome is None and plan is not None:
            kind = "plan" if plan.due.day >= moment.as_of else ""
            text = (
                milestone.title
                if kind
                else _("Was planned: %(title)s") % {"title": milestone.title}
            )
            found.append(_event(plan.due, 10, f"{text}.", kind))
    ends = loaded.state.ends
    if ends and ends.day > moment.as_of and not any(e[0] == ends.day for e in found):
        found.append(_event(ends, 11, _("end of the action."), "plan"))
    return found


def link_sentence(link: LinkRow, moment: Moment) -> SafeString:
    """One sentence per succession or relation, with a link to the other side."""
    at = moment.query_string
    if link.other_is_line:
        target = reverse("dashboard:line", args=[link.other_code]) + at
        name = _("action line %(code)s") % {"code": link.other_code}
    else:
        target = reverse("programme:action-detail", args=[link.other_code]) + at
        name = f"{link.other_code} {link.other_title}".strip()
    anchor = format_html('<a href="{}">{}</a>', target, name)
    sentences = {
        ("continued_in", True): _("Continued in {}."),
        ("continued_in", False): _("Comes from {}."),
        ("replaced_by", True): _("Replaced by {}."),
        ("replaced_by", False): _("Replaces {}."),
        ("merged_into", True): _("Merged into {}."),
        ("merged_into", False): _("{} was merged into this one."),
        ("split_into", True): _("Split into {}."),
        ("split_into", False): _("Split off from {}."),
        ("part_of", True): _("Becomes part of {}."),
        ("part_of", False): _("{} becomes part of this."),
        ("input_for", True): _("Gives input for {}."),
        ("input_for", False): _("Gets input from {}."),
        ("precedes", True): _("Is followed by {}."),
        ("precedes", False): _("Follows on {}."),
        ("related", True): _("Is related to {}."),
        ("related", False): _("Is related to {}."),
    }
    text = format_html(sentences[link.kind, link.forward], anchor)
    if link.via_line and link.forward and not link.other_is_line:
        return format_html("{} {}", _("With action line %(code)s:") % {"code": link.via_line}, text)
    return text
