"""Which differences count: vectors 3 and 4 of the guide, and what word processors change."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.documents import normalised, text_hash, word_diff
from procurement.documents.worddiff import MOST_PAIRS
from tests.procurement.documents.extracts import SPARE_PARTS

TEN = "811fa3a5c6ab6571b8d385b472836147e8e62fd0a62b474008a9476e37b068a5"
EIGHT = "836331d17eaddd328f401596da750ca71dbbf87cdad7d1d3a360949b14e79360"
WORDS = st.lists(st.sampled_from(["de", "het", "10", "jaar", "stoel", ",", " ", "  ", "\n", "é"]))


@pytest.mark.parametrize(
    "text",
    [
        SPARE_PARTS,
        SPARE_PARTS.replace(" ", "\u00a0"),
        SPARE_PARTS.replace("10 jaar", "10\u202fjaar"),
        SPARE_PARTS.replace(" ", "  "),
        f"  {SPARE_PARTS}\n",
        SPARE_PARTS.replace(" na ", "\r\nna\t"),
    ],
)
def test_vector_3_spaces_do_not_count(text: str) -> None:
    assert text_hash(text) == TEN


def test_vector_4_number_counts() -> None:
    assert text_hash(SPARE_PARTS.replace("10 jaar", "8 jaar")) == EIGHT


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        (
            "\u2018stoel\u2019 en \u201ctafel\u201d en \u201ekast\u201f",
            '\'stoel\' en "tafel" en "kast"',
        ),
        ("stoel\u201a \u201b", "stoel' '"),
        ("a\u2010b\u2011c\u2012d\u2013e\u2014f\u2015g\u2212h", "a-b-c-d-e-f-g-h"),
        ("enzovoort…", "enzovoort..."),
        ("reser\u00advedelen", "reservedelen"),
        ("hout\u200b\u2060\ufeff", "hout"),
        ("cafe\u0301", "café"),
        ("cafe\u00ad\u0301", "café"),
    ],
)
def test_typography_does_not_count(typed: str, same: str) -> None:
    assert normalised(typed) == same


def test_capitals_and_accents_count() -> None:
    assert text_hash("Stoel") != text_hash("stoel")
    assert text_hash("hergebruik") != text_hash("hergebrúik")


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(WORDS.map("".join), WORDS.map("".join))
def test_diff_gives_both_texts_back(old: str, new: str) -> None:
    segments = word_diff(old, new)
    assert "".join(s.text for s in segments if s.kind in ("same", "del")) == old
    assert "".join(s.text for s in segments if s.kind in ("same", "ins")) == new
    assert all(s.text for s in segments)


@given(st.text())
def test_diff_with_itself_is_one_piece(text: str) -> None:
    assert [s.kind for s in word_diff(text, text)] == (["same"] if text else [])


def test_diff_marks_whole_words() -> None:
    segments = word_diff(SPARE_PARTS, SPARE_PARTS.replace("10 jaar", "8 jaar"))
    assert [(s.kind, s.text) for s in segments if s.kind != "same"] == [("del", "10"), ("ins", "8")]
    decimal = word_diff("hoogstens 0,062 mg", "hoogstens 0,062 g")
    assert [(s.kind, s.text) for s in decimal if s.kind != "same"] == [("del", "mg"), ("ins", "g")]


def test_diff_joins_changes_that_only_a_space_parts() -> None:
    kinds = [(s.kind, s.text) for s in word_diff("de oude stoel", "een nieuwe stoel")]
    assert kinds == [("del", "de oude"), ("ins", "een nieuwe"), ("same", " stoel")]


def test_diff_of_endless_texts_is_coarse() -> None:
    long = "a " * int(MOST_PAIRS**0.5)
    assert [s.kind for s in word_diff(long, long + "b")] == ["del", "ins"]
