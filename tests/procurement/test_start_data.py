"""The start data of procurement: the checks of §9 of its guide."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker

from procurement.figures import without_row
from procurement.models import (
    CpvCode,
    CpvLink,
    Criterion,
    CriterionRelation,
    CriterionVersion,
    Crosswalk,
    EvidenceType,
    ProductGroup,
    Requirement,
    ScoringHint,
    SheetVersion,
    Source,
    SteeringGroup,
    VersionTransition,
)
from procurement.operations.states import check_complete, known_figures
from procurement.seed.load import load_procurement
from procurement.seed.rows import versions
from slimsamenwerken.core.start_data import start_data
from slimsamenwerken.programme.models import Actor
from tests.factories.kept import Kept, filled_tables, keep, put_back
from tests.standing.rolling import undone

ACTORS = ("vvsg", "steunpunt-doo", "vlaams-materialenprogramma")


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[Kept]:
    with django_db_blocker.unblock(), undone():
        filled = filled_tables()
        for slug in ACTORS:
            Actor.objects.create(slug=slug)
        load_procurement()
        return keep(filled=filled)


@pytest.fixture(autouse=True)
def _loaded(db: None, kept: list[Kept]) -> None:
    put_back(kept)


def state_of(version: CriterionVersion) -> str:
    last = version.transitions.order_by("-id").first()
    return last.to_state if last else "draft"


def test_1_a_second_run_changes_nothing() -> None:
    models = (Criterion, CriterionVersion, VersionTransition, Requirement, CpvLink, Crosswalk)
    before = [list(model._default_manager.order_by("pk").values()) for model in models]
    assert load_procurement() == Counter()
    assert [list(model._default_manager.order_by("pk").values()) for model in models] == before
    output = StringIO()
    call_command("load_procurement", stdout=output)
    assert output.getvalue().count("\n") == 1


def test_it_is_announced_to_the_command_that_loads_start_data() -> None:
    entry = start_data.get("procurement.criteria")
    assert entry is not None
    assert entry.load() == Counter()


def test_what_an_editor_took_away_does_not_come_back() -> None:
    CriterionRelation.objects.filter(kind="reinforces").delete()
    CpvLink.objects.filter(group__prefix="AV").delete()
    assert load_procurement() == Counter()


def test_2_counts() -> None:
    rows = CriterionVersion.objects.all()
    by_criterion = {version.criterion_id: state_of(version) for version in rows.order_by("number")}
    assert Counter(by_criterion.values()) == {"published": 42, "consultation": 17, "draft": 4}
    assert (len(by_criterion), rows.count()) == (63, 64)
    assert list(rows.filter(criterion__code="MB-006").values_list("number", "valid_from")) == [
        (1, date(2026, 1, 15)), (2, date(2026, 8, 6)),
    ]  # fmt: skip
    assert (ProductGroup.objects.count(), Source.objects.count()) == (14, 30)
    assert SheetVersion.objects.filter(frozen_at__isnull=True).count() == 3
    assert CriterionRelation.objects.count() == 7
    assert (CpvCode.objects.count(), CpvLink.objects.count()) == (63, 66)


def test_published_rows_are_fixed_and_came_with_the_start_data() -> None:
    for version in CriterionVersion.objects.all():
        state = state_of(version)
        assert version.is_frozen == (state == "published"), version
        assert version.sources.exists(), version
    bases = VersionTransition.objects.values_list("basis", flat=True)
    assert set(bases) == {"initial_load"}


def test_3_each_code_has_a_check_digit_and_waste_gives_two_groups() -> None:
    assert all(len(code.check_digit) == 1 and code.label_nl for code in CpvCode.objects.all())
    waste = CpvLink.objects.filter(code="90511000").values_list("group__prefix", flat=True)
    assert sorted(waste) == ["AV", "VO"]
    assert str(CpvCode.objects.get(code="39160000")) == "39160000-1"


def test_3_warranty_of_new_and_refurbished_furniture() -> None:
    """MB-004: new with 5 years fails, refurbished with 5 years passes."""
    rows = Requirement.objects.filter(version__criterion__code="MB-004").order_by("group", "order")

    def passes(*, is_new: bool, years: int) -> bool:
        groups: dict[int, bool] = {}
        for row in rows:
            assert row.value is not None
            held = is_new == bool(row.value) if row.key == "is_new" else years >= row.value
            groups[row.group] = groups.get(row.group, True) and held
        return any(groups.values())

    assert not passes(is_new=True, years=5)
    assert passes(is_new=False, years=5)
    assert passes(is_new=True, years=10)


def test_4_every_figure_has_a_row() -> None:
    for version in CriterionVersion.objects.all():
        assert without_row(version.requirement_text, known_figures(version)) == [], version
    checked = CriterionVersion.objects.filter(transitions__to_state="consultation")
    for version in checked:
        check_complete(version)


def test_5_no_draft_holds_a_number() -> None:
    drafts = CriterionVersion.objects.filter(transitions__isnull=True)
    assert drafts.count() == 4
    assert not [row for row in drafts if re.search(r"\d", row.requirement_text)]


def test_every_technical_specification_can_be_checked() -> None:
    rows = CriterionVersion.objects.filter(criterion_type="technical_specification")
    assert rows.exists()
    assert not rows.filter(requirements__isnull=True).exists()
    assert not rows.filter(evidence__isnull=True).exists()


def test_labels_say_that_an_equal_one_will_do() -> None:
    labels = EvidenceType.objects.filter(kind__in=["label_type1", "chain_of_custody"])
    assert set(labels.values_list("equivalence_text", flat=True)) == {"of gelijkwaardig"}
    assert not EvidenceType.objects.filter(uses__isnull=True).exists()


def test_figures_of_consultation_are_medium() -> None:
    rows = Requirement.objects.filter(
        data_type="number", version__transitions__to_state="consultation"
    )
    assert set(rows.values_list("figure_confidence", flat=True)) == {"medium"}
    published = Requirement.objects.filter(
        data_type="number", version__transitions__to_state="published"
    )
    assert set(published.values_list("figure_confidence", flat=True)) == {"high", "confirmed"}


def test_values_of_some_requirements() -> None:
    found = {
        (row.version.criterion.code, row.version.number, row.key): (
            row.operator,
            row.value,
            row.unit,
        )
        for row in Requirement.objects.select_related("version__criterion")
    }
    assert found["MB-006", 2, "formaldehyde"] == ("le", Decimal("0.062"), "GP")
    assert found["VO-001", 1, "light_vehicle_share"] == ("ge", Decimal("38.5"), "P1")
    assert found["MB-003", 1, "spare_parts_years"] == ("ge", Decimal(10), "ANN")


def test_scoring_hints_are_there_but_not_for_drafts() -> None:
    awards = CriterionVersion.objects.filter(criterion_type="award")
    without = awards.filter(scoring__isnull=True)
    assert {state_of(row) for row in without} == {"draft"}
    assert ScoringHint.objects.count() == 10


def test_groups_of_criteria() -> None:
    def places(code: str) -> list[str]:
        found = ProductGroup.objects.filter(criteria__code=code)
        return sorted(found.values_list("prefix", flat=True))

    assert places("KM-005") == ["IC", "KM"]
    assert len(places("AL-001")) == 14
    assert places("MB-003") == ["MB"]


def test_crosswalk_keeps_document_part_and_number() -> None:
    found = Crosswalk.objects.filter(criterion__code="MB-002", scheme="eu-gpp")
    assert list(found.values_list("external_id", flat=True)) == [
        "SWD(2017) 283 A/TS3", "SWD(2017) 283 B/TS4", "SWD(2017) 283 B/TS7",
    ]  # fmt: skip
    assert Crosswalk.objects.filter(criterion__code="MB-009", scheme="mvi").count() == 1


def test_steering_group_has_members_and_never_met() -> None:
    group = SteeringGroup.objects.get()
    assert sorted(group.members.values_list("actor__slug", flat=True)) == sorted(ACTORS)
    assert not group.meetings.exists()


def test_rows_of_the_file_are_in_order() -> None:
    rows = [(row.code, row.number) for row in versions()]
    assert len(rows) == len(set(rows)) == 64
