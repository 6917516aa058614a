"""Filters above the lists; the state of a list is in its address."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slimsamenwerken.core.forms import CleanTextField, DutchDateField, FilterForm
from slimsamenwerken.programme.models.codes import ActionKind, ActorKind, Role, StatusCode
from slimsamenwerken.programme.queries.rows import ActorRow, LineRow
from slimsamenwerken.programme.queries.selection import Criteria

NONE_DECLARED = ("none", pgettext_lazy("status", "no status declared"))


class ActionFilterForm(FilterForm):
    q = CleanTextField(label=_("Text or code"), max_length=100)
    line = forms.MultipleChoiceField(
        label=_("Action line"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All"))])
    declared = forms.MultipleChoiceField(
        label=_("Declared status"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    computed = forms.MultipleChoiceField(
        label=_("Computed status"), widget=forms.CheckboxSelectMultiple, choices=StatusCode.choices
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Every role")), *Role.choices])
    actor = forms.ChoiceField(label=_("Actor"), choices=[("", _("Every actor"))])
    running_from = DutchDateField(label=_("Runs from"))
    running_until = DutchDateField(label=_("Runs until"))
    late = forms.BooleanField(label=_("Only with a late milestone"))
    deviates = forms.BooleanField(label=_("Only where declared and computed differ"))
    missing = forms.MultipleChoiceField(
        label=_("What is missing"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("lead", _("without a lead of its own")),
            ("milestones", _("without milestones")),
            ("indicator", _("without an indicator")),
            ("baseline", _("without a baseline")),
            ("target", _("without a target")),
        ],
    )
    silent_days = forms.IntegerField(
        label=_("No update in the last … days"), min_value=1, max_value=3650
    )

    def __init__(
        self, *args: Any, lines: list[LineRow], actors: list[ActorRow], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        line_choices = [(line.code, f"{line.code} {line.short_label}") for line in lines]
        self.fields["line"].choices = line_choices  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("All")), *ActionKind.choices]  # type: ignore[attr-defined]
        declared = [c for c in StatusCode.choices if c[0] != StatusCode.UNKNOWN]
        self.fields["declared"].choices = [*declared, NONE_DECLARED]  # type: ignore[attr-defined]
        names = [(actor.slug, actor.name) for actor in actors]
        self.fields["actor"].choices = [("", _("Every actor")), *names]  # type: ignore[attr-defined]

    def get_layout(self) -> Layout:
        return Layout(
            "q", "line", "declared", "computed", "kind", "role", "actor", "running_from",
            "running_until", "missing", "silent_days", "late", "deviates",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("running_from"), data.get("running_until")
        if first and last and last < first:
            self.add_error("running_until", _("The end date lies before the start date."))
        return data

    def criteria(self, *, sort: str) -> Criteria:
        data = self.cleaned_data
        return Criteria(
            text=data["q"],
            lines=tuple(data["line"]),
            kinds=(data["kind"],) if data["kind"] else tuple(ActionKind.values),
            declared=tuple(data["declared"]),
            computed=tuple(data["computed"]),
            role=data["role"],
            actor=data["actor"],
            running_from=data["running_from"],
            running_until=data["running_until"],
            late=data["late"],
            deviates=data["deviates"],
            missing=tuple(data["missing"]),
            silent_days=data["silent_days"],
            sort=sort,
        )


class ActorFilterForm(FilterForm):
    q = CleanTextField(label=_("Name"), max_length=100)
    kind = forms.MultipleChoiceField(
        label=_("Kind"), widget=forms.CheckboxSelectMultiple, choices=ActorKind.choices
    )
    groups = forms.BooleanField(label=_("Also target groups"))
