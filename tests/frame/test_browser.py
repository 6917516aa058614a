"""The frame in a real browser: accessibility, width, keyboard, without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/acties/",
    "/acties/?line=1.1&line=1.2&declared=achieved",
    "/acties/?declared=blauw",
    "/formulier/",
    "/opbouw/",
    "/components/",
    "/account/login/",
    "/account/password/reset/",
    "/toegankelijkheid/",
    "/cookies/",
    "/hulp/",
    "/fout/404/",
    "/fout/403/",
    "/fout/400/",
    "/fout/429/",
    "/fout/csrf/",
    "/fout/500/",
    "/fout/503/",
]
# Spacing that readers may set themselves (WCAG 1.4.12).
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    " word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter(e => e.offsetParent !== null && !e.closest('p, li, dd, td, .invalid-feedback') && !e.closest('.skip-link'))
  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([, r]) => r.width > 0 && (r.width < 24 || r.height < 24))
  .map(([html]) => html)"""


@pytest.fixture
def page_at(chromium, live_server, settings):
    """`page_at(width, path, javascript=True)` → page; foreign requests and errors are collected."""
    settings.DEBUG = True  # /components/
    contexts = []

    def open_page(width, path, *, javascript=True, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.foreign = []
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith((live_server.url, "data:")) else page.foreign.append(r.url)
            ),
        )
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def axe_faults(page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_fits_and_stays_at_home(page_at, path):
    for width in (1280, 320):
        page = page_at(width, path)
        assert axe_faults(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL_TARGETS) == [], width
        assert page.foreign == []


@pytest.mark.parametrize("path", ["/components/", "/formulier/", "/cookies/"])
def test_page_fits_with_the_spacing_of_the_reader(page_at, path):
    page = page_at(320, path, bypass_csp=True)
    page.add_style_tag(content=SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 320])
def test_error_summary_gets_the_focus_and_leads_to_the_field(page_at, width, javascript):
    page = page_at(width, "/formulier/", javascript=javascript)
    page.get_by_label("Nieuwe datum").fill("31/02/2017")
    page.locator("main form button[type=submit]").click()
    assert page.locator("[data-error-summary]:focus").count() == 1
    assert page.get_by_label("Nieuwe datum").input_value() == "31/02/2017"
    page.locator(".error-summary a").first.click()
    assert page.locator("#id_due_on:focus").count() == 1
    if javascript:
        assert axe_faults(page) == []


def test_skip_link_is_first_and_leads_to_the_content(page_at):
    page = page_at(1280, "/")
    page.keyboard.press("Tab")
    assert page.locator(".skip-link:focus").is_visible()
    page.keyboard.press("Enter")
    assert page.locator("main:focus").count() == 1


def test_every_tab_stop_shows_its_focus_and_there_is_no_trap(page_at):
    page = page_at(1280, "/components/")
    seen = []
    for _step in range(200):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
              return e === document.body ? null
                : [e.outerHTML.slice(0, 90), s.outlineStyle !== 'none' || s.boxShadow !== 'none'] }"""
        )
        if state is None:
            break
        assert state[1], state[0]
        seen.append(state[0])
    assert len(seen) > 40
    assert state is None, "Tab never leaves the page"


def test_slash_finds_the_search_field_and_can_be_switched_off(page_at, live_server):
    page = page_at(1280, "/hulp/")
    page.keyboard.press("/")
    assert page.locator("#zoek:focus").count() == 1
    page.locator("#sneltoets").uncheck()
    page.goto(live_server.url + "/")
    page.keyboard.press("/")
    assert page.locator("#zoek:focus").count() == 0


def test_question_mark_opens_help(page_at):
    page = page_at(1280, "/")
    page.keyboard.press("?")
    page.wait_for_url("**/hulp/")


def test_shortcuts_leave_typing_alone(page_at):
    page = page_at(1280, "/formulier/")
    page.get_by_label("Waarde").press_sequentially("1/2?")
    assert page.get_by_label("Waarde").input_value() == "1/2?"


def test_menu_opens_without_scripts_on_a_narrow_screen(page_at):
    page = page_at(320, "/", javascript=False)
    assert not page.locator("#zoek-smal").is_visible()
    page.locator(".site-menu summary").click()
    assert page.locator("#zoek-smal").is_visible()
    page.locator(".site-menu").get_by_role("link", name="Acties").click()
    assert page.url.endswith("/acties/")


def test_filters_work_without_scripts(page_at):
    page = page_at(1280, "/acties/", javascript=False)
    page.get_by_label("1.1 Duurzaam aankopen").check()
    page.locator(".filters button[type=submit]").click()
    assert "line=1.1" in page.url
    page.locator(".chip").click()
    assert "line=1.1" not in page.url


def test_forced_colours_and_reduced_motion_stay_readable(page_at):
    page = page_at(1280, "/components/", forced_colors="active", reduced_motion="reduce")
    assert page.locator(".status__tile").first.is_visible()
    duration = page.evaluate("getComputedStyle(document.querySelector('.btn')).transitionDuration")
    assert set(duration.split(", ")) == {"0s"}


def test_print_hides_navigation_and_repeats_table_heads(page_at):
    page = page_at(1280, "/components/")
    page.emulate_media(media="print")
    assert not page.locator(".site-nav--wide").is_visible()
    assert not page.locator(".filters").is_visible()
    display = page.evaluate("getComputedStyle(document.querySelector('thead')).display")
    assert display == "table-header-group"
