"""Task 3: a lead keeps the own actions and no other; a visitor reads any past date."""

import pytest
from django.utils import timezone

from slimsamenwerken.core.dates import short_date

pytestmark = [pytest.mark.browser]


def test_a_lead_updates_the_own_action(hand):
    hand.sign_in("lead", "/mijn-taken/")
    hand.go("/mijn-taken/")
    hand.sees("1.4.01 Bestaande deelinitiatieven opschalen")
    hand.looks_well()
    hand.link("Stand van zaken toevoegen")
    hand.fill("Datum", short_date(timezone.localdate()))
    hand.fill("Hoe staat het met de actie?", "Voorbeeld: twee nieuwe initiatieven doen mee.")
    hand.button("Stand van zaken toevoegen")
    hand.sees("Voorbeeld: twee nieuwe initiatieven doen mee.")
    hand.looks_well()


def test_a_lead_cannot_touch_or_guess_at_another_action(hand):
    hand.sign_in("lead", "/acties/1.2.04/")
    hand.go("/acties/1.2.04/")
    hand.sees("Materialenscan")
    assert hand.page.get_by_role("link", name="Stand van zaken toevoegen").count() == 0
    answer = hand.page.goto(hand.address + "/acties/1.2.04/stand-van-zaken/")
    assert answer.status == 403
    hand.looks_well()
    unknown = hand.page.goto(hand.address + "/acties/9.9.99/stand-van-zaken/")
    assert unknown.status == 404
    hand.looks_well()


def test_a_visitor_reads_a_past_date(hand):
    hand.go("/")
    hand.looks_well()
    hand.fill("Peildatum", "31/12/2013")
    hand.button("Tonen")
    hand.sees("3 acties")
    hand.looks_well()
    hand.press(hand.page.locator(".tiles a").first)
    assert "as_of=2013-12-31" in hand.page.url
    hand.go("/acties/?as_of=2012-01-01")
    hand.sees("Er zijn nog geen gegevens op deze datum.")
    hand.looks_well()
    assert hand.page.context.cookies() == []
