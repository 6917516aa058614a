"""The main counts in sentences."""

from collections.abc import Sequence

from slimsamenwerken.core.dates import long_date
from slimsamenwerken.reports.blocks import Block, Figure, Given, Section, Text
from slimsamenwerken.reports.sections.common import loaded, nothing_known, noun
from slimsamenwerken.reports.sections.counting import (
    Counted,
    count_actions,
    count_milestones,
    provenance_of,
)

Paragraph = list[str | Figure]


def figures(given: Given) -> list[Counted]:
    found: list[Counted] = given.share("summary.figures", lambda: _figures(given))
    return found


def _figures(given: Given) -> list[Counted]:
    return [*_action_figures(given), *_milestone_figures(given)]


def _action_figures(given: Given) -> list[Counted]:
    actions = loaded(given).actions
    return [
        count_actions(
            ("summary.actions", "Acties"), actions, given,
            "Aantal acties van alle actielijnen op de peildatum.",
        ),
        count_actions(
            ("summary.on_track", "Acties in uitvoering"),
            [s for s in actions if s.computed == "on_track"], given,
            "Aantal acties met berekende status “in uitvoering/op schema”.", by_thresholds=True,
        ),
        count_actions(
            ("summary.achieved", "Gerealiseerde acties"),
            [s for s in actions if s.computed == "achieved"], given,
            "Aantal acties met berekende status “gerealiseerd”.", by_thresholds=True,
        ),
        count_actions(
            ("summary.attention", "Acties die aandacht vragen"),
            [s for s in actions if s.computed in ("attention", "action_needed")], given,
            "Aantal acties met berekende status “bijzondere aandacht nodig” of "
            "“bijkomende actie noodzakelijk”.", by_thresholds=True,
        ),
    ]  # fmt: skip


def _milestone_figures(given: Given) -> list[Counted]:
    found = loaded(given).milestones
    realised = [(s, m) for s, m in found if m.outcome and m.outcome.kind == "realised"]
    first, last = given.period.first, given.period.last
    in_period = [(s, m) for s, m in realised if m.outcome and first <= m.outcome.on.day <= last]
    late = [(s, m) for s, m in found if m.is_late(given.as_of)]
    return [
        count_milestones(
            ("summary.milestones", "Mijlpalen"), found, given,
            "Aantal mijlpalen van alle acties en hefboomprojecten.",
        ),
        count_milestones(
            ("summary.milestones_realised", "Gerealiseerde mijlpalen"), realised, given,
            "Aantal mijlpalen met resultaat “gerealiseerd” op of voor de peildatum.",
        ),
        count_milestones(
            ("summary.milestones_in_period", "Mijlpalen gerealiseerd in de verslagperiode"),
            in_period, given,
            "Aantal mijlpalen met resultaat “gerealiseerd” en een datum in de verslagperiode. "
            "Van een vage datum telt de laatste dag.",
        ),
        count_milestones(
            ("summary.milestones_late", "Late mijlpalen"), late, given,
            "Aantal open mijlpalen waarvan de geplande datum voor de peildatum ligt.",
        ),
    ]  # fmt: skip


def build(given: Given) -> Sequence[Block]:
    if not loaded(given).actions:
        return nothing_known()
    by_id = {c.figure.id.removeprefix("summary."): c.figure for c in figures(given)}
    return [Text("kern", [_actions(by_id, given), _milestones(by_id)])]


def _actions(by_id: dict[str, Figure], given: Given) -> Paragraph:
    total, on_track, attention = by_id["actions"], by_id["on_track"], by_id["attention"]
    return [
        f"Op {long_date(given.as_of, 'nl')} telde het programma ", total,
        noun(total, " actie. ", " acties. "),
        noun(on_track, "Daarvan was er ", "Daarvan waren er "), on_track, " in uitvoering en ",
        by_id["achieved"], " gerealiseerd. Bij ", attention,
        noun(attention, " actie", " acties"), " was aandacht of bijkomende actie nodig.",
    ]  # fmt: skip


def _milestones(by_id: dict[str, Figure]) -> Paragraph:
    total, late = by_id["milestones"], by_id["milestones_late"]
    if not total.value:
        return ["Er waren nog ", total, " mijlpalen."]
    realised = by_id["milestones_realised"]
    return [
        noun(total, "Er was ", "Er waren "), total, noun(total, " mijlpaal. ", " mijlpalen. "),
        noun(realised, "Daarvan was er ", "Daarvan waren er "), realised, " gerealiseerd, waarvan ",
        by_id["milestones_in_period"], " in de verslagperiode. Van ", late,
        noun(late, " mijlpaal", " mijlpalen"), " was de geplande datum voorbij.",
    ]  # fmt: skip


SECTION = Section(
    "summary", "Samenvatting", 10, 1, build, provenance_of(figures), budget_queries=12
)
