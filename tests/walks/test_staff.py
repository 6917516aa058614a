"""Task 1: OVAM staff see how the programme stands, add a fact and correct it."""

import pytest
from django.utils import timezone

from slimsamenwerken.core.dates import short_date

pytestmark = [pytest.mark.browser]
DAY = "?as_of=2015-12-31"


def test_see_the_state_of_the_programme(hand):
    hand.sign_in("staff", f"/{DAY}")
    hand.go(f"/{DAY}")
    hand.sees("32 acties", "Duurzaam aankopen", "Sensibilisering", "Te laat", "Afwijkingen")
    assert hand.page.locator(".lines .line").count() == 5
    hand.looks_well()
    hand.open("Deze cijfers als tabel tonen")
    hand.link("12", exact=True)
    hand.sees("12 acties")
    hand.looks_well()


def test_find_what_is_missing(hand):
    hand.sign_in("staff", f"/acties/{DAY}")
    hand.go(f"/acties/{DAY}")
    hand.tick("zonder eigen trekker")
    hand.fill("Geen stand van zaken in de laatste … dagen", "90")
    hand.button("Filters toepassen")
    hand.sees("Geen enkele actie past bij deze filters.")
    hand.looks_well()
    hand.press(hand.page.locator(".chip").last)
    hand.sees("33 acties")
    hand.looks_well()


def test_open_the_material_scan_add_and_correct(hand):
    hand.sign_in("staff", f"/acties/1.2.04/{DAY}")
    hand.go(f"/acties/1.2.04/{DAY}")
    hand.sees("Materialenscan", "77", "september 2015", "31 december 2016", "case regio Genk")
    hand.looks_well()
    hand.go("/acties/1.2.04/")
    hand.link("Stand van zaken toevoegen")
    today = short_date(timezone.localdate())
    hand.fill("Datum", today)
    hand.fill("Hoe staat het met de actie?", "Voorbeeld: er zijn dit jaar nieuwe scans gestart.")
    hand.looks_well()
    hand.button("Stand van zaken toevoegen")
    hand.sees("Voorbeeld: er zijn dit jaar nieuwe scans gestart.")
    hand.go("/indicatoren/K2/")
    hand.link("Meting toevoegen")
    hand.fill("Datum van de meting", today)
    hand.fill("Waarde", "85")
    hand.fill("Bron", "Voorbeeldbron")
    hand.button("Meting toevoegen")
    hand.sees("85", "Voorbeeldbron")
    hand.looks_well()
    _correct(hand)


def _correct(hand) -> None:
    """Withdraw 85, put 86 in its place; both stay readable, with the reason."""
    row = hand.page.locator("tr", has_text="Voorbeeldbron").first
    hand.press(row.get_by_role("link", name="Corrigeren"))
    hand.fill("Waarde", "86")
    hand.fill("Waarom verbetert u dit?", "Voorbeeld van een telfout.")
    hand.button("Correctie bewaren")
    hand.sees("86", "Voorbeeld van een telfout.")
    hand.looks_well()


def test_input_is_kept_and_the_error_says_how_to_mend(hand):
    hand.sign_in("staff", "/acties/1.2.04/stand-van-zaken/")
    hand.go("/acties/1.2.04/stand-van-zaken/")
    hand.fill("Datum", "31/02/2016")
    hand.fill("Hoe staat het met de actie?", "Te kort.")
    hand.button("Stand van zaken toevoegen")
    hand.sees("Er is een probleem")
    assert hand.page.title().startswith("Fout: ")
    assert hand.page.get_by_label("Hoe staat het met de actie?").input_value() == "Te kort."
    hand.looks_well()
