"""The English twin: every page for visitors under /en/, marked as a translation, no cookie."""

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve, translate_url

from tests.standing.reading import body
from tests.standing.started import Started

pytestmark = pytest.mark.django_db
# The door sets its cookie itself: a form cannot be sent without its token.
WITH_FORM = ("/account/",)
# Addresses for machines have one form.
MACHINES = ("/livez", "/readyz", "/health", "/catalogus.", "/catalogus/")


def _twins(started: Started) -> list[tuple[str, str]]:
    """(Dutch, English) address of every page that a visitor can open."""
    urls = [url for url in started.addresses() if started.read("visitor", url).status == 200]
    return [(url, translate_url(url, "en")) for url in urls]


def test_every_page_has_a_twin_that_says_it_is_a_translation(started: Started) -> None:
    pages = 0
    for dutch, english in _twins(started):
        if english == dutch:
            assert dutch.startswith(MACHINES), dutch
            continue
        assert english == f"/en{dutch}"
        answer = started.read("visitor", english)
        assert answer.status == 200, english
        if not answer.is_page:
            continue
        pages += 1
        assert '<html lang="en"' in answer.body, english
        assert f'href="{dutch}"' in answer.body, f"{english} leads to no Dutch original"
        assert "translation" in answer.body.lower(), f"{english} does not say what it is"
    assert pages > 50


def test_neither_language_sets_a_cookie_on_who_only_reads(started: Started) -> None:
    for pair in _twins(started):
        for url in pair:
            if not any(part in url for part in WITH_FORM):
                assert started.read("visitor", url).sets_cookie == (), url


def test_the_language_is_read_from_the_path_alone(started: Started) -> None:
    client = started.client("visitor")
    wishes = {"HTTP_ACCEPT_LANGUAGE": "en", "HTTP_COOKIE": f"{settings.LANGUAGE_COOKIE_NAME}=en"}
    assert '<html lang="nl' in body(client.get("/", **wishes))
    with pytest.raises(Resolver404):
        resolve("/fr/")
