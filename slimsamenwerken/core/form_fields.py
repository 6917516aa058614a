"""Form fields that read what people in Flanders type, and answer with a sentence that helps."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from slimsamenwerken.core.dates import parse_date
from slimsamenwerken.core.numbers import parse_decimal
from slimsamenwerken.core.text import clean_line, clean_text


class CleanTextField(forms.CharField):
    """A line of text without control and direction marks; `lines=True` keeps line breaks."""

    def __init__(self, *, lines: bool = False, **kwargs: Any) -> None:
        self.lines = lines
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        # Before Django's own validators: these would refuse NUL with a technical sentence.
        if isinstance(value, str):
            value = clean_text(value).strip() if self.lines else clean_line(value)
        return super().to_python(value)


class DutchDateField(forms.DateField):
    """A day typed as 23/11/2026, 23-11-2026 or 2026-11-23; kept and shown as 23/11/2026."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.DateInput(attrs=attrs, format="%d/%m/%Y"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        return value if isinstance(value, dt.date) else parse_date(str(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DutchDecimalField(forms.DecimalField):
    """A number typed as 1.234,5 or 1234,5 or 1234.5; `1.234` is answered with a question."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        return parse_decimal(str(value), allow_decimals=self.decimal_places != 0)

    def prepare_value(self, value: Any) -> Any:
        """A stored number is shown with a decimal comma; what was typed stays as typed."""
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value
