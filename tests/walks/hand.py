"""A person's hand at the browser: with the mouse, or by keyboard alone."""

import contextlib
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_TABS = 400


class Hand:
    """Clicks, types and chooses; by keyboard it walks with Tab until the thing has the focus."""

    def __init__(
        self,
        page: Any,
        address: str,
        people: list[dict[str, str]],
        *,
        keyboard: bool,
        javascript: bool,
    ) -> None:
        self.page, self.address = page, address
        self.keyboard, self.javascript = keyboard, javascript
        self.people = {person["role"]: person for person in people}
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.foreign.append(request.url)

    # ── moving ──
    def go(self, path: str) -> None:
        """Type an address, which everybody can."""
        answer = self.page.goto(self.address + path)
        assert answer.status < 500, path

    def press(self, target: Any, *, leaves: bool = True) -> None:
        """Follow a link or press a button; `leaves` waits for the page that comes."""
        if leaves:
            self.page.evaluate("window.left = false")
        if self.keyboard:
            self._tab_to(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()
        if leaves:
            self._arrive()

    def _arrive(self) -> None:
        for _look in range(600):
            with contextlib.suppress(Error):  # between two pages there is nothing to ask
                if self.page.evaluate("window.left !== false"):
                    break
            self.page.wait_for_timeout(50)
        else:
            raise AssertionError(f"no page came after {self.page.url}")
        self.page.wait_for_load_state("load")

    def link(self, name: str, *, within: str = "main", exact: bool = False) -> None:
        self.press(self.page.locator(within).get_by_role("link", name=name, exact=exact).first)

    def button(self, name: str) -> None:
        self.press(self.page.locator("main").get_by_role("button", name=name).first)

    def fill(self, label: str, text: str) -> None:
        field = self.page.locator("main").get_by_label(label, exact=False).first
        if not self.keyboard:
            field.fill(text)
            return
        self._tab_to(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, label: str) -> None:
        box = self.page.locator("main").get_by_label(label).first
        if self.keyboard:
            self._tab_to(box)
            self.page.keyboard.press("Space")
        else:
            box.check()
        assert box.is_checked()

    def choose(self, label: str, option: str) -> None:
        """An option of a menu, by its words."""
        field = self.page.locator("main").get_by_label(label).first
        if self.keyboard:
            self._tab_to(field)
            self.page.keyboard.type(option)
        else:
            field.select_option(label=option)

    def open(self, summary: str) -> None:
        """Open what stands folded, such as "Hoe berekend?"."""
        self.press(self.page.locator("main summary", has_text=summary).first, leaves=False)

    def _tab_to(self, target: Any) -> None:
        target.wait_for(state="visible")
        handle = target.element_handle()
        for _step in range(MOST_TABS):
            if self._has_focus(handle):
                assert self._shows_focus(handle), "the focus cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    @staticmethod
    def _has_focus(handle: Any) -> bool:
        return bool(handle.evaluate("e => e === e.ownerDocument.activeElement"))

    @staticmethod
    def _shows_focus(handle: Any) -> bool:
        code = "e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
        return bool(handle.evaluate(code))

    # ── looking ──
    @property
    def text(self) -> str:
        return str(self.page.locator("main").inner_text())

    def sees(self, *sentences: str) -> None:
        shown = " ".join(self.text.split())
        for sentence in sentences:
            assert sentence in shown, f"{sentence!r} is not on {self.page.url}"

    def looks_well(self) -> None:
        """No wider than the screen, and accessible (axe is a script: only where scripts run)."""
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url
        if not self.javascript:
            return
        options = {"runOnly": {"type": "tag", "values": TAGS}}
        found = Axe().run(self.page, options=options).response["violations"]
        assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found] == [], self.page.url

    # ── signing in ──
    def sign_in(self, role: str, then: str = "/") -> None:
        person = self.people[role]
        self.go(f"/account/login/?next={then}")
        self.fill("E-mailadres", person["email"])
        self.fill("Wachtwoord", person["password"])
        self.button("Aanmelden")
