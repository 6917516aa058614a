"""The surroundings of every page."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import engines
from django.urls import NoReverseMatch

from slimsamenwerken.core.context import Frame
from slimsamenwerken.core.navigation import NavItem, navigation

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def html_of(client, path):
    return client.get(path).content.decode()


def template(source, request, **context):
    return engines["django"].from_string("{% load frame %}" + source).render(context, request)


def test_page_stands_in_the_frame(client):
    html = html_of(client, "/")
    assert '<html lang="nl-BE">' in html
    assert "<title>Start – Slim samenwerken</title>" in html
    assert html.index('href="#inhoud"') < html.index("<header")
    assert 'id="inhoud"' in html
    assert html.count("<h1>") == 1


def test_nothing_is_inline(client):
    for path in ("/", "/acties/", "/formulier/", "/account/login/", "/hulp/", "/cookies/"):
        html = html_of(client, path)
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style", html), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", html), path


def test_htmx_is_configured_strictly(client):
    html = html_of(client, "/")
    for part in ('"allowEval":false', '"selfRequestsOnly":true', '"historyCacheSize":0'):
        assert part in html
    assert '"includeIndicatorStyles":false' in html


def test_visitor_gets_no_cookie_and_no_token(client):
    response = client.get("/")
    assert not response.cookies
    assert "hx-headers" not in response.content.decode()


def test_footer_holds_every_legal_page(client):
    html = html_of(client, "/")
    footer = html[html.index("<footer") :]
    for path in ("toegankelijkheid", "privacy", "cookies", "hergebruik", "api-uitleg", "contact"):
        assert f'href="/{path}/"' in footer


def test_menu_marks_the_section_and_the_page(rf):
    menu = Frame(rf.get("/acties/")).menu
    assert (menu[0].is_current, menu[0].is_here) == (True, True)
    menu = Frame(rf.get("/acties/1.2.04/")).menu
    assert (menu[0].is_current, menu[0].is_here) == (True, False)
    assert Frame(rf.get("/acties/1.2.04/")).section == "Acties"
    assert Frame(rf.get("/acties/")).section == ""


def test_menu_entry_that_leads_nowhere_raises(rf):
    broken = NavItem("test.broken", "Stuk", "nowhere:at-all")
    with navigation.only(broken), pytest.raises(NoReverseMatch):
        _ = Frame(rf.get("/")).menu


def test_menu_shows_an_entry_only_to_its_audience(rf):
    staff = NavItem("test.staff", "Beheer", "test-form", 10, lambda viewer: viewer == "staff")
    with navigation.only(staff):
        request = rf.get("/")
        assert Frame(request).menu == []  # before anyone looked who is asking
        request.viewer = "member"
        assert Frame(request).menu == []
        request.viewer = "staff"
        assert [entry.key for entry in Frame(request).menu] == ["test.staff"]


def test_menu_exists_twice_with_other_ids(client):
    html = html_of(client, "/")
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count('href="/acties/"') == 2


def test_links_of_the_frame_keep_the_moment(client):
    assert 'href="/acties/?as_of=2015-12-31"' in html_of(client, "/?as_of=2015-12-31&page=2")


def test_band_shows_the_moment_and_the_way_back(rf):
    request = rf.get("/acties/?as_of=2015-12-31&line=1.1")
    request.moment = SimpleNamespace(is_past=True, as_of=date(2015, 12, 31), known_at=None)
    html = template('{% include "components/bands.html" %}', request)
    assert "<strong>31 december 2015</strong>" in html
    assert 'href="/acties/?line=1.1"' in html


def test_no_band_for_today(client):
    assert 'class="band"' not in html_of(client, "/")


def test_band_of_the_test_environment(client, settings):
    settings.TEST_ENVIRONMENT = True
    assert "band--quiet" in html_of(client, "/")


def test_logo_slot_is_neutral_until_filled(client, settings):
    assert "logo-slot--empty" in html_of(client, "/")
    settings.LOGO_URL = "/static/logo.svg"
    assert 'src="/static/logo.svg"' in html_of(client, "/")


def test_title_of_a_page_with_errors_begins_with_the_word(client):
    html = client.post("/formulier/", {"reason": "x"}).content.decode()
    assert re.search(r"<title>(Fout|Error):? ?", html)


def test_last_updated_is_a_date_of_the_page(rf):
    source = '{% include "components/footer.html" %}'
    assert "23 november 2026" in template(source, rf.get("/"), last_updated=date(2026, 11, 23))


# ── tags ─────────────────────────────────────────────────────────────────────────────────────
def test_url_at_keeps_the_moment(rf):
    request = rf.get("/?as_of=2015-12-31&page=3")
    found = template("{% url_at 'test-actions' _query='line=1.1' %}", request)
    assert found == "/acties/?line=1.1&amp;as_of=2015-12-31"


def test_at_moment_keeps_query_and_fragment(rf):
    request = rf.get("/?known_at=2016-01-01")
    source = "{{ '/acties/?a=1#k2'|at_moment:request }}|{{ '/x/#k'|at_moment:request }}"
    found = template(source, request)
    assert found == "/acties/?a=1&amp;known_at=2016-01-01#k2|/x/?known_at=2016-01-01#k"


def test_sort_turns_around_and_forgets_the_page(rf):
    source = "{% sort_state 'code' 'code' as s %}{{ s.url|safe }} {{ s.state }}"
    assert template(source, rf.get("/?page=2&line=1.1")) == "?line=1.1&sort=-code ascending"
    assert template(source, rf.get("/?sort=-code")) == "?sort=code descending"
    assert template(source, rf.get("/?sort=title")) == "?sort=code "


def test_sort_header_tells_its_state(rf):
    source = '<tr>{% include "components/sort_header.html" with key="a" label="A" %}</tr>'
    assert 'aria-sort="ascending"' in template(source, rf.get("/?sort=a"))
    assert "aria-sort" not in template(source, rf.get("/"))


def test_pagination_keeps_filters(rf):
    from django.core.paginator import Paginator

    page = Paginator(range(50), 10).get_page(3)
    html = template(
        '{% include "components/pagination.html" %}', rf.get("/?line=1.1"), page_obj=page
    )
    assert 'href="?line=1.1&amp;page=2"' in html
    assert 'rel="next"' in html


def test_numbers_and_days_read_as_in_flanders(rf):
    source = "{{ d|day_short }} {{ n|number }} {{ n|percent }} {{ d|iso }}[{{ none|number }}]"
    found = template(source, rf.get("/"), d=date(2026, 11, 3), n=1234, none=None)
    assert found == "03/11/2026 1.234 1.234,0\u00a0% 2026-11-03[]"


def test_row_of_another_length_is_refused(rf):
    source = '{% include "components/data_table.html" with caption="x" %}'
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        template(source, rf.get("/"), columns=[{"label": "a"}, {"label": "b"}], rows=[["1"]])


# ── rules of the house for templates ─────────────────────────────────────────────────────────
def own_templates():
    return sorted(p for p in TEMPLATES.rglob("*.html") if "admin" not in p.parts)


@pytest.mark.parametrize("path", own_templates(), ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_template_is_short_and_lists_its_arguments(path):
    text = path.read_text()
    assert text.count("\n") <= 150
    start = re.sub(r"{% extends [^%]+%}\s*", "", text)
    assert start.startswith(("{% comment %}", "{#")), "the first comment lists the arguments"
    assert "style=" not in text


def test_long_word_and_address_say_where_they_may_break(rf):
    html = template(
        "{% load frame %}{{ word|soft }} {{ mail|address }}",
        rf.get("/"),
        word="Onze Toegankelijkheidsverklaring",
        mail="<b>@example.be",
    )
    assert html == "Onze Toegankelijkheids\u00adverklaring &lt;b&gt;@<wbr>example.be"
