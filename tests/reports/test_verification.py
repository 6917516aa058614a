"""Vector 13 and the other answers of "Herbereken": right, changed, different, or not computable."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from slimsamenwerken.core.jobs import Occasion
from slimsamenwerken.reports import operations, queries, tasks
from slimsamenwerken.reports.blocks import Section, sections
from slimsamenwerken.reports.differing import MOST, differences
from slimsamenwerken.reports.models import CheckState, ReportRun, ReportSnapshot, Verification
from tests.reports.conftest import KNOWN_AT, ask_run, work_to_the_end
from tests.reports.parsed import read_html

PAGE = "/rapporten/voortgang-2015/"
PRESS = f"{PAGE}herbereken/"
CHANGED = "Dit bestand is gewijzigd na publicatie."
DIFFERS = "Herberekening wijkt af"
ONLY_FILE = "Alleen het bestand is nagekeken, niet de berekening."


@pytest.fixture
def alarms(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """What was logged as an error on the log of events, by its result."""
    caplog.set_level(logging.ERROR, logger="slimsamenwerken.events")

    def results() -> list[str]:
        events = [r for r in caplog.records if r.name == "slimsamenwerken.events"]
        assert all(record.levelno == logging.ERROR for record in events)
        return [record.fields["result"] for record in events]  # type: ignore[attr-defined]

    return results


def press(client: Client) -> None:
    """The button, and then the worker."""
    response = client.post(PRESS)
    assert response.status_code == 302
    assert response["Location"] == f"{PAGE}#controle"
    for pk in queries.queued_verification_ids():
        tasks.verify_report(verification_id=pk)


def text(client: Client) -> str:
    return read_html(client.get(PAGE).content).text


def tamper(sql: str, *parameters: Any) -> None:
    """What only who owns the database can do: without triggers and without the digest check."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with work ahead is not altered
        for table in ("reportsnapshot", "reportfile"):
            cursor.execute(f"ALTER TABLE reports_{table} DISABLE TRIGGER USER")
            cursor.execute(
                f"ALTER TABLE reports_{table} DROP CONSTRAINT IF EXISTS reports_{table}_digest"
            )
        cursor.execute(sql, parameters)
        assert cursor.rowcount == 1


def flip(table: str, place: int, condition: str) -> None:
    """Change one byte."""
    tamper(
        f"UPDATE reports_{table} SET content = set_byte(content, {place}, "
        f"get_byte(content, {place}) # 1) WHERE {condition}"
    )


# ── right ────────────────────────────────────────────────────────────────────────────────────
def test_right_report_says_so_with_its_time(report: ReportRun, client: Client) -> None:
    assert "Niemand liet dit rapport al opnieuw berekenen." in text(client)
    press(client)
    checked = Verification.objects.get()
    assert (checked.state, checked.recomputed, checked.integrity) == (CheckState.DONE, True, True)
    assert "Dit rapport klopt. Nagerekend op " in text(client)
    assert " uur." in text(client)


def test_pressed_and_waiting_says_that_it_is_computed(report: ReportRun, client: Client) -> None:
    client.post(PRESS)
    assert "Het rapport wordt nu opnieuw berekend." in text(client)
    assert 'href="">Kijk opnieuw' in client.get(PAGE).content.decode()


def test_right_after_everything_that_may_change(report: ReportRun, client: Client) -> None:
    from tests.factories.programme import make_action, make_line

    make_action(code="1.1.97", line=make_line(code="1.9"))
    press(client)
    assert "Dit rapport klopt." in text(client)


def test_visitor_may_press_without_token_or_cookie(report: ReportRun) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(PAGE)
    assert not page.cookies
    assert client.post(PRESS).status_code == 302
    assert client.get(PRESS).status_code == 405


# ── vector 13: one byte flipped ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize("place", [0, 1000, 20_000])
def test_one_byte_of_the_content_flipped(
    place: int, report: ReportRun, client: Client, alarms: Callable[[], list[str]]
) -> None:
    flip("reportsnapshot", place, f"id = {report.snapshot.pk}")
    checked, _queued = operations.ask_verification(
        snapshot=ReportSnapshot.objects.get(), now=timezone.now()
    )
    assert (checked.content_holds, checked.files_hold) == (False, True)
    assert alarms() == ["changed after publication"]


def test_content_that_is_no_report_any_more_has_a_page_that_says_so(
    report: ReportRun, client: Client
) -> None:
    flip("reportsnapshot", 0, f"id = {report.snapshot.pk}")
    press(client)
    shown = text(client)
    assert CHANGED in shown
    assert "Het is niet meer te lezen als rapport." in shown
    assert "Voortgangsrapport Slim samenwerken, 2015" in shown
    assert "".join(read_html(client.get(PAGE).content).text.split()).count(report.snapshot.sha256)
    assert client.get(f"{PAGE}cijfers/status.total/").status_code == 404


