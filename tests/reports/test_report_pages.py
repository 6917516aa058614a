"""The pages for readers: the list, a report with its bands, its files, and who may see which."""

import hashlib
import re
from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slimsamenwerken.reports import operations
from slimsamenwerken.reports.models import Publication, Purpose, ReportRun
from slimsamenwerken.reports.render import FORMATS
from tests.factories.accounts import make_membership
from tests.reports.conftest import ask_run, work_to_the_end
from tests.reports.parsed import read_html

PAGE = "/rapporten/voortgang-2015/"
REASON = "De cijfers van lijn 1.1 waren niet volledig."


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_membership(role=role).user)
    return client


def text(client: Client, path: str = PAGE) -> str:
    return read_html(client.get(path).content).text


def publish(run: ReportRun) -> ReportRun:
    operations.publish_run(run=run, by=None, origin="task")
    return run


def withdraw(run: ReportRun) -> None:
    publication = Publication.objects.get(snapshot__run=run)
    operations.withdraw_publication(publication=publication, by=None, reason=REASON)


# ── the list ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_list_without_reports_says_why_and_what_next() -> None:
    assert "Er is nog geen rapport gepubliceerd." in text(Client(), "/rapporten/")
    assert "Rapport maken" not in text(Client(), "/rapporten/")
    page = read_html(signed_in("staff").get("/rapporten/").content)
    links = [attrs.get("href") for tag, attrs in page.tags if tag == "a"]
    assert "/beheer/rapporten/nieuw/" in links


def test_list_groups_reports_per_definition_newest_first(report: ReportRun) -> None:
    publish(work_to_the_end(ask_run(date(2014, 12, 31), period_key="2014")))
    make_definition_of("andere", "Ander rapport")
    publish(work_to_the_end(ask_run(key="andere", period_key="2015")))
    content = Client().get("/rapporten/").content.decode()
    heads = [" ".join(h.split()) for h in re.findall(r"<h2[^>]*>(.*?)</h2>", content)]
    assert heads[:2] == ["Ander rapport", "Voortgangsrapport Slim samenwerken"]
    assert [m for m in re.findall(r"/rapporten/([a-z0-9-]+)/", content) if "-201" in m] == [
        "andere-2015", "voortgang-2015", "voortgang-2014",
    ]  # fmt: skip


def make_definition_of(key: str, title: str, audience: str = "public") -> None:
    from slimsamenwerken.core.clocks import insert
    from slimsamenwerken.reports.models import ReportDefinition, ReportDefinitionVersion

    definition = ReportDefinition.objects.create(key=key)
    version = ReportDefinitionVersion(
        definition=definition, title=title, audience=audience, sections=["summary"],
        valid_on=date(2013, 1, 1),
    )  # fmt: skip
    insert(version, by=None, origin="seed")


def test_list_leaves_withdrawn_and_unpublished_reports_out(report: ReportRun) -> None:
    work_to_the_end(ask_run(date(2014, 12, 31), period_key="2014"))
    withdraw(report)
    assert "Er is nog geen rapport gepubliceerd." in text(Client(), "/rapporten/")


def test_list_is_one_query(report: ReportRun) -> None:
    publish(work_to_the_end(ask_run(date(2014, 12, 31), period_key="2014")))
    with CaptureQueriesContext(connection) as captured:
        Client().get("/rapporten/")
    assert len(captured) == 1


# ── the report ───────────────────────────────────────────────────────────────────────────────
def test_report_has_cover_hash_formats_and_sections(report: ReportRun) -> None:
    shown = text(Client())
    for fact in (
        "Voortgangsrapport Slim samenwerken, 2015",
        "1 januari tot en met 31 december 2015",
        "Zoals bekend op 2 februari 2026, 14.30 uur",
        "Gepubliceerd op 2 februari 2026",
        "om te lezen en af te drukken",
        "Op 31 december 2015 telde het programma 32",
        "Status per actielijn",
        "Verantwoording",
    ):
        assert fact in shown
    content = Client().get(PAGE).content.decode()
    groups = re.findall(r"<span>([0-9a-f]{8})</span>", content)
    assert "".join(groups) == report.snapshot.sha256


