"""Status per action line, declared and computed, with what was not counted."""

from collections.abc import Sequence

from slimsamenwerken.programme.queries.states import ActionState
from slimsamenwerken.reports.blocks import Block, Column, Given, Row, Section, Table, Text
from slimsamenwerken.reports.sections.common import (
    STATUSES,
    Counted,
    count_actions,
    labels_of,
    loaded,
    provenance_of,
    public_rows,
)

KINDS = {"declared": "opgegeven", "computed": "berekende"}


def _code(state: ActionState, kind: str) -> str:
    return (state.declared or "none") if kind == "declared" else state.computed


def _columns(given: Given, kind: str) -> list[str]:
    """Statuses that occur, in the order of the programme, then the ones without a status."""
    found = {_code(state, kind) for state in loaded(given).actions}
    rest = "none" if kind == "declared" else "unknown"
    return [code for code in STATUSES if code in found] + ([rest] if rest in found else [])


def figures(given: Given) -> list[Counted]:
    found: list[Counted] = given.share("status.figures", lambda: _figures(given))
    return found


def _figures(given: Given) -> list[Counted]:
    data = loaded(given)
    labels = labels_of(data.rules)
    found = []
    for kind, word in KINDS.items():
        for line in data.lines:
            states = data.of_line(line.code)
            for code in _columns(given, kind):
                chosen = [s for s in states if _code(s, kind) == code]
                label = f"Lijn {line.code}, {word} status {labels[code]}"
                formula = f"Aantal acties van lijn {line.code} met {word} status “{labels[code]}”."
                found.append(
                    count_actions(
                        f"status.{kind}.line.{line.code}.{code}", label, chosen, given, formula
                    )
                )
        for code in _columns(given, kind):
            chosen = [s for s in data.actions if _code(s, kind) == code]
            label = f"Alle lijnen, {word} status {labels[code]}"
            formula = f"Aantal acties met {word} status “{labels[code]}”."
            found.append(
                count_actions(f"status.{kind}.total.{code}", label, chosen, given, formula)
            )
    for line in data.lines:
        states = data.of_line(line.code)
        found.append(
            count_actions(
                f"status.line.{line.code}", f"Acties van lijn {line.code}", states, given,
                f"Aantal acties van lijn {line.code}.",
            )
        )  # fmt: skip
    found.append(
        count_actions(
            "status.total", "Acties", data.actions, given, "Aantal acties van alle lijnen."
        )
    )
    deviating = [s for s in data.actions if s.deviates]
    found.append(
        count_actions(
            "status.deviations", "Afwijkingen", deviating, given,
            "Aantal acties waarvan de opgegeven status verschilt van de berekende.",
        )
    )  # fmt: skip
    return found


def build(given: Given) -> Sequence[Block]:
    data = loaded(given)
    if not data.actions:
        return [Text("leeg", [["Toen waren nog geen gegevens bekend."]])]
    return [
        _table(given, "declared", "Aantal acties per actielijn en opgegeven status"),
        _table(given, "computed", "Aantal acties per actielijn en berekende status"),
        Text("afwijkingen", [_deviation_words(given)]),
        _deviations(given),
    ]


def _table(given: Given, kind: str, caption: str) -> Table:
    data = loaded(given)
    labels = labels_of(data.rules)
    by_id = {c.figure.id: c.figure for c in figures(given)}
    codes = _columns(given, kind)
    columns = [
        Column("line", "Actielijn", wide=True),
        *(Column(code, labels[code], "int", "acties") for code in codes),
        Column("total", "Totaal", "int", "acties"),
    ]
    rows = [
        Row(
            line.code,
            [
                f"{line.code} {line.short_label}",
                *(by_id[f"status.{kind}.line.{line.code}.{code}"] for code in codes),
                by_id[f"status.line.{line.code}"],
            ],
        )
        for line in data.lines
    ]
    foot = Row(
        "totaal",
        ["Totaal", *(by_id[f"status.{kind}.total.{c}"] for c in codes), by_id["status.total"]],
    )
    return Table(f"tabel.{kind}", caption, columns, rows, foot=[foot], chart=caption)


def _deviation_words(given: Given) -> list[object]:
    figure = next(c.figure for c in figures(given) if c.figure.id == "status.deviations")
    if not figure.value:
        return ["Bij ", figure, " acties verschilt de opgegeven status van de berekende."]
    return ["Bij ", figure, " acties verschilt de opgegeven status van de berekende:"]


def _deviations(given: Given) -> Table:
    data = loaded(given)
    named, hidden = public_rows((s for s in data.actions if s.deviates), given)
    rows = [
        Row(
            s.code,
            [
                s.code,
                s.title,
                s.declared,
                s.computed,
                (s.declared_update.deviation_reason if s.declared_update else "")
                or "geen reden opgegeven",
            ],
        )
        for s in named
    ]
    if hidden:
        rows.append(Row("~", ["", f"niet openbaar ({hidden})", None, None, ""]))
    return Table(
        "tabel.afwijkingen",
        "Acties waarvan de opgegeven status verschilt van de berekende",
        [
            Column("code", "Code"),
            Column("title", "Actie", wide=True),
            Column("declared", "Opgegeven", "status"),
            Column("computed", "Berekend", "status"),
            Column("reason", "Reden", wide=True),
        ],
        rows,
        empty="Er zijn geen afwijkingen.",
    )


SECTION = Section(
    "status", "Status per actielijn", 20, 1, build, provenance_of(figures), budget_queries=12
)
