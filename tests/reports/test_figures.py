"""Vector 14: who opens a figure finds exactly its rows, and an own count in SQL agrees."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slimsamenwerken.accounts.permissions import Viewer
from slimsamenwerken.programme import operations as programme
from slimsamenwerken.programme.metrics import metrics
from slimsamenwerken.programme.models import Action, Measurement, StatusUpdate
from slimsamenwerken.reports import figure_pages, queries
from slimsamenwerken.reports.blocks import sections
from slimsamenwerken.reports.models import ReportRun
from slimsamenwerken.reports.sections import common, counting
from tests.factories.accounts import make_membership
from tests.factories.programme import BASE, make_action, make_line, make_update
from tests.reports.conftest import END_2015, ask_run, work_to_the_end
from tests.reports.parsed import read_html

EXACT = "De rijen hieronder zijn precies de rijen achter het gepubliceerde cijfer."
PAGE = "/rapporten/voortgang-2015/cijfers/{}/"


def figures_of(run: ReportRun) -> dict[str, Any]:
    snapshot = queries.load_report(run.slug, Viewer())
    assert snapshot is not None
    from slimsamenwerken.reports.pages import rendering_of

    return rendering_of(snapshot).document["figures"]


def body_rows(content: str) -> list[str]:
    """The rows of the last table on the page."""
    table = content.rpartition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r"<tr>.*?</tr>", table, flags=re.DOTALL)


def staff() -> Client:
    client = Client()
    client.force_login(make_membership(role="staff").user)
    return client


# ── every figure ─────────────────────────────────────────────────────────────────────────────
def test_every_figure_opens_to_exactly_its_rows(report: ReportRun, client: Client) -> None:
    figures = figures_of(report)
    assert len(figures) > 80
    for name, kept in figures.items():
        content = client.get(PAGE.format(name)).content.decode()
        assert EXACT in content, name
        found = body_rows(content) if kept["rows_count"] else []
        assert len(found) == kept["rows_count"], name


def test_every_figure_gives_staff_the_same_rows(report: ReportRun) -> None:
    snapshot = queries.load_report(report.slug, Viewer())
    assert snapshot is not None
    inside = Viewer(roles=frozenset({"visitor", "staff"}))
    for name, kept in figures_of(report).items():
        page = figure_pages.figure(snapshot, name, inside)
        assert page is not None and page["check"]["holds"], name  # noqa: PT018
        assert (len(page["rows"]), page["hidden"]) == (kept["rows_count"], 0), name


def test_page_of_staff_shows_the_figure(report: ReportRun) -> None:
    content = staff().get(PAGE.format("status.total")).content.decode()
    assert EXACT in content
    assert len(body_rows(content)) == 32


def test_rows_come_a_page_at_a_time(
    report: ReportRun, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert figure_pages.PER_PAGE <= 50
    monkeypatch.setattr(figure_pages, "PER_PAGE", 10)
    found = [client.get(PAGE.format("status.total"), {"page": page}) for page in (1, 2, 3, 4)]
    rows = [body_rows(page.content.decode()) for page in found]
    assert [len(part) for part in rows] == [10, 10, 10, 2]
    assert len({row for part in rows for row in part}) == 32
    for page in found:  # every page answers for all rows, and names the others
        content = page.content.decode()
        assert EXACT in content
        assert "32 in het rapport, 32 nu opgehaald" in content
        assert "?page=" in content


def queries_of(client: Client, name: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE.format(name))
    return len(captured)


def test_figure_page_costs_the_same_few_queries_and_fewer_when_remembered(
    report: ReportRun, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["status.total", "status.declared.total.started", "status.computed.line.1.2.on_track"]
    assert len({queries_of(client, name) for name in names}) == 1
    shown = client.get(PAGE.format(names[0])).content
    known = common.all_states(report.as_of, report.known_at)
    monkeypatch.setattr(common, "all_states", lambda *_at: known)
    assert [queries_of(client, name) <= 8 for name in names] == [True] * 3
    assert client.get(PAGE.format(names[0])).content == shown


@pytest.mark.parametrize("most", [0, 500])
def test_what_was_withdrawn_is_found_by_name_or_among_all(
    report: ReportRun, client: Client, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(counting, "MOST_NAMED", most)
    update = StatusUpdate.objects.filter(action__code="1.1.03").newest_first()[0]
    programme.withdraw_fact(fact=update, by=None, reason="voorbeeld van een reden")
    rows = body_rows(client.get(PAGE.format("status.total")).content.decode())
    marked = [row for row in rows if "ingetrokken sinds het rapport" in row]
    assert len(marked) == 1
    assert "1.1.03" in marked[0]


def test_every_count_equals_its_rows(report: ReportRun) -> None:
    """A count is the number of its rows; only measurements, shares and other metrics are not."""
    counts = {f"metrics.{metric.key}" for metric in metrics if metric.aggregation == "state"}
    for name, kept in figures_of(report).items():
        if not name.startswith(("indicators.", "metrics.")) or name in counts:
            assert kept["value"] == kept["rows_count"], name


# ── an own count in SQL ──────────────────────────────────────────────────────────────────────
KNOWN = (
    "{0}.recorded_at <= %(known)s AND ({0}.withdrawn_at IS NULL OR {0}.withdrawn_at > %(known)s)"
)
DECLARED = f"""
WITH version AS (
  SELECT DISTINCT ON (v.action_id) v.* FROM programme_actionversion v
  WHERE v.valid_on <= %(day)s AND {KNOWN.format("v")}
  ORDER BY v.action_id, v.valid_on DESC, v.recorded_at DESC, v.id DESC
), declared AS (
  SELECT DISTINCT ON (u.action_id) u.action_id, u.declared_status FROM programme_statusupdate u
  WHERE u.valid_on <= %(day)s AND u.declared_status <> '' AND {KNOWN.format("u")}
  ORDER BY u.action_id, u.valid_on DESC, u.recorded_at DESC, u.id DESC
)
SELECT l.code, coalesce(d.declared_status, 'none'), count(*)
FROM version v JOIN programme_actionline l ON l.id = v.line_id
LEFT JOIN declared d ON d.action_id = v.action_id
WHERE v.kind = 'action' GROUP BY 1, 2
"""
REALISED = f"""
SELECT count(DISTINCT o.milestone_id),
       count(DISTINCT o.milestone_id) FILTER (WHERE o.valid_on >= %(first)s)
