"""The catalogue: what is in force on a day, facets that count honestly, words without accents."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from procurement import models as p
from procurement.queries.catalogue import Choice, facet_counts, in_force, listed
from slimsamenwerken.core.moments import Moment
from tests.factories.drafts import bare
from tests.procurement.builders import make_version, retire

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2026, 1, 15), date(2026, 8, 6)


def on(day: date) -> Moment:
    return Moment(day, None, timezone.localdate())


def codes(choice: Choice, day: date = date(2026, 9, 1)) -> list[str]:
    return [f"{one.criterion.code} v{one.number}" for one in listed(choice, on(day))]


def test_5_a_version_holds_until_the_next_one_begins() -> None:
    make_version("MB-006", since=FIRST)
    make_version("MB-006", since=SECOND)
    assert codes(Choice(), FIRST - timedelta(days=1)) == []
    assert codes(Choice(), SECOND - timedelta(days=1)) == ["MB-006 v1"]
    assert codes(Choice(), SECOND) == ["MB-006 v2"]


def test_retired_draft_and_consultation_are_not_in_force() -> None:
    retire(make_version("MB-001"), SECOND)
    make_version("MB-002", state="draft")
    make_version("MB-003", state="consultation")
    assert codes(Choice(), SECOND - timedelta(days=1)) == ["MB-001 v1"]
    assert codes(Choice(), SECOND) == []


def test_known_at_leaves_out_what_was_written_later() -> None:
    make_version("MB-001")
    then = p.VersionTransition.objects.get().recorded_at - timedelta(seconds=1)
    assert not in_force(Moment(FIRST, then, timezone.localdate())).exists()


def test_values_of_a_facet_are_or_and_facets_are_and() -> None:
    make_version("MB-001", r_strategies=["R0"], level=1)
    make_version("MB-003", r_strategies=["R4"], level=1)
    make_version("VS-001", r_strategies=["R4"], level=2)
    assert codes(Choice(ladder=("R0", "R4"))) == ["MB-001 v1", "MB-003 v1", "VS-001 v1"]
    assert codes(Choice(ladder=("R4",), group=("MB",))) == ["MB-003 v1"]
    assert codes(Choice(level=("2",))) == ["VS-001 v1"]


def test_counts_ignore_the_choice_of_their_own_facet_only() -> None:
    make_version("MB-001", r_strategies=["R0", "R5"])
    make_version("MB-003", r_strategies=["R4"])
    make_version("VS-001", r_strategies=["R4"])
    counts = facet_counts(Choice(group=("MB",), ladder=("R4",)), on(SECOND))
    assert counts["group"] == {"MB": 1, "VS": 1}
    assert counts["ladder"] == {"R0": 1, "R4": 1, "R5": 1}


def test_criterion_in_two_groups_counts_once_in_each() -> None:
    version = make_version("KM-005")
    other = make_version("IC-001").criterion.groups.get()
    bare(p.CriterionGroup, criterion=version.criterion, group=other)
    counts = facet_counts(Choice(), on(SECOND))
    assert counts["group"] == {"KM": 1, "IC": 2}
    assert codes(Choice(group=("IC",))) == ["IC-001 v1", "KM-005 v1"]


def test_facet_of_proof_counts_a_criterion_once() -> None:
    version = bare(p.CriterionVersion)
    bare(p.VersionEvidence, version=version)
    bare(p.VersionEvidence, version=version)
    p.CriterionVersion.objects.filter(pk=version.pk).update(
        frozen_at="2026-01-15T12:00Z", text_hash="0" * 64
    )
    bare(p.VersionTransition, version=version, to_state="published", basis="initial_load")
    assert facet_counts(Choice(), on(SECOND))["evidence"] == {"declaration": 1}
    assert len(codes(Choice(evidence=("declaration",)))) == 1


@pytest.mark.parametrize("text", ["reserveonderdelen", "Reserveonderdeel", "MB-003", "mb-003"])
def test_words_and_codes_are_found(text: str) -> None:
    make_version("MB-003", title="Reserveonderdelen tien jaar leverbaar")
    make_version("MB-004", title="Waarborg")
    assert codes(Choice(text=text)) == ["MB-003 v1"]


def test_changed_since_and_essential() -> None:
    make_version("MB-001", since=FIRST, essential=True)
    make_version("MB-002", since=SECOND)
    assert codes(Choice(changed_since=SECOND)) == ["MB-002 v1"]
    assert codes(Choice(essential=True)) == ["MB-001 v1"]
    assert codes(Choice(sort="-changed")) == ["MB-002 v1", "MB-001 v1"]
