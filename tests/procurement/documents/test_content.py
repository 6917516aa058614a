"""An extract is stored as JSON and comes back equal; equal baskets have equal content."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.documents import content_hash, from_json, to_json
from procurement.documents.anchors import (
    VISIBLE,
    Anchor,
    bookmark,
    extract_id_in,
    from_bookmark,
    from_visible,
    visible_code,
)
from slimsamenwerken.reports.canonical import CanonicalError
from tests.procurement.documents.extracts import clause, extract, one_lot

CODES = st.from_regex(r"[A-Z]{2}-[0-9]{3}", fullmatch=True)
NUMBERS = st.integers(min_value=1, max_value=9999)


def test_stored_extract_comes_back() -> None:
    kept = extract()
    assert from_json(to_json(kept)) == kept
    assert to_json(from_json(to_json(kept))) == to_json(kept)


def test_id_moment_and_release_are_not_content() -> None:
    one = extract()
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    assert content_hash(replace(one, id=uuid4(), created_at=moment, release="2")) == content_hash(
        one
    )


@pytest.mark.parametrize(
    "change",
    [{"title": "Anders"}, {"organisation": ""}, {"lots": ()}, {"notes": ()}, {"address": ""}],
)
def test_everything_else_is_content(change: dict[str, Any]) -> None:
    assert content_hash(replace(extract(), **change)) != content_hash(extract())


def test_order_weight_and_wording_are_content() -> None:
    a, b = clause(), clause("MB-004", weight=Decimal(10))
    found = {
        content_hash(one_lot(a, b)),
        content_hash(one_lot(b, a)),
        content_hash(one_lot(a, replace(b, weight=Decimal(11)))),
        content_hash(one_lot(a, replace(b, text="Anders."))),
    }
    assert len(found) == 4


def test_field_that_an_older_release_did_not_know_takes_its_default() -> None:
    old = to_json(extract()).replace(b'"organisation":"Stad Voorbeeld",', b"")
    assert from_json(old).organisation == ""
    with pytest.raises(KeyError):
        from_json(b'{"surprise":1,' + to_json(extract())[1:])


def test_unclean_text_is_refused() -> None:
    with pytest.raises(CanonicalError):
        to_json(one_lot(clause(text="a\u202eb")))


def test_anchors_read_as_the_guide_says() -> None:
    assert bookmark("MB-003", 1) == "vmp_MB_003_v1"
    assert bookmark("MB-003", 1, 2) == "vmp_MB_003_v1_l2"
    kept = clause()
    shown = visible_code(kept.code, kept.version, kept.valid_from)
    assert shown == "[VMP-MB-003 · v1 · 2026-01-15]"


@given(CODES, NUMBERS, NUMBERS)
def test_bookmark_is_read_back(code: str, version: int, lot: int) -> None:
    name = bookmark(code, version, lot)
    assert len(name) <= 40
    assert name.replace("_", "").isalnum()
    assert from_bookmark(name) == Anchor(code, version, lot)


@pytest.mark.parametrize("name", ["_Toc1", "vmp_mb_003_v1", "vmp_MB_03_v1", "xvmp_MB_003_v1", ""])
def test_other_bookmarks_are_not_ours(name: str) -> None:
    assert from_bookmark(name) is None


def test_copy_that_libreoffice_makes_is_ours() -> None:
    assert from_bookmark("vmp_MB_003_v1 Copy 1") == Anchor("MB-003", 1, 1)


@pytest.mark.parametrize(
    "shown",
    [
        "[VMP-MB-003 · v1 · 2026-01-15]",
        "[VMP-MB-003\u00a0·\u00a0v1\u00a0·\u00a02026-01-15]",
        "[VMP-MB-003 • v1 • 2026-01-15]",
        "VMP-MB-003 - v1 - 2026-01-15",
        "VMP-MB-003 · v1 · 2026-01-15]",
        "[vmp-mb-003 · V1 · 2026-01-15",
        "[VMP\u2011MB\u2011003 – v1 – 2026–01–15]",
        "[VMP-MB-003·v1·2026-01-15]",
        "[VMP-MB-003  ·\nv1 · 2026-01-15 ]",
    ],
)
def test_visible_code_survives_typing(shown: str) -> None:
    found = VISIBLE.fullmatch(shown)
    assert found
    assert from_visible(found) == Anchor("MB-003", 1, None)


@pytest.mark.parametrize(
    "text", ["MB-003 v1", "[VMP-MB-003]", "VMP-MB-003 · v1", "VMP-MB-003 · v1 · 2026-01-155"]
)
def test_other_text_is_no_code(text: str) -> None:
    assert VISIBLE.search(text) is None


def test_extract_id_is_found_in_a_property() -> None:
    kept = extract()
    assert extract_id_in(f"urn:uuid:{str(kept.id).upper()}") == kept.id
    assert extract_id_in("geen") is None
