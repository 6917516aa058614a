import pytest
from django.utils.safestring import SafeString

from slimsamenwerken.core.charts import Drawing, clean, element, number, shorten, text_width, wrap


@pytest.mark.parametrize(
    ("value", "text"), [(1, "1"), (0.1 + 0.2, "0.3"), (-0.04, "0"), (10.0, "10"), (2.96, "3")]
)
def test_coordinate_has_no_float_noise(value: float, text: str) -> None:
    assert number(value) == text


def test_text_and_attributes_are_escaped() -> None:
    made = element("text", {"aria-labelledby": '"><script>'}, "<b>&\"'")
    assert "<b>" not in made
    assert "<script>" not in made
    assert "&lt;b&gt;&amp;" in made
    assert isinstance(made, SafeString)


@pytest.mark.parametrize(
    "arguments",
    [
        ("script", {}),
        ("rect", {"style": "fill:red"}),
        ("rect", {"fill": "red"}),
        ("rect", {"onclick": "x"}),
        ("rect", {"class": "c1 made-up"}),
    ],
)
def test_what_is_not_on_the_lists_is_refused(arguments: tuple[str, dict[str, str]]) -> None:
    with pytest.raises(ValueError, match="not"):
        element(*arguments)


@pytest.mark.parametrize("prefix", ["", "1a", 'a"b', "a b", "a\n"])
def test_prefix_must_be_an_id(prefix: str) -> None:
    with pytest.raises(ValueError, match="Prefix"):
        Drawing().render(prefix, "t", "d", 10)


def test_controls_and_direction_marks_are_taken_out() -> None:
    assert clean("a\x00b\x1b\u202ec\u2066d\ufffe\n\te") == "abcd e"
    assert clean("12,5\u00a0%") == "12,5\u00a0%"


def test_surrogate_does_not_break_the_bytes() -> None:
    drawing = Drawing()
    drawing.text("", 0, 0, "a\ud800b")
    assert drawing.render("p", "t", "d", 10).encode()


def test_shorten_keeps_within_the_width_and_whole_when_it_fits() -> None:
    long = "Wegwijzer " * 30
    short = shorten(long, 120)
    assert short.endswith("…")
    assert text_width(short) <= 120
    assert shorten("kort", 120) == "kort"


def test_wrap_gives_two_lines_that_fit_and_loses_nothing_without_ellipsis() -> None:
    assert wrap("een twee drie", 70) == ["een twee", "drie"]
    lines = wrap("woord " * 40, 150)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line) <= 150 for line in lines)
    assert len(wrap("x" * 400, 150)) == 1


def test_wide_letters_count_wide() -> None:
    assert text_width("WWW") > text_width("iii") * 3
    assert text_width("漢字") >= 28
    assert text_width("e\u0301") == text_width("e")
