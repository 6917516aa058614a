"""Status per action line, declared and computed, with what was not counted."""

from collections.abc import Iterable, Sequence

from slimsamenwerken.programme.queries.states import ActionState
from slimsamenwerken.reports.blocks import (
    Block,
    Column,
    Figure,
    Given,
    Row,
    Section,
    Table,
    Text,
)
from slimsamenwerken.reports.sections.common import (
    STATUSES,
    labels_of,
    loaded,
    named_codes,
    nothing_known,
    noun,
    public_rows,
)
from slimsamenwerken.reports.sections.counting import Counted, count_actions, provenance_of

KINDS = {"declared": "opgegeven", "computed": "berekende"}


def _code(state: ActionState, kind: str) -> str:
    return (state.declared or "none") if kind == "declared" else state.computed


def _codes(given: Given, kind: str) -> list[str]:
    """Statuses that occur, in the order of the programme, then the ones without a status."""
    found = {_code(state, kind) for state in loaded(given).actions}
    rest = "none" if kind == "declared" else "unknown"
    return [code for code in STATUSES if code in found] + ([rest] if rest in found else [])


# ── figures ──────────────────────────────────────────────────────────────────────────────────
def figures(given: Given) -> list[Counted]:
    found: list[Counted] = given.share("status.figures", lambda: _figures(given))
    return found


def _figures(given: Given) -> list[Counted]:
    by_status = [counted for kind in KINDS for counted in _by_status(given, kind)]
    return [*by_status, *_totals(given), *_compared(given)]


def _by_status(given: Given, kind: str) -> Iterable[Counted]:
    """One figure per line and status, and one per status over all lines."""
    data, word = loaded(given), KINDS[kind]
    labels = labels_of(data.rules)
    places = [(f"line.{line.code}", f"Lijn {line.code}", data.of_line(line.code))
              for line in data.lines]  # fmt: skip
    for path, place, states in [*places, ("total", "Alle lijnen", data.actions)]:
        for code in _codes(given, kind):
            yield count_actions(
                (f"status.{kind}.{path}.{code}", f"{place}, {word} status {labels[code]}"),
                [s for s in states if _code(s, kind) == code],
                given,
                f"{place}: aantal acties met {word} status “{labels[code]}”.",
                by_thresholds=kind == "computed",
            )


def _totals(given: Given) -> Iterable[Counted]:
    data = loaded(given)
    for line in data.lines:
        yield count_actions(
            (f"status.line.{line.code}", f"Acties van lijn {line.code}"),
            data.of_line(line.code), given, f"Aantal acties van lijn {line.code}.",
        )  # fmt: skip
    excluded = (f"Strategische hefboomprojecten: {named_codes(data.projects, given)}.",)
    yield count_actions(
        ("status.total", "Acties"), data.actions, given, "Aantal acties van alle lijnen.",
        excluded=excluded if data.projects else (),
    )  # fmt: skip
    yield count_actions(
        ("status.not_counted", "Strategische hefboomprojecten"), data.projects, given,
        "Aantal hefboomprojecten. Ze horen bij geen actielijn en tellen niet mee als actie.",
    )  # fmt: skip


def _compared(given: Given) -> Iterable[Counted]:
    actions = loaded(given).actions
    yield count_actions(
        ("status.equal", "Gelijke statussen"),
        [s for s in actions if s.declared and not s.deviates], given,
        "Aantal acties waarvan de opgegeven status gelijk is aan de berekende.", by_thresholds=True,
    )  # fmt: skip
    yield count_actions(
        ("status.deviations", "Afwijkingen"), [s for s in actions if s.deviates], given,
        "Aantal acties waarvan de opgegeven status verschilt van de berekende.", by_thresholds=True,
    )  # fmt: skip


# ── blocks ───────────────────────────────────────────────────────────────────────────────────
def build(given: Given) -> Sequence[Block]:
    if not loaded(given).actions:
        return nothing_known()
    by_id = {c.figure.id: c.figure for c in figures(given)}
    return [
        _table(given, "declared", by_id),
        _table(given, "computed", by_id),
        Text("vergelijking", _words(given, by_id)),
        _deviations(given),
    ]


def _table(given: Given, kind: str, by_id: dict[str, Figure]) -> Table:
    data, codes = loaded(given), _codes(given, kind)
    labels = labels_of(data.rules)
    columns = [
        Column("line", "Actielijn", wide=True),
        *(Column(code, labels[code].capitalize(), "int") for code in codes),
        Column("total", "Totaal", "int"),
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
    totals = [by_id[f"status.{kind}.total.{code}"] for code in codes]
    foot = Row("totaal", ["Totaal", *totals, by_id["status.total"]])
    caption = f"Aantal acties per actielijn en {KINDS[kind]} status"
    # The computed status is drawn only where it says something else.
    drawn = kind == "declared" or by_id["status.deviations"].value
    message = _message(codes, totals, labels) if drawn else ""
    return Table(f"tabel.{kind}", caption, columns, rows, foot=[foot], chart=message)


def _message(codes: Sequence[str], totals: Sequence[Figure], labels: dict[str, str]) -> str:
    """What the chart shows: the two statuses that occur most."""
    counts = {code: int(figure.value or 0) for code, figure in zip(codes, totals, strict=True)}
    most = sorted(counts, key=lambda code: (-counts[code], codes.index(code)))[:2]
    parts = [f"{labels[code]} ({counts[code]})" for code in most if counts[code]]
    total = sum(counts.values())
    return f"{total} {'actie' if total == 1 else 'acties'}, vooral {' en '.join(parts)}"


def _words(given: Given, by_id: dict[str, Figure]) -> list[list[str | Figure]]:
    actions, projects = loaded(given).actions, loaded(given).projects
    equal, deviating = by_id["status.equal"], by_id["status.deviations"]
    unknown = [s for s in actions if s.computed == "unknown"]
    found: list[list[str | Figure]] = [
        [
            "De berekende status is gelijk aan de opgegeven status bij ", equal,
            noun(equal, " actie", " acties"), ". Hij verschilt bij ", deviating,
            noun(deviating, " actie.", " acties."),
        ]
    ]  # fmt: skip
    if unknown:
        figure = by_id["status.computed.total.unknown"]
        found.append(
            ["De status is niet te berekenen bij ", figure, noun(figure, " actie: ", " acties: "),
             named_codes(unknown, given), "."]
        )  # fmt: skip
    if projects:
        figure = by_id["status.not_counted"]
        word = noun(figure, " strategisch hefboomproject: ", " strategische hefboomprojecten: ")
        found.append(
            [f"Niet meegeteld {noun(figure, 'is', 'zijn')} ", figure, word,
             named_codes(projects, given), "."]
        )  # fmt: skip
    return found


def _deviations(given: Given) -> Table:
    named, hidden = public_rows((s for s in loaded(given).actions if s.deviates), given)
    rows = [Row(s.code, [s.code, s.title, s.declared, s.computed, _reason(s)]) for s in named]
    if hidden:
        rows.append(Row("~", ["", f"niet openbaar ({hidden})", "", "", ""]))
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
        empty="Er zijn geen afwijkingen: elke opgegeven status is gelijk aan de berekende.",
    )


def _reason(state: ActionState) -> str:
    update = state.declared_update
    return (update.deviation_reason if update else "") or "geen reden opgegeven"


SECTION = Section(
    "status", "Status per actielijn", 20, 1, build, provenance_of(figures), budget_queries=12
)