FROM programme_milestoneoutcome o
WHERE o.kind = 'realised' AND o.valid_on <= %(day)s AND {KNOWN.format("o")}
"""


def oracle(sql: str, run: ReportRun) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        first = date(run.as_of.year, 1, 1)
        cursor.execute(sql, {"day": run.as_of, "known": run.known_at, "first": first})
        return cursor.fetchall()


def test_sql_counts_the_declared_statuses_the_same(report: ReportRun) -> None:
    kept = {
        name.removeprefix("status.declared.line."): figure["value"]
        for name, figure in figures_of(report).items()
        if name.startswith("status.declared.line.") and figure["value"]
    }
    assert kept == {f"{line}.{code}": n for line, code, n in oracle(DECLARED, report)}
    assert sum(kept.values()) == 32


def test_sql_counts_the_realised_milestones_the_same(report: ReportRun) -> None:
    figures = figures_of(report)
    [(realised, in_period)] = oracle(REALISED, report)
    assert figures["summary.milestones_realised"]["value"] == realised == 16
    assert figures["summary.milestones_in_period"]["value"] == in_period == 9


@pytest.mark.parametrize("month", range(1, 13))
def test_twelve_months_of_figures_open_to_their_rows(month: int, start_data: None) -> None:
    """Vector 14 on the other days of the year, down to the builders."""
    from slimsamenwerken.core.clocks import freeze
    from slimsamenwerken.reports.blocks import Given, build_section, rows_digest
    from slimsamenwerken.reports.periods import period_until

    day = date(2014, month, 28)
    given = Given(day, freeze(), period_until(day))
    for section in sections:
        for name, figure in build_section(section, given)[1].items():
            found = section.rows(name, given)
            assert found is not None, name
            kept = figure.plain()
            assert len(found.rows) == kept["rows_count"], name
            assert rows_digest(row.key for row in found.rows) == kept["rows_digest"], name


# ── what the page tells ──────────────────────────────────────────────────────────────────────
def test_page_tells_formula_definition_version_and_thresholds(
    report: ReportRun, client: Client
) -> None:
    text = read_html(client.get(PAGE.format("status.computed.total.achieved")).content).text
    assert "Alle lijnen: aantal acties met berekende status “gerealiseerd”." in text
    assert "onderdeel “Status per actielijn” versie 1" in text
    assert "Eindmijlpaal: dagen te laat tot bijkomende actie nodig is: 90" in text
    assert "11 in het rapport, 11 nu opgehaald" in text
    assert "S2" in text  # the rule that gave each action its status


def test_page_tells_parts_and_what_is_missing(report: ReportRun, client: Client) -> None:
    text = read_html(client.get(PAGE.format("indicators.K2.progress")).content).text
    assert "(waarde − nulmeting) ÷ (streefwaarde − nulmeting) × 100" in text
    assert "Waarde: 77" in text and "Nulmeting: –" in text  # noqa: PT018
    assert "geen nulmeting; geen streefwaarde" in text
    assert "Achter dit cijfer staan geen rijen." in text


def test_page_tells_what_is_not_counted(report: ReportRun, client: Client) -> None:
    text = read_html(client.get(PAGE.format("status.total")).content).text
    assert "Strategische hefboomprojecten: P1 en P2." in text


@pytest.mark.parametrize(
    "name", ["status.total", "summary.milestones", "indicators.K2.value", "actors.partners"]
)
def test_rows_lead_to_their_page(name: str, report: ReportRun, client: Client) -> None:
    content = client.get(PAGE.format(name)).content.decode()
    rows = body_rows(content)
    for row in (rows[0], rows[-1]):
        address = re.search(r'href="([^"]+)"', row)
        assert address
        path = address[1].replace("&amp;", "&").partition("#")[0]
        assert client.get(path).status_code == 200, path


def test_rows_open_at_the_moment_of_the_report(report: ReportRun, client: Client) -> None:
    row = body_rows(client.get(PAGE.format("status.total")).content.decode())[0]
    assert "/acties/1.1.01/?as_of=2015-12-31&amp;known_at=2026-02-02T13%3A30%3A00Z" in row


def test_english_page_keeps_the_dutch_content(report: ReportRun, client: Client) -> None:
    content = client.get("/en" + PAGE.format("status.total")).content.decode()
    assert "The rows below are exactly the rows behind the published figure." in content
    assert 'lang="nl-BE">Acties</h1>' in content


@pytest.mark.parametrize(
    "path",
    [
        PAGE.format("status.bestaat-niet"),
        PAGE.format("status"),
        PAGE.format("x"),
        PAGE.format("status.total") + "rijen.pdf",
        "/rapporten/bestaat-niet/cijfers/status.total/",
        "/rapporten/bestaat-niet/cijfers/status.total/rijen.csv",
        PAGE.format("bestaat.niet") + "rijen.csv",
    ],
)
def test_unknown_figure_or_report_is_not_found(
    path: str, report: ReportRun, client: Client
) -> None:
    assert client.get(path).status_code == 404


def test_figure_page_keeps_to_its_queries(report: ReportRun, client: Client) -> None:
    """One for the report; the rest is what the rows of its section cost."""
    for name, most in (("indicators.K2.value", 8), ("status.total", 12)):
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE.format(name))
        assert len(captured) <= most, name


# ── what changes later ───────────────────────────────────────────────────────────────────────
def test_row_withdrawn_since_counts_and_is_marked(report: ReportRun, client: Client) -> None:
    update = StatusUpdate.objects.get(action__code="1.1.04", valid_on=END_2015)
    programme.withdraw_fact(fact=update, by=None, reason="Staat er dubbel in.")
    content = client.get(PAGE.format("status.declared.total.started")).content.decode()
    assert EXACT in content
    marked = [row for row in body_rows(content) if "ingetrokken sinds het rapport" in row]
    assert len(marked) == 1
    assert "1.1.04" in marked[0]
    assert "1 rij steunt op iets dat sinds het rapport is ingetrokken" in read_html(content).text


def test_measurement_withdrawn_since_is_marked(report: ReportRun, client: Client) -> None:
    row = Measurement.objects.get(indicator__code="K2")
    programme.withdraw_fact(fact=row, by=None, reason="Verkeerd overgetypt.")
    content = client.get(PAGE.format("indicators.K2.value")).content.decode()
    assert EXACT in content
    assert "ingetrokken sinds het rapport" in body_rows(content)[0]


def test_later_rows_and_names_change_nothing(report: ReportRun, client: Client) -> None:
    before = client.get(PAGE.format("status.total")).content
    make_action(code="1.1.97", line=make_line(code="1.9"))
    action = Action.objects.get(code="1.2.03")
    make_update(action, END_2015, declared_status="stopped")
    programme.change_action(
        action=action, valid_on=date(2014, 6, 1), title="Een andere titel", kind="action",
        line=action.versions.first().line, **BASE,
    )  # fmt: skip
    after = client.get(PAGE.format("status.total")).content
    assert body_rows(after.decode()) == body_rows(before.decode())


# ── what is not public ───────────────────────────────────────────────────────────────────────
@pytest.fixture
def with_secret(start_data: None) -> ReportRun:
    """A published report of 2015 in which one action of two of its line is not public."""
    from slimsamenwerken.reports import operations
    from tests.reports.conftest import make_definition

    line = make_line(code="1.9")
    make_action(code="1.1.96", line=line, title="Open actie")
    make_action(code="1.1.97", line=line, title="Geheime actie", is_public=False)
    make_definition()
    run = work_to_the_end(ask_run(period_key="2015"))
    operations.publish_run(run=run, by=None, origin="task")
    return run


def test_visitor_sees_how_many_rows_are_not_public(with_secret: ReportRun, client: Client) -> None:
    content = client.get(PAGE.format("status.line.1.9")).content.decode()
    assert EXACT in content  # they count, so that the sum is right
    assert "Geheime actie" not in content and "1.1.97" not in content  # noqa: PT018
    assert ["niet openbaar (1)" in row for row in body_rows(content)] == [False, True]


def test_staff_sees_the_rows_that_are_not_public(with_secret: ReportRun) -> None:
    content = staff().get(PAGE.format("status.line.1.9")).content.decode()
    assert "Geheime actie" in content
    assert "niet openbaar" not in content


def csv_of(client: Client, name: str) -> list[list[str]]:
    response = client.get(PAGE.format(name) + "rijen.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_csv_has_the_same_rows(with_secret: ReportRun, client: Client) -> None:
    head, *rows = csv_of(client, "status.line.1.9")
    assert head == ["Code", "Actie", "Opgegeven", "Berekend", "Regel", "Opmerking"]
    assert [row[0] for row in rows] == ["1.1.96", "niet openbaar (1)"]
    assert [row[0] for row in csv_of(staff(), "status.line.1.9")[1:]] == ["1.1.96", "1.1.97"]


def test_many_rows_come_in_pages(
    report: ReportRun, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure_pages, "PER_PAGE", 10)
    path = PAGE.format("status.total")
    pages = [client.get(f"{path}?page={n}").content.decode() for n in (1, 2, 3, 4)]
    assert [len(body_rows(page)) for page in pages] == [10, 10, 10, 2]
    assert all(EXACT in page for page in pages)
    assert "Pagina 2 van 4" in read_html(pages[1]).text
    assert len(csv_of(client, "status.total")) == 33


def test_csv_marks_what_was_withdrawn_since(report: ReportRun, client: Client) -> None:
    row = Measurement.objects.get(indicator__code="K2")
    programme.withdraw_fact(fact=row, by=None, reason="Verkeerd overgetypt.")
    assert csv_of(client, "indicators.K2.value")[1][-1] == "ingetrokken sinds het rapport"


def test_figure_of_a_builder_that_is_gone_still_reads(report: ReportRun, client: Client) -> None:
    kept = [section for section in sections if section.key != "status"]
    with sections.only(*kept):
        content = client.get(PAGE.format("status.total")).content.decode()
        assert client.get("/rapporten/voortgang-2015/").status_code == 200
    assert "De rijen kunnen niet meer opgehaald worden." in content
    assert read_number_of(content) == 32


def read_number_of(content: str) -> Decimal:
    found = re.search(r'figure-item__value report-figure">\s*(\d+)', content)
    assert found
    return Decimal(found[1])