def test_report_runs_no_script_or_style_of_its_own(report: ReportRun) -> None:
    page = read_html(Client().get(PAGE).content)
    names = {name for _tag, attrs in page.tags for name in attrs}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]
    assert "style" not in {tag for tag, _attrs in page.tags}
    assert all("src" in attrs for tag, attrs in page.tags if tag == "script")


def test_report_headings_and_ids_are_in_order(report: ReportRun) -> None:
    page = read_html(Client().get(PAGE).content)
    levels = [int(tag[1]) for tag, _attrs in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1  # noqa: PT018
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _tag, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    anchors = {str(attrs["href"])[1:] for tag, attrs in page.tags
               if tag == "a" and str(attrs.get("href")).startswith("#")}  # fmt: skip
    assert anchors <= set(ids)


def test_report_tables_have_caption_scope_and_labels(report: ReportRun) -> None:
    page = read_html(Client().get(PAGE).content)
    tags = [tag for tag, _attrs in page.tags]
    assert tags.count("table") == tags.count("caption") >= 10
    assert {attrs.get("scope") for tag, attrs in page.tags if tag == "th"} == {"col", "row"}
    assert all(attrs.get("data-label") for tag, attrs in page.tags if tag == "td")


def test_report_page_keeps_to_six_queries_and_sets_no_cookie(report: ReportRun) -> None:
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(PAGE)
    assert len(captured) <= 6
    assert not response.cookies


def test_english_page_marks_the_content_as_dutch(report: ReportRun) -> None:
    content = Client().get(f"/en{PAGE}").content.decode()
    assert "Is this report real?" in content
    assert '<div lang="nl-BE">' in content
    assert "Grafiek: 32 acties" in content  # the words of the report stay its own


def test_previous_and_next_report(report: ReportRun) -> None:
    later = publish(work_to_the_end(ask_run(date(2016, 12, 31), period_key="2016")))
    assert "Volgend rapport: 31 december 2016" in text(Client())
    assert "Vorig rapport: 31 december 2015" in text(Client(), f"/rapporten/{later.slug}/")
    withdraw(later)
    assert "Volgend rapport" not in text(Client())


# ── bands ────────────────────────────────────────────────────────────────────────────────────
def test_withdrawn_report_stays_with_its_reason(report: ReportRun) -> None:
    withdraw(report)
    shown = text(Client())
    assert "Dit rapport werd ingetrokken op " in shown
    assert f"Reden: {REASON}" in shown
    assert "Op 31 december 2015 telde het programma 32" in shown
    assert "bestand/pdf" not in Client().get(PAGE).content.decode()


def test_restated_report_is_announced_on_the_original(report: ReportRun) -> None:
    run, _new = operations.restate_report(run=report, by=None, today=timezone.localdate())
    work_to_the_end(run, now=timezone.now())
    assert "Er is een herzien rapport." not in text(Client())
    publish(run)
    shown = text(Client())
    assert "Er is een herzien rapport." in shown
    assert f"/rapporten/{run.slug}/" in Client().get(PAGE).content.decode()
    assert "Er is een herzien rapport." not in text(Client(), f"/rapporten/{run.slug}/")


@pytest.fixture
def proof(report: ReportRun) -> ReportRun:
    return work_to_the_end(ask_run(date(2014, 12, 31), Purpose.PROOF))


def test_proof_is_for_insiders_and_says_so(proof: ReportRun) -> None:
    path = f"/rapporten/{proof.slug}/"
    assert Client().get(path).status_code == 404
    assert signed_in("member").get(path).status_code == 404
    content = signed_in("staff").get(path).content.decode()
    assert "Dit is een proefafdruk. Hij is niet gepubliceerd." in content
    assert 'data-mark="proefafdruk"' in content
    assert 'data-mark="proefafdruk"' not in Client().get(PAGE).content.decode()


@pytest.mark.parametrize("form", ["", "bestand/pdf/", "cijfers/summary.actions/",
                                  "cijfers/summary.actions/rijen.csv"])  # fmt: skip
def test_unpublished_report_is_not_found_for_visitors(form: str, report: ReportRun) -> None:
    run = work_to_the_end(ask_run(date(2014, 12, 31), period_key="2014"))
    path = f"/rapporten/{run.slug}/{form}"
    assert Client().get(path).status_code == 404
    assert signed_in("staff").get(path).status_code == 200


def test_unpublished_report_says_so_to_insiders(report: ReportRun) -> None:
    run = work_to_the_end(ask_run(date(2014, 12, 31), period_key="2014"))
    shown = text(signed_in("staff"), f"/rapporten/{run.slug}/")
    assert "Dit rapport is nog niet gepubliceerd." in shown


def test_internal_report_is_for_insiders(report: ReportRun) -> None:
    make_definition_of("intern", "Intern rapport", audience="internal")
    run = publish(work_to_the_end(ask_run(key="intern", period_key="2015")))
    for path in (f"/rapporten/{run.slug}/", f"/rapporten/{run.slug}/bestand/pdf/"):
        assert Client().get(path).status_code == 404
        assert signed_in("auditor").get(path).status_code == 200
    assert "Intern rapport" not in text(Client(), "/rapporten/")
    assert "Intern rapport" in text(signed_in("auditor"), "/rapporten/")


def test_run_that_failed_has_no_page_yet(report: ReportRun) -> None:
    run = ask_run(date(2014, 12, 31), period_key="2014")
    assert signed_in("staff").get(f"/rapporten/{run.slug}/").status_code == 404
    assert signed_in("staff").post(f"/rapporten/{run.slug}/herbereken/").status_code == 404


# ── files ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("form", ["pdf", "xlsx", "json"])
def test_file_is_the_exact_bytes_with_their_digest(form: str, report: ReportRun) -> None:
    response = Client().get(f"{PAGE}bestand/{form}/")
    kept = report.snapshot.files.get(format=form)
    assert response.content == bytes(kept.content)
    assert response["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'
    assert response["Content-Type"] == FORMATS[form].content_type
    assert response["Content-Disposition"] == f'attachment; filename="voortgang-2015.{form}"'


def test_json_has_the_hash_of_the_report_as_etag(report: ReportRun) -> None:
    response = Client().get(f"{PAGE}bestand/json/")
    assert response["ETag"] == f'"{report.snapshot.sha256}"'
    assert response.content == bytes(report.snapshot.content)


@pytest.mark.parametrize("known", ['"{}"', 'W/"{}"', '"x", "{}"'])
def test_file_that_is_known_is_not_sent_again(known: str, report: ReportRun) -> None:
    etag = known.format(report.snapshot.sha256)
    response = Client().get(f"{PAGE}bestand/json/", headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("form", ["pdf", "xlsx", "json"])
def test_file_of_a_withdrawn_report_is_gone_with_the_reason(form: str, report: ReportRun) -> None:
    etag = Client().get(f"{PAGE}bestand/{form}/")["ETag"]
    withdraw(report)
    response = Client().get(f"{PAGE}bestand/{form}/", headers={"If-None-Match": etag})
    assert response.status_code == 410
    shown = read_html(response.content).text
    assert "Dit bestand is ingetrokken" in shown
    assert REASON in shown


@pytest.mark.parametrize("form", ["docx", "html", "exe", "PDF"])
def test_unknown_format_is_not_found(form: str, report: ReportRun) -> None:
    assert Client().get(f"{PAGE}bestand/{form}/").status_code == 404
    withdraw(report)
    assert Client().get(f"{PAGE}bestand/{form}/").status_code == 404


def test_newer_renderer_adds_a_file_and_the_newest_is_served(report: ReportRun) -> None:
    from slimsamenwerken.reports.models import ReportFile
    from slimsamenwerken.reports.render.pdf import RENDERER_VERSION

    content = b"nieuwer"
    ReportFile.objects.create(
        snapshot=report.snapshot, format="pdf", renderer_version=RENDERER_VERSION + 1, content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    assert Client().get(f"{PAGE}bestand/pdf/").content == content
    assert report.snapshot.files.filter(format="pdf").count() == 2


@pytest.mark.parametrize(
    "path", ["/rapporten/bestaat-niet/", "/rapporten/bestaat-niet/bestand/pdf/"]
)
def test_unknown_report_is_not_found(path: str, report: ReportRun) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/rapporten/", PAGE, f"{PAGE}bestand/json/",
                                  f"{PAGE}cijfers/status.total/"])  # fmt: skip
def test_reading_pages_are_read_only(path: str, report: ReportRun) -> None:
    assert Client().post(path).status_code == 405
