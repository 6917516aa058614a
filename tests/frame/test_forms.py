"""The base classes of forms: what they read, what they say, how they are drawn."""

import re
from datetime import date
from decimal import Decimal

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import override

from slimsamenwerken.core.forms import (
    CleanTextField,
    DutchDateField,
    DutchDecimalField,
    FilterForm,
    PortalForm,
    form_helper,
)
from slimsamenwerken.core.views_components import ExampleFilters, ExampleForm


class Small(PortalForm):
    submit_label = "Bewaren"
    title = CleanTextField(label="Titel", help_text="Kort.")
    note = CleanTextField(label="Nota", required=False, lines=True)


@pytest.mark.parametrize("text", ["23/11/2026", "23-11-2026", "2026-11-23", " 23/11/2026 "])
def test_date_field_reads_three_ways(text):
    assert DutchDateField().clean(text) == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["morgen", "23.11.2026", "11/2026", "23/11/26"])
def test_date_field_tells_how_to_write_a_date(text):
    with override("en"), pytest.raises(ValidationError, match="23/11/2026"):
        DutchDateField().clean(text)


def test_date_field_refuses_a_day_that_does_not_exist():
    with override("en"), pytest.raises(ValidationError, match="not a valid date"):
        DutchDateField().clean("31/02/2017")


def test_date_field_shows_a_stored_day_the_belgian_way():
    html = str(type("F", (forms.Form,), {"d": DutchDateField()})(initial={"d": date(2016, 3, 1)}))
    assert 'value="01/03/2016"' in html


@pytest.mark.parametrize("text", ["1.234,5", "1234,5", "1234.5", "1 234,5"])
def test_decimal_field_reads_what_people_type(text):
    assert DutchDecimalField().clean(text) == Decimal("1234.5")


def test_decimal_field_asks_about_one_point_and_three_digits():
    with override("en"), pytest.raises(ValidationError, match="1234 or 1,234"):
        DutchDecimalField().clean("1.234")


@pytest.mark.parametrize("text", ["NaN", "1e400", "Infinity", "123456789012345678901"])
def test_decimal_field_refuses_what_is_no_ordinary_number(text):
    with override("en"), pytest.raises(ValidationError, match="ordinary number"):
        DutchDecimalField().clean(text)


def test_decimal_field_without_decimals_takes_the_point_for_thousands():
    assert DutchDecimalField(decimal_places=0).clean("1.234") == 1234


def test_text_field_drops_control_and_direction_marks():
    assert CleanTextField().clean("a\x00b\u202ec\n d") == "abc d"


def test_text_field_keeps_lines_when_asked():
    assert CleanTextField(lines=True).clean("a\r\nb") == "a\nb"


def test_text_field_of_only_marks_is_empty():
    with pytest.raises(ValidationError):
        CleanTextField().clean("\u202e\x00 ")


def test_form_leaves_checking_to_the_server_and_has_one_primary_button():
    html = render_crispy_form(Small(cancel_url="/terug/"))
    assert "novalidate" in html
    assert html.count("btn-primary") == 1
    assert '<a href="/terug/">' in html
    assert "asteriskField" not in html


def test_optional_field_says_so_and_required_does_not():
    html = render_crispy_form(Small())
    label = re.compile(r"<label[^>]*>(.*?)</label>", re.DOTALL)
    titles = label.findall(html)
    assert "optional" not in titles[0]
    assert "optional" in titles[1]


def test_error_summary_links_to_fields_with_the_words_beside_them():
    html = render_crispy_form(ExampleForm({"due_on": "31/02/2017", "reason": "later"}))
    links = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', html)
    assert [anchor for anchor, _text in links][:2] == ["id_due_on", "id_precision_0"]
    for anchor, text in links:
        assert f'id="{anchor}"' in html
        assert html.count(text) >= 2, text
    assert 'role="alert"' in html


