"""Today counts as absent: a page at today equals the live page, with plain links and no band."""

import re

import pytest
from django.utils import timezone

from tests.standing.reading import body, links, steady
from tests.standing.started import Started

pytestmark = pytest.mark.django_db
CLOCKS = ("as_of", "known_at")


def _answers(started: Started, person: str) -> list[tuple[str, str]]:
    """(address, answer) of every page and file that the person can open."""
    found = ((url, started.read(person, url)) for url in started.addresses())
    return [(url, answer.body) for url, answer in found if answer.status == 200]


@pytest.mark.parametrize("person", ["visitor", "admin"])
def test_page_of_today_equals_the_live_page(started: Started, person: str) -> None:
    today, client = timezone.localdate().isoformat(), started.client(person)
    answers = _answers(started, person)
    assert len(answers) > 60
    different = []
    for url, live in answers:
        if url.startswith(("/health", "/account/")) or url.endswith("xlsx"):
            continue
        at_today = body(client.get(url, dict.fromkeys(CLOCKS, today)))
        if steady(at_today) != steady(live):
            different.append(url)
    assert different == []


def test_links_of_a_live_page_are_plain(started: Started) -> None:
    for url, html in _answers(started, "visitor"):
        # A page may lead to an earlier day of its own accord; never to today.
        today = timezone.localdate().isoformat()
        dated = re.compile(rf"[?&;](as_of|known_at)={today}(?![T%0-9])")
        assert not [link for link in links(html) if dated.search(link)], url


def test_an_earlier_day_shows_its_band_and_keeps_its_links(started: Started) -> None:
    """Guards the two tests above: without the moment, pages would pass them all the same."""
    client = started.client("visitor")
    html = body(client.get("/acties/", {"as_of": "2015-12-31"}))
    assert "31 december 2015" in html
    assert [link for link in links(html) if "/acties/" in link and "as_of=2015-12-31" in link]
