"""Facets above the catalogue; the state of the list is in its address."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from procurement.models.codes import (
    Additionality,
    ContractNature,
    CriterionType,
    Effort,
    EvidenceKind,
    Level,
    Theme,
)
from procurement.queries.catalogue import Choice
from slimsamenwerken.core.forms import CleanTextField, DutchDateField, FilterForm
from slimsamenwerken.programme.models.codes import RStrategy


def _several(label: Any, choices: list[tuple[Any, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple
    )


class CriterionFilterForm(FilterForm):
    """A value that does not exist is left out and named in `ignored`: an old link still works."""

    q = CleanTextField(label=_("What do you want to buy?"), max_length=100)
    group = _several(_("Product group"), [])
    ladder = _several(_("R-strategy"), [(c, f"{c} {label}") for c, label in RStrategy.choices])
    type = _several(_("Type"), CriterionType.choices)
    level = _several(_("Level"), Level.choices)
    theme = _several(_("Theme"), Theme.choices)
    evidence = _several(_("Proof"), EvidenceKind.choices)
    effort = _several(_("Effort to prove"), Effort.choices)
    additionality = _several(_("Additionality"), Additionality.choices)
    nature = _several(_("Nature of the contract"), ContractNature.choices)
    essential = forms.BooleanField(label=_("Only essential criteria"))
    changed_since = DutchDateField(label=_("Changed since"))

    def __init__(self, data: QueryDict, *, groups: list[tuple[str, str]]) -> None:
        query = data.copy()
        self.ignored: list[str] = []
        super().__init__(query)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if isinstance(field, forms.MultipleChoiceField):
                choices: Any = field.choices
                known = {str(code) for code, _label in choices}
                values = query.getlist(name)
                self.ignored += [value for value in values if value not in known]
                query.setlist(name, [value for value in values if value in known])

    def get_layout(self) -> Layout:
        return Layout("q")

    def choice(self, *, sort: str = "") -> Choice:
        data = self.cleaned_data
        several = {
            name: tuple(data[name])
            for name, field in self.fields.items()
            if isinstance(field, forms.MultipleChoiceField)
        }
        return Choice(
            text=data["q"],
            essential=data["essential"],
            changed_since=data["changed_since"],
            sort=sort,
            **several,
        )
