"""Text is stored without control and bidi characters, in one normal form."""

import unicodedata

import pytest

from slimsamenwerken.core.text import BIDI, clean_line, clean_text, slugify_nl


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\x00b\x1b[0m\x7f\x9f", "ab[0m"),
        ("een\r\ntwee\rdrie\u2028vier\tvijf", "een\ntwee\ndrie\nvier\tvijf"),
        ("nota\u202egpj.exe\u2066\u2069\u200f\u061c", "notagpj.exe"),
        ("e\u0301", "é"),
        ("kapot \ud800 paar", "kapot  paar"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("👩\u200d🔧", "👩\u200d🔧"),
    ],
)
def test_clean_text(dirty, clean):
    assert clean_text(dirty) == clean


def test_clean_line():
    assert clean_line(" een\r\n  twee\u00a0drie\t") == "een twee drie"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Bond Beter Leefmilieu", "bond-beter-leefmilieu"),
        ("Océan & Straße", "ocean-en-strasse"),
        ("  's Gravenvoeren -- '21 ", "s-gravenvoeren-21"),
        ("Œuvre Łódź", "oeuvre-lodz"),
        ("日本", ""),
    ],
)
def test_slugify(text, slug):
    assert slugify_nl(text) == slug


def test_slugify_cuts_at_a_word():
    assert slugify_nl("een twee drie", max_length=9) == "een-twee"
    assert slugify_nl("een twee drie", max_length=8) == "een-twee"
    assert slugify_nl("onafgebroken", max_length=4) == "onaf"


def test_dropped_characters_are_those_of_their_category():
    dropped = {chr(n) for n in range(0x110000) if clean_text(f"a{chr(n)}b") == "ab"}
    controls = {chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) in ("Cc", "Cs")}
    assert dropped == (controls | BIDI) - set("\n\t\r\x85")
