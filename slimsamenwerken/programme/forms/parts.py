"""Fields that several forms of the programme are made of."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slimsamenwerken.core.form_fields import CleanTextField, DutchDateField
from slimsamenwerken.core.precision import Precision

CHOOSABLE = [c for c in Precision.choices if c[0] in ("day", "month", "quarter", "year")]
DATE_HELP = _("For example 31/12/2015.")
HOW_PRECISE = _("How precise is that date?")
NOT_STATED = _("Leave empty when it is not stated.")
Options = list[tuple[int, str]]


def text_rows(number: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": number})


def reason_field(label: Any) -> CleanTextField:
    return CleanTextField(
        label=label,
        lines=True,
        widget=text_rows(2),
        min_length=5,
        help_text=_("At least 5 characters. The reason stays with the row."),
        error_messages={"min_length": _("Give a reason of at least 5 characters.")},
    )


def date_field(label: Any, help_text: Any = DATE_HELP) -> DutchDateField:
    return DutchDateField(label=label, help_text=help_text)


def precision_choice(label: Any = HOW_PRECISE) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=CHOOSABLE, initial="day")


def open_date(label: Any, help_text: Any = NOT_STATED) -> DutchDateField:
    return DutchDateField(label=label, required=False, help_text=help_text)


def _number(value: str) -> int | None:
    return int(value) if value else None


def pick(label: Any, **options: Any) -> forms.TypedChoiceField:
    """A thing of a list that the page brings; empty_value None fits a foreign key."""
    unknown = {"invalid_choice": _("Choose a value from the list.")}
    return forms.TypedChoiceField(
        label=label, coerce=_number, empty_value=None, error_messages=unknown, **options
    )
