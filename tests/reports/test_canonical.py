"""RFC 8785, with fewer kinds of value; a second implementation agrees."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slimsamenwerken.core.text import clean_text
from slimsamenwerken.reports.canonical import CanonicalError, canonical_bytes, digest, plain_value

# A busy machine may make values slowly; that says nothing about the bytes.
slowly = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
TEXTS = st.text(max_size=12).map(clean_text)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@slowly
@given(PLAIN)
def test_a_second_implementation_gives_the_same_bytes(value: Any) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(plain_value(value))


@slowly
@given(PLAIN)
def test_bytes_survive_reading_and_writing(value: Any) -> None:
    content = canonical_bytes(value)
    assert canonical_bytes(json.loads(content)) == content


def test_every_kind_of_value() -> None:
    value = {
        "b": [None, True, 3, Decimal("75.0"), Decimal("-0.0")],
        "a": date(2015, 12, 31),
        "c": datetime(2026, 2, 2, 14, 30, tzinfo=UTC),
        "d": UUID(int=7),
        "é": "e\u0301",
    }
    assert canonical_bytes(value).decode() == (
        '{"a":"2015-12-31","b":[null,true,3,"75.0","0.0"],"c":"2026-02-02T14:30:00.000000Z",'
        '"d":"00000000-0000-0000-0000-000000000007","é":"é"}'
    )


def test_keys_are_sorted_as_javascript_sorts_them() -> None:
    """By UTF-16 units: a rare character comes before a common one with a higher code unit."""
    assert list(json.loads(canonical_bytes({"\uff21": 1, "\U0001f600": 2}))) == [
        "\U0001f600",
        "\uff21",
    ]


def test_moments_of_one_instant_are_equal() -> None:
    there = datetime(2026, 2, 2, 15, 30, tzinfo=timezone(timedelta(hours=1)))
    assert canonical_bytes(there) == canonical_bytes(datetime(2026, 2, 2, 14, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        2**53,
        b"x",
        {1: 2},
        {"e\u0301": 1, "é": 2},
        "a\u202eb",
        "a\x00b",
        Decimal("NaN"),
        datetime(2026, 1, 1),  # noqa: DTZ001 - a moment without offset is the case
        object(),
    ],
)
def test_what_readers_could_not_agree_on_is_refused(value: Any) -> None:
    with pytest.raises(CanonicalError):
        canonical_bytes([value])


def test_digest_is_sha256_of_the_bytes() -> None:
    assert digest(b"abc") == hashlib.sha256(b"abc").hexdigest()
