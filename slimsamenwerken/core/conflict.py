"""What is there now beside what someone filled in, when another was first."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from slimsamenwerken.core.dates import long_date
from slimsamenwerken.core.numbers import format_decimal


class Both(NamedTuple):
    label: str
    now: str
    yours: str

    @property
    def differs(self) -> bool:
        return self.now != self.yours


def both_values(form: forms.Form, row: models.Model) -> list[Both]:
    """Per visible field that the row has too: the value of the row and the value sent."""
    return [
        Both(
            str(field.label),
            _words(field, getattr(row, name)),
            _words(field, form.cleaned_data.get(name)),
        )
        for name, field in form.fields.items()
        if hasattr(row, name) and not field.widget.is_hidden
    ]


def _words(field: forms.Field, value: Any) -> str:
    value = getattr(value, "pk", value)  # a menu of things holds their ids
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        texts = {str(key): str(text) for key, text in field.choices}  # type: ignore[union-attr,misc]
        return texts.get(str(value), str(value or ""))
    return "" if value is None else _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format_decimal(value)
    return long_date(value) if isinstance(value, date) else str(value)
