"""CPV codes: reading, walking up, groups (vectors 1 and 2), and the import of the official list."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from procurement.cpv import Link, Typed, groups_of, nearest, path_up, read_code
from procurement.models import CpvCode
from procurement.seed.rows import lines

SEED = [
    Link(
        line["group"], line["code"], line["scope"] == "descendants", line["effect"] == "include"
    )
    for line in lines("cpv_links.csv")
]  # fmt: skip
# A few codes of the official list beside those of the start data.
MORE = {"39161000": "8", "30192121": "5", "30192100": "7", "03300000": "2", "03000000": "1"}
CHECKS = {line["code"]: line["check_digit"] for line in lines("cpv_codes.csv")} | MORE


@pytest.mark.parametrize(
    ("text", "code", "check"),
    [
        ("39161000-8", "39161000", "8"), ("391600", "39160000", ""), ("39", "39000000", ""),
        ("39.16.10.00-8", "39161000", "8"), (" 3916 1000 ", "39161000", ""),
        ("391610008", "39161000", "8"), ("39161000\N{EN DASH}8", "39161000", "8"),
        ("39161000\N{NO-BREAK SPACE}-\N{NO-BREAK SPACE}8", "39161000", "8"),
    ],
)  # fmt: skip
def test_what_people_type(text: str, code: str, check: str) -> None:
    assert read_code(text) == Typed(code, check)


@pytest.mark.parametrize("text", ["", "3", "stoelen", "3916100088", "39161000-88", "MB-003", "٣٩"])
def test_what_is_no_code(text: str) -> None:
    assert read_code(text) is None


def test_1_links_decide_on_the_way_up() -> None:
    assert groups_of("39161000", SEED) == ["MB"]
    assert groups_of("39162110", SEED) == ["KM"]  # own exact link; MB is excluded at 39162000
    assert groups_of("39162100", SEED) == []
    assert groups_of("30192121", SEED) == ["KM"]


def test_1_a_missing_parent_is_passed_by() -> None:
    steps = list(path_up("30192121"))
    assert steps[:4] == ["30192121", "30192120", "30192100", "30192000"]
    assert "30192120" not in CHECKS
    assert nearest("30192120", CHECKS.__contains__) == "30192100"
    assert nearest("99999999", CHECKS.__contains__) is None


def test_2_check_digit_is_that_of_the_list() -> None:
    typed = read_code("03300000-2")
    assert typed is not None
    assert CHECKS[typed.code] == typed.check  # the usual formula gives 4
    short = read_code("391600")
    assert short is not None
    assert f"{short.code}-{CHECKS[short.code]}" == "39160000-1"


def test_waste_gives_two_groups() -> None:
    assert sorted(groups_of("90511000", SEED)) == ["AV", "VO"]
    assert groups_of("90511100", SEED) == ["AV"]  # the link of VO is exact


def test_exclusion_beats_inclusion_at_the_same_code() -> None:
    both = [Link("XX", "39160000", whole=True), Link("XX", "39160000", whole=True, include=False)]
    assert groups_of("39161000", both) == []
    assert groups_of("39161000", both[::-1]) == []
    nearer = [*both, Link("XX", "39161000", whole=False)]
    assert groups_of("39161000", nearer) == ["XX"]


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_way_up_ends_at_the_division(code: str) -> None:
    steps = list(path_up(code))
    assert steps[0] == code
    assert steps[-1] == code[:2] + "000000"
    assert len(set(steps)) == len(steps)
    zeros = [len(step) - len(step.rstrip("0")) for step in steps[1:]]
    assert zeros == sorted(zeros)


@given(st.from_regex(r"[0-9]{8}", fullmatch=True), st.sampled_from(["", "-3", " - 3", "3"]))
def test_whole_code_is_read_as_it_is(code: str, check: str) -> None:
    typed = read_code(f"{code[:4]} {code[4:]}{check}")
    assert typed == Typed(code, "3" if check else "")


# ── the official list ────────────────────────────────────────────────────────────────────────
HEAD = "code,check_digit,nl,en\n"


def imported(tmp_path: Path, text: str) -> str:
    path = tmp_path / "cpv.csv"
    path.write_text(text, encoding="utf-8")
    output = StringIO()
    call_command("import_cpv", str(path), stdout=output)
    return output.getvalue()


@pytest.mark.django_db
def test_import_adds_and_corrects_and_takes_nothing_away(tmp_path: Path) -> None:
    CpvCode.objects.create(code="39160000", check_digit="9", label_nl="Oud")
    CpvCode.objects.create(code="45000000", check_digit="7", label_nl="Bouwwerkzaamheden")
    text = (
        f'{HEAD}03000000,1,"Landbouw-, en meer",Agricultural\n39160000,1,Schoolmeubilair,School\n'
    )
    assert "1 toegevoegd, 1 gewijzigd" in imported(tmp_path, text)
    assert "0 toegevoegd, 0 gewijzigd" in imported(tmp_path, "\N{ZERO WIDTH NO-BREAK SPACE}" + text)
    assert str(CpvCode.objects.get(label_nl="Schoolmeubilair")) == "39160000-1"
    assert CpvCode.objects.get(code="03000000").label_nl == "Landbouw-, en meer"
    assert CpvCode.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,nl\n", "kolommen"),
        (f"{HEAD}03000000,1,A,B\n0330,2,A,B\n", "Regel 3"),
        (f"{HEAD}03000000,1,A,B\n03000000,1,A,B\n", "Regel 3"),
        (f"{HEAD}03000000,,A,B\n", "Regel 2"),
        (f"{HEAD}03000000,1,,B\n", "Regel 2"),
        (f"{HEAD}03000000,1\n", "Regel 2"),
        (f"{HEAD}03000000,1,{'a' * 301},B\n", "Regel 2"),
    ],
)
def test_import_of_a_bad_file_changes_nothing(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        imported(tmp_path, text)
    assert not CpvCode.objects.exists()


def test_import_of_no_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("import_cpv", str(tmp_path / "none.csv"))
