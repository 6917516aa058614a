"""The Dutch catalogue is complete: every text that the code or a template shows has its Dutch."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_from_dir
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
PO = ROOT / "slimsamenwerken/locale/nl/LC_MESSAGES/django.po"
PACKAGES = ("slimsamenwerken", "procurement", "sites", "education", "sharing", "campaigns")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+>")

Key = tuple[str, str | None]


def _texts(text: Any) -> tuple[str, ...]:
    """A singular text, or the forms of a plural one."""
    return (text,) if isinstance(text, str) else tuple(text)


def _in_python() -> Iterator[tuple[Key, str]]:
    for package in PACKAGES:
        folder = ROOT / package
        found = extract_from_dir(folder, [("**.py", "python")], keywords=KEYWORDS)
        for name, line, text, _comments, context in found:
            yield (_texts(text)[0], context), f"{package}/{name}:{line}"


def _in_templates() -> Iterator[tuple[Key, str]]:
    for path in (ROOT / "templates").rglob("*.*"):
        # Templatize keeps the indentation of the markup, which Python would stumble over.
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        flat = "\n".join(line.lstrip() for line in source.splitlines())
        found = extract("python", io.BytesIO(flat.encode()), keywords=KEYWORDS)
        for line, text, _comments, context in found:
            yield (_texts(text)[0], context), f"{path.relative_to(ROOT)}:{line}"


def _used() -> dict[Key, str]:
    found = {**dict(_in_python()), **dict(_in_templates())}
    return {key: place for key, place in found.items() if key[0]}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def entries(catalogue: Catalog) -> dict[Key, Message]:
    return {(_texts(m.id)[0], m.context): m for m in catalogue if m.id}


@pytest.fixture(scope="module")
def used() -> dict[Key, str]:
    return _used()


def test_the_search_finds_texts_of_every_kind(used: dict[Key, str]) -> None:
    """Guards the tests below: a search that finds nothing would let everything pass."""
    places = set(used.values())
    assert ("Unknown metric.", None) in used
    assert ("achieved", "status") in used
    assert any(place.startswith("templates/dashboard/home.html") for place in places)
    assert ("in %(number)s action line.", None) in used
    assert len(used) > 1000


def test_every_text_has_its_dutch(used: dict[Key, str], entries: dict[Key, Message]) -> None:
    missing = [
        f"{place}: {key[0]}"
        for key, place in used.items()
        if key not in entries or not all(_texts(entries[key].string))
    ]
    assert not missing


def test_no_entry_is_fuzzy(entries: dict[Key, Message]) -> None:
    assert not [key for key, message in entries.items() if message.fuzzy]


def test_no_entry_is_obsolete(
    catalogue: Catalog, entries: dict[Key, Message], used: dict[Key, str]
) -> None:
    assert not catalogue.obsolete
    assert not [key for key in entries if key not in used]


def test_dutch_keeps_placeholders_and_markup(entries: dict[Key, Message]) -> None:
    wrong = []
    for key, message in entries.items():
        wanted = [sorted(PLACEHOLDER.findall(text)) for text in _texts(message.id)]
        given = [sorted(PLACEHOLDER.findall(text)) for text in _texts(message.string)]
        if wanted != given:
            wrong.append((key, wanted, given))
    assert not wrong


def test_dutch_opens_and_closes_as_the_english_does(entries: dict[Key, Message]) -> None:
    """A lost space or full stop glues two texts together on the page."""
    wrong = []
    for key, message in entries.items():
        pairs = zip(_texts(message.id), _texts(message.string), strict=True)
        for english, dutch in pairs:
            spaces = english[:1].isspace() == dutch[:1].isspace()
            stops = (english[-1:] in ".?!:") == (dutch[-1:] in ".?!:")
            if not spaces or not stops:
                wrong.append(key)
    assert not wrong
