"""Error pages, legal pages, pages of the account, the components page."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.template import engines
from django.template.loader import get_template

from slimsamenwerken.dashboard.checks import check_legal_pages, check_pages
from slimsamenwerken.dashboard.legal import ACCESSIBILITY_HEADINGS, Section
from slimsamenwerken.dashboard.legal_texts import ACCESSIBILITY, PAGES


@pytest.mark.parametrize(
    ("kind", "status"),
    [("400", 400), ("403", 403), ("404", 404), ("429", 429), ("csrf", 403), ("503", 503)],
)
def test_error_page_has_its_status_a_heading_and_a_way_on(client, kind, status):
    response = client.get(f"/fout/{kind}/")
    assert response.status_code == status
    html = response.content.decode()
    assert html.count("<h1>") == 1
    assert "technical words" not in html
    assert "token missing" not in html


def test_own_sentences_are_shown_on_400_and_403(client):
    assert "Deze datum bestaat niet." in client.get("/fout/400/").content.decode()
    assert "Alleen de trekker." in client.get("/fout/403/").content.decode()


def test_sentence_of_the_framework_is_not_shown(rf):
    from django.core.exceptions import SuspiciousOperation

    from slimsamenwerken.core.error_views import bad_request

    html = bad_request(rf.get("/"), SuspiciousOperation("Invalid HTTP_HOST header.")).content
    assert b"HTTP_HOST" not in html


def test_429_tells_how_long_to_wait(client):
    assert client.get("/fout/429/")["Retry-After"] == "1"


def test_500_needs_no_context_and_no_database(client, django_db_blocker):
    with django_db_blocker.block():
        response = client.get("/fout/500/")
    assert response.status_code == 500
    assert "Er ging iets mis" in response.content.decode()
    assert "<h1>" in get_template("errors/500.html").render()


def test_legal_pages_show_their_sections(client):
    for path, key in (
        ("toegankelijkheid", "accessibility"),
        ("privacy", "privacy"),
        ("cookies", "cookies"),
        ("hergebruik", "reuse"),
        ("api-uitleg", "api"),
        ("contact", "contact"),
        ("hulp", "help"),
    ):
        html = client.get(f"/{path}/").content.decode()
        for section in PAGES[key].versions[0].sections:
            assert section.heading in html, path
        assert "ontwerp" in html


def test_accessibility_statement_has_five_headings_in_order(client):
    html = client.get("/toegankelijkheid/").content.decode()
    found = re.findall(r"<h2[^>]*>([^<]+)</h2>", html)
    assert tuple(found) == ACCESSIBILITY_HEADINGS


def test_cookie_table_follows_the_settings(client, settings):
    settings.SESSION_COOKIE_NAME = "__Host-session"
    html = client.get("/cookies/").content.decode()
    assert "__Host-session" in html
    for column in ("Naam", "Doel", "Domein", "Verwerker", "Geldigheid"):
        assert f'<th scope="col">{column}</th>' in html


def test_legal_texts_pass_the_deployment_check():
    assert check_legal_pages() == []


@pytest.mark.parametrize(
    "sections",
    [
        (Section("Nalevingsstatus", (" ",)), *ACCESSIBILITY.versions[0].sections[1:]),
        ACCESSIBILITY.versions[0].sections[:4],
        tuple(reversed(ACCESSIBILITY.versions[0].sections)),
    ],
    ids=["empty heading", "heading missing", "wrong order"],
)
def test_deployment_check_refuses_a_faulty_statement(sections):
    version = replace(ACCESSIBILITY.versions[0], sections=sections)
    assert check_pages([replace(ACCESSIBILITY, versions=(version,))])


def test_deployment_check_refuses_a_page_without_text():
    assert check_pages([replace(ACCESSIBILITY, versions=())])


def test_legal_page_shows_the_version_of_the_day():
    old = replace(ACCESSIBILITY.versions[0], valid_from=date(2026, 1, 1))
    new = replace(ACCESSIBILITY.versions[0], valid_from=date(2027, 1, 1))
    page = replace(ACCESSIBILITY, versions=(new, old))
    assert page.version_on(date(2026, 12, 31)) == old
    assert page.version_on(date(2027, 1, 1)) == new
    assert page.version_on(date(2020, 1, 1)) == old


def test_components_page_shows_all_eight_statuses(client, settings):
    settings.DEBUG = True
    html = client.get("/components/").content.decode()
    for code in (
        "not_started",
        "started",
        "on_track",
        "attention",
        "action_needed",
        "achieved",
        "stopped",
        "unknown",
        "none",
    ):
        assert f'href="#st-{code}"' in html
        assert f'id="st-{code}"' in html


def test_components_page_is_hidden_in_production(client):
    assert client.get("/components/").status_code == 404


def test_under_construction_is_honest(client):
    html = client.get("/opbouw/").content.decode()
    assert "<h1>Delen</h1>" in html
    assert "Een kaart." in html


@pytest.mark.parametrize("path", ["login", "password/reset"])
def test_account_form_is_ours(client, path):
    html = client.get(f"/account/{path}/").content.decode()
    assert "novalidate" in html
    assert "placeholder" not in html
    assert html.count("btn-primary") == 1


def test_missing_csrf_token_gets_our_page():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/formulier/", {})
    assert response.status_code == 403
    assert b'class="site-header"' in response.content


@pytest.mark.parametrize(
    "name", ["password_reset_key", "unknown_account", "password_changed", "password_set"]
)
def test_account_mail_is_plain_text_on_one_subject_line(name):
    context = {"password_reset_url": "https://x/?a=1&b=2", "email": "a&b@example.org"}
    subject = get_template(f"account/email/{name}_subject.txt").render(context)
    text = get_template(f"account/email/{name}_message.txt").render(context)
    assert "\n" not in subject.strip()
    assert "&amp;" not in text


def test_history_table_takes_moments_and_words(rf):
    from datetime import UTC, datetime

    moment = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
    row = {"who": "x", "source": "", "field": "f", "before": None, "after": "b"}
    changes = [{"at": moment, **row}, {"at": "vanaf 2015", **row}]
    source = '{% include "components/history_table.html" with caption="c" %}'
    html = engines["django"].from_string(source).render({"changes": changes}, rf.get("/"))
    assert "23/11/2026 14.30" in html
    assert "vanaf 2015" in html
