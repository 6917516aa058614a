"""What the page of one action shows."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from slimsamenwerken.core.moments import Moment
from slimsamenwerken.programme.pages import words
from slimsamenwerken.programme.pages.charts import indicator_chart, plan_chart
from slimsamenwerken.programme.pages.story import events, link_sentence
from slimsamenwerken.programme.progress import print_value
from slimsamenwerken.programme.queries.action_page import LoadedAction, UpdateText
from slimsamenwerken.programme.queries.goals import assessment
from slimsamenwerken.programme.queries.rows import IndicatorRow, MilestoneRow, VagueDate
from slimsamenwerken.programme.rights import Rights
from slimsamenwerken.programme.status_facts import Ref


def action(loaded: LoadedAction, moment: Moment, rights: Rights) -> dict[str, Any]:
    state, labels = loaded.state, loaded.rules.labels
    return {
        "loaded": loaded,
        "state": state,
        "breadcrumbs": _breadcrumbs(loaded, moment),
        "breadcrumb_here": f"{state.code} {state.title}",
        "period": words.period(state),
        "declared": _declared(loaded),
        "computed": {
            "code": state.computed,
            "label": words.status_label(state.computed, labels),
            "text": state.result.sentence,
        },
        "how": _how(loaded, moment),
        "events": events(loaded, moment),
        "roles": words.grouped_roles(loaded.roles),
        "inherited": [] if loaded.own_leads else loaded.inherited,
        "links": [(link, link_sentence(link, moment)) for link in loaded.links],
        "chart": plan_chart(loaded, moment),
        "milestones": [_milestone(m, loaded, moment) for m in state.milestones],
        "indicators": [_indicator(i, moment, state.starts) for i in state.indicators],
        "updates": [_update(update, labels) for update in loaded.updates],
        "may": _may(rights, state.id, moment),
        "last_updated": state.last_update.on.day if state.last_update else None,
    }


def _breadcrumbs(loaded: LoadedAction, moment: Moment) -> list[tuple[str, str]]:
    at = moment.query_string
    trail = [(_("Actions"), reverse("programme:action-list") + at)]
    line = loaded.state.line
    if line:
        target = reverse("dashboard:line", args=[line.code]) + at
        trail.append((f"{line.code} {line.short_label}", target))
    return trail


def _declared(loaded: LoadedAction) -> dict[str, Any]:
    update = loaded.state.declared_update
    code = loaded.state.declared
    text: str | SafeString = _("No update declares a status.")
    shown = {item.row.id for item in loaded.updates}
    if update is not None and update.id not in shown:
        text = _("From an update of %(date)s that is not public.") % {"date": update.on.text}
    elif update is not None:
        link = format_html('<a href="#stand-{}">{}</a>', update.id, update.on.text)
        sentence = (
            _("Read into the update of %(date)s (derived).")
            if update.derived
            else _("From the update of %(date)s.")
        )
        text = format_html(sentence.replace("%(date)s", "{}"), link)
    return {
        "code": code,
        "label": words.status_label(code, loaded.rules.labels),
        "text": text,
        "deviation": _deviation(loaded, shown),
    }


def _deviation(loaded: LoadedAction, shown: set[int]) -> str:
    """Why the declared status differs, for who may read the update that says so."""
    update = loaded.state.declared_update
    if update is None or not loaded.state.deviates:
        return ""
    if update.id not in shown:
        return _("The reason is not public.")
    return update.deviation_reason or _("No reason was given.")


def _how(loaded: LoadedAction, moment: Moment) -> list[Any]:
    result = loaded.state.result
    steps: list[Any] = [
        format_html(
            "<strong>{}</strong> {}: {}",
            step.rule,
            _("fits") if step.passed else _("does not fit"),
            step.reason,
        )
        for step in result.steps
    ]
    used = [_ref(ref) for ref in result.evidence]
    if used:
        joined = format_html(", ".join(["{}"] * len(used)), *used)
        steps.append(format_html("{} {}", _("Rows used:"), joined))
    steps.append(result.pace_note)
    rules = loaded.rules
    if rules.row_id is None:
        steps.append(_("Thresholds: the defaults of the portal."))
    else:
        steps.append(
            _("Thresholds: the rule set that holds from %(date)s, decided by %(who)s.")
            % {"date": rules.valid_on, "who": rules.decided_by}
        )
    del moment
    return [*steps, *result.notes]


def _ref(ref: Ref) -> SafeString:
    anchors = {"milestone": "mijlpaal", "update": "stand", "measurement": "indicator"}
    names = {
        "milestone": _("milestone"),
        "update": _("update"),
        "measurement": _("measurement of"),
        "closure": _("closure"),
        "target": _("target of"),
        "action": _("action"),
    }
    if ref.kind not in anchors:
        # The code of a closure is its kind, which the sentence tells already.
        code = "" if ref.kind == "closure" else ref.code
        return format_html("{}", f"{names[ref.kind]} {code}".strip())
    words_ = f"{names[ref.kind]} {ref.code}".strip()
    target = ref.code if ref.kind == "measurement" else ref.id
    return format_html('<a href="#{}-{}">{}</a>', anchors[ref.kind], target, words_)


def _milestone(row: MilestoneRow, loaded: LoadedAction, moment: Moment) -> dict[str, Any]:
    outcome = row.outcome
    code, label = "", _("open")
    if outcome is not None:
        code = "achieved" if outcome.kind == "realised" else "stopped"
        label = _("realised") if outcome.kind == "realised" else _("dropped")
    elif row.is_late(moment.as_of):
        label = words.days_late(row.days_late(moment.as_of))
    return {
        "row": row,
        "short": row.code.removeprefix(f"{loaded.state.code}-"),
        "original": _original(row),
        "current": row.current.due.short if row.current else "",
        "code": code,
        "label": label,
        "is_late": row.is_late(moment.as_of),
    }


def _original(row: MilestoneRow) -> str:
    if row.original is None:
        return ""
    return (
        _("original date not stated") if row.original.original_unknown else row.original.due.short
    )


def _indicator(row: IndicatorRow, moment: Moment, starts: VagueDate | None) -> dict[str, Any]:
    judged = assessment(row, moment.as_of)
    latest = words.latest_measurement(row)
    return {
        "row": row,
        "judged": judged,
        "value": print_value(
            judged.headline.value, row.unit, row.decimals, judged.headline.qualifier
        ),
        "latest": latest,
        "chart": indicator_chart(row, moment, prefix=f"i-{row.code.lower()}", starts=starts),
    }


def _update(update: UpdateText, labels: Any) -> dict[str, Any]:
    return {
        "update": update,
        "row": update.row,
        "code": update.row.declared,
        "label": words.status_label(update.row.declared, labels) if update.row.declared else "",
    }


def _may(rights: Rights, action_id: int, moment: Moment) -> dict[str, bool]:
    """What the buttons offer; nothing on a page of the past, since a write happens today."""
    names = (
        "add_update", "add_measurement", "record_outcome", "plan_milestone", "correct",
        "close_action", "change_things", "read_internal",
    )  # fmt: skip
    live = moment.is_live
    return {
        name: (live or name == "read_internal") and rights.may(name, action_id) for name in names
    }
