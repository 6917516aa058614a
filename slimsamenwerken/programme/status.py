"""Computed status of an action: the first of eight rules that fits, with the rows behind it.

Pure: plain facts in, a result out; no query, no clock. All facts are judged at `as_of`, whatever
the caller loaded: a fact of a later day does not count. See docs/adr/0004-status-rules.md.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from slimsamenwerken.core.numbers import format_percent, round_half_up
from slimsamenwerken.programme.status_facts import (
    ClosureFact,
    Day,
    MeasurementFact,
    MilestoneFact,
    OutcomeFact,
    PlanFact,
    Ref,
    StatusInput,
    StatusResult,
    Step,
    TargetFact,
    Text,
    UpdateFact,
    declared_update,
    fill,
    joined,
    latest_update,
    vague_note,
)
from slimsamenwerken.programme.thresholds import (
    ACHIEVED,
    ACTION_NEEDED,
    ATTENTION,
    DEFAULTS,
    NOT_STARTED,
    ON_TRACK,
    STARTED,
    STOPPED,
    UNKNOWN,
    Thresholds,
)

__all__ = [
    "RULES_VERSION",
    "ClosureFact",
    "Day",
    "MeasurementFact",
    "MilestoneFact",
    "OutcomeFact",
    "PlanFact",
    "Ref",
    "StatusInput",
    "StatusResult",
    "Step",
    "TargetFact",
    "UpdateFact",
    "compute_status",
    "declared_update",
    "vague_note",
]

# Raised when the rules change meaning; reports print it beside the thresholds.
RULES_VERSION: Final = 1
_WORKING: Final = frozenset({STARTED, ON_TRACK, ATTENTION, ACTION_NEEDED, ACHIEVED})


@dataclass(frozen=True, slots=True)
class Finding:
    """A ground on which a rule fits, with the rows it rests on."""

    sentence: Text
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """The input with what several rules ask of it."""

    facts: StatusInput
    limits: Thresholds
    declared: UpdateFact | None
    latest: UpdateFact | None
    evidence: tuple[Ref, ...]
    realised: tuple[MilestoneFact, ...]
    late: tuple[tuple[MilestoneFact, int], ...]
    slowest: TargetFact | None

    @property
    def pace(self) -> Decimal | None:
        return self.slowest.pace if self.slowest else None

    @property
    def closure(self) -> ClosureFact | None:
        closure = self.facts.closure
        return closure if closure and closure.on.last <= self.facts.as_of else None

    def days_since(self, day: Day | None) -> int:
        """Days that the day lies in the past; negative for the future, 0 without a day."""
        return (self.facts.as_of - day.last).days if day else 0


def compute_status(facts: StatusInput, thresholds: Thresholds = DEFAULTS) -> StatusResult:
    """The first rule of S1 to S8 that fits at `facts.as_of`, explained."""
    case = _study(facts, thresholds)
    steps = tuple(_tried(case))
    rule = steps[-1].rule
    refs = dict.fromkeys(ref for ground in _RULES[rule][1](case) for ref in ground.refs)
    return StatusResult(
        code=_RULES[rule][0],
        rule=rule,
        sentence=steps[-1].reason,
        steps=steps,
        evidence=tuple(refs),
        declared=case.declared.declared if case.declared else "",
        is_future=case.days_since(facts.starts) < 0,
        pace=case.pace,
        pace_note=_pace_note(case),
        notes=tuple(_notes(facts)),
    )


def _tried(case: _Case) -> Iterable[Step]:
    """The rules in order, up to and including the first that fits; S8 always does."""
    for rule, (_code, grounds_of, otherwise) in _RULES.items():
        grounds = grounds_of(case)
        if grounds:
            yield Step(rule, passed=True, reason=joined(g.sentence for g in grounds))
            return
        yield Step(rule, passed=False, reason=otherwise(case))


def _study(facts: StatusInput, limits: Thresholds) -> _Case:
    declared = declared_update(facts.updates, facts.as_of)
    realised = tuple(m for m in facts.milestones if m.outcome_at(facts.as_of) == "realised")
    late = ((m, m.days_late(facts.as_of)) for m in facts.milestones)
    paced = [target for target in facts.targets if target.pace is not None]
    return _Case(
        facts=facts,
        limits=limits,
        declared=declared,
        latest=latest_update(facts.updates, facts.as_of),
        evidence=tuple(_evidence(facts, declared, realised)),
        realised=realised,
        late=tuple((milestone, days) for milestone, days in late if days),
        slowest=min(paced, key=lambda target: target.pace or Decimal(0), default=None),
    )


def _evidence(
    facts: StatusInput, declared: UpdateFact | None, realised: Iterable[MilestoneFact]
) -> Iterable[Ref]:
    yield from _milestone_refs(realised)
    if declared and declared.declared in _WORKING:
        yield Ref("update", declared.declared, declared.id)
    for row in facts.measurements:
        if not row.is_baseline and row.on.last <= facts.as_of:
            yield Ref("measurement", row.code, row.id)


def _milestone_refs(milestones: Iterable[MilestoneFact]) -> tuple[Ref, ...]:
    return tuple(Ref("milestone", milestone.code, milestone.id) for milestone in milestones)


def _codes(milestones: Iterable[MilestoneFact]) -> str:
    return ", ".join(milestone.code for milestone in milestones)


def _closed(case: _Case, kind: str, sentence: Text) -> list[Finding]:
    closure = case.closure
    if closure is None or closure.kind != kind:
        return []
    filled = fill(sentence, date=closure.on, successor=closure.successor)
    return [Finding(filled, (Ref("closure", closure.kind, closure.id),))]


def _stopped(case: _Case) -> list[Finding]:
    if case.closure and case.closure.successor:
        return _closed(
            case, STOPPED, _("The action was stopped (%(date)s) and goes on as %(successor)s.")
        )
    return _closed(case, STOPPED, _("The action was stopped (%(date)s)."))


def _missed_targets(case: _Case) -> list[TargetFact]:
    """Targets that are past their day and were not reached; an untested one is not "missed"."""
    return [t for t in case.facts.targets if t.met is False and case.days_since(t.due) > 0]


def _achieved(case: _Case) -> list[Finding]:
    completed = _closed(case, "completed", _("The action was completed (%(date)s)."))
    as_of = case.facts.as_of
    counting = [m for m in case.facts.milestones if m.outcome_at(as_of) != "dropped"]
    all_reached = len(counting) == len(case.realised) and any(m.is_final for m in counting)
    if completed or not all_reached or _missed_targets(case):
        return completed
    sentence = _("All milestones are realised, the final one included (%(codes)s).")
    return [Finding(fill(sentence, codes=_codes(counting)), _milestone_refs(counting))]


def _late_sentence(milestone: MilestoneFact, days: int) -> Finding:
    sentence = (
        ngettext_lazy(
            "Final milestone %(code)s is %(days)s day late.",
            "Final milestone %(code)s is %(days)s days late.",
            "days",
        )
        if milestone.is_final
        else ngettext_lazy(
            "Milestone %(code)s is %(days)s day late.",
            "Milestone %(code)s is %(days)s days late.",
            "days",
        )
    )
    refs = _milestone_refs([milestone])
    return Finding(fill(sentence, code=milestone.code, days=days), refs)


def _action_needed(case: _Case) -> list[Finding]:
    limits = case.limits
    late = case.late
    final = [(m, days) for m, days in late if m.is_final and days > limits.final_late_days]
    grounds = [_late_sentence(m, days) for m, days in final]
    many = [m for m, days in late if days > limits.many_late_days]
    if len(many) >= limits.many_late_count:
        sentence = _("%(count)s milestones are more than %(days)s days late (%(codes)s).")
        filled = fill(sentence, count=len(many), days=limits.many_late_days, codes=_codes(many))
        grounds.append(Finding(filled, _milestone_refs(many)))
    if case.pace is not None and case.pace < limits.pace_action:
        grounds.append(_slow(case, limits.pace_action))
    passed = case.days_since(case.facts.ends)
    if passed > limits.end_grace_days and case.closure is None:
        sentence = _(
            "The end date (%(date)s) passed %(days)s days ago and the action is not closed."
        )
        filled = fill(sentence, date=case.facts.ends, days=passed)
        grounds.append(Finding(filled, (Ref("action"),)))
    return grounds


def _slow(case: _Case, limit: int) -> Finding:
    sentence = _("The pace of %(code)s is %(pace)s, less than %(limit)s.")
    slowest, pace = case.slowest, case.pace or Decimal(0)
    code = slowest.code if slowest else ""
    filled = fill(sentence, code=code, pace=_apart(pace, limit), limit=format_percent(limit, 0))
    return Finding(filled, (Ref("target", code, slowest.id if slowest else None),))


def _apart(pace: Decimal, limit: int) -> str:
    """One decimal, or as many as keep 79.96 from reading "80,0 %, less than 80 %"."""
    digits = next((d for d in range(1, 6) if round_half_up(pace, d) < limit), 6)
    return format_percent(pace, digits)


def _attention(case: _Case) -> list[Finding]:
    limits = case.limits
    grounds = [_late_sentence(m, days) for m, days in case.late]
    if case.pace is not None and case.pace < limits.pace_attention:
        grounds.append(_slow(case, limits.pace_attention))
    grounds += _often_replanned(case)
    passed = case.days_since(case.facts.starts)
    if passed > limits.start_grace_days and not case.evidence:
        sentence = _(
            "The start date (%(date)s) passed %(days)s days ago and there is no sign of work yet."
        )
        filled = fill(sentence, date=case.facts.starts, days=passed)
        grounds.append(Finding(filled, (Ref("action"),)))
    return grounds


def _often_replanned(case: _Case) -> Iterable[Finding]:
    as_of, window = case.facts.as_of, case.limits.replan_window_days
    sentence = _("Milestone %(code)s was re-planned %(count)s times in %(days)s days.")
    for milestone in case.facts.milestones:
        count = milestone.replannings(as_of, window)
        if count >= case.limits.replan_count and milestone.outcome_at(as_of) != "dropped":
            filled = fill(sentence, code=milestone.code, count=count, days=window)
            yield Finding(filled, _milestone_refs([milestone]))


def _on_track(case: _Case) -> list[Finding]:
    sentence = _progress_sentence(case) if case.evidence else None
    return [Finding(sentence, case.evidence)] if sentence else []


def _progress_sentence(case: _Case) -> Text | None:
    limits = case.limits
    if case.realised:
        text = ngettext_lazy(
            "There is a realised milestone (%(codes)s) and nothing is late.",
            "There are %(count)s realised milestones (%(codes)s) and nothing is late.",
            "count",
        )
        return fill(text, count=len(case.realised), codes=_codes(case.realised))
    if case.pace is not None and case.pace >= limits.pace_attention:
        text = _("The pace is at least %(limit)s and nothing is late.")
        return fill(text, limit=format_percent(limits.pace_attention, 0))
    age = case.days_since(case.latest.on) if case.latest else limits.fresh_update_days + 1
    if case.facts.is_continuous and case.latest and age <= limits.fresh_update_days:
        text = _(
            "The action is continuous, its last update (%(date)s) is at most %(days)s days old and nothing is late."
        )
        return fill(text, date=case.latest.on, days=limits.fresh_update_days)
    return None


def _started(case: _Case) -> list[Finding]:
    if not case.evidence:
        return []
    if case.facts.is_continuous:
        sentence = _("There are signs of work, but no recent update and no realised milestone.")
    else:
        sentence = _("There are signs of work, but no realised milestone and no sufficient pace.")
    return [Finding(sentence, case.evidence)]


def _not_started(case: _Case) -> list[Finding]:
    refs = [*_milestone_refs(case.facts.milestones)]
    refs += [Ref("target", target.code, target.id) for target in case.facts.targets]
    if case.facts.starts is not None:  # a start long past without work was rule S4
        refs.append(Ref("action"))
    if case.declared and case.declared.declared == NOT_STARTED:
        refs.append(Ref("update", NOT_STARTED, case.declared.id))
    sentence = _("There is a plan or a declaration, but no sign of work yet.")
    return [Finding(sentence, tuple(refs))] if refs else []


def _unknown(_case: _Case) -> list[Finding]:
    sentence = _("There is no milestone, target, start date or declared status to compute from.")
    return [Finding(sentence)]


def _why_not_achieved(case: _Case) -> Text:
    missed = _missed_targets(case)
    if missed:
        codes = ", ".join(target.code for target in missed)
        return fill(_("A target that is due was missed (%(codes)s)."), codes=codes)
    return _("The action was not completed, and not all milestones with a final one are realised.")


def _why_not_on_track(case: _Case) -> Text:
    if not case.evidence:
        return _("There is no sign of work.")
    return _("There is no realised milestone, no sufficient pace and no recent update.")


def _always(text: Text) -> Callable[[_Case], Text]:
    return lambda _case: text


# Per rule: the resulting status, its grounds, and the reason printed when it does not fit.
_RULES: Final[
    Mapping[str, tuple[str, Callable[[_Case], list[Finding]], Callable[[_Case], Text]]]
] = {
    "S1": (STOPPED, _stopped, _always(_("The action was not stopped."))),
    "S2": (ACHIEVED, _achieved, _why_not_achieved),
    "S3": (ACTION_NEEDED, _action_needed, _always(_("Nothing is far too late or far behind."))),
    "S4": (ATTENTION, _attention, _always(_("Nothing is late, behind or often re-planned."))),
    "S5": (ON_TRACK, _on_track, _why_not_on_track),
    "S6": (STARTED, _started, _always(_("There is no sign of work."))),
    "S7": (NOT_STARTED, _not_started, _always(_("Nothing was planned or declared."))),
    "S8": (UNKNOWN, _unknown, _always("")),
}


def _pace_note(case: _Case) -> Text:
    if case.slowest is not None and case.pace is not None:
        pace = format_percent(case.pace)
        return fill(_("Pace: %(pace)s (%(code)s)."), pace=pace, code=case.slowest.code)
    if not case.facts.targets:
        return _("Pace: cannot be computed, because there is no target.")
    return _("Pace: cannot be computed yet for the targets there are.")


def _notes(facts: StatusInput) -> Iterable[Text]:
    """Facts that a vague date keeps out: 2014 is not reached on 30 June 2014."""
    dated: list[tuple[Text, Day]] = [(m.code, m.outcome.on) for m in facts.milestones if m.outcome]
    dated += [(row.code, row.on) for row in facts.measurements]
    if facts.closure:
        dated.append((_("Closure"), facts.closure.on))
    for code, day in dated:
        note = vague_note(day, facts.as_of)
        if note is not None:
            yield fill(_("%(code)s: %(note)s (%(date)s)."), code=code, note=note, date=day)
