"""The base classes of every web form: rendered by crispy, errors from the server, in Dutch."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slimsamenwerken.core.dates import short_date
from slimsamenwerken.core.form_fields import CleanTextField, DutchDateField, DutchDecimalField

__all__ = [
    "Chip",
    "CleanTextField",
    "DutchDateField",
    "DutchDecimalField",
    "FilterForm",
    "PortalForm",
    "PortalModelForm",
    "attach_errors",
    "form_helper",
]


def form_helper(
    form: forms.BaseForm,
    *,
    submit_label: str | Promise = "",
    cancel_url: str = "",
    layout: Layout | None = None,
) -> FormHelper:
    """The house helper, also for forms of others (allauth): POST, no checks by the browser."""
    helper = FormHelper()
    helper.form_method = "post"
    helper.attrs = {"novalidate": True}
    if layout is not None:
        helper.layout = layout
    # Read by templates/bootstrap5/inputs.html and field.html.
    helper.submit_label = submit_label
    helper.cancel_url = cancel_url
    helper.mark_optional = True
    speak(form)
    return helper


def speak(form: forms.BaseForm) -> None:
    """Give every required field without a sentence of its own one that names the field."""
    for name, field in form.fields.items():
        standard = forms.Field.default_error_messages["required"]
        if not field.required or field.error_messages.get("required") is not standard:
            continue
        label = field.label or name.replace("_", " ").capitalize()
        field.error_messages["required"] = _required_sentence(field) % {"label": label}


def attach_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put what an operation refused at its fields; what has no field stands above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        is_field = name != NON_FIELD_ERRORS and name in form.fields
        form.add_error(name if is_field else None, errors)


def _required_sentence(field: forms.Field) -> str:
    if isinstance(field, forms.FileField):
        return _("Choose a file at “%(label)s”.")
    if isinstance(field, forms.BooleanField):
        return _("Tick “%(label)s” to continue.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Make a choice at “%(label)s”.")
    return _("Fill in “%(label)s”.")


class PortalFormMixin:
    """Adds the helper. Subclasses set `submit_label` (a verb) and may override `get_layout`."""

    submit_label: ClassVar[str | Promise] = gettext_lazy("Save")
    helper: FormHelper

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(self, forms.BaseForm)  # noqa: S101 - tells the type checker
        self.helper = form_helper(
            self,
            submit_label=self.submit_label,
            cancel_url=cancel_url,
            layout=self.get_layout(),
        )

    def get_layout(self) -> Layout | None:
        """A crispy Layout, or nothing for all fields in their order."""
        return None


if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Model]
else:  # Django's class takes no parameter at run time
    _ModelForm = forms.ModelForm


class PortalForm(PortalFormMixin, forms.Form):
    """A form that ends in an operation."""


class PortalModelForm(PortalFormMixin, _ModelForm):
    """A form that borrows fields of a model; it still ends in an operation, never in save()."""


class Chip(NamedTuple):
    """A chosen filter and the address of the list without it."""

    label: str
    url: str


class FilterForm(PortalFormMixin, forms.Form):
    """A GET form above a list. Pass `request.GET`; parameters it does not know are ignored.

    An impossible value makes the form invalid: answer with `filters.status_code` (400) and the
    panel. `kept` names parameters that stay in every link though they are no filter.
    """

    submit_label = gettext_lazy("Apply filters")
    kept: ClassVar[tuple[str, ...]] = ("as_of", "known_at", "sort")

    def __init__(self, data: QueryDict | Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        query = data if isinstance(data, QueryDict) else _query_dict(data or {})
        super().__init__(query, **kwargs)
        self.query = query
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.form_tag = False  # components/filters.html draws the panel around it
        self.helper.submit_label = ""
        self.helper.mark_optional = False
        for field in self.fields.values():
            field.required = False
            field.widget.is_required = False
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = _("Choose a value from the list.")

    @property
    def status_code(self) -> int:
        return 200 if self.is_valid() else 400

    def kept_parameters(self) -> list[tuple[str, str]]:
        """Hidden inputs of the panel."""
        return [(n, v) for n in self.kept if n not in self.fields for v in self.query.getlist(n)]

    @property
    def clear_url(self) -> str:
        """The list without any filter, at the same moment and in the same order."""
        bare = QueryDict(mutable=True)
        for name, value in self.kept_parameters():
            bare.appendlist(name, value)
        return f"?{bare.urlencode()}"

    def chips(self) -> list[Chip]:
        """The filters in force, each with the way to drop it."""
        return [Chip(label, self._without(name, raw)) for name, raw, label in self._chosen()]

    def in_words(self) -> str:
        """The filters in force for captions, sheets and sentences; empty when there are none."""
        return "; ".join(label for _name, _raw, label in self._chosen())

    def _chosen(self) -> Iterator[tuple[str, str, str]]:
        self.is_valid()
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value in field.empty_values or value is False or field.widget.is_hidden:
                continue
            several = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
            raws = self.query.getlist(name) if several else self.query.getlist(name)[-1:]
            for raw in dict.fromkeys(raws):
                yield name, raw, self._chip_label(name, field, raw, value)

    def _chip_label(self, name: str, field: forms.Field, raw: str, value: Any) -> str:
        label = str(field.label or name)
        if isinstance(field, forms.BooleanField):
            return label
        if isinstance(field, forms.ChoiceField):
            texts = {str(key): str(text) for key, text in _flat(cast(Iterable[Any], field.choices))}
            text = texts.get(raw, raw)
            # A list of check boxes speaks for itself; a word from a menu needs its question.
            alone = isinstance(field.widget, forms.CheckboxSelectMultiple)
            return text if alone else f"{label}: {text}"
        shown = short_date(value) if isinstance(value, date) else raw
        return f"{label}: {shown}"

    def _without(self, name: str, raw: str) -> str:
        rest = self.query.copy()
        rest.setlist(name, [value for value in rest.getlist(name) if value != raw])
        rest.pop("page", None)
        return f"?{rest.urlencode()}"


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for key, text in choices:
        if isinstance(text, list | tuple):
            yield from text
        else:
            yield key, text


def _query_dict(data: Mapping[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, [str(v) for v in (value if isinstance(value, list) else [value])])
    return query
