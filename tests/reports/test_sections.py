"""Each section on the start data: its numbers, its Dutch, its queries, and its version.

A changed output for this fixed data needs a raised version (vector 18): see `golden/`.
"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from slimsamenwerken.programme import operations as programme
from slimsamenwerken.programme.models import Actor
from slimsamenwerken.reports.blocks import Figure, Given, Section, build_section, sections
from slimsamenwerken.reports.canonical import canonical_bytes, digest
from slimsamenwerken.reports.document import Order, build_content
from slimsamenwerken.reports.management.commands.build_year_report import SECTIONS
from slimsamenwerken.reports.periods import period_until
from slimsamenwerken.reports.render import words
from tests.factories.programme import (
    BASE,
    make_action,
    make_actor,
    make_indicator,
    make_line,
    make_measurement,
    make_milestone,
    make_role,
    make_update,
)
from tests.reports.conftest import END_2015, KNOWN_AT

GOLDEN = Path(__file__).with_name("golden") / "sections.json"
CHANGED = (
    "Section '{key}' gives another output than its version {version} gave before. A reader would "
    "be told that a report of that version was tampered with: raise `version` of the section, keep "
    "the old builder while a snapshot uses it, then write the new digest {digest} into "
    "tests/reports/golden/sections.json."
)


def on(day: date, scope: str = "publiek", *, now: bool = False) -> Given:
    known_at = timezone.now() if now else KNOWN_AT
    return Given(day, known_at, period_until(day), scope)


def built(key: str, given: Given) -> tuple[dict[str, Any], dict[str, Figure]]:
    section = sections.get(key)
    assert section is not None
    return build_section(section, given)


def values(key: str, given: Given) -> dict[str, Any]:
    return {name: figure.value for name, figure in built(key, given)[1].items()}


def sentences(key: str, given: Given) -> str:
    """All paragraphs of a section, with the numbers in their places."""
    plain, figures = built(key, given)
    document = {"figures": {name: figure.plain() for name, figure in figures.items()}}
    paragraphs = [p for b in plain["blocks"] if b["kind"] == "text" for p in b["paragraphs"]]
    return " ".join(words.paragraph_words(paragraph, document) for paragraph in paragraphs)


def table(key: str, name: str, given: Given) -> list[list[Any]]:
    blocks = built(key, given)[0]["blocks"]
    return [row["cells"] for row in next(b for b in blocks if b["id"] == name)["rows"]]


# ── vector 18 ────────────────────────────────────────────────────────────────────────────────
def output_digest(section: Section, given: Given) -> str:
    """Digest of all that a section says; digests of rows are left out, for ids differ per load."""
    plain, figures = build_section(section, given)
    said = {
        name: {k: v for k, v in figure.plain().items() if k != "rows_digest"}
        for name, figure in figures.items()
    }
    return digest(canonical_bytes({"section": plain, "figures": said}))


@pytest.mark.parametrize("key", SECTIONS)
def test_a_changed_output_needs_a_raised_version(key: str, start_data: None) -> None:
    section = sections.get(key)
    assert section is not None
    found = output_digest(section, on(END_2015))
    known = json.loads(GOLDEN.read_text(encoding="utf-8")).get(f"{key}/{section.version}")
    assert known == found, CHANGED.format(key=key, version=section.version, digest=found)


def test_the_language_of_the_builder_changes_nothing(start_data: None) -> None:
    with translation.override("en"):
        english = [output_digest(section, on(END_2015)) for section in sections]
    assert english == [output_digest(section, on(END_2015)) for section in sections]


# ── the numbers of the source ────────────────────────────────────────────────────────────────
def test_summary_counts_of_2015(start_data: None) -> None:
    assert values("summary", on(END_2015)) == {
        "summary.actions": 32,
        "summary.on_track": 12,
        "summary.achieved": 11,
        "summary.attention": 0,
        "summary.milestones": 17,
        "summary.milestones_realised": 16,
        "summary.milestones_in_period": 9,
        "summary.milestones_late": 0,
    }


@pytest.mark.parametrize("kind", ["declared", "computed"])
def test_status_counts_of_2015(kind: str, start_data: None) -> None:
    found = values("status", on(END_2015))
    total = {k.rpartition(".")[2]: v for k, v in found.items() if f".{kind}.total." in k}
    rest = "none" if kind == "declared" else "unknown"
    assert total == {"on_track": 12, "achieved": 11, "started": 4, "not_started": 3, rest: 2}
    lines = [found[f"status.line.1.{n}"] for n in range(1, 6)]
    assert (lines, found["status.total"]) == ([11, 5, 5, 5, 6], 32)
    assert (found["status.deviations"], found["status.equal"]) == (0, 30)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2014, {"achieved": 6, "on_track": 1, "started": 1}),
        (2013, {"achieved": 1, "on_track": 1, "started": 1}),
    ],
)
def test_computed_status_of_earlier_years(
    year: int, expected: dict[str, int], start_data: None
) -> None:
    found = values("status", on(date(year, 12, 31)))
    total = {k.rpartition(".")[2]: v for k, v in found.items() if ".computed.total." in k}
    assert total == expected


def test_overdue_action_is_named_as_deviation_in_2017(start_data: None) -> None:
    given = on(date(2017, 1, 31))
    assert values("summary", given)["summary.attention"] == 2
    assert values("status", given)["status.deviations"] == 11
    rows = {row[0]: row[2:] for row in table("status", "tabel.afwijkingen", given)}
    assert rows["1.2.04"] == ["on_track", "action_needed", "geen reden opgegeven"]


def test_indicators_of_2015_name_what_is_missing(start_data: None) -> None:
    found = values("indicators", on(END_2015))
    assert [found[f"indicators.K{n}.value"] for n in (1, 2, 3)] == [15, 77, 100]
    assert {found[f"indicators.K{n}.{name}"] for n in (1, 2, 3) for name in ("progress", "pace")} == {None}  # fmt: skip
    figures = built("indicators", on(END_2015))[1]
    assert [figures[f"indicators.K{n}.value"].qualifier for n in (1, 2, 3)] == [">", "=", "≈"]
    for row in table("indicators", "indicatoren", on(END_2015)):
        assert row[-1] == "geen nulmeting, geen streefwaarde"
    assert figures["indicators.K2.progress"].missing == ("geen nulmeting", "geen streefwaarde")


def test_indicators_measured_say_how_precisely(start_data: None) -> None:
    measured = [row[-2] for row in table("indicators", "indicatoren", on(END_2015))]
    assert measured == ["2015 (afgeleid)", "september 2015", "uiterlijk 2015"]


def test_indicator_progress_has_its_parts(start_data: None) -> None:
    indicator = make_indicator(code="V1", decimals=0)
    start = make_measurement(indicator, 40, date(2014, 12, 31), is_baseline=True)
    latest = make_measurement(indicator, 70, date(2015, 6, 30))
    programme.set_target(
        indicator=indicator, value=80, due_on=date(2015, 12, 31), valid_on=date(2014, 12, 31),
        decided_by="stuurgroep", **BASE,
    )  # fmt: skip
    given = on(END_2015, now=True)
    figure = built("indicators", given)[1]["indicators.V1.progress"]
    assert (figure.value, figure.unit, figure.missing) == (75, "%", ())
    assert {key for _table, key in figure.keys} == {start.public_id, latest.public_id}
    section = sections.get("indicators")
    assert section is not None
    found = section.rows("indicators.V1.progress", given)
    assert found is not None
    assert dict(found.parts) | {"Nulmeting": "40", "Waarde": "70", "Streefwaarde": "80"} == dict(found.parts)  # fmt: skip
    assert [row.cells[1] for row in found.rows] == ["40", "70"]


def test_milestones_say_what_is_not_stated_and_what_is_derived(start_data: None) -> None:
    rows = {row[0]: row for row in table("milestones", "mijlpalen", on(END_2015))}
    assert len(rows) == 17
    assert rows["1.2.04-M2"][2:] == [
        "oorspronkelijke datum niet vermeld", "31 december 2016", 0, "open", None,
        "Verlenging volgens de bron; oorspronkelijke einddatum en beslisser niet vermeld.",
    ]  # fmt: skip
    assert rows["1.1.03-M1"][5] == "gerealiseerd, uiterlijk 2015"
    assert rows["1.5.04-M1"][5] == "gerealiseerd, 2014 (afgeleid)"
    assert rows["1.4.02-M1"][5] == "gerealiseerd, 2013–2014"


def test_milestone_that_moved_tells_days_reason_and_who(start_data: None) -> None:
    action = make_action(line=make_line(code="1.9"))
    milestone = make_milestone(action, code="M1", due_on=date(2015, 3, 31))
    programme.plan_milestone(
        milestone=milestone, due_on=date(2015, 5, 11), valid_on=date(2015, 4, 1),
        reason="De studie loopt uit.", decided_by="stuurgroep", **BASE,
    )  # fmt: skip
    rows = {row[0]: row for row in table("milestones", "mijlpalen", on(END_2015, now=True))}
    assert rows[f"{action.code}-M1"][2:] == [
        "31 maart 2015", "11 mei 2015", 1, "open", 41, "De studie loopt uit. (stuurgroep)",
    ]  # fmt: skip


def test_actions_show_roles_that_ended_and_the_lead_of_the_domain(start_data: None) -> None:
    rows = {r[0]: r for r in table("actions", "lijn.1.4", on(END_2015))}
    ended = "Bond Beter Leefmilieu (tot en met 2014), Netwerk Bewust Verbruiken (tot en met 2014)"
    assert rows["1.4.02"][3] == f"uitvoerder: {ended}"
    assert rows["1.4.01"][2:6] == [
        "doorlopend", "trekker: Bond Beter Leefmilieu", "on_track", "on_track",
    ]  # fmt: skip
    assert sentences("actions", on(END_2015)) == (
        "Waar geen trekker staat, geldt de trekker van het actiedomein: Bond Beter Leefmilieu. "
        "Bij 30 acties is de opgegeven status afgeleid uit de bron: de bron noemt hem niet "
        "letterlijk."
    )


def test_actions_show_the_period_as_the_source_gives_it(start_data: None) -> None:
    given = on(END_2015)
    rows = {r[0]: r[2] for n in range(1, 6) for r in table("actions", f"lijn.1.{n}", given)}
    assert [rows[code] for code in ("1.2.04", "1.1.03", "1.5.05", "1.4.02", "1.1.08")] == [
        "2013 tot en met 31 december 2016", "uiterlijk 2015", "vanaf 2014", "2013 tot en met 2014",
        "niet vermeld",
    ]  # fmt: skip


def test_actors_count_no_groups_and_tell_what_moved(start_data: None) -> None:
    given = on(END_2015)
    assert values("actors", given) == {"actors.partners": 21}
    names = {row[0]: row[2] for row in table("actors", "actoren", given)}
    assert names["Vlaamse NME-sector"] == "uitvoerder van 1.3.05 (afgeleid)"
    assert "Netwerk Bewust Verbruiken" not in names  # its role ended before the period
    assert table("actors", "bewegingen", given) == []
    in_2014 = {row[0]: row[2] for row in table("actors", "actoren", on(date(2014, 12, 31)))}
    assert in_2014["Netwerk Bewust Verbruiken"] == "uitvoerder van 1.4.02"


def test_actors_that_come_go_rename_and_merge(start_data: None) -> None:
    action = make_action(code="1.1.99", line=make_line(code="1.8"))
    old = make_actor(slug="voorbeeld-oud", name="Voorbeeld Oud")
    new = make_actor(slug="voorbeeld-nieuw", name="Voorbeeld Nieuw")
    make_role(old, action, until=date(2015, 5, 31))
    make_role(new, action, since=date(2015, 6, 1))
    programme.change_actor(
        actor=Actor.objects.get(slug="plan-c"), name="Voorbeeld C", kind="network",
        valid_on=date(2015, 7, 1), **BASE,
    )  # fmt: skip
    found = dict(table("actors", "bewegingen", on(END_2015, now=True)))
    assert found == {
        "Voorbeeld Oud als trekker van 1.1.99 stopt.": "31 mei 2015",
        "Voorbeeld Nieuw als trekker van 1.1.99 begint.": "1 juni 2015",
        "Plan C heet nu Voorbeeld C.": "1 juli 2015",
    }


def test_merger_is_told_in_its_year_only(start_data: None) -> None:
    sentence = "Agentschap Ondernemen ging op in Agentschap Innoveren en Ondernemen."
    assert sentence in dict(table("actors", "bewegingen", on(date(2016, 12, 31))))
    assert sentence not in dict(table("actors", "bewegingen", on(END_2015)))


def test_method_tells_clocks_thresholds_definitions_and_words(start_data: None) -> None:
    text = sentences("method", on(END_2015))
    assert "de toestand op 31 december 2015" in text
    assert "op 2 februari 2026, 14.30 uur geregistreerd" in text
    assert "regels (versie 1)" in text
    assert len(table("method", "drempels", on(END_2015))) == 10
    assert [row[0] for row in table("method", "definities", on(END_2015))] == ["K1", "K2", "K3"]
    assert "afgeleid" in [row[0] for row in table("method", "woorden", on(END_2015))]


# ── Dutch ────────────────────────────────────────────────────────────────────────────────────
def test_status_says_what_is_not_counted(start_data: None) -> None:
    assert sentences("status", on(END_2015)) == (
        "De berekende status is gelijk aan de opgegeven status bij 30 acties. Hij verschilt bij 0 "
        "acties. De status is niet te berekenen bij 2 acties: 1.1.10 en 1.2.05. Niet meegeteld "
        "zijn 2 strategische hefboomprojecten: P1 en P2."
    )
    total = built("status", on(END_2015))[1]["status.total"]
    assert total.excluded == ("Strategische hefboomprojecten: P1 en P2.",)


def test_chart_tells_its_message(start_data: None) -> None:
    charts = [b.get("chart") for b in built("status", on(END_2015))[0]["blocks"]]
    message = "32 acties, vooral in uitvoering/op schema (12) en gerealiseerd (11)"
    assert charts == [message, "", None, ""]


@pytest.mark.django_db
def test_one_of_each_is_written_in_the_singular() -> None:
    action = make_action(is_continuous=True)
    make_update(action, END_2015, declared_status="on_track", derived=True)
    milestone = make_milestone(action, due_on=date(2015, 6, 30))
    programme.record_outcome(
        milestone=milestone, kind="realised", valid_on=date(2015, 6, 30),
        statement="De mijlpaal is bereikt.", **BASE,
    )  # fmt: skip
    make_action(code="P9", kind="lever_project")
    make_role(make_actor(), action)
    given = on(END_2015, now=True)
    assert sentences("summary", given) == (
        "Op 31 december 2015 telde het programma 1 actie. Daarvan was er 1 in uitvoering en 0 "
        "gerealiseerd. Bij 0 acties was aandacht of bijkomende actie nodig. Er was 1 mijlpaal. "
        "Daarvan was er 1 gerealiseerd, waarvan 1 in de verslagperiode. Van 0 mijlpalen was de "
        "geplande datum voorbij."
    )
    assert "bij 1 actie. Hij verschilt bij 0 acties." in sentences("status", given)
    assert "Niet meegeteld is 1 strategisch hefboomproject: P9." in sentences("status", given)
    assert "Bij 1 actie is de opgegeven status afgeleid" in sentences("actions", given)
    assert "1 actor had op de peildatum" in sentences("actors", given)


@pytest.mark.parametrize("key", SECTIONS)
@pytest.mark.django_db
def test_no_data_gives_a_section_that_says_so(key: str) -> None:
    plain, figures = built(key, on(END_2015))
    assert plain["blocks"]
    assert all(not figure.value for figure in figures.values())


@pytest.mark.django_db
def test_report_before_the_first_fact_has_no_rows() -> None:
    assert sentences("summary", on(END_2015)) == "Toen waren nog geen gegevens bekend."


def test_known_before_the_data_came_there_is_nothing(start_data: None) -> None:
    early = Given(END_2015, KNOWN_AT - timedelta(days=365), period_until(END_2015))
    assert sentences("summary", early) == "Toen waren nog geen gegevens bekend."
    assert values("actors", early) == {}


# ── who reads ────────────────────────────────────────────────────────────────────────────────
def test_what_is_not_public_counts_but_is_not_named(start_data: None) -> None:
    make_action(code="1.1.98", line=make_line(code="1.7"), title="Geheime proef", is_public=False)
    public, inside = on(END_2015, now=True), on(END_2015, "intern", now=True)
    assert values("status", public)["status.line.1.7"] == 1
    assert [row[1] for row in table("actions", "lijn.1.7", public)] == ["niet openbaar (1)"]
    assert [row[1] for row in table("actions", "lijn.1.7", inside)] == ["Geheime proef"]
    assert "niet openbaar (1)" in sentences("status", public)
    for key in SECTIONS:
        said = json.dumps(built(key, public)[0], default=str)
        assert "1.1.98" not in said and "Geheime proef" not in said, key  # noqa: PT018


# ── speed ────────────────────────────────────────────────────────────────────────────────────
def order(known_at: Any) -> Order:
    return Order(
        key="voortgang", version=1, title="Voortgang", sections=tuple(SECTIONS), audience="public",
        period=period_until(END_2015), purpose="scheduled", as_of=END_2015, known_at=known_at,
    )  # fmt: skip


def queries_of(build: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        build()
    return len(captured)


@pytest.mark.parametrize("key", SECTIONS)
def test_section_keeps_to_its_queries(key: str, start_data: None) -> None:
    section = sections.get(key)
    assert section is not None
    assert queries_of(lambda: build_section(section, on(END_2015))) <= section.budget_queries


def test_snapshot_takes_as_many_queries_for_fifty_actions_more(start_data: None) -> None:
    before = queries_of(lambda: build_content(order(KNOWN_AT)))
    line = make_line(code="1.6")
    for number in range(50):
        action = make_action(code=f"1.6.{number:02}", line=line)
        make_update(action, date(2015, 6, 30), declared_status="on_track")
        make_milestone(action, due_on=date(2015, 3, 31))
    now = timezone.now()
    assert values("status", on(END_2015, now=True))["status.total"] == 82
    assert queries_of(lambda: build_content(order(now))) == before <= 40
