"""The main counts in sentences."""

from collections.abc import Sequence

from slimsamenwerken.core.dates import long_date
from slimsamenwerken.reports.blocks import Block, Given, Section, Text
from slimsamenwerken.reports.sections.common import (
    Counted,
    count_actions,
    count_milestones,
    loaded,
    provenance_of,
)


def figures(given: Given) -> list[Counted]:
    found: list[Counted] = given.share("summary.figures", lambda: _figures(given))
    return found


def _figures(given: Given) -> list[Counted]:
    data = loaded(given)
    realised = [(s, m) for s, m in data.milestones if m.outcome and m.outcome.kind == "realised"]
    late = [(s, m) for s, m in data.milestones if m.is_late(given.as_of)]
    in_period = [
        (s, m)
        for s, m in realised
        if m.outcome and given.period.first <= m.outcome.on.day <= given.period.last
    ]
    return [
        count_actions(
            "summary.actions", "Acties", data.actions, given,
            "Aantal acties van alle actielijnen op de peildatum.",
        ),
        count_actions(
            "summary.on_track", "Acties in uitvoering",
            [s for s in data.actions if s.computed == "on_track"], given,
            "Aantal acties met berekende status “in uitvoering/op schema”.",
        ),
        count_actions(
            "summary.achieved", "Gerealiseerde acties",
            [s for s in data.actions if s.computed == "achieved"], given,
            "Aantal acties met berekende status “gerealiseerd”.",
        ),
        count_actions(
            "summary.attention", "Acties die aandacht vragen",
            [s for s in data.actions if s.computed in ("attention", "action_needed")], given,
            "Aantal acties met berekende status “bijzondere aandacht nodig” of "
            "“bijkomende actie noodzakelijk”.",
        ),
        count_milestones(
            "summary.milestones", "Mijlpalen", data.milestones, "Aantal mijlpalen van alle acties."
        ),
        count_milestones(
            "summary.milestones_realised", "Gerealiseerde mijlpalen", realised,
            "Aantal mijlpalen met resultaat “gerealiseerd” op of voor de peildatum.",
        ),
        count_milestones(
            "summary.milestones_in_period", "Mijlpalen gerealiseerd in de verslagperiode",
            in_period, "Aantal mijlpalen gerealiseerd binnen de verslagperiode.",
        ),
        count_milestones(
            "summary.milestones_late", "Late mijlpalen", late,
            "Aantal open mijlpalen waarvan de geplande datum voor de peildatum ligt.",
        ),
    ]  # fmt: skip


def build(given: Given) -> Sequence[Block]:
    if not loaded(given).actions:
        return [Text("leeg", [["Toen waren nog geen gegevens bekend."]])]
    by_id = {c.figure.id.removeprefix("summary."): c.figure for c in figures(given)}
    day = long_date(given.as_of, "nl")
    return [
        Text(
            "kern",
            [
                [
                    f"Op {day} telde het programma ", by_id["actions"], " acties. Daarvan waren er ",
                    by_id["on_track"], " in uitvoering en ", by_id["achieved"],
                    " gerealiseerd. ", by_id["attention"],
                    " acties vroegen aandacht of bijkomende actie.",
                ],
                [
                    "Van de ", by_id["milestones"], " mijlpalen waren er ",
                    by_id["milestones_realised"], " gerealiseerd, waarvan ",
                    by_id["milestones_in_period"], " in de verslagperiode. ",
                    by_id["milestones_late"], " mijlpalen waren te laat.",
                ],
            ],
        )
    ]  # fmt: skip


SECTION = Section(
    "summary", "Samenvatting", 10, 1, build, provenance_of(figures), budget_queries=12
)
