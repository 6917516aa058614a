"""In a real browser: pages ask nothing of anybody else, and scripts are never needed (§9)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from slimsamenwerken.programme.models import Indicator, Measurement, StatusUpdate
from tests.factories.accounts import PASSWORD
from tests.factories.kept import Kept, put_back
from tests.standing.started import Started

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "De eerste resultaten zijn er: drie gemeenten doen mee."
BETTER = "De eerste resultaten zijn er: vier gemeenten doen mee."


@dataclass
class Tab:
    """One tab of a browser, with every address it asked and every error it met."""

    page: Any
    home: str
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> int:
        status: int = self.page.goto(self.home + path).status
        return status

    def foreign(self) -> list[str]:
        return [url for url in self.asked if not url.startswith((self.home + "/", "data:"))]

    def fill(self, **texts: str) -> None:
        for name, text in texts.items():
            self.page.locator(f"main form [name={name}]").fill(text)

    def send(self) -> str:
        """Press the button of the form; the words of the page that comes."""
        self.page.locator("main form button[type=submit]").first.click()
        return str(self.page.locator("main").inner_text())


Open = Callable[..., Tab]


@pytest.fixture
def started_site(
    transactional_db: None, kept_started: tuple[Started, list[Kept]], live_server: Any
) -> Started:
    started, rows = kept_started
    put_back(rows)
    return started


@pytest.fixture
def tab(started_site: Started, live_server: Any, chromium: Any) -> Iterator[Open]:
    """`tab("admin")`: somebody signed in through the door, in a browser of their own."""
    contexts = []

    def opened(person: str = "visitor", *, javascript: bool = True) -> Tab:
        context = chromium.new_context(java_script_enabled=javascript)
        context.set_default_timeout(20_000)
        contexts.append(context)
        made = Tab(context.new_page(), live_server.url)
        made.page.on("request", lambda request: made.asked.append(request.url))
        made.page.on("pageerror", lambda error: made.faults.append(str(error)))
        if person in started_site.people:
            made.go(reverse("account_login"))
            made.fill(login=started_site.people[person], password=PASSWORD)
            assert "Aanmelden" not in made.send()
        return made

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("person", ["visitor", "admin"])
def test_no_page_asks_anything_of_anybody_else(
    started_site: Started, tab: Open, person: str
) -> None:
    eyes = tab(person)
    for name, pages in started_site.pages.items():
        url = reverse(name, args=pages[0])
        if "export" in name or name in {"reports:file", "reports:rows"} or "open_data" in name:
            continue  # a file is saved, not shown; a lasting id leads to the public address
        assert eyes.go(url) < 500, url
        assert eyes.foreign() == [], url
        assert eyes.faults == [], url
    assert len(eyes.asked) > 200


def test_request_to_somebody_else_is_found(tab: Open) -> None:
    eyes = tab()
    eyes.go("/")
    eyes.page.route("https://example.org/**", lambda route: route.abort())
    picture = "const i = new Image(); i.src = 'https://example.org/x.png'; document.body.append(i)"
    eyes.page.evaluate(picture)
    eyes.page.wait_for_timeout(200)
    # The policy of the page stops it before it leaves, or it is seen leaving.
    assert (
        eyes.foreign()
        or "img-src 'self'" in eyes.page.request.get(eyes.home).headers["content-security-policy"]
    )


def test_core_tasks_are_done_without_scripts(started_site: Started, tab: Open) -> None:
    """Sign in, add an update, add a measurement, withdraw a row and put a better one in its place."""
    hands = tab("staff", javascript=False)
    assert hands.go("/acties/1.2.04/stand-van-zaken/") == 200
    hands.fill(valid_on="30/06/2016", body=BODY)
    assert BODY in hands.send()

    code = Indicator.objects.earliest("code").code
    hands.go(reverse("programme:measurement-new", args=[code]))
    hands.fill(valid_on="30/06/2016", value="12,5", source="Telling")
    hands.send()
    assert Measurement.objects.get(source="Telling").value == Decimal("12.5")

    update = StatusUpdate.objects.get(body=BODY)
    hands.go(reverse("programme:fact-correct", args=["update", update.public_id]))
    hands.fill(body=BETTER, correction_reason="Een gemeente was vergeten.")
    assert BETTER in hands.send()
    update.refresh_from_db()
    assert update.withdrawn_reason == "Een gemeente was vergeten."

    better = StatusUpdate.objects.get(body=BETTER)
    hands.go(reverse("programme:fact-withdraw", args=["update", better.public_id]))
    hands.fill(reason="Dit hoort bij een andere actie.")
    assert "Dit hoort bij een andere actie." in hands.send()
    reader = tab(javascript=False)
    reader.go("/acties/1.2.04/")
    assert "gemeenten doen mee." not in reader.page.locator("main").inner_text()
    assert hands.foreign() == []


def test_visitor_filters_searches_and_travels_without_scripts(tab: Open) -> None:
    eyes = tab(javascript=False)
    eyes.go("/acties/")
    eyes.page.locator("main form [name=q]").fill("materialenscan")
    assert "1.2.04" in eyes.send()
    eyes.go("/")
    eyes.page.locator("main form [name=as_of]").fill("31/12/2015")
    assert "31 december 2015" in eyes.send()
    eyes.go("/zoeken/?q=materialenscan")
    assert "1.2.04" in eyes.page.locator("main").inner_text()