def test_flipped_content_is_told_on_the_page(report: ReportRun, client: Client) -> None:
    place = bytes(report.snapshot.content).index(b"Samenvatting")
    flip("reportsnapshot", place, f"id = {report.snapshot.pk}")
    press(client)
    shown = text(client)
    assert CHANGED in shown
    assert "Fout: De inhoud is niet gewijzigd na publicatie." in shown
    assert "Juist: De bestanden zijn niet gewijzigd na publicatie." in shown
    assert "De beheerders van het portaal zijn verwittigd." in shown


@pytest.mark.parametrize("form", ["html", "pdf", "xlsx", "json"])
def test_one_byte_of_a_file_flipped(
    form: str, report: ReportRun, client: Client, alarms: Callable[[], list[str]]
) -> None:
    flip("reportfile", 500, f"format = '{form}'")
    press(client)
    assert CHANGED in text(client)
    checked = Verification.objects.get()
    assert (checked.content_holds, checked.files_hold, checked.recomputed) == (True, False, True)
    # On the press and after the recomputation.
    assert alarms() == ["changed after publication"] * 2


def test_json_with_a_digest_of_its_own_is_found(report: ReportRun, client: Client) -> None:
    """Who changes the bytes and their digest together is given away by the other table."""
    tamper(
        "UPDATE reports_reportfile SET content = '{}', sha256 = encode(sha256('{}'), 'hex') "
        "WHERE format = 'json'"
    )
    press(client)
    assert CHANGED in text(client)


def test_content_with_a_digest_of_its_own_is_found(report: ReportRun, client: Client) -> None:
    tamper(
        "UPDATE reports_reportsnapshot SET content = %s, sha256 = encode(sha256(%s), 'hex')",
        *[bytes(report.snapshot.content).replace(b'"value":32', b'"value":33')] * 2,
    )
    press(client)
    shown = text(client)
    assert CHANGED in shown  # the JSON file still has the old digest
    assert Verification.objects.get().recomputed is False


def test_database_itself_refuses_a_changed_report(report: ReportRun) -> None:
    from django.db import IntegrityError, transaction

    for table in ("reportsnapshot", "reportfile"):
        for change in ("UPDATE reports_{} SET sha256 = ''", "DELETE FROM reports_{}"):
            with pytest.raises(IntegrityError), transaction.atomic():
                connection.cursor().execute(change.format(table))


# ── the chain ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def next_year(report: ReportRun) -> ReportRun:
    """The report of 2016, which names that of 2015 as the one before."""
    from datetime import date

    run = work_to_the_end(ask_run(date(2016, 12, 31), period_key="2016"))
    operations.publish_run(run=run, by=None, origin="task")
    assert run.previous == report.snapshot
    return run


def test_chain_holds(next_year: ReportRun) -> None:
    assert operations.check_integrity(next_year.snapshot).holds


def test_chain_finds_a_changed_report_before(report: ReportRun, next_year: ReportRun) -> None:
    flip("reportsnapshot", 1000, f"id = {report.snapshot.pk}")
    found = operations.check_integrity(next_year.snapshot)
    assert (found.content, found.files, found.chain) == (True, True, False)


def test_chain_finds_another_report_before(report: ReportRun, next_year: ReportRun) -> None:
    ReportRun.objects.filter(pk=next_year.pk).update(previous=None)
    assert not operations.check_integrity(next_year.snapshot).chain


def test_chain_reads_what_the_content_itself_names(next_year: ReportRun) -> None:
    ReportRun.objects.filter(pk=next_year.pk).update(previous=None)
    tamper(
        "UPDATE reports_reportsnapshot SET previous_sha256 = '' WHERE id = %s",
        next_year.snapshot.pk,
    )
    found = operations.check_integrity(ReportSnapshot.objects.get(run=next_year))
    assert (found.content, found.chain) == (True, False)


def test_integrity_is_two_queries_however_long_the_chain(next_year: ReportRun) -> None:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        operations.check_integrity(next_year.snapshot)
    assert len(captured) == 2


