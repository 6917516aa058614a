"""Task 2: staff ask for a report, a worker builds it, and anyone can check it to its rows."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from slimsamenwerken.programme import operations
from slimsamenwerken.programme.models import Actor, Indicator
from tests.walks.hand import Hand

pytestmark = [pytest.mark.browser, pytest.mark.services]


def _wait_for(hand: Hand, word: str) -> None:
    """Look again until the page says it, as a reader without scripts does."""
    for _look in range(60):
        if word in hand.text:
            return
        hand.page.wait_for_timeout(1000)
        hand.page.reload()
    raise AssertionError(f"{word!r} never came: {hand.text[:500]}")


def test_ask_for_a_report_follow_it_and_read_it(hand, worker):
    hand.sign_in("publisher", "/beheer/rapporten/nieuw/")
    hand.go("/beheer/rapporten/nieuw/")
    hand.fill("Peildatum", "31/12/2014")
    hand.looks_well()
    hand.button("Rapport maken")
    _wait_for(hand, "Rapport publiceren")
    hand.looks_well()
    hand.button("Rapport publiceren")
    hand.sees("31 december 2014", "Is dit rapport echt?")
    hand.looks_well()


def test_a_figure_opens_to_exactly_its_rows(hand):
    hand.go("/rapporten/voortgang-2015/")
    hand.press(hand.page.locator("main a[href*='cijfers/indicators.K2.value']").first)
    hand.sees("77", "september 2015", "Brontekst Slim samenwerken")
    assert hand.page.locator("main tbody tr").count() == 1
    hand.looks_well()


def test_recompute_after_changes_is_right_and_a_changed_byte_is_told(hand, worker):
    _change_the_programme()
    hand.go("/rapporten/voortgang-2015/")
    hand.button("Herbereken dit rapport")
    _wait_for(hand, "Dit rapport klopt.")
    hand.looks_well()
    _flip_a_byte()
    hand.go("/rapporten/voortgang-2015/")
    hand.button("Herbereken dit rapport")
    hand.sees("Dit bestand is gewijzigd na publicatie.")
    hand.looks_well()


def test_the_same_clocks_give_the_same_hash(hand, worker):
    _change_the_programme()
    hand.sign_in("staff", "/rapporten/voortgang-2015/")
    hand.go("/rapporten/voortgang-2015/")
    hand.link("Over deze aanmaak")
    hand.button("Opnieuw maken met dezelfde datums")
    _wait_for(hand, "Dezelfde hash: het rapport is byte voor byte hetzelfde.")
    first, second = hand.page.locator(
        "section[aria-labelledby=h-vergelijk] .hash"
    ).all_inner_texts()
    assert first == second
    hand.looks_well()


def _change_the_programme() -> None:
    """Rename an actor, add a late value, change a threshold: nothing of it was known then."""
    operations.change_actor(
        actor=Actor.objects.get(slug="vito"), by=None, origin="seed", name="VITO (voorbeeld)",
        kind="knowledge", valid_on=date(2015, 6, 1),
    )  # fmt: skip
    operations.add_measurement(
        indicator=Indicator.objects.get(code="K2"), by=None, origin="seed", value=99,
        valid_on=date(2015, 12, 1), source="Voorbeeldbron, nagekomen",
    )  # fmt: skip
    operations.set_rules(
        by=None, origin="seed", valid_on=date(2013, 1, 1), decided_by="Voorbeeld",
        thresholds={"fresh_update_days": 1},
    )  # fmt: skip
    assert timezone.localdate() > date(2015, 12, 31)


def _flip_a_byte() -> None:
    """What nobody can do through the portal: the triggers are off for this statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "ALTER TABLE reports_reportsnapshot DROP CONSTRAINT reports_reportsnapshot_digest"
        )
        try:
            cursor.execute("UPDATE reports_reportsnapshot SET content = set_byte(content, 100, 35)")
        finally:
            cursor.execute("SET session_replication_role = origin")
            cursor.execute(
                "ALTER TABLE reports_reportsnapshot ADD CONSTRAINT reports_reportsnapshot_digest "
                "CHECK (sha256 = encode(sha256(content), 'hex')) NOT VALID"
            )
