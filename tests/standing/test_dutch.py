"""No English on any Dutch page, for anybody; the catalogue itself is read in tests/core."""

import re
from functools import cache

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from tests.standing.reading import texts
from tests.standing.started import PEOPLE, Started

pytestmark = pytest.mark.django_db
# Words of English that Dutch does not have.
ENGLISH_WORDS = frozenset(
    [
        "the",
        "this",
        "that",
        "these",
        "with",
        "from",
        "your",
        "you",
        "have",
        "has",
        "not",
        "must",
        "should",
        "which",
        "when",
        "where",
        "there",
        "only",
        "and",
        "for",
        "are",
        "choose",
        "give",
        "save",
        "shown",
        "every",
        "each",
        "other",
        "than",
        "into",
        "what",
        "who",
    ]
)
_MARK = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")


@cache
def english() -> tuple[frozenset[str], re.Pattern[str]]:
    """(whole sentences, pattern of the ones with variables) that have another Dutch sentence."""
    with (settings.LOCALE_PATHS[0] / "nl/LC_MESSAGES/django.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    whole, parts = set(), []
    dutch = {text for message in messages for text in _forms(message.string)}
    for message in messages:
        for text in set(_forms(message.id)) - dutch:
            plain = " ".join(text.split())
            bare = _MARK.sub("", plain)
            if bare == plain:
                whole.add(plain)
            elif len(re.findall(r"[A-Za-z]{3,}", bare)) > 1:
                parts.append(".*".join(map(re.escape, _MARK.split(plain))))
    return frozenset(whole), re.compile("|".join(parts))


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """The singular and the plural."""
    return (text,) if isinstance(text, str) else tuple(text)


@cache
def is_english(text: str) -> bool:
    whole, pattern = english()
    words = set(re.findall(r"[a-z]+", text.lower()))
    return text in whole or bool(pattern.fullmatch(text)) or len(words & ENGLISH_WORDS) > 1


def english_texts(html: str) -> list[str]:
    """Texts of a Dutch page that are English; what names its own language is left out."""
    return [t for language, t in texts(html) if language[:2] != "en" and is_english(t)]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Save thresholds</p>",
        '<img alt="Add measurement">',
        '<input type="submit" value="Apply filters">',
        "<p>3 periods are missing</p>",
        "<p>This sentence is not in the catalogue</p>",
        "<p>Dit is Nederlands. <b>But this is not.</b></p>",
    ],
)
def test_english_is_found(html: str) -> None:
    assert len(english_texts(f'<html lang="nl-BE"><body>{html}</body></html>')) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<p>Drempels opslaan</p>",
        '<a lang="en" hreflang="en">This page in English</a>',
        "<script>for (const each of this) save(each)</script>",
        "<p>outcome</p>",
    ],
)
def test_dutch_and_marked_english_are_no_fault(html: str) -> None:
    assert english_texts(f'<html lang="nl-BE"><body>{html}</body></html>') == []


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_shows_english(started: Started, person: str) -> None:
    read, faults = 0, []
    for url in started.addresses():
        answer = started.read(person, url)
        assert answer.status < 500, url
        if answer.is_page:
            read += 1
            faults += [f"{url}: {text}" for text in english_texts(answer.body)]
    assert read > 80
    assert faults == []
