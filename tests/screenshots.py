"""`python -m tests.screenshots [folder]`: pictures of a running `make run`, for README and for eyes.

Reads `.var/demo.json`, signs in where a page asks for it, and writes one PNG per page and width.
Without a folder the few pictures of the README go to docs/img/.
"""

import json
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.frame.conftest import CHROMIUM, FLAGS

ROOT = Path(__file__).resolve().parent.parent
DAY = "?as_of=2015-12-31"
# name, path, role that looks ("" = visitor)
README = [
    ("dashboard", f"/{DAY}", ""),
    ("acties", f"/acties/{DAY}", ""),
    ("actie", f"/acties/1.2.04/{DAY}", ""),
    ("rapport", "/rapporten/voortgang-2015/", ""),
    ("cijfer", "/rapporten/voortgang-2015/cijfers/indicators.K2.value/", ""),
]
EVERYTHING = [
    *README,
    ("acties-gefilterd", f"/acties/{DAY}&line=1.2&missing=lead&silent_days=90", ""),
    ("acties-leeg", f"/acties/{DAY}&q=niets-van-dit-alles", ""),
    ("acties-400", f"/acties/{DAY}&declared=blauw", ""),
    ("actie-geschiedenis", f"/acties/1.2.04/geschiedenis/{DAY}", "staff"),
    ("actie-trekker", "/acties/1.4.01/", "lead"),
    ("actielijnen", f"/actielijnen/{DAY}", ""),
    ("actielijn", f"/actielijnen/1.2/{DAY}", ""),
    ("actoren", f"/actoren/{DAY}", ""),
    ("actor", f"/actoren/bond-beter-leefmilieu/{DAY}", ""),
    ("indicatoren", f"/indicatoren/{DAY}", ""),
    ("indicator", f"/indicatoren/K2/{DAY}", "staff"),
    ("mijlpalen", f"/mijlpalen/{DAY}", ""),
    ("zoeken", "/zoeken/?q=fietsen", ""),
    ("zoeken-afvalstof", "/zoeken/?q=afvalstof", ""),
    ("vandaag", "/", ""),
    ("taken", "/mijn-taken/", "lead"),
    ("rapporten", "/rapporten/", "publisher"),
    ("aanmaken", "/beheer/rapporten/", "publisher"),
    ("nieuw-rapport", "/beheer/rapporten/nieuw/", "staff"),
    ("drempels", "/beheer/drempels/", "admin"),
    ("accounts", "/beheer/accounts/", "admin"),
    ("stand-van-zaken", "/acties/1.2.04/stand-van-zaken/", "staff"),
    ("aanmelden", "/account/login/", ""),
    ("wachtwoord", "/account/password/reset/", ""),
    ("404", "/bestaat-niet/", ""),
    ("in-opbouw", "/delen/", ""),
    ("hulp", "/hulp/", ""),
    ("toegankelijkheid", "/toegankelijkheid/", ""),
    ("engels", f"/en/acties/1.2.04/{DAY}", ""),
]


def _signed_in(browser: Browser, demo: dict[str, Any], role: str, width: int) -> Any:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="nl-BE")
    if role:
        login = next(entry for entry in demo["logins"] if entry["role"] == role)
        page = context.new_page()
        page.goto(demo["address"] + "/account/login/")
        page.fill("#id_login", login["email"])
        page.fill("#id_password", login["password"])
        page.locator("main form button[type=submit]").click()
        page.close()
    return context


def main(arguments: list[str]) -> None:
    demo = json.loads((ROOT / ".var" / "demo.json").read_text(encoding="utf-8"))
    folder = Path(arguments[0]) if arguments else ROOT / "docs" / "img"
    folder.mkdir(parents=True, exist_ok=True)
    wanted, widths = (EVERYTHING, (1280, 320)) if arguments else (README, (1280,))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for width in widths:
            contexts: dict[str, Any] = {}
            for name, path, role in wanted:
                if role not in contexts:
                    contexts[role] = _signed_in(browser, demo, role, width)
                page = contexts[role].new_page()
                page.goto(demo["address"] + path)
                ending = "" if width == 1280 else f"-{width}"
                # The README shows the first screen; eyes want the whole page.
                page.screenshot(path=folder / f"{name}{ending}.png", full_page=bool(arguments))
                page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