# ── another outcome ──────────────────────────────────────────────────────────────────────────
def change_a_fact() -> None:
    """Behind the back of the two clocks: a fact of the past is rewritten."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE programme_statusupdate DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE programme_statusupdate u SET declared_status = 'on_track' "
            "FROM programme_action a WHERE a.id = u.action_id AND a.code = '1.1.04'"
        )
        assert cursor.rowcount == 1


def test_rewritten_facts_give_another_outcome(
    report: ReportRun, client: Client, alarms: Callable[[], list[str]]
) -> None:
    change_a_fact()
    press(client)
    shown = text(client)
    assert DIFFERS in shown
    assert "Juist: De inhoud is niet gewijzigd na publicatie." in shown
    assert "Fout: Een nieuwe berekening met dezelfde datums geeft dezelfde bytes." in shown
    assert "opgegeven status opgestart (status.declared.total.started): 4 → 3" in shown
    assert "onderdeel “Acties”: Acties van lijn 1.1 Duurzaam aankopen" in shown
    assert alarms() == ["recomputation differs"]


def broken(section: Section) -> Section:
    def build(_given: Any) -> Any:
        raise ZeroDivisionError

    from dataclasses import replace

    return replace(section, build=build)


def test_builder_that_fails_is_another_outcome(report: ReportRun, client: Client) -> None:
    entries = [broken(s) if s.key == "status" else s for s in sections]
    with sections.only(*entries):
        press(client)
    assert DIFFERS in text(client)
    assert Verification.objects.get().difference == "De berekening mislukte (ZeroDivisionError)."


@pytest.mark.parametrize("how", ["gone", "newer"])
def test_builder_gone_or_newer_leaves_the_file(how: str, report: ReportRun, client: Client) -> None:
    from dataclasses import replace

    entries = [s for s in sections if s.key != "status"]
    if how == "newer":
        entries += [replace(s, version=2) for s in sections if s.key == "status"]
    with sections.only(*entries):
        press(client)
    shown = text(client)
    assert ONLY_FILE in shown
    assert "Niet bekend: Een nieuwe berekening" in shown
    assert "verwittigd" not in shown


# ── once an hour ─────────────────────────────────────────────────────────────────────────────
def ask(run: ReportRun, minutes: int) -> tuple[Verification, bool]:
    snapshot = ReportSnapshot.objects.get(run=run)
    return operations.ask_verification(snapshot=snapshot, now=KNOWN_AT + timedelta(minutes=minutes))


def test_second_press_within_the_hour_gets_the_first_result(report: ReportRun) -> None:
    first, queued = ask(report, 0)
    assert queued
    assert ask(report, 1) == (first, False)  # it still waits
    operations.recompute(verification=first, now=KNOWN_AT + timedelta(minutes=2))
    assert ask(report, 61) == (first, False)
    again, queued = ask(report, 62)
    assert queued and again != first  # noqa: PT018
    assert Verification.objects.count() == 2


def test_bytes_are_looked_at_again_within_the_hour(report: ReportRun, client: Client) -> None:
    press(client)
    assert "Dit rapport klopt." in text(client)
    flip("reportfile", 500, "format = 'pdf'")
    press(client)
    assert CHANGED in text(client)
    assert Verification.objects.filter(recomputed=True).count() == 2  # not computed again


def test_page_tells_when_it_can_be_computed_again(report: ReportRun, client: Client) -> None:
    press(client)
    assert "Opnieuw berekenen kan vanaf " in text(client)
    Verification.objects.update(checked_at=timezone.now() - timedelta(hours=2))
    assert "Opnieuw berekenen kan vanaf " not in text(client)


def test_task_delivered_twice_does_no_harm(report: ReportRun) -> None:
    made, _queued = ask(report, 0)
    for minutes in (1, 2):
        operations.recompute(verification=made, now=KNOWN_AT + timedelta(minutes=minutes))
    made.refresh_from_db()
    assert made.checked_at == KNOWN_AT + timedelta(minutes=1)


# ── each night ───────────────────────────────────────────────────────────────────────────────
def test_each_night_the_newest_and_some_older_ones_are_checked(report: ReportRun) -> None:
    now = timezone.now()
    tasks.check_reports(Occasion("reports.check", "2026-02-03", now, now))
    assert [v.snapshot for v in Verification.objects.all()] == [report.snapshot]
    assert len(queries.snapshots_to_check(newest=0, older=5)) == 1


# ── the lines of a difference ────────────────────────────────────────────────────────────────
def document(**changes: Any) -> dict[str, Any]:
    figure = {"value": 1, "label": "Acties", "rows_digest": "a"}
    block = {"id": "t", "caption": "Een tabel"}
    section = {"key": "status", "title": "Status", "version": 1, "blocks": [block]}
    return {
        "schema": "s", "definition": {}, "period": {}, "purpose": "report", "as_of": "2015-12-31",
        "known_at": "k", "rules": {}, "labels": {}, "previous": None, "sections": [section],
        "figures": {"status.total": figure},
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, []),
        (
            {"figures": {"status.total": {"value": None, "label": "Acties", "rows_digest": "a"}}},
            ["Acties (status.total): 1 → –"],
        ),
        (
            {"figures": {"status.total": {"value": 1, "label": "Acties", "rows_digest": "b"}}},
            ["Acties (status.total): andere rijen of uitleg"],
        ),
        ({"figures": {}}, ["status.total: valt weg"]),
        (
            {"sections": [{"key": "status", "title": "Status", "version": 1, "blocks": []}]},
            ["onderdeel “Status”: Een tabel"],
        ),
        ({"sections": []}, ["onderdeel “Status”: Een tabel"]),
        ({"rules": {"a": 1}, "as_of": "2016-12-31"}, ["de peildatum", "de drempels"]),
    ],
)
def test_difference_names_what_differs(changes: dict[str, Any], lines: list[str]) -> None:
    assert differences(document(), document(**changes)) == lines


def test_difference_is_cut_and_counted() -> None:
    many = {f"s.n{n:02}": {"value": n, "label": "x"} for n in range(MOST + 3)}
    found = differences(document(figures={}), document(figures=many))
    assert len(found) == MOST + 1
    assert found[-1] == "en nog 3"