def test_field_is_described_by_hint_and_error():
    html = render_crispy_form(Small({"title": ""}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert "<strong>" not in html


def test_input_is_kept_after_an_error():
    assert 'value="31/02/2017"' in render_crispy_form(ExampleForm({"due_on": "31/02/2017"}))


def test_error_of_the_whole_form_stands_in_the_summary_without_link():
    form = Small({"title": "x"})
    form.add_error(None, "Iemand anders wijzigde dit intussen.")
    assert "<li>Iemand anders wijzigde dit intussen.</li>" in render_crispy_form(form)


def test_hostile_input_is_escaped():
    html = render_crispy_form(Small({"title": "<script>alert(1)</script>", "note": "x" * 3}))
    assert "<script>" not in html


def test_required_sentence_names_the_field_and_own_sentences_stay():
    class Own(PortalForm):
        a = forms.CharField(label="Reden")
        b = forms.CharField(error_messages={"required": "Geef de reden en wie besliste."})

    with override("en"):
        form = Own({})
        assert "Reden" in form.errors["a"][0]
        assert form.errors["b"] == ["Geef de reden en wie besliste."]


def test_foreign_form_gets_the_house_helper():
    class Foreign(forms.Form):
        login = forms.EmailField(label="E-mail")

    form = Foreign()
    form.helper = form_helper(form, submit_label="Aanmelden")
    assert "Aanmelden</button>" in render_crispy_form(form)


# ── filters ──────────────────────────────────────────────────────────────────────────────────
def filters(query: str) -> ExampleFilters:
    return ExampleFilters(QueryDict(query))


def test_filter_without_parameters_is_valid_and_has_no_chips():
    form = filters("")
    assert form.status_code == 200
    assert form.chips() == []
    assert form.in_words() == ""


def test_filter_with_an_impossible_value_is_400_with_a_sentence():
    form = filters("declared=blauw")
    assert form.status_code == 400
    assert "declared" in form.errors


def test_filter_ignores_unknown_parameters():
    assert filters("kleur=blauw&utm_source=x").status_code == 200


def test_filter_has_one_chip_per_value_and_each_drops_only_itself():
    form = filters("line=1.1&line=1.2&declared=achieved&page=3&as_of=2015-12-31")
    labels = [chip.label for chip in form.chips()]
    assert labels == [
        "1.1 Duurzaam aankopen",
        "1.2 Bedrijventerreinen",
        "Opgegeven status: gerealiseerd",
    ]
    without = QueryDict(form.chips()[0].url.lstrip("?"))
    assert without.getlist("line") == ["1.2"]
    assert without["declared"] == "achieved"
    assert without["as_of"] == "2015-12-31"
    assert "page" not in without


def test_filter_in_words_names_everything_for_captions():
    words = filters("line=1.1&since=1/3/2015&late=on").in_words()
    assert words == "1.1 Duurzaam aankopen; Gewijzigd sinds: 01/03/2015; te laat"


def test_clearing_filters_keeps_the_moment_and_the_order():
    query = QueryDict(filters("line=1.1&as_of=2015-12-31&sort=-code").clear_url.lstrip("?"))
    assert dict(query.lists()) == {"as_of": ["2015-12-31"], "sort": ["-code"]}


def test_valid_filters_keep_their_chips_beside_a_broken_one():
    form = filters("declared=blauw&line=1.1")
    assert [chip.label for chip in form.chips()] == ["1.1 Duurzaam aankopen"]


def test_filter_takes_a_plain_mapping():
    assert ExampleFilters({"line": ["1.1"]}).is_valid()
    assert isinstance(ExampleFilters(), FilterForm)


def test_filter_with_a_menu_in_groups_knows_its_labels():
    class Grouped(FilterForm):
        actor = forms.ChoiceField(label="Actor", choices=[("Groep", [("a", "OVAM")])])

    assert Grouped({"actor": "a"}).in_words() == "Actor: OVAM"
